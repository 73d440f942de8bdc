"""Percentiles."""

from __future__ import annotations

from eval.metrics_latency import percentiles


def test_a_percentile_is_a_value_that_was_observed() -> None:
    assert percentiles([float(n) for n in range(1, 501)]) == {50: 250.0, 90: 450.0, 95: 475.0, 99: 495.0}


def test_a_percentile_that_so_few_cannot_show_is_not_given() -> None:
    assert percentiles([1.0] * 60) == {50: 1.0, 90: 1.0, 95: None, 99: None}
    assert set(percentiles([]).values()) == {None}
