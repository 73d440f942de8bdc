"""How long answers took: observed values only, and no percentile that so few cases cannot show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NEEDED = {50: 20, 90: 50, 95: 100, 99: 500}
"""How many cases each percentile needs before an upper bound for it exists."""


def percentiles(waits: Sequence[float]) -> dict[int, float | None]:
    """Percentiles in the unit given, each one that was observed; None where there are too few cases for it."""
    return {
        percent: float(np.quantile(waits, percent / 100, method="inverted_cdf")) if len(waits) >= needed else None
        for percent, needed in NEEDED.items()
    }
