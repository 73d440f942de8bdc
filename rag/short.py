"""The short answer: the few words of a cited sentence that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations import Citation, ShortAnswer
from rag.names import contains_name
from rag.question import Question
from rag.reader import Reading
from rag.terms import tokens


def short_answer(question: Question, reading: Reading, citations: Sequence[Citation]) -> ShortAnswer | None:
    """Return the reader's span, verbatim, with the citation that it stands in; None where none is shown with it.

    A few words do not answer yes or no, nor for several subjects, unless one sentence names them all.
    """
    if reading.span is None or question.wanted == "yes_no":
        return None
    evidence, span = reading.evidence[reading.span_in], reading.span
    for citation in citations:
        own = (citation.article.id, citation.article.version) == (evidence.article_id, evidence.version)
        if own and citation.start <= span.start and span.end <= citation.end:
            if not _names_all(question, citation.exact):
                return None
            return ShortAnswer(citation.article.text[span.start : span.end], citation.number)
    return None


def _names_all(question: Question, sentence: str) -> bool:
    words = [token.text for token in tokens(sentence)]
    return len(question.subjects) < 2 or all(contains_name(words, name) for name in question.subjects)
