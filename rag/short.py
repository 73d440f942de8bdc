"""The short answer: the few words of a cited sentence that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rag.citations import Citation, Notice, ShortAnswer
from rag.kinds import lacks
from rag.names import JOINS, contains_name
from rag.parts import parts_of
from rag.question import Question
from rag.reader import Reading
from rag.terms import tokens


def short_answer(
    question: Question, reading: Reading, citations: Sequence[Citation], notices: Sequence[Notice]
) -> ShortAnswer | None:
    """Return the reader's span, verbatim, with the citation that it stands in; None where none is shown with it.

    The span must stand in the best sentence. A few words answer neither yes or no, nor several parts, nor for several
    subjects unless one sentence has them side by side; and none are given where the articles shown disagree.
    """
    if reading.span is None or not _can_be_short(question) or any(notice.kind == "conflict" for notice in notices):
        return None
    evidence, span = reading.evidence[reading.span_in], reading.span
    if evidence.text != reading.evidence[0].text or not _fits(question, evidence.text):
        return None
    for citation in citations:
        own = (citation.article.id, citation.article.version) == (evidence.article_id, evidence.version)
        if own and citation.start <= span.start and span.end <= citation.end:
            return ShortAnswer(citation.article.text[span.start : span.end], citation.number)
    return None


def _can_be_short(question: Question) -> bool:
    # A follow-up that asks why of what was asked before is itself no question that a few words answer.
    bare_why = question.standalone.casefold().startswith("why:")
    return question.wanted != "yes_no" and not bare_why and len(parts_of(question.standalone)) == 1


def _fits(question: Question, sentence: str) -> bool:
    """Whether a sentence gives a reason where one is asked for, and has the subjects asked about side by side."""
    words = tokens(sentence)
    if question.wanted == "reason" and lacks("reason", question, sentence, words):
        return False
    if len(question.subjects) < 2:
        return True
    own = {token.text.casefold() for name in question.subjects for token in name} | JOINS | {"or"}
    runs = [list(run) for of, run in groupby(words, lambda word: word.text.casefold() in own) if of]
    return any(all(contains_name([w.text for w in run], name) for name in question.subjects) for run in runs)
