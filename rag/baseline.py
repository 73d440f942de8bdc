"""The first reader: measurable signals, weighed by two small logistic models fitted on questions with known answers.

It needs no model but the encoder. `training/baseline.py` fits the coefficients in `models/baseline.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import Sentence
from rag.errors import ConfigError
from rag.question import Question
from rag.reader import Candidate, Evidence, Reading
from rag.signals import ANSWER_SIGNALS, SENTENCE_SIGNALS, Measured, Weights, answer_signals, measure


@dataclass(frozen=True, slots=True)
class Logistic:
    """Log odds as a weighted sum of standardised signals."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercept: float

    def log_odds(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log odds of each row of signals (n, signals) as (n,)."""
        odds: NDArray[np.float64] = ((values - self.mean) / self.scale) @ self.coefficients + self.intercept
        return odds


def chance(log_odds: float) -> float:
    """Return the probability with these log odds, to four places: the fifth would be noise."""
    return round(float(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0)))), 4)


THRESHOLD = 0.19
"""Of those tried (.05 to .40) the one that is right most often on the golden set's tuning split, 258 cases; the curve
is flat from .17 to .25. It does not hold a stated risk: that is left to a reader that can."""


class BaselineReader:
    """Reads with signals alone."""

    name = "baseline-1"
    threshold = THRESHOLD

    def __init__(self, sentence: Logistic, answer: Logistic, weights: Weights) -> None:
        self._sentence = sentence
        self._answer = answer
        self.weights = weights

    def log_odds(self, measured: Measured) -> NDArray[np.float64]:
        """Return the log odds that each measured sentence is evidence, (sentences,)."""
        return self._sentence.log_odds(measured.values)

    def threshold_at(self, risk: float) -> float:
        """Raise ConfigError: its confidence says which of two answers is likelier right, not how likely."""
        raise ConfigError("risk", risk, "left out with the baseline reader, which is not calibrated; set a threshold")

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        candidates: Sequence[Candidate],
    ) -> Reading:
        """Return every candidate sentence with its chance to be evidence, and the chance that the best ones answer."""
        measured = measure(question, vector, candidates, self.weights)
        if not measured.where:
            return Reading(0.0, ())
        odds = self.log_odds(measured)
        signals = answer_signals(question, measured, odds, candidates, self.weights)
        confidence = chance(float(self._answer.log_odds(signals[None, :])[0]))
        return Reading(confidence, ranked(measured, odds, candidates))


def ranked(measured: Measured, odds: NDArray[np.float64], candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """Return every measured sentence as evidence, best first; `odds` are their log odds, (sentences,)."""
    found = []
    for row in np.argsort(-odds, kind="stable"):
        place, index = measured.where[row]
        passage = candidates[place].hit.passage
        sentence = without_bullet(passage.text, passage.sentences[index], passage.start)
        text = passage.text[sentence.start - passage.start : sentence.end - passage.start]
        score = chance(float(odds[row]))
        found.append(Evidence(passage.article_id, passage.version, sentence, text, score, candidates[place].title))
    return tuple(found)


def without_bullet(text: str, sentence: Sentence, offset: int = 0) -> Sentence:
    """Return a list item's sentence without its bullet, which is no part of what it says; any other as it is.

    `text` is the article's from `offset` on.
    """
    said = text[sentence.start - offset : sentence.end - offset]
    return (
        Sentence(sentence.start + 2, sentence.end) if said.startswith(("- ", "• ")) and said[2:].strip() else sentence
    )


def load_logistic(fitted: dict[str, Any], signals: Sequence[str], remedy: str) -> Logistic:
    """Return a model as a file has it; raises ValueError, with what to do, where it was fitted to other signals."""
    if fitted["signals"] != list(signals):
        raise ValueError(f"the reader's coefficients were fitted to other signals; {remedy}")
    return Logistic(
        np.array(fitted["mean"]),
        np.array(fitted["scale"]),
        np.array(fitted["coefficients"]),
        fitted["intercept"],
    )


@cache
def load_baseline(path: Path | None = None) -> BaselineReader:
    """Load the shipped coefficients, or those at `path`; raises ValueError where they fit other signals."""
    text = (path or resources.files("rag") / "models" / "baseline.json").read_text(encoding="utf-8")
    fitted = json.loads(text)
    remedy = "run: python -m training.baseline"
    return BaselineReader(
        load_logistic(fitted["sentence"], SENTENCE_SIGNALS, remedy),
        load_logistic(fitted["answer"], ANSWER_SIGNALS, remedy),
        Weights(fitted["rarity"], fitted["rarity_unknown"]),
    )
