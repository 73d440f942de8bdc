"""Short answers as SQuAD scores them: exact match and F1 on words, after case, punctuation and articles are gone.

The rules are those of the published evaluation script for SQuAD 2.0, written anew from them; every question counts,
also one without a prediction, which that script leaves out.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Lower case, ASCII punctuation deleted, then a, an and the, then runs of white space made one space."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def gold_answers(answers: Sequence[str]) -> list[str]:
    """The answers that say something after normalising; `[""]`, "there is none", where no one is left."""
    return [answer for answer in answers if normalise(answer)] or [""]


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """1 where the prediction is one of the answers. No answers: 1 for an empty prediction."""
    return float(any(normalise(prediction) == normalise(gold) for gold in gold_answers(answers)))


def f1(prediction: str, answers: Sequence[str]) -> float:
    """The best F1 of the prediction's words with an answer's, both as multisets."""
    return max(_f1(normalise(prediction).split(), normalise(gold).split()) for gold in gold_answers(answers))


def _f1(predicted: list[str], gold: list[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    same = sum((Counter(predicted) & Counter(gold)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(predicted), same / len(gold)
    return 2 * precision * recall / (precision + recall)


def contains(text: str, answers: Sequence[str]) -> float:
    """1 where an answer's words stand in a text one after another. Grows with length: a long text contains a lot."""
    words = f" {normalise(text)} "
    return float(any(f" {normalise(answer)} " in words for answer in answers if normalise(answer)))
