"""The seam between finding passages and composing an answer: what a reader is asked and what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Hit, Sentence
from rag.question import Question


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage to read: how it was found, and the vectors of its sentences, (sentences, dimension), unit length.

    `title` is its article's, which says what need not be said again in every sentence; empty where there is none.
    """

    hit: Hit
    sentence_vectors: NDArray[np.float32]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of an article as evidence, `text` verbatim.

    `score` is the chance (0 to 1) that it belongs in the answer, `title` its article's headline, empty if it has none.
    """

    article_id: str
    version: int
    sentence: Sentence
    text: str
    score: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found. `confidence` (0 to 1) is the chance that the evidence answers the question.

    `evidence` is ordered best first; `span` is the short answer as offsets in the article of the evidence at
    position `span_in`, or None where there is none.
    """

    confidence: float
    evidence: tuple[Evidence, ...]
    span: Sentence | None = None
    span_in: int = 0


class Reader(Protocol):
    """Reads passages for one question. The same input must give the same reading, to the last bit."""

    @property
    def name(self) -> str:
        """What an evaluation run records."""

    @property
    def threshold(self) -> float:
        """The confidence below which an answer is more likely to be wrong than the default risk allows."""

    def threshold_at(self, risk: float) -> float:
        """Return the threshold for another risk: the share of answers given that may be wrong.

        Raises ConfigError where the reader was not calibrated, or cannot hold so small a risk.
        """

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        candidates: Sequence[Candidate],
    ) -> Reading:
        """Return the evidence among the candidates, best first; `vector` is the encoded question, (dimension,)."""
