"""The headline of a report: what a run shows, in sentences for people who did not build it."""

from __future__ import annotations

from collections.abc import Iterator

from eval.findings import RIGHT, Findings
from eval.metrics_latency import NEEDED
from eval.statistics import Interval

PROMISES = {
    "citations_resolvable": "Every citation leads to a place that exists",
    "citations_verbatim": "Every citation is word for word what the article says at that place",
    "statements_cited": "Every sentence of every answer has a citation",
}
"""What must hold without exception, as it is said when it does."""

NAMED = 3


def percent(share: float) -> str:
    """A share for people: whole percents, and never 100 % or 0 % for what is only nearly so."""
    rounded = round(100 * share)
    if rounded in (0, 100) and share not in (0.0, 1.0):
        return f"{100 * share:.1f} %"
    return f"{rounded} %"


def likely(estimate: Interval) -> str:
    """A share with its interval."""
    return f"{percent(estimate.mean)} (likely {percent(estimate.low)} to {percent(estimate.high)})"


def headline(findings: Findings) -> tuple[str, ...]:
    """The sentences, failures first."""
    return tuple(_sentences(findings))


def _sentences(findings: Findings) -> Iterator[str]:
    run, table = findings.run, findings.table
    count, failed = len(run.results), len(run.failures)
    if not run.complete:
        yield f"This run is not complete: {count} of {run.header.count} questions were asked. Nothing below is final."
    if failed:
        yield f"{failed} of {count} questions got no answer because of an error. They count as wrong everywhere."
    else:
        yield f"All {count} questions got an answer or a refusal; none failed."
    right = findings.row(RIGHT)
    if right is not None:
        yield f"It was right on {_of(right.estimate)}: {likely(right.estimate)}."
    if table.answerable:
        yield (
            f"Of the {table.answerable} questions that the articles answer, it answered {table.answered_right} rightly "
            f"and {table.answered_wrong} wrongly or in part, and refused {table.refused_wrong}."
        )
    if table.unanswerable:
        yield (
            f"Of the {table.unanswerable} that the articles do not answer, it refused {table.refused_right} and "
            f"answered {table.answered_unanswerable} all the same."
        )
    yield from _promises(findings)
    waits = dict(findings.percentiles)
    if (half := waits[50]) is not None:
        late = f", 95 of 100 within {waits[95]:.0f} ms" if waits[95] is not None else ""
        yield f"Half of the answers came within {half:.0f} ms{late} ({run.header.machine})."
    elif findings.waits:
        yield f"{len(findings.waits)} answers are too few to speak of how long they take ({NEEDED[50]} are needed)."


def _promises(findings: Findings) -> Iterator[str]:
    for name, kept in PROMISES.items():
        row = findings.row(name)
        if row is None:
            continue
        broken = [result.case.id for result in findings.run.results if result.scores.get(name, 1.0) < 1.0]
        if not broken:
            yield f"{kept} (in all {row.estimate.n} answers that it applies to)."
            continue
        named = ", ".join(broken[:NAMED]) + (", …" if len(broken) > NAMED else "")
        yield f"Broken: “{kept[0].lower()}{kept[1:]}” does not hold in {len(broken)} of {row.estimate.n} ({named})."


def _of(estimate: Interval) -> str:
    return f"{round(estimate.mean * estimate.n)} of {estimate.n}"
