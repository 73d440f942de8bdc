"""How sure we are: intervals, paired tests and their power. Pure functions of numbers, seeded, clusters throughout.

Questions about one article or of one conversation rise and fall together. So every resampling here draws whole
clusters, and a proportion's interval counts only as many cases as they are worth. Where all cases share one cluster
they stand alone: the result then speaks of further questions on that one article, not of other articles.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, binomtest, bootstrap

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
POWER = 0.8
RESAMPLES = 9_999
ENUMERATED = 13
"""Up to so many differing clusters every assignment of signs is tried (8,192 at most) instead of a sample."""

MANY = 2_000
"""From so many clusters on the mean is normal for every practical purpose, and is not resampled."""

BATCH = 2_000_000
"""How many signs are drawn at once, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and where it would lie in 95 of 100 such samples of cases."""

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def is_binary(values: Sequence[float]) -> bool:
    """Say whether every value is 0 or 1."""
    return all(value in (0.0, 1.0) for value in values)


def estimate(values: Sequence[float], clusters: Sequence[str], *, seed: int = 0) -> Interval:
    """The mean of a metric with its interval: Wilson's where every value is 0 or 1, else a cluster bootstrap."""
    if is_binary(values):
        return proportion(values, clusters)
    return mean_interval(values, clusters, seed=seed)


def wilson(successes: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion; `n` may be a number of cases' worth. (0, 1) where there is none."""
    if n <= 0:
        return 0.0, 1.0
    z, share = NormalDist().inv_cdf((1 + CONFIDENCE) / 2), successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if share == 0 else low), (1.0 if share == 1 else high)


def proportion(values: Sequence[float], clusters: Sequence[str]) -> Interval:
    """The share of ones, with Wilson's interval for as many cases as they are worth given their clusters."""
    n, share = len(values), _mean(values)
    worth = n / _design_effect(values, clusters)
    return Interval(share, *wilson(share * worth, worth), n)


def mean_interval(values: Sequence[float], clusters: Sequence[str], *, seed: int = 0) -> Interval:
    """The mean with a bootstrap interval over clusters: bias-corrected and accelerated, percentile where that fails."""
    if not values:
        return Interval(0.0, 0.0, 0.0, 0)
    mean = _mean(values)
    if min(values) == max(values):
        return Interval(mean, mean, mean, len(values))
    sums, counts = cluster_sums(values, clusters)
    if len(sums) >= MANY:
        reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * (standard_error(values, clusters) or 0.0)
        return Interval(mean, mean - reach, mean + reach, len(values))
    low, high = _bootstrap(sums, counts, "BCa", seed)
    if math.isnan(low) or math.isnan(high):
        low, high = _bootstrap(sums, counts, "percentile", seed)
    return Interval(mean, low, high, len(values))


def cluster_sums(values: Sequence[float], clusters: Sequence[str]) -> tuple[Floats, Floats]:
    """The sum and the count of each cluster, in the order of their names; a blank name stands alone."""
    totals: dict[str, tuple[float, int]] = {}
    single = len(set(clusters)) == 1
    for place, (value, cluster) in enumerate(zip(values, clusters, strict=True)):
        key = (not single and cluster) or f"\0{place:09}"
        total, count = totals.get(key, (0.0, 0))
        totals[key] = (total + value, count + 1)
    ordered = [totals[key] for key in sorted(totals)]
    return np.array([total for total, _ in ordered], float), np.array([count for _, count in ordered], float)


def sign_flip_p(differences: Sequence[float], clusters: Sequence[str], *, seed: int = 0) -> float:
    """The two-sided p of "either system could have given either result", whole clusters swapped; never 0."""
    sums, _ = cluster_sums(differences, clusters)
    sums = sums[sums != 0]
    if not len(sums):
        return 1.0
    observed = abs(float(sums.sum())) - 1e-9
    if len(sums) <= ENUMERATED:
        patterns = np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums)) & 1
        return float(np.mean(np.abs((2 * patterns - 1) @ sums) >= observed))
    extreme = sum(int(np.sum(np.abs(signs @ sums) >= observed)) for signs in _signs(len(sums), seed))
    return (extreme + 1) / (RESAMPLES + 1)


def mcnemar_p(won: int, lost: int) -> float:
    """The exact two-sided p of McNemar's test, from the cases that only one of two systems got right."""
    return float(binomtest(won, won + lost).pvalue) if won + lost else 1.0


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p-values: that any of them is below 0.05 by chance alone happens in 5 of 100 comparisons."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda key: (p_values[key], key))):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}


def detectable(differences: Sequence[float], clusters: Sequence[str]) -> float | None:
    """The smallest true difference that so many cases would show at p < 0.05 in 80 of 100 comparisons.

    From the spread of the paired differences that were observed; None where they do not vary.
    """
    error = standard_error(differences, clusters)
    normal = NormalDist()
    return (normal.inv_cdf((1 + CONFIDENCE) / 2) + normal.inv_cdf(POWER)) * error if error else None


def standard_error(values: Sequence[float], clusters: Sequence[str]) -> float | None:
    """The standard error of the mean over clusters (Miller 2024, with C/(C-1)); None for a single case."""
    sums, counts = cluster_sums(values, clusters)
    if len(sums) < 2:
        return None
    residuals = sums - counts * sums.sum() / counts.sum()
    return float(math.sqrt(len(sums) / (len(sums) - 1) * float(np.sum(residuals**2))) / counts.sum())


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def _design_effect(values: Sequence[float], clusters: Sequence[str]) -> float:
    """How many clustered cases say as much as one that stands alone; 1 at least, and where it cannot be told."""
    share = _mean(values)
    alone = share * (1 - share) / max(1, len(values) - 1)
    error = standard_error(values, clusters) if values else None
    return max(1.0, error**2 / alone) if error and alone else 1.0


def _bootstrap(sums: Floats, counts: Floats, method: str, seed: int) -> tuple[float, float]:
    def ratio(totals: Floats, sizes: Floats, axis: int) -> Floats:
        return np.asarray(totals.sum(axis) / sizes.sum(axis))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)
        warnings.simplefilter("ignore", RuntimeWarning)  # 0/0 in the acceleration: nan, which the caller looks for
        found = bootstrap(
            (sums, counts),
            ratio,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=max(1, BATCH // len(sums)),
            confidence_level=CONFIDENCE,
            method=method,
            rng=np.random.default_rng(seed),
        )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _signs(count: int, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    left, batch = RESAMPLES, max(1, BATCH // count)
    while left > 0:
        yield rng.integers(0, 2, size=(min(batch, left), count)).astype(np.float64) * 2.0 - 1.0
        left -= batch
