"""One case and what came back for it to its scores: which metrics apply, and what each gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval import metrics_citations as citations
from eval import metrics_long as long
from eval import metrics_retrieval as retrieval
from eval import metrics_short as short
from eval.blame import Trace
from eval.cases import CaseSet
from eval.given import Cited, Given
from eval.metrics_abstention import Outcome, crag
from eval.records import Case, Span
from eval.spans import Piece, enough, groups_shown, is_whole, piece
from index.article import Sentence
from index.sentences import split_sentences

NOBODY = Given("not_covered", (), None, (), None)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores the cases of one set. `short` and `long` say whether any case has such gold: refusals are scored alike.

    A metric that does not apply to a case has no score; a case that failed scores 0 in every metric of its gold.
    """

    texts: Mapping[str, str]
    published: Mapping[str, str | None]
    short: bool
    long: bool
    _sentences: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: CaseSet) -> Scorer:
        """The scorer for a set of cases."""
        return cls(
            {key: draft.text for key, draft in cases.articles.items()},
            {key: draft.published.isoformat() if draft.published else None for key, draft in cases.articles.items()},
            any(case.answers for case in cases.cases),
            any(case.long_answer for case in cases.cases),
        )

    def score(self, case: Case, given: Given | None) -> dict[str, float]:
        """The scores of an answer; None for a failure."""
        if given is None:
            applying = self._by_gold(case, NOBODY)
            return {"error_free": 0.0, "right": 0.0, "decision": 0.0, "crag": 0.0, **dict.fromkeys(applying, 0.0)}
        right = self.right(case, given)
        promised = {
            "citations_resolvable": citations.resolvable(given, self.texts),
            "citations_verbatim": citations.verbatim(given, self.texts),
            "statements_cited": citations.statements_cited(given),
            "quotes_intact": citations.quotes_intact(given),
            "date_right": citations.date_right(given, self.published) if case.answerable else None,
        }
        return {
            "error_free": 1.0,
            "right": float(right),
            "decision": float(given.answered == case.answerable),
            "crag": crag(Outcome(case.answerable, given.answered, False, right)),
            **{name: value for name, value in promised.items() if value is not None},
            **self._by_gold(case, given),
        }

    def right(self, case: Case, given: Given) -> bool:
        """Whether it refused what cannot be answered; or answered, showing enough evidence and saying a gold answer."""
        if not case.answerable or not given.answered:
            return not case.answerable and not given.answered
        said = not case.answers or bool(short.contains(f"{given.text} {given.short or ''}", case.answers))
        return said and enough(groups_shown(given.cover, case.evidence, self.texts), case.needed)

    def found(self, case: Case, trace: Trace | None) -> dict[str, float]:
        """The scores of what was retrieved for a case; none where it has no evidence."""
        return (
            retrieval.evidence_scores(trace.pool if trace else (), case.evidence, self.texts) if case.evidence else {}
        )

    def _by_gold(self, case: Case, given: Given) -> dict[str, float]:
        scores: dict[str, float] = {}
        scores["answered_when_answerable" if case.answerable else "refused_when_unanswerable"] = float(
            given.answered == case.answerable
        )
        if case.answers or (self.short and not case.answerable):
            said = "" if not given.answered else given.short or given.text
            scores |= {"em": short.exact_match(said, case.answers), "f1": short.f1(said, case.answers)}
        if case.answers:
            scores["contains_answer"] = short.contains(given.text, case.answers)
            scores["answer_bearing"] = max((short.contains(c.exact, case.answers) for c in _cited(given)), default=0.0)
        if case.long_answer:
            scores["rouge_l"] = long.rouge_l(given.text, case.long_answer)
            scores["rouge_1_recall"] = long.rouge_1_recall(given.text, case.long_answer)
            if case.article_ids:
                passage = "\n".join(self.texts[article_id] for article_id in case.article_ids)
                scores["rouge_l_passage"] = long.rouge_l_passage(given.text, passage)
        if case.evidence:
            scores |= self._by_evidence(case.evidence, given)
        return scores

    def _by_evidence(self, evidence: Sequence[Sequence[Span]], given: Given) -> dict[str, float]:
        cover, found = given.cover, groups_shown(given.cover, evidence, self.texts)
        gold = citations.chosen(cover, evidence)
        documents = citations.sets(frozenset(cover.runs), frozenset(span.article_id for span in gold))
        scores = {
            "evidence_shown": sum(found) / len(found),
            "all_evidence": float(all(found)),
            "document_precision": documents.precision,
            "document_recall": documents.recall,
            "document_f1": documents.f1,
        }
        speaker = citations.speaker_right(given, gold, self.texts)
        if speaker is not None:
            scores["speaker_right"] = speaker
        if any(is_whole(span, self.texts) for span in gold):
            return scores
        strict = citations.overlap(cover, [[piece(span)] for span in gold])
        slack = citations.overlap(cover, [self._around(piece(span)) for span in gold])
        gold_sentences = frozenset(one for span in gold for one in self._around(piece(span)))
        cited = [(key, start, end) for key, runs in cover.runs.items() for start, end in runs]
        cited_sentences = {
            one for run in cited for one in self._around(run) if 2 * cover.overlap([one]) >= one[2] - one[1]
        }
        return scores | {
            "citation_precision": strict.precision,
            "citation_recall": strict.recall,
            "citation_f1": strict.f1,
            "citation_precision_sentences": slack.precision,
            "citation_recall_sentences": slack.recall,
            "citation_f1_sentences": slack.f1,
            "evidence_sentence_f1": citations.sets(frozenset(cited_sentences), gold_sentences).f1,
        }

    def _around(self, run: Piece) -> list[Piece]:
        """The sentences that a run of characters touches; the run itself where it touches none."""
        article_id, start, end = run
        if article_id not in self._sentences:
            self._sentences[article_id] = split_sentences(self.texts.get(article_id, ""))
        touched = [s for s in self._sentences[article_id] if s.start < end and start < s.end]
        return [(article_id, s.start, s.end) for s in touched] or [run]


def _cited(given: Given) -> Sequence[Cited]:
    return given.citations if given.answered else ()
