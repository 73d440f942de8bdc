"""Is B better than A? Two runs of the same cases on the same articles, paired case by case.

A case counts for a metric when the metric applies to it in either run. Where it applies in one run only, the other run
scores 0 there: a system must not gain by leaving out the cases that it would do badly on. But the promises about
citations say something of the citations that there are: a refusal neither keeps nor breaks them, so they are compared
where both runs have some. Either way the cases that have the metric in one run only are counted beside the result. A
failure scores 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval import statistics
from eval.glossary import GLOSSARY, PROMISES
from eval.reading import Run, open_run, score
from eval.records import Result
from eval.statistics import Interval
from index.errors import FootnoteError

ALPHA = 0.05
MOVED = 10
"""How many of the cases that moved most are listed."""


class NotComparable(FootnoteError):
    """Two runs whose difference would mean nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in both runs; `change` is B minus A with its interval, and counts are of cases seen from B.

    `p` is exact (McNemar) where every score is 0 or 1 and every case stands alone, else of sign flips by cluster.
    `adjusted` is Holm's over the declared metrics and None for others: those are estimates, nothing is tested.
    `detectable` is the smallest difference that this many cases would show; `only_a`, `only_b` are cases that the
    metric applies to in one run only, left out of a promise and else 0 in the other run.
    """

    metric: str
    a: float
    b: float
    change: Interval
    wins: int
    ties: int
    losses: int
    p: float
    mcnemar: float | None
    adjusted: float | None
    detectable: float | None
    only_a: int
    only_b: int

    @property
    def verdict(self) -> str:
        """What may be said of it in a word or two."""
        if self.adjusted is None:
            return "estimate only"
        if self.adjusted >= ALPHA:
            return "no difference shown"
        return "better" if self.change.mean > 0 else "worse"


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose scores changed, by the mean over the metrics compared; both results are there to be read."""

    change: float
    a: Result
    b: Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that `compare` found; B is the newer run."""

    a: Run
    b: Run
    differences: tuple[Difference, ...]
    moved: tuple[Moved, ...]
    answers_changed: int
    undeclared: tuple[str, ...]


def compare(a: Path, b: Path) -> Comparison:
    """Compare the run in folder `b` with the one in `a`. Raises RunError, and NotComparable for unlike runs."""
    return compare_runs(open_run(a), open_run(b))


def compare_runs(a: Run, b: Run, *, metrics: Sequence[str] | None = None) -> Comparison:
    """Compare two runs that were read, in all metrics or in those named."""
    _check(a, b)
    others = {result.case.id: result for result in b.results}
    pairs = [(result, others[result.case.id]) for result in a.results]
    declared = [name for name in a.header.declared if name in b.header.declared]
    names = metrics or [*declared, *sorted({*a.metrics, *b.metrics} - set(declared))]
    found = [difference for name in names if (difference := _difference(name, pairs, a.header.seed)) is not None]
    adjusted = statistics.holm({one.metric: one.p for one in found if one.metric in declared})
    return Comparison(
        a,
        b,
        tuple(replace(one, adjusted=adjusted.get(one.metric)) for one in found),
        _moved(pairs, declared or names),
        sum(said(one) != said(other) for one, other in pairs),
        tuple(sorted(set(a.header.declared) ^ set(b.header.declared))),
    )


def said(result: Result) -> str:
    """The answer's text, or why there is none."""
    if result.failure is not None:
        return f"({result.failure.kind}: {result.failure.message})"
    answer = result.answer or {}
    return str(answer.get("text") or answer.get("status") or "")


def _check(a: Run, b: Run) -> None:
    for run in (a, b):
        if not run.complete:
            seen = f"{len(run.results)} of {run.header.count} cases"
            raise NotComparable(f"{run.folder} is not complete ({seen}); finish it with --resume, then compare")
    for what, one, other in (
        ("cases", a.header.cases, b.header.cases),
        ("articles", a.header.corpus, b.header.corpus),
    ):
        if one != other:
            raise NotComparable(
                f"{a.folder} and {b.folder} were asked of different {what} (fingerprints {one} and {other}), "
                f"so their scores cannot be paired; run both on the same {what}"
            )
    if {result.case.id for result in a.results} != {result.case.id for result in b.results}:
        raise NotComparable(f"{a.folder} and {b.folder} do not hold the same cases; run both anew")


