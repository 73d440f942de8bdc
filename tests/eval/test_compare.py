"""Two runs, paired: what may be compared, what counts, and what may be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.compare import NotComparable, as_text, compare, compare_runs
from eval.errors import RunError
from tests.eval_runs import answer, failed, result, run, scoring, written

HALF = [1.0, 0.0] * 20
ALL = [1.0] * 40


def test_a_clear_improvement_is_called_better(tmp_path: Path) -> None:
    found = compare(written(tmp_path / "a", scoring("correct", HALF)), written(tmp_path / "b", scoring("correct", ALL)))
    (one,) = found.differences
    assert (one.wins, one.ties, one.losses, one.verdict) == (20, 20, 0, "better")
    assert one.change.low > 0
    assert one.p == one.mcnemar


def test_the_other_way_round_it_is_worse(tmp_path: Path) -> None:
    (one,) = compare_runs(run(tmp_path, scoring("correct", ALL)), run(tmp_path, scoring("correct", HALF))).differences
    assert (one.verdict, one.change.mean) == ("worse", -0.5)


def test_a_run_compared_with_itself_shows_nothing(tmp_path: Path) -> None:
    same = run(tmp_path, scoring("correct", HALF))
    found = compare_runs(same, same)
    assert found.differences[0].verdict == "no difference shown"
    assert (found.differences[0].p, found.moved, found.answers_changed) == (1.0, (), 0)


@pytest.mark.parametrize("what", ["cases", "corpus"])
def test_runs_of_different_cases_or_articles_are_refused(tmp_path: Path, what: str) -> None:
    other = run(tmp_path, scoring("correct", ALL), **{what: "other"})
    with pytest.raises(NotComparable, match="run both on the same"):
        compare_runs(run(tmp_path, scoring("correct", ALL)), other)


def test_an_incomplete_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotComparable, match=r"3 of 9 cases.*--resume"):
        compare(written(tmp_path, scoring("correct", [1, 1, 1]), count=9), tmp_path)


def test_runs_that_hold_other_cases_under_one_fingerprint_are_refused(tmp_path: Path) -> None:
    one, other = run(tmp_path, [result(1, {"correct": 1})]), run(tmp_path, [result(2, {"correct": 1})])
    with pytest.raises(NotComparable, match="same cases"):
        compare_runs(one, other)


def test_a_folder_that_is_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="footnote eval run"):
        compare(tmp_path / "nowhere", tmp_path)


def test_a_failure_scores_zero_and_stays_in_the_denominator(tmp_path: Path) -> None:
    broken = [*scoring("correct", ALL[:39]), failed(39)]
    (one,) = compare_runs(run(tmp_path, scoring("correct", ALL)), run(tmp_path, broken)).differences
    assert (one.change.n, one.losses, one.b) == (40, 1, 39 / 40)


def test_a_metric_that_applies_in_one_run_only_scores_zero_in_the_other_and_is_counted(tmp_path: Path) -> None:
    a = run(tmp_path, [result(1, {"citation_f1": 1.0}), result(2, {"citation_f1": 1.0})])
    b = run(tmp_path, [result(1, {"citation_f1": 1.0}), result(2, {"correct": 0.0})])
    one = next(one for one in compare_runs(a, b).differences if one.metric == "citation_f1")
    assert (one.change.n, one.b, one.only_a, one.only_b) == (2, 0.5, 1, 0)
    assert "1 cases in A alone" in as_text(compare_runs(a, b))


def test_a_refusal_neither_keeps_nor_breaks_a_promise_about_citations(tmp_path: Path) -> None:
    a = run(tmp_path, [result(1, {"citations_verbatim": 1.0}), result(2, {"right": 1.0})])
    b = run(tmp_path, [result(1, {"citations_verbatim": 1.0}), result(2, {"citations_verbatim": 1.0})])
    found = compare_runs(a, b)
    one = next(one for one in found.differences if one.metric == "citations_verbatim")
    assert (one.change.n, one.a, one.only_b) == (1, 1.0, 1)
    assert "0 cases in A alone and 1 in B alone; they are left out" in as_text(found)


def test_a_metric_that_applies_in_neither_run_leaves_the_case_out(tmp_path: Path) -> None:
    results = [result(1, {"correct": 1.0}), result(2, {"refused": 1.0}, answerable=False)]
    found = {
        one.metric: one.change.n for one in compare_runs(run(tmp_path, results), run(tmp_path, results)).differences
    }
    assert found == {"correct": 1, "refused": 1}


def test_only_metrics_declared_before_both_runs_are_tested(tmp_path: Path) -> None:
    a = [result(number, {"correct": 0.0, "rouge": 0.1}) for number in range(20)]
    b = [result(number, {"correct": 1.0, "rouge": 0.9}) for number in range(20)]
    correct, rouge = compare_runs(run(tmp_path, a), run(tmp_path, b)).differences
    assert (correct.verdict, rouge.verdict, rouge.adjusted) == ("better", "estimate only", None)


def test_a_metric_declared_in_one_run_only_is_not_tested_and_named(tmp_path: Path) -> None:
    a, b = run(tmp_path, scoring("correct", HALF)), run(tmp_path, scoring("correct", ALL), declared=())
    found = compare_runs(a, b)
    assert found.undeclared == ("correct",)
    assert "nothing is tested" in as_text(found)


def test_declaring_more_metrics_makes_each_harder_to_show(tmp_path: Path) -> None:
    names = ("correct", "cited", "quick")
    a = run(tmp_path, [result(number, dict.fromkeys(names, 0.0)) for number in range(6)], declared=names)
    b = run(
        tmp_path, [result(number, {**dict.fromkeys(names, 0.0), "correct": 1.0}) for number in range(6)], declared=names
    )
    correct = compare_runs(a, b).differences[0]
    assert (correct.p, correct.adjusted, correct.verdict) == (0.03125, 0.09375, "no difference shown")


def test_clusters_are_swapped_whole(tmp_path: Path) -> None:
    a = run(tmp_path, [*scoring("correct", [0.0] * 9 + [1.0], cluster="one"), result(10, {"correct": 0.0})])
    b = run(tmp_path, [*scoring("correct", [1.0] * 10, cluster="one"), result(10, {"correct": 0.0})])
    one = compare_runs(a, b).differences[0]
    assert (one.p, one.mcnemar) == (1.0, 2 * 0.5**9)


def test_the_cases_that_moved_most_come_with_both_answers(tmp_path: Path) -> None:
    a = [result(1, {"correct": 0.6}), result(2, {"correct": 1.0}, answer=answer("Five. [1]"))]
    b = [result(1, {"correct": 0.7}), failed(2)]
    found = compare_runs(run(tmp_path, a), run(tmp_path, b))
    assert [(moved.a.case.id, moved.change) for moved in found.moved] == [
        ("case-002", -1.0),
        ("case-001", pytest.approx(0.1)),
    ]
    text = as_text(found)
    assert "A: Five. [1]" in text
    assert "B: (timeout: no answer in 60 s)" in text
    assert "Without an answer: 0 in A, 1 in B" in text


def test_every_line_of_the_table_is_of_one_shape(tmp_path: Path) -> None:
    text = as_text(compare_runs(run(tmp_path, scoring("correct", HALF)), run(tmp_path, scoring("correct", ALL))))
    line = next(line for line in text.splitlines() if line.startswith("correct"))
    assert "0.500  1.000  +0.500" in line
    assert line.endswith("better")
