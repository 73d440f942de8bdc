"""May this be released? A run against a gate file, check by check; never passes what was not measured.

`docs/eval-compare.md` describes the file. The verdict's exit code is 0 where every check holds, 1 where one is missed,
2 where there is nothing to judge: an incomplete run, an unknown metric, a file that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval import statistics
from eval.compare import NotComparable, compare_runs
from eval.errors import RunError
from eval.gatefile import Budgets, Gate, Limit, Unusable, read_gate
from eval.glossary import GLOSSARY
from eval.metrics_latency import percentiles
from eval.reading import Run, open_run, score, scored
from eval.records import Result

Outcome = Literal["held", "missed", "warned", "not checked"]
EXIT = {"passed": 0, "missed": 1, "unusable": 2}
NAMED = 5
"""How many of the cases that break an invariant are named."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a gate: what was wanted, what was found, and whether it holds."""

    name: str
    wanted: str
    found: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate says of a run; `problem` is why there is nothing to judge."""

    gate: Path
    run: Path
    checks: tuple[Check, ...] = ()
    problem: str | None = None

    @property
    def outcome(self) -> Literal["passed", "missed", "unusable"]:
        """In a word."""
        if self.problem is not None or not self.checks:
            return "unusable"
        return "missed" if any(check.outcome == "missed" for check in self.checks) else "passed"

    @property
    def exit_code(self) -> int:
        """For the shell."""
        return EXIT[self.outcome]


def check(gate: Path, run: Path, baseline: Path | None) -> Verdict:
    """Hold a run against a gate file, and against a baseline where the gate asks for one. Raises nothing."""
    try:
        rules, measured = read_gate(gate), open_run(run)
        older = None if baseline is None else open_run(baseline)
        return Verdict(gate, run, tuple(_checks(rules, measured, older)))
    except (Unusable, RunError, NotComparable) as error:
        return Verdict(gate, run, problem=str(error))


def as_text(verdict: Verdict) -> str:
    """The verdict for a terminal: what was missed first."""
    if verdict.problem is not None:
        return f"Nothing to judge: {verdict.problem}\n"
    order = {"missed": 0, "not checked": 1, "warned": 2, "held": 3}
    checks = sorted(verdict.checks, key=lambda one: order[one.outcome])
    lines = [f"{one.outcome:<11}  {one.name}: wanted {one.wanted}, found {one.found}" for one in checks]
    counts = ", ".join(f"{n} {word}" for word in order if (n := sum(one.outcome == word for one in checks)))
    return "\n".join([*lines, f"Gate {verdict.outcome}: {counts}."]) + "\n"


def _checks(gate: Gate, run: Run, baseline: Run | None) -> Iterator[Check]:
    for one in (run, *(() if baseline is None else (baseline,))):
        if not one.complete:
            seen = f"{len(one.results)} of {one.header.count} cases"
            raise Unusable(f"{one.folder} is not complete ({seen}); finish it with --resume")
    yield _failures(gate.budgets, run)
    for metric in gate.invariants:
        yield _invariant(metric, run)
    for floor in gate.floors:
        yield _floor(floor, run)
    if gate.margins or gate.budgets.ratios:
        if baseline is None:
            raise Unusable("the gate compares with an older run; name one: footnote eval gate GATE RUN BASELINE")
        yield from _margins(gate.margins, run, baseline)
    yield from _budgets(gate.budgets, run, baseline)


def _failures(budgets: Budgets, run: Run) -> Check:
    share = len(run.failures) / max(1, len(run.results))
    found = f"{len(run.failures)} of {len(run.results)}"
    kinds = sorted({result.failure.kind for result in run.failures if result.failure is not None})
    wanted = f"at most {budgets.failures:.1%}" if budgets.failures else "none"
    found += f" ({', '.join(kinds)})" if kinds else ""
    return Check("cases without an answer", wanted, found, _held(share <= budgets.failures))


def _invariant(metric: str, run: Run) -> Check:
    values, _ = scored(_known(metric, run.results), metric)
    if not values:
        return Check(metric, "1 on every case", "applies to no case", "not checked")
    broken = [result.case.id for result in run.results if (score(result, metric) or 0.0) < 1.0 and _has(result, metric)]
    named = ", ".join(broken[:NAMED]) + (", …" if len(broken) > NAMED else "")
    found = f"broken by {len(broken)} of {len(values)}: {named}" if broken else f"1 on all {len(values)}"
    return Check(metric, "1 on every case", found, _held(not broken))


def _floor(floor: Limit, run: Run) -> Check:
    values, clusters = scored(floor.of(_known(floor.metric, run.results)), floor.metric)
    found = statistics.estimate(values, clusters, seed=run.header.seed)
    bound = "Wilson" if statistics.is_binary(values) else "bootstrap"
    shown = f"{found} on {found.n} ({bound})"
    return Check(floor.name, f"a lower bound of at least {floor.value:g}", shown, _held(found.low >= floor.value))


def _margins(margins: Sequence[Limit], run: Run, baseline: Run) -> Iterator[Check]:
    """Missed where the metric fell and may have fallen further than allowed; warned where only the latter is so."""
    for margin in margins:
        _known(margin.metric, (*baseline.results, *run.results))
        a, b = (one.part(margin.of(one.results)) for one in (baseline, run))
        wanted = f"no worse than −{margin.value:g} against {baseline.folder.name}"
        if not (found := compare_runs(a, b, metrics=[margin.metric]).differences):
            yield Check(margin.name, wanted, "applies to no case", "not checked")
            continue
        change = found[0].change
        outcome: Outcome = "held"
        if change.low < -margin.value:
            outcome = "missed" if change.mean < 0 else "warned"
        shown = f"{change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}] on {change.n}"
        yield Check(margin.name, wanted, shown, outcome)


def _budgets(budgets: Budgets, run: Run, baseline: Run | None) -> Iterator[Check]:
    found = _percentiles(run)
    for percent, limit in budgets.milliseconds.items():
        name, wanted, observed = f"latency p{percent}", f"at most {limit:g} ms on {budgets.machine}", found[percent]
        if run.header.machine != budgets.machine:
            yield Check(name, wanted, f"run on {run.header.machine}", "not checked")
        elif observed is None:
            yield Check(name, wanted, f"{len(run.results)} cases, too few for it", "missed")
        else:
            yield Check(name, wanted, f"{observed:.1f} ms", _held(observed <= limit))
    for percent, limit in budgets.ratios.items():
        assert baseline is not None
        name, wanted = f"latency p{percent}", f"at most {limit:g} times that of {baseline.folder.name}"
        observed, before = found[percent], _percentiles(baseline)[percent]
        if run.header.machine != baseline.header.machine:
            machines = f"run on {run.header.machine}, the other on {baseline.header.machine}"
            yield Check(name, wanted, machines, "not checked")
        elif observed is None or not before:
            yield Check(name, wanted, "too few cases for it", "missed")
        else:
            ratio = observed / before
            yield Check(name, wanted, f"{ratio:.2f} ({before:.1f} → {observed:.1f} ms)", _held(ratio <= limit))


def _percentiles(run: Run) -> dict[int, float | None]:
    return percentiles([result.latency_ms for result in run.results if result.failure is None])


def _known(metric: str, results: Sequence[Result]) -> Sequence[Result]:
    """The same results; raises Unusable for a metric that nobody has heard of."""
    scored_here = {name for result in results for name in result.scores}
    if metric not in scored_here and metric not in GLOSSARY:
        raise Unusable(f"there is no metric {metric!r}; this run has {', '.join(sorted(scored_here)) or 'none'}")
    return results


def _has(result: Result, metric: str) -> bool:
    return score(result, metric) is not None


def _held(holds: bool) -> Outcome:
    return "held" if holds else "missed"
