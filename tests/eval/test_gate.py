"""A gate passes what is good, catches what is broken by the right check, and judges nothing that was not measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.gate import Verdict, as_text, check
from tests.eval_runs import failed, result, scoring, written
from tests.eval_systems import (
    Answers,
    always_abstaining,
    always_answering,
    asked,
    good,
    quoting_everything,
    wrong_offsets,
)

STRICT = """
[invariants]
metrics = ["error_free", "citations_resolvable", "citations_verbatim", "statements_cited"]
[floors]
right = 0.6
answered_when_answerable = 0.8
refused_when_unanswerable = 0.8
citation_precision_sentences = 0.5
"""
GOLDEN = Path(__file__).parents[2] / "eval" / "gates" / "golden.toml"


def gated(folder: Path, rules: str, run: Path, baseline: Path | None = None) -> Verdict:
    gate = folder / "gate.toml"
    gate.write_text(rules, encoding="utf-8")
    return check(gate, run, baseline)


def missed(verdict: Verdict) -> set[str]:
    return {one.name for one in verdict.checks if one.outcome == "missed"}


def test_a_good_system_passes(tmp_path: Path) -> None:
    verdict = gated(tmp_path, STRICT, asked(tmp_path / "run", good))
    assert (verdict.outcome, verdict.exit_code, missed(verdict)) == ("passed", 0, set())


@pytest.mark.parametrize(
    ("system", "caught_by"),
    [
        (wrong_offsets, {"citations_verbatim"}),
        (always_answering, {"right", "refused_when_unanswerable"}),
        (always_abstaining, {"right", "answered_when_answerable", "citation_precision_sentences"}),
        (quoting_everything, {"citation_precision_sentences"}),
    ],
)
def test_a_broken_system_is_caught_by_the_right_metric(tmp_path: Path, system: Answers, caught_by: set[str]) -> None:
    verdict = gated(tmp_path, STRICT, asked(tmp_path / "run", system))
    assert verdict.exit_code == 1
    assert missed(verdict) == caught_by


def test_our_own_gate_catches_wrong_offsets(tmp_path: Path) -> None:
    assert "citations_verbatim" in missed(check(GOLDEN, asked(tmp_path / "run", wrong_offsets), None))


def test_one_broken_promise_in_a_thousand_cases_is_missed_and_named(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("citations_verbatim", [1.0] * 999 + [0.5]))
    verdict = gated(tmp_path, '[invariants]\nmetrics = ["citations_verbatim"]', run)
    assert verdict.exit_code == 1
    assert "broken by 1 of 1000: case-999" in as_text(verdict)


def test_a_promise_that_applies_to_no_case_is_shown_as_not_checked(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0]))
    verdict = gated(tmp_path, '[invariants]\nmetrics = ["quotes_intact"]', run)
    assert "not checked  quotes_intact" in as_text(verdict)


def test_a_floor_is_held_by_the_lower_bound_and_not_by_the_mean(tmp_path: Path) -> None:
    few, many = ([1.0] * 9 + [0.0]) * 1, ([1.0] * 9 + [0.0]) * 40
    small, large = written(tmp_path / "a", scoring("right", few)), written(tmp_path / "b", scoring("right", many))
    assert gated(tmp_path, "[floors]\nright = 0.85", small).exit_code == 1
    assert gated(tmp_path, "[floors]\nright = 0.85", large).exit_code == 0


def test_a_floor_of_a_score_between_0_and_1_is_held_by_the_bootstrap(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("f1", [0.4, 0.6] * 50))
    assert "(bootstrap)" in as_text(gated(tmp_path, "[floors]\nf1 = 0.45", run))
    assert gated(tmp_path, "[floors]\nf1 = 0.45", run).exit_code == 0
    assert gated(tmp_path, "[floors]\nf1 = 0.5", run).exit_code == 1


def test_a_floor_of_a_slice_looks_at_that_slice_alone(tmp_path: Path) -> None:
    rest = [result(n, {"right": 1.0}, slices={"kind": "fact"}) for n in range(50)]
    bad = [result(n, {"right": 0.0}, slices={"kind": "near_miss"}) for n in range(50, 60)]
    verdict = gated(tmp_path, "[slices.kind.near_miss.floors]\nright = 0.5", written(tmp_path / "run", [*rest, *bad]))
    assert missed(verdict) == {"right (kind = near_miss)"}


def test_any_failure_misses_the_gate_unless_the_budget_allows_it(tmp_path: Path) -> None:
    run = written(tmp_path / "run", [*scoring("right", [1.0] * 99), failed(99)])
    assert missed(gated(tmp_path, "[floors]\nright = 0.5", run)) == {"cases without an answer"}
    assert gated(tmp_path, "[floors]\nright = 0.5\n[budgets]\nfailures = 0.01", run).exit_code == 0


def test_worse_than_the_baseline_by_more_than_the_margin_is_missed(tmp_path: Path) -> None:
    older = written(tmp_path / "older", scoring("right", [1.0] * 100))
    worse = written(tmp_path / "worse", scoring("right", [1.0] * 85 + [0.0] * 15))
    rules = "[no_worse_than]\nright = 0.02"
    assert missed(gated(tmp_path, rules, worse, older)) == {"right"}
    assert gated(tmp_path, rules, older, older).exit_code == 0
    assert gated(tmp_path, rules, older, worse).exit_code == 0


def test_no_change_that_so_few_cases_cannot_rule_out_is_a_warning(tmp_path: Path) -> None:
    older = written(tmp_path / "older", scoring("right", [1.0, 0.0] * 5))
    newer = written(tmp_path / "newer", scoring("right", [0.0, 1.0] * 5))
    verdict = gated(tmp_path, "[no_worse_than]\nright = 0.02", newer, older)
    assert (verdict.exit_code, verdict.checks[-1].outcome) == (0, "warned")


def test_a_margin_of_a_slice_compares_that_slice_alone(tmp_path: Path) -> None:
    def run(name: str, near: float) -> Path:
        rest = [result(n, {"right": 1.0}, slices={"kind": "fact"}) for n in range(80)]
        return written(tmp_path / name, rest + [result(n, {"right": near}, slices={"kind": "near"}) for n in (81, 82)])

    verdict = gated(tmp_path, "[slices.kind.near.no_worse_than]\nright = 0.1", run("b", 0.0), run("a", 1.0))
    assert missed(verdict) == {"right (kind = near)"}


def test_milliseconds_are_checked_on_the_machine_they_are_for(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0] * 40))
    rules = '[budgets]\nmachine = "{}"\nlatency_p50_ms = {}'
    assert gated(tmp_path, rules.format("test machine", 100), run).exit_code == 0
    assert missed(gated(tmp_path, rules.format("test machine", 1), run)) == {"latency p50"}
    assert gated(tmp_path, rules.format("another", 1), run).checks[-1].outcome == "not checked"


def test_a_latency_ratio_is_against_the_baseline_on_the_same_machine(tmp_path: Path) -> None:
    older = written(tmp_path / "older", scoring("right", [1.0] * 40, latency_ms=10.0))
    slower = written(tmp_path / "slower", scoring("right", [1.0] * 40, latency_ms=21.0))
    elsewhere = written(tmp_path / "elsewhere", scoring("right", [1.0] * 40, latency_ms=10.0), machine="another")
    rules = "[budgets]\nlatency_p50_ratio = 2.0"
    assert missed(gated(tmp_path, rules, slower, older)) == {"latency p50"}
    assert gated(tmp_path, rules, older, slower).exit_code == 0
    assert gated(tmp_path, rules, slower, elsewhere).checks[-1].outcome == "not checked"


@pytest.mark.parametrize("budget", ["latency_p99_ms = 9", "latency_p99_ratio = 9"])
def test_a_percentile_of_too_few_cases_is_missed(tmp_path: Path, budget: str) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0] * 40))
    assert missed(gated(tmp_path, f'[budgets]\nmachine = "test machine"\n{budget}', run, run)) == {"latency p99"}


def test_an_incomplete_run_is_never_passed(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0] * 40), count=41)
    verdict = gated(tmp_path, "[floors]\nright = 0.1", run)
    assert (verdict.exit_code, verdict.checks) == (2, ())
    assert "40 of 41" in as_text(verdict)


def test_an_incomplete_baseline_is_nothing_to_compare_with(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0] * 40))
    older = written(tmp_path / "older", scoring("right", [1.0] * 40), complete=False)
    assert gated(tmp_path, "[no_worse_than]\nright = 0.1", run, older).exit_code == 2


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ("[floors\nright = 1", "is not TOML"),
        ("", "asks for nothing"),
        ("[flors]\nright = 0.5", "unknown section 'flors'"),
        ("[floors]\nrihgt = 0.5", "no metric 'rihgt'"),
        ('[invariants]\nmetrics = ["rihgt"]', "no metric 'rihgt'"),
        ("[no_worse_than]\nrihgt = 0.5", "no metric 'rihgt'"),
        ("[floors]\nright = true", "not a number"),
        ("[floors]\nright = nan", "not a number"),
        ("floors = 3", "[floors] is no table"),
        ('[invariants]\nmetrics = "right"', 'metrics = ["…"]'),
        ("[invariants]\nright = 1", "unknown key of [invariants]"),
        ("[slices.kind.fact]\nright = 1", "unknown key of [slices.kind.fact]"),
        ("[slices.kind.fact.floors]\nright = 1", "no case is in the slice kind = fact"),
        ("[budgets]\nlatency_p42_ms = 3", "unknown budget 'latency_p42_ms'"),
        ("[budgets]\nlatency_p50_ms = 3", "mean nothing without a machine"),
    ],
)
def test_a_gate_that_asks_for_what_is_not_there_judges_nothing(tmp_path: Path, rules: str, why: str) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0]))
    verdict = gated(tmp_path, rules, run, run)
    assert verdict.exit_code == 2
    assert why in as_text(verdict)


def test_a_gate_with_margins_needs_a_baseline(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0]))
    assert "GATE RUN BASELINE" in as_text(gated(tmp_path, "[no_worse_than]\nright = 0.1", run))


def test_a_gate_or_run_that_is_not_there_judges_nothing(tmp_path: Path) -> None:
    run = written(tmp_path / "run", scoring("right", [1.0]))
    assert check(tmp_path / "none.toml", run, None).exit_code == 2
    assert gated(tmp_path, "[floors]\nright = 0.5", tmp_path / "nowhere").exit_code == 2
    other = written(tmp_path / "other", scoring("right", [1.0]), corpus="other")
    assert gated(tmp_path, "[no_worse_than]\nright = 0.5", run, other).exit_code == 2


def test_a_run_that_was_broken_off_says_how_to_finish_it(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_text("{}\n")
    assert "--resume" in as_text(gated(tmp_path, "[floors]\nright = 0.5", tmp_path))
