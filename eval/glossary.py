"""Every metric in plain words: what a report calls it, what it says, and in which table it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric for people; `meaning` completes "per question, …". Higher is better for every one."""

    name: str
    label: str
    meaning: str
    group: str


OVERALL = "Right or wrong"
REFUSING = "Answering and refusing"
PROMISES = "Promises about citations"
CITING = "Citations against the gold evidence"
SHORT = "Short answers"
LONG = "Long answers"
FINDING = "Finding the evidence"
OTHER = "Others"
GROUPS: Final = (OVERALL, REFUSING, PROMISES, CITING, SHORT, LONG, FINDING, OTHER)

_METRICS = {
    OVERALL: {
        "right": (
            "right",
            "answered, citing enough of the evidence and saying a gold answer; or refused, where that is right",
        ),
        "error_free": ("no error", "the system came back with an answer or a refusal, and not with an error"),
        "crag": ("CRAG score", "+1 for a right answer, −1 for a wrong one, 0 for a refusal; from −1 to 1"),
    },
    REFUSING: {
        "decision": ("right decision", "answered what the articles answer, refused what they do not"),
        "answered_when_answerable": ("answered, when it should", "of what the articles answer: not refused"),
        "refused_when_unanswerable": ("refused, when it should", "of what the articles do not answer: refused"),
    },
    PROMISES: {
        "citations_resolvable": ("citations resolve", "the share of citations whose article and place exist"),
        "citations_verbatim": (
            "citations verbatim",
            "the share of citations that stand letter by letter at their place",
        ),
        "statements_cited": ("sentences cited", "the share of the answer's sentences that cite something"),
        "quotes_intact": ("quotations intact", "the share of quotations that stand so in the words cited"),
        "date_right": ("dates right", "the share of citations with the date of their article"),
    },
    CITING: {
        "all_evidence": ("all evidence cited", "every piece of evidence that is needed is cited"),
        "evidence_shown": ("evidence cited", "the share of the pieces of evidence needed that are cited"),
        "citation_precision": ("citation precision", "the share of the cited characters that are evidence"),
        "citation_recall": ("citation recall", "the share of the characters of the evidence that are cited"),
        "citation_f1": ("citation F1", "the harmonic mean of both"),
        "citation_precision_sentences": (
            "citation precision, whole sentences",
            "the same, where the sentence around the evidence counts as evidence",
        ),
        "citation_recall_sentences": ("citation recall, whole sentences", "the same for recall"),
        "citation_f1_sentences": ("citation F1, whole sentences", "the harmonic mean of both"),
        "evidence_sentence_f1": ("evidence sentences F1", "precision and recall of whole sentences cited"),
        "document_precision": ("article precision", "the share of the cited articles that hold evidence"),
        "document_recall": ("article recall", "the share of the articles with evidence that are cited"),
        "document_f1": ("article F1", "the harmonic mean of both"),
        "answer_bearing": ("citation holds the answer", "a gold answer stands in the words cited"),
        "speaker_right": ("speaker right", "the share of quoted evidence that is cited with its speaker"),
    },
    SHORT: {
        "em": ("exact match", "the short answer is a gold answer (SQuAD's rules; a right refusal counts 1)"),
        "f1": ("F1 of words", "the words shared with a gold answer (SQuAD's rules; a right refusal counts 1)"),
        "contains_answer": ("contains a gold answer", "a gold answer stands in the text; grows with its length"),
    },
    LONG: {
        "rouge_l": ("RougeL", "the longest common run of words with the reference answer, F measure"),
        "rouge_1_recall": ("Rouge-1 recall", "the share of the reference's words that are said"),
        "rouge_l_passage": ("RougeL against the passage", "how much of the answer is said as the passage says it"),
    },
    FINDING: {
        **{
            f"{name}@{k}": (f"{label} in the top {k}", meaning)
            for k in (1, 5, 10, 20)
            for name, label, meaning in (
                ("success", "some evidence", "a piece of evidence is among the passages found"),
                ("all_groups", "all evidence", "every piece of evidence needed is among the passages found"),
                ("evidence_recall", "evidence recall", "the share of the evidence's characters that was found"),
            )
        },
        "ndcg@10": ("nDCG@10", "how high the right articles stand among ten"),
        "rr@10": ("reciprocal rank", "1 / the rank of the first right article, 0 past ten"),
        "ap@10": ("average precision", "precision at each right article among ten, averaged"),
        "recall@10": ("article recall in the top 10", "the share of the right articles among ten"),
    },
}

GLOSSARY: Final[Mapping[str, Metric]] = {
    name: Metric(name, label, meaning, group)
    for group, metrics in _METRICS.items()
    for name, (label, meaning) in metrics.items()
}


def metric(name: str) -> Metric:
    """The metric in plain words; one that nobody described stands among the others by its name."""
    return GLOSSARY.get(name) or Metric(name, name, "", OTHER)


BLAMES: Final[Mapping[str, str]] = {
    "error": "the target failed: look at its logs",
    "answered_unanswerable": "it answered what the articles do not say: the threshold, the rules of refusal",
    "not_indexed": "the evidence is in no passage of the index: ingestion",
    "not_in_top_100": "neither search finds the evidence: retrieval",
    "not_in_top_k": "the evidence was found, but not read: fusion and ranking",
    "not_read_as_evidence": "the reader saw the evidence and rated other sentences above it",
    "refused": "the evidence was found, and not trusted: the threshold, the rules of refusal",
    "not_in_answer": "the evidence was read, and not said: composition",
    "not_cited": "it is said, and not shown: citations",
    "wrong_answer": "all evidence is cited, and no gold answer is in the text: the label, or composition",
}
"""The steps of `eval.blame` in their order, and what to look at."""
