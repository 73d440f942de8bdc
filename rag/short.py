"""The short answer: the few words of a cited sentence that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations import Citation, ShortAnswer
from rag.question import Question
from rag.reader import Reading

_NONE: frozenset[str] = frozenset({"yes_no", "reason"})
"""Kinds of question that a few words do not answer."""


def short_answer(question: Question, reading: Reading, citations: Sequence[Citation]) -> ShortAnswer | None:
    """Return the reader's span, verbatim, with the citation that it stands in; None where none is shown with it."""
    if reading.span is None or question.wanted in _NONE or question.subjects[1:]:
        return None
    evidence, span = reading.evidence[reading.span_in], reading.span
    for citation in citations:
        own = (citation.article.id, citation.article.version) == (evidence.article_id, evidence.version)
        if own and citation.start <= span.start and span.end <= citation.end:
            return ShortAnswer(citation.article.text[span.start : span.end], citation.number)
    return None