def _difference(metric: str, pairs: Sequence[tuple[Result, Result]], seed: int) -> Difference | None:
    scores = [(score(a, metric), score(b, metric), a.case.cluster) for a, b in pairs]
    only_a = sum(a is not None and b is None for a, b, _ in scores)
    only_b = sum(b is not None and a is None for a, b, _ in scores)
    both = is_promise(metric)
    applies = [(a, b, cluster) for a, b, cluster in scores if _counts(a, b, both=both)]
    if not applies:
        return None
    before, after = [a or 0.0 for a, _, _ in applies], [b or 0.0 for _, b, _ in applies]
    clusters = [cluster for _, _, cluster in applies]
    changes = [new - old for old, new in zip(before, after, strict=True)]
    wins, losses = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    binary = statistics.is_binary([*before, *after])
    mcnemar = statistics.mcnemar_p(wins, losses) if binary else None
    sizes = statistics.cluster_sums(changes, clusters)[1]
    alone = mcnemar is not None and float(sizes.max()) == 1
    return Difference(
        metric,
        sum(before) / len(applies),
        sum(after) / len(applies),
        statistics.mean_interval(changes, clusters, seed=seed),
        wins,
        len(applies) - wins - losses,
        losses,
        mcnemar if mcnemar is not None and alone else statistics.sign_flip_p(changes, clusters, seed=seed),
        mcnemar,
        None,
        statistics.detectable(changes, clusters),
        only_a,
        only_b,
    )


def is_promise(metric: str) -> bool:
    """Whether a metric says something only of citations that there are."""
    return metric in GLOSSARY and GLOSSARY[metric].group == PROMISES


def _counts(a: float | None, b: float | None, *, both: bool) -> bool:
    return (a is not None and b is not None) if both else (a is not None or b is not None)


def _moved(pairs: Sequence[tuple[Result, Result]], metrics: Sequence[str]) -> tuple[Moved, ...]:
    found = []
    for a, b in pairs:
        changes = [
            (score(b, name) or 0.0) - (score(a, name) or 0.0)
            for name in metrics
            if _counts(score(a, name), score(b, name), both=is_promise(name))
        ]
        if any(changes):
            found.append(Moved(sum(changes) / len(changes), a, b))
    found.sort(key=lambda moved: (-abs(moved.change), moved.a.case.id))
    return tuple(found[:MOVED])


def as_text(comparison: Comparison) -> str:
    """The comparison for a terminal: failures first, a line per metric, then the cases that moved most."""
    a, b = comparison.a, comparison.b
    lines = [
        f"A  {a.folder}: {a.header.system}, configuration {a.header.config}, {a.header.created}",
        f"B  {b.folder}: {b.header.system}, configuration {b.header.config}, {b.header.created}",
        f"{len(a.results)} cases ({a.header.cases}) on the same articles ({a.header.corpus}), paired.",
        f"Without an answer: {len(a.failures)} in A, {len(b.failures)} in B; they score 0.",
        f"{comparison.answers_changed} answers read differently.",
        "",
        *_rows(comparison.differences),
        "",
        *_remarks(comparison),
    ]
    if comparison.moved:
        lines += ["", f"The {len(comparison.moved)} cases that moved most:"]
    for moved in comparison.moved:
        lines += [f"{moved.change:+.3f}  {moved.a.case.id}  {moved.a.case.question}"]
        lines += [f"        A: {said(moved.a)}", f"        B: {said(moved.b)}"]
    return "\n".join(lines) + "\n"


def _rows(differences: Sequence[Difference]) -> list[str]:
    head = ["metric", "n", "A", "B", "B − A", "95 % interval", "won/tied/lost", "p", "p (Holm)", "could show", ""]
    rows = [
        [
            one.metric,
            str(one.change.n),
            f"{one.a:.3f}",
            f"{one.b:.3f}",
            f"{one.change.mean:+.3f}",
            f"[{one.change.low:+.3f}, {one.change.high:+.3f}]",
            f"{one.wins}/{one.ties}/{one.losses}",
            "" if one.adjusted is None else f"{one.p:.4f}",
            "" if one.adjusted is None else f"{one.adjusted:.4f}",
            "" if one.detectable is None else f"±{one.detectable:.3f}",
            one.verdict,
        ]
        for one in differences
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    left = {0, len(head) - 1}
    return [
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    ]


def _remarks(comparison: Comparison) -> list[str]:
    remarks = [
        f"{one.metric}: applies to {one.only_a} cases in A alone and {one.only_b} in B alone; "
        + ("they are left out." if is_promise(one.metric) else "the other scores 0 there.")
        for one in comparison.differences
        if one.only_a or one.only_b
    ]
    if comparison.undeclared:
        names = ", ".join(comparison.undeclared)
        remarks.append(f"Declared in one run only, so not tested: {names}.")
    if any(one.adjusted is not None for one in comparison.differences):
        remarks.append(
            "Better or worse is said where p, corrected for all declared metrics (Holm), is below 0.05. `could show` "
            "is the smallest difference that these cases would show in 80 of 100 such comparisons."
        )
    else:
        remarks.append("No metric was declared before both runs, so nothing is tested: these are estimates.")
    return remarks
