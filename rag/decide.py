"""Answer, answer in part, or refuse: what the evidence allows, whatever a reader's confidence says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.article import Article, Sentence
from rag.citations import Status
from rag.compose import names_asked, paragraph
from rag.kinds import MUST_SHOW, lacks
from rag.names import display
from rag.question import Question
from rag.reader import Evidence, Reading
from rag.terms import tokens


def decide(
    question: Question,
    reading: Reading,
    chosen: Sequence[Sequence[Evidence]],
    unnamed: Sequence[str],
    article: Callable[[str, int], Article],
    threshold: float,
) -> tuple[Status, float]:
    """Return the status of an answer made of the chosen sentences, and how confident it is.

    Below `threshold` nothing is answered. Neither is a question about somebody the articles do not name (unless it
    compares them with others: then in part), nor one whose best evidence is about somebody else, nor a "when" or
    "how many" that no chosen sentence answers in kind. `article` looks up an article by id and version.
    """
    if not chosen or reading.confidence < threshold:
        return "not_covered", reading.confidence
    status: Status = "answered"
    if unnamed:
        status = (
            "partial" if len(unnamed) < len(question.subjects) and are_subjects(question, unnamed) else "not_covered"
        )
    else:
        best = chosen[0][0]
        if about_somebody_else(question, best, article(best.article_id, best.version)) or lacks_its_kind(
            question, chosen
        ):
            status = "not_covered"
    # A refusal by rule must not read like an answer: below the threshold, in the order in which they came.
    return status, reading.confidence if status != "not_covered" else round(reading.confidence * threshold, 4)


def are_subjects(question: Question, unnamed: Sequence[str]) -> bool:
    """Whether the names that no article has are among those compared: without them the rest can be answered."""
    return {display(name) for name in question.subjects}.issuperset(unnamed)


def about_somebody_else(question: Question, best: Evidence, article: Article) -> bool:
    """Whether neither the best sentence nor its paragraph before it nor the headline has a name asked about."""
    if question.subjects:
        return False  # several were asked about: they need not stand in one place
    start = paragraph(article.text, best.sentence).start
    return not names_asked(question, article, Sentence(start, best.sentence.end))


def lacks_its_kind(question: Question, chosen: Sequence[Sequence[Evidence]]) -> bool:
    """Whether "when" or "how many" was asked and no chosen sentence has a date or a number."""
    return question.wanted in MUST_SHOW and all(
        lacks(question.wanted, question, group[0].text, tokens(group[0].text)) for group in chosen
    )
