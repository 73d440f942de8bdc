"""Intervals that hold what they say, tests that agree with the exact ones, and clusters that count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from eval import statistics

SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30)


def alone(values: list[float]) -> list[str]:
    return [f"article-{place}" for place in range(len(values))]


@settings(deadline=None)
@given(st.integers(1, 200), st.data())
def test_the_interval_of_a_proportion_is_wilsons(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    expected = binomtest(right, n).proportion_ci(method="wilson")
    assert statistics.wilson(right, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_all_right_in_thirty_cases_is_not_certainty() -> None:
    assert statistics.wilson(30, 30) == pytest.approx((0.886, 1.0), abs=1e-3)


def test_no_case_says_nothing() -> None:
    assert statistics.wilson(0, 0) == (0.0, 1.0)
    assert statistics.mean_interval([], []).n == 0


@settings(deadline=None)
@given(SCORES)
def test_an_interval_holds_its_mean(values: list[float]) -> None:
    found = statistics.estimate(values, alone(values))
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9
    assert found.n == len(values)


def test_an_interval_is_the_same_twice_with_one_seed() -> None:
    values = [0.1, 0.4, 0.35, 0.8, 0.95]
    assert statistics.mean_interval(values, alone(values), seed=3) == statistics.mean_interval(
        values, alone(values), seed=3
    )


def test_ten_questions_on_one_article_say_less_than_ten_on_ten() -> None:
    values = [1.0] * 50 + [0.0] * 50
    clusters = [f"article-{place // 10}" for place in range(100)]
    together, apart = statistics.proportion(values, clusters), statistics.proportion(values, alone(values))
    assert together.high - together.low > 2 * (apart.high - apart.low)
    graded = [value * 0.9 for value in values]
    assert statistics.mean_interval(graded, clusters).low < statistics.mean_interval(graded, alone(graded)).low


def test_two_thousand_clusters_give_the_interval_that_fewer_would() -> None:
    values = [0.2, 0.4, 0.9] * 666
    few, many = (
        statistics.mean_interval(values, alone(values)),
        statistics.mean_interval([*values, 0.4, 0.9], [""] * 2000),
    )
    assert (few.low, few.high) == pytest.approx((many.low, many.high), abs=0.002)


def test_a_set_about_one_article_counts_each_question() -> None:
    values = [1.0, 0.0, 1.0, 1.0]
    assert statistics.estimate(values, ["the article"] * 4) == statistics.estimate(values, [""] * 4)


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 12))
def test_without_clusters_sign_flips_agree_with_mcnemar(won: int, lost: int) -> None:
    changes = [1.0] * won + [-1.0] * lost + [0.0] * 3
    if won + lost <= statistics.ENUMERATED:
        assert statistics.sign_flip_p(changes, alone(changes)) == pytest.approx(statistics.mcnemar_p(won, lost))
    else:
        assert statistics.sign_flip_p(changes, alone(changes)) == pytest.approx(
            statistics.mcnemar_p(won, lost), abs=0.03
        )


def test_sign_flips_are_never_impossible_and_never_more_than_certain() -> None:
    rng = np.random.default_rng(1)
    far = list(rng.normal(3, 0.1, 40))
    assert 0 < statistics.sign_flip_p(far, alone(far)) < 0.001
    assert statistics.sign_flip_p([0.0, 0.0], ["", ""]) == 1.0


def test_forty_wins_on_two_articles_are_two_wins() -> None:
    changes = [1.0] * 40
    clusters = ["one"] * 20 + ["other"] * 20
    assert statistics.sign_flip_p(changes, clusters) == 0.5


def test_mcnemar_looks_only_at_cases_that_one_of_both_got_right() -> None:
    assert statistics.mcnemar_p(5, 0) == 0.0625
    assert statistics.mcnemar_p(0, 0) == 1.0


def test_holm_gives_the_worked_example() -> None:
    assert statistics.holm({"a": 0.01, "b": 0.02, "c": 0.04}) == pytest.approx({"a": 0.03, "b": 0.04, "c": 0.04})


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_never_makes_a_p_smaller_and_keeps_their_order(p_values: dict[str, float]) -> None:
    adjusted = statistics.holm(p_values)
    assert all(p_values[name] <= adjusted[name] <= 1 for name in p_values)
    ranked = sorted(p_values, key=lambda name: (p_values[name], name))
    assert [adjusted[name] for name in ranked] == sorted(adjusted.values())


def test_the_detectable_difference_halves_with_four_times_the_cases() -> None:
    few = [0.5, -0.5] * 50
    many = few * 4
    found = statistics.detectable(few, alone(few)), statistics.detectable(many, alone(many))
    assert found[0] == pytest.approx(2.8 * 0.5 / 10, rel=0.01)
    assert found[1] == pytest.approx((found[0] or 0) / 2, rel=0.01)


def test_runs_that_never_differ_have_no_detectable_difference() -> None:
    assert statistics.detectable([0.0] * 9, [""] * 9) is None
    assert statistics.detectable([0.5], [""]) is None


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_intervals_hold_the_truth_as_often_as_they_say(share: float) -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        articles = rng.random(25) < share  # all four questions on an article are right or wrong together
        found = statistics.estimate(list(np.repeat(articles, 4).astype(float)), [str(n // 4) for n in range(100)])
        held += found.low <= share <= found.high
    assert held >= 0.9 * 400
