"""Answer, answer in part, or refuse: what the evidence allows, whatever a reader's confidence says."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations import Status
from rag.compose import MUST_SHOW
from rag.names import contains_name
from rag.question import Question
from rag.reader import Evidence, Reading
from rag.signals import lacks, title_words
from rag.terms import tokens


def decide(
    question: Question,
    reading: Reading,
    chosen: Sequence[Sequence[Evidence]],
    unnamed: Sequence[str],
    threshold: float,
) -> tuple[Status, float]:
    """Return the status of an answer made of the chosen sentences, and how confident it is.

    Below `threshold` nothing is answered. Neither is a question about somebody the articles do not name (unless others
    were asked about beside them: then in part), nor one whose best evidence is about somebody else, nor a "when" or
    "how many" that no chosen sentence answers in kind. `tests/rag/test_decide.py` has an example of each; what each
    rule costs and saves is measured in docs/quality.md.
    """
    if not chosen or reading.confidence < threshold:
        return "not_covered", reading.confidence
    status: Status = "answered"
    if unnamed:
        status = "partial" if len(unnamed) < len(question.subjects) else "not_covered"
    elif about_somebody_else(question, chosen[0][0]) or lacks_its_kind(question, chosen):
        status = "not_covered"
    # A refusal by rule is sure of itself: its confidence must not read like an answer's.
    return status, reading.confidence if status != "not_covered" else min(reading.confidence, round(threshold / 2, 4))


def about_somebody_else(question: Question, best: Evidence) -> bool:
    """Whether the best sentence, those next to it and the headline lack a name that was asked about."""
    if question.subjects:
        return False  # several were asked about: they need not stand in one place
    passage = best.passage
    at = passage.sentences.index(best.sentence)
    near = passage.sentences[max(0, at - 1) : at + 2]
    words = [t.text for t in tokens(passage.text[near[0].start - passage.start : near[-1].end - passage.start])]
    return not all(contains_name([*words, *title_words(best.title)], name) for name in question.names)


def lacks_its_kind(question: Question, chosen: Sequence[Sequence[Evidence]]) -> bool:
    """Whether "when" or "how many" was asked and no chosen sentence has a date or a number."""
    return question.wanted in MUST_SHOW and all(
        lacks(question.wanted, question, group[0].text, tokens(group[0].text)) for group in chosen
    )
