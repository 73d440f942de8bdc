"""Risk and coverage, refusals at a kept share, calibration: no figure depends on the order of ties."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics_confidence as metrics

CASES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]), st.sampled_from([0.0, 1.0])), min_size=1, max_size=40
)


def split(cases: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [confidence for confidence, _ in cases], [loss for _, loss in cases]


@given(CASES, st.randoms())
def test_the_order_of_cases_changes_nothing(cases: list[tuple[float, float]], rng: random.Random) -> None:
    shuffled = rng.sample(cases, len(cases))
    for metric in (metrics.aurc, metrics.augrc, metrics.ece, metrics.brier):
        assert metric(*split(cases)) == pytest.approx(metric(*split(shuffled)))
    assert metrics.coverage_at_risk(*split(cases), 0.3) == metrics.coverage_at_risk(*split(shuffled), 0.3)


@given(CASES)
def test_no_order_beats_the_perfect_one(cases: list[tuple[float, float]]) -> None:
    confidences, losses = split(cases)
    found, oracle = metrics.aurc(confidences, losses), metrics.oracle_aurc(losses)
    assert found is not None
    assert oracle is not None
    assert -1e-12 <= oracle <= found + 1e-12 <= 1.0 + 1e-9


def test_equal_confidence_everywhere_has_the_risk_of_chance() -> None:
    losses = [1.0] * 277 + [0.0] * 723
    assert metrics.aurc([0.5] * 1000, losses) == pytest.approx(0.277)
    assert metrics.augrc([0.5] * 1000, losses) == pytest.approx(0.277 / 2, abs=1e-3)


def test_the_perfect_order_has_the_risk_of_the_formula() -> None:
    risk = 0.277
    found = metrics.oracle_aurc([1.0] * 277 + [0.0] * 723)
    assert found == pytest.approx(risk + (1 - risk) * math.log(1 - risk), abs=2e-4)


def test_a_worked_example_of_both_areas() -> None:
    confidences, losses = [0.9, 0.8, 0.7], [0.0, 1.0, 0.0]
    assert metrics.aurc(confidences, losses) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert metrics.augrc(confidences, losses) == pytest.approx((0 + 1 / 3 + 1 / 3) / 3)


def test_coverage_is_cut_only_where_confidence_changes() -> None:
    assert metrics.coverage_at_risk([0.9, 0.5, 0.5], [0.0, 0.0, 1.0], 0.34) == 1.0
    assert metrics.coverage_at_risk([0.9, 0.5, 0.5], [0.0, 0.0, 1.0], 0.30) == pytest.approx(1 / 3)
    assert metrics.coverage_at_risk([0.9], [1.0], 0.05) == 0.0


def test_refusals_are_counted_below_the_threshold_that_keeps_enough() -> None:
    found = metrics.refused_at_kept([0.9, 0.8, 0.7, 0.2], [0.75, 0.1], 0.75)
    assert found is not None
    assert (found.threshold, found.kept, found.refused) == (0.7, 0.75, 0.5)
    assert metrics.refused_at_kept([], [0.1], 0.9) is None


@given(CASES, st.sampled_from(metrics.KEPT_SHARES))
def test_at_least_the_wanted_share_is_kept(cases: list[tuple[float, float]], wanted: float) -> None:
    found = metrics.refused_at_kept([c for c, _ in cases], [0.5], wanted)
    assert found is not None
    assert found.kept >= wanted - 1e-9


def test_auroc_counts_ties_half_and_needs_both_sides() -> None:
    assert metrics.auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert metrics.auroc([1.0], [1.0]) == 0.5
    assert metrics.auroc([], [1.0]) is None


def test_bins_are_of_equal_size_and_never_split_a_tie() -> None:
    bins = metrics.reliability([i / 100 for i in range(100)], [1.0] * 100)
    assert [b.count for b in bins] == [20] * 5
    assert [b.count for b in metrics.reliability([0.5] * 90 + [0.9] * 10, [1.0] * 100)] == [90, 10]


def test_perfect_calibration_has_no_error_and_none_is_undefined() -> None:
    confidences, rights = [0.25] * 40, ([1.0] + [0.0] * 3) * 10
    assert metrics.ece(confidences, rights) == pytest.approx(0.0)
    assert metrics.brier(confidences, rights) == pytest.approx(0.25 * 0.75)
    assert metrics.ece([], []) is metrics.brier([], []) is metrics.aurc([], []) is metrics.augrc([], []) is None
