"""What a run prints: Markdown tables, failures first, every figure with its interval, its count and its baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval.glossary import GLOSSARY
from eval.markdown import table
from eval.metrics_abstention import Outcome, tabulate
from eval.metrics_latency import NEEDED, percentiles
from eval.records import Result, RunHeader
from eval.scored import Scored
from eval.statistics import estimate
from eval.summary_confidence import confidence_section
from eval.variants import variants

FIRST = ("error_free", "right", "decision", "crag", "answered_when_answerable", "refused_when_unanswerable")
SMALL = 30
"""A slice of fewer cases is marked: its figures say little."""


def summarise(header: RunHeader, scored: Scored) -> str:
    """The whole summary."""
    results = scored.results
    outcomes = [outcome(result) for result in results]
    sections = [
        f"# {header.name}\n\n{header.system} · config {header.config} · cases {header.cases} · corpus "
        f"{header.corpus}\n{header.created} · {header.machine}",
        _failures(header, results),
        _metrics(scored),
        _abstention(outcomes),
        confidence_section(results, outcomes),
        _slices(results),
        _blame(results),
        _variants(results),
        _latency(results),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def outcome(result: Result) -> Outcome:
    """What a result comes down to for the tables of refusals."""
    answered = result.answer is not None and result.answer.get("status") != "not_covered"
    return Outcome(result.case.answerable, answered, result.failure is not None, result.scores.get("right") == 1.0)


def _failures(header: RunHeader, results: Sequence[Result]) -> str:
    kinds = Counter(result.failure.kind for result in results if result.failure is not None)
    said = f"**Errors: {kinds.total()} of {len(results)}**"
    if kinds:
        said += " (" + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) + "); each scores 0"
    if not header.complete:
        said += f"\n\n**Not complete: {len(results)} of {header.count} cases were asked; go on with --resume.**"
    return said


def _metrics(scored: Scored) -> str:
    found = {name for result in scored.results for name in result.scores}
    order = [*FIRST, *GLOSSARY]
    names = sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))
    rows = []
    for name in names:
        pairs = [(r.scores[name], r.case.cluster) for r in scored.results if name in r.scores]
        interval = estimate([value for value, _ in pairs], [cluster for _, cluster in pairs])
        beside = [values.get(name) for values in scored.baselines.values()]
        rows.append(
            (
                name,
                interval.n,
                f"{interval.mean:.3f}",
                f"{interval.low:.3f}–{interval.high:.3f}",
                *(_mean(values) for values in beside),
            )
        )
    said = _without_short(scored.results)
    return "## Metrics\n\n" + table(("metric", "n", "mean", "95 %", *scored.baselines), rows) + said


def _without_short(results: Sequence[Result]) -> str:
    answered = [r for r in results if "em" in r.scores and r.answer and r.answer.get("status") != "not_covered"]
    without = sum(not r.answer.get("short_answer") for r in answered if r.answer)
    if not without:
        return ""
    return f"\n\n{without} of {len(answered)} answers have no short answer: `em` and `f1` take their whole text there."


def _abstention(outcomes: Sequence[Outcome]) -> str:
    counts = tabulate(outcomes)
    rows = [
        ("answerable", counts.answered_right, counts.answered_wrong, counts.refused_wrong, counts.failed_answerable),
        ("unanswerable", "–", counts.answered_unanswerable, counts.refused_right, counts.failed_unanswerable),
    ]
    said = (
        f"Of {counts.answerable} answerable, {_percent(counts.false_refusals)} were refused; of {counts.unanswerable} "
        f"unanswerable, {_percent(counts.right_refusals)}. Refusals that were right: {_percent(counts.precision)}; "
        f"answers that were right: {_percent(counts.selective_accuracy)}. CRAG (+1 right, 0 refused, −1 wrong): "
        f"{'–' if counts.crag is None else format(counts.crag, '+.3f')}."
    )
    head = ("", "answered right", "answered wrong", "refused", "failed")
    return f"## Refusals\n\n{table(head, rows)}\n\n{said}"


def _slices(results: Sequence[Result]) -> str:
    names = sorted({name for result in results for name in result.case.slices} - {"variant_of"})
    names.sort(key=lambda name: name != "kind")
    rows = []
    for name in names:
        for value in sorted({result.case.slices[name] for result in results if name in result.case.slices}):
            members = [result for result in results if result.case.slices.get(name) == value]
            interval = estimate([r.scores["right"] for r in members], [r.case.cluster for r in members])
            answered = sum(outcome(result).answered for result in members)
            small = " (few)" if len(members) < SMALL else ""
            failed = sum(result.failure is not None for result in members)
            rows.append(
                (
                    f"{name} = {value}{small}",
                    failed,
                    len(members),
                    answered,
                    f"{interval.mean:.3f}",
                    f"{interval.low:.3f}–{interval.high:.3f}",
                )
            )
    return "## Slices\n\n" + table(("slice", "errors", "n", "answered", "right", "95 %"), rows) if rows else ""


def _blame(results: Sequence[Result]) -> str:
    counts = Counter(result.blame for result in results if result.blame is not None)
    rows = [(name, count, f"{count / len(results):.1%}") for name, count in counts.most_common()]
    return "## Why wrong\n\n" + table(("first step that failed", "cases", "of all"), rows) if rows else ""


def _variants(results: Sequence[Result]) -> str:
    rows = [
        (
            v.kind,
            v.pairs,
            f"{v.same_status:.3f}",
            f"{v.same_citations:.3f}",
            f"{v.original_right:.3f}",
            f"{v.right:.3f}",
        )
        for v in variants(results)
    ]
    head = ("reworded", "pairs", "same decision", "same citations", "original right", "reworded right")
    return f"## Robustness\n\n{table(head, rows)}" if rows else ""


def _latency(results: Sequence[Result]) -> str:
    waits = [result.latency_ms for result in results if result.failure is None]
    found = percentiles(waits)
    cells = [f"{value:.1f}" if value is not None else f"(needs {NEEDED[p]})" for p, value in found.items()]
    head = ("ms of answers", "n", *(f"p{percent}" for percent in found), "max")
    return "## Latency\n\n" + table(head, [("", len(waits), *cells, f"{max(waits):.1f}")]) if waits else ""


def _mean(values: Sequence[float] | None) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "–"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
