"""Long answers as CLAPNQ scores them: ROUGE without a stemmer, an empty answer scores 0."""

from __future__ import annotations

from functools import cache
from typing import Any

from eval.errors import RunError


def rouge_l(answer: str, reference: str) -> float:
    """RougeL F of an answer against a reference: the longest common subsequence of words."""
    return _score("rougeL", reference, answer).fmeasure if answer.strip() else 0.0


def rouge_1_recall(answer: str, reference: str) -> float:
    """The share of the reference's words that the answer has."""
    return _score("rouge1", reference, answer).recall if answer.strip() else 0.0


def rouge_l_passage(answer: str, passage: str) -> float:
    """RougeL precision of an answer against the passage: how much of it is said as the passage says it."""
    return _score("rougeL", passage, answer).precision if answer.strip() else 0.0


def _score(kind: str, reference: str, answer: str) -> Any:  # noqa: ANN401 - the library ships no types
    return _scorer(kind).score(reference, answer)[kind]


@cache
def _scorer(kind: str) -> Any:  # noqa: ANN401
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError as error:
        raise RunError("long answers are scored with rouge-score; install it: pip install 'footnote[eval]'") from error
    return RougeScorer([kind], use_stemmer=False)
