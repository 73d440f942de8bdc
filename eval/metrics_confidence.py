"""Whether confidence means something: risk against coverage, refusals at a stated kept share, calibration.

Cases of equal confidence have no order. Wherever an order is needed, the loss is averaged inside each tie, so that no
figure depends on the order in which cases are given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
KEPT_SHARES = (0.98, 0.95, 0.90, 0.777)
"""Shares of answerable questions that are still answered; the last is that of a published peer."""

FEWEST_PER_BIN = 20
MOST_BINS = 15


def tied_losses(confidences: Sequence[float], losses: Sequence[float]) -> Floats:
    """Losses from the most to the least confident case, each replaced by the mean of its tie."""
    pairs = sorted(zip(confidences, losses, strict=True), key=lambda pair: -pair[0])
    ordered: list[float] = []
    for _, tie in groupby(pairs, key=lambda pair: pair[0]):
        members = [loss for _, loss in tie]
        ordered += [math.fsum(sorted(members)) / len(members)] * len(members)
    return np.array(ordered, dtype=np.float64)


def risk_coverage(confidences: Sequence[float], losses: Sequence[float]) -> list[tuple[float, float]]:
    """(coverage, risk) after each case, the most confident first: risk is the mean loss of those answered so far."""
    ordered = tied_losses(confidences, losses)
    counts = np.arange(1, len(ordered) + 1)
    return list(zip((counts / max(1, len(ordered))).tolist(), (np.cumsum(ordered) / counts).tolist(), strict=True))


def aurc(confidences: Sequence[float], losses: Sequence[float]) -> float | None:
    """The area under risk-coverage, lower is better; None without cases."""
    curve = risk_coverage(confidences, losses)
    return float(np.mean([risk for _, risk in curve])) if curve else None


def augrc(confidences: Sequence[float], losses: Sequence[float]) -> float | None:
    """The area under generalised risk (Traub et al. 2024): the share of all cases that are answered and wrong."""
    ordered = tied_losses(confidences, losses)
    return float(np.mean(np.cumsum(ordered) / len(ordered))) if len(ordered) else None


def oracle_aurc(losses: Sequence[float]) -> float | None:
    """The AURC of a confidence that ranks these losses perfectly."""
    return aurc([-loss for loss in losses], losses)


def coverage_at_risk(confidences: Sequence[float], losses: Sequence[float], risk: float) -> float:
    """The largest share that can be answered with at most this risk; only ends of ties are thresholds."""
    best = 0.0
    ordered = sorted(confidences, reverse=True)
    for place, (coverage, reached) in enumerate(risk_coverage(confidences, losses)):
        ends_tie = place + 1 == len(ordered) or ordered[place + 1] < ordered[place]
        if ends_tie and reached <= risk + 1e-12:
            best = coverage
    return best


@dataclass(frozen=True, slots=True)
class Kept:
    """At the highest threshold that keeps `wanted` of the answerable cases: what it is, keeps and refuses."""

    wanted: float
    threshold: float
    kept: float
    refused: float


def refused_at_kept(answerable: Sequence[float], unanswerable: Sequence[float], wanted: float) -> Kept | None:
    """The share of unanswerable cases refused, their confidences below the threshold; None where a side is empty."""
    if not answerable or not unanswerable:
        return None
    keep = math.ceil(wanted * len(answerable) - 1e-9)
    threshold = sorted(answerable, reverse=True)[max(keep, 1) - 1]
    kept = sum(confidence >= threshold for confidence in answerable) / len(answerable)
    return Kept(wanted, threshold, kept, sum(c < threshold for c in unanswerable) / len(unanswerable))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The chance that a positive case is more confident than a negative one; ties count half. None without both."""
    if not positive or not negative:
        return None
    below = np.sort(np.asarray(negative, dtype=np.float64))
    at = np.asarray(positive, dtype=np.float64)
    wins = np.searchsorted(below, at, side="left") + np.searchsorted(below, at, side="right")
    return float(np.mean(wins) / 2 / len(below))


@dataclass(frozen=True, slots=True)
class Bin:
    """Some cases of like confidence: how many, their mean confidence, and the share of them that were right."""

    count: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], rights: Sequence[float]) -> list[Bin]:
    """Cases in bins of equal size by confidence, at least 20 in each; a tie is never split between two bins."""
    pairs = sorted(zip(confidences, rights, strict=True))
    bins = max(1, min(MOST_BINS, len(pairs) // FEWEST_PER_BIN))
    found: list[list[tuple[float, float]]] = []
    for confidence, tie in groupby(pairs, key=lambda pair: pair[0]):
        full = not found or sum(map(len, found)) >= len(found) * len(pairs) / bins
        if full:
            found.append([])
        found[-1] += [(confidence, right) for _, right in tie]
    return [Bin(len(b), math.fsum(c for c, _ in b) / len(b), math.fsum(r for _, r in b) / len(b)) for b in found]


def ece(confidences: Sequence[float], rights: Sequence[float]) -> float | None:
    """Expected calibration error over bins of equal size; biased upwards where there are few cases."""
    if not confidences:
        return None
    bins = reliability(confidences, rights)
    return math.fsum(b.count * abs(b.right - b.confidence) for b in bins) / len(confidences)


def brier(confidences: Sequence[float], rights: Sequence[float]) -> float | None:
    """The mean squared distance of confidence from what became of it; 0.25 is what a constant 0.5 gets."""
    pairs = zip(confidences, rights, strict=True)
    return math.fsum((c - r) ** 2 for c, r in pairs) / len(confidences) if confidences else None
