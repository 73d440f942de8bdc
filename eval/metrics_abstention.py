"""Refusing as an outcome of its own: the full table, and what each corner of it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case comes down to. A failure did not refuse: it is neither an answer nor a refusal."""

    answerable: bool
    answered: bool
    failed: bool
    right: bool

    @property
    def refused(self) -> bool:
        """Whether the system said that it does not know."""
        return not self.answered and not self.failed


@dataclass(frozen=True, slots=True)
class Abstention:
    """How many cases are in each corner; `answered_right` and `answered_wrong` split the answered answerable ones."""

    answered_right: int
    answered_wrong: int
    refused_wrong: int
    answered_unanswerable: int
    refused_right: int
    failed_answerable: int
    failed_unanswerable: int

    @property
    def answerable(self) -> int:
        """Cases that the articles answer."""
        return self.answered_right + self.answered_wrong + self.refused_wrong + self.failed_answerable

    @property
    def unanswerable(self) -> int:
        """Cases that they do not answer."""
        return self.answered_unanswerable + self.refused_right + self.failed_unanswerable

    @property
    def count(self) -> int:
        """All cases."""
        return self.answerable + self.unanswerable

    @property
    def answered(self) -> int:
        """Cases that got an answer."""
        return self.answered_right + self.answered_wrong + self.answered_unanswerable

    @property
    def false_refusals(self) -> float | None:
        """The share of answerable cases that were refused; None where there are none."""
        return _share(self.refused_wrong, self.answerable)

    @property
    def right_refusals(self) -> float | None:
        """The share of unanswerable cases that were refused; a failure is no refusal."""
        return _share(self.refused_right, self.unanswerable)

    @property
    def precision(self) -> float | None:
        """The share of refusals that were right; None where nothing was refused."""
        return _share(self.refused_right, self.refused_right + self.refused_wrong)

    @property
    def selective_accuracy(self) -> float | None:
        """The share of answers that were right; None where nothing was answered."""
        return _share(self.answered_right, self.answered)

    @property
    def crag(self) -> float | None:
        """CRAG's truthfulness: +1 for a right answer, -1 for a wrong one, 0 for a refusal or failure; from -1 to 1."""
        return _share(self.answered_right - self.answered_wrong - self.answered_unanswerable, self.count)


def tabulate(outcomes: Iterable[Outcome]) -> Abstention:
    """Count the corners."""
    counts = dict.fromkeys(Abstention.__dataclass_fields__, 0)
    for outcome in outcomes:
        counts[_corner(outcome)] += 1
    return Abstention(**counts)


def crag(outcome: Outcome) -> float:
    """One case's part of `Abstention.crag`: 1, 0 or -1."""
    if not outcome.answered:
        return 0.0
    return 1.0 if outcome.answerable and outcome.right else -1.0


def _corner(outcome: Outcome) -> str:
    if outcome.failed:
        return "failed_answerable" if outcome.answerable else "failed_unanswerable"
    if not outcome.answerable:
        return "answered_unanswerable" if outcome.answered else "refused_right"
    if not outcome.answered:
        return "refused_wrong"
    return "answered_right" if outcome.right else "answered_wrong"


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
