"""What a run shows, computed once for every form of report: nouns here, words and pictures elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eval import metrics_confidence as confidence
from eval import statistics
from eval.glossary import BLAMES, GLOSSARY, GROUPS, Metric, metric
from eval.metrics_abstention import Abstention, Outcome, tabulate
from eval.metrics_latency import percentiles
from eval.reading import Run, read_baselines, scored, stages
from eval.records import Result
from eval.references import Reference, beside
from eval.statistics import Interval
from eval.variants import Variants, variants

RIGHT = "right"
MOST_COLUMNS = 5
"""Metrics in a table of slices."""

FEW = 30
"""Below so many cases a slice is marked: its interval is wide."""

BEARABLE = 0.05
"""The share of wrong answers at which coverage is reported."""


@dataclass(frozen=True, slots=True)
class Row:
    """A metric over some cases."""

    metric: Metric
    estimate: Interval
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One slice: how many cases, how many of them without an answer, and a row for each column of its table."""

    value: str
    count: int
    failures: int
    rows: tuple[Row | None, ...]

    @property
    def few(self) -> bool:
        """Whether so few cases say little."""
        return self.count < FEW


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether confidence means something.

    `confidences` and `losses` are of every case that came with a confidence; a refused one counts as lost, for nobody
    knows what it would have said. `given` are (confidence, right) of those that were answered.
    """

    confidences: tuple[float, ...]
    losses: tuple[float, ...]
    given: tuple[tuple[float, float], ...]
    aurc: float
    oracle: float
    augrc: float
    coverage: float
    ece: float
    brier: float
    auroc: float | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything about one run."""

    run: Run
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    columns: tuple[Metric, ...]
    slices: tuple[tuple[str, tuple[Part, ...]], ...]
    table: Abstention
    trust: Trust | None
    waits: tuple[float, ...]
    percentiles: tuple[tuple[int, float | None], ...]
    stages: tuple[tuple[str, tuple[tuple[int, float | None], ...]], ...]
    blames: tuple[tuple[str, int, str], ...]
    references: tuple[Reference, ...]
    baselines: dict[str, dict[str, float]]
    variants: tuple[Variants, ...]

    @property
    def wrong(self) -> tuple[Result, ...]:
        """The cases that went wrong, those without an answer first."""
        return tuple(sorted((r for r in self.run.results if is_wrong(r)), key=lambda r: r.failure is None))

    def row(self, name: str) -> Row | None:
        """A metric's row; None where it applies to no case."""
        return next((row for _, rows in self.groups for row in rows if row.metric.name == name), None)


def is_wrong(result: Result) -> bool:
    """Whether a case went wrong, for whatever reason."""
    return result.failure is not None or result.blame is not None


def answered(result: Result) -> bool:
    """Whether a case got an answer, and neither a refusal nor an error."""
    return result.answer is not None and result.answer.get("status") != "not_covered"


def findings(run: Run) -> Findings:
    """Compute everything about a run."""
    published = beside(run.header.dataset)
    places = {name: place for place, name in enumerate(GLOSSARY)}
    names = sorted(run.metrics, key=lambda name: (places.get(name, len(places)), name))
    rows = [_row(name, run.results, run.header.seed, published) for name in names]
    columns = tuple(metric(name) for name in _columns(run))
    waits = tuple(result.latency_ms for result in run.results if result.failure is None)
    taken = stages(run.folder)
    return Findings(
        run,
        tuple((group, found) for group in GROUPS if (found := tuple(r for r in rows if r and r.metric.group == group))),
        columns,
        tuple((name, _parts(values, columns, run.header.seed)) for name, values in run.slices().items()),
        tabulate(Outcome(r.case.answerable, answered(r), r.failure is not None, not is_wrong(r)) for r in run.results),
        _trust(run.results),
        waits,
        tuple(percentiles(waits).items()),
        tuple((stage, tuple(percentiles(times).items())) for stage, times in taken.items()),
        _blames(run.results),
        published,
        read_baselines(run.folder),
        tuple(variants(run.results)),
    )


def _row(name: str, results: Sequence[Result], seed: int, published: Sequence[Reference] = ()) -> Row | None:
    values, clusters = scored(results, name)
    if not values:
        return None
    found = statistics.estimate(values, clusters, seed=seed)
    return Row(metric(name), found, tuple(one for one in published if one.metric == name))


def _columns(run: Run) -> list[str]:
    wanted = [RIGHT, *run.header.declared, "answered_when_answerable", "refused_when_unanswerable", "citation_f1"]
    return [name for name in dict.fromkeys(wanted) if name in run.metrics][:MOST_COLUMNS]


def _parts(values: dict[str, tuple[Result, ...]], columns: Sequence[Metric], seed: int) -> tuple[Part, ...]:
    return tuple(
        Part(
            value,
            len(results),
            sum(result.failure is not None for result in results),
            tuple(_row(column.name, results, seed) for column in columns),
        )
        for value, results in values.items()
    )


def _trust(results: Sequence[Result]) -> Trust | None:
    sure = [(value, result) for result in results if (value := _confidence(result)) is not None]
    given = [(value, float(not is_wrong(result))) for value, result in sure if answered(result)]
    if not given:
        return None
    values = [value for value, _ in sure]
    losses = [float(is_wrong(result) or not answered(result)) for _, result in sure]
    stated, rights = [value for value, _ in given], [right for _, right in given]
    return Trust(
        tuple(values),
        tuple(losses),
        tuple(given),
        confidence.aurc(values, losses) or 0.0,
        confidence.oracle_aurc(losses) or 0.0,
        confidence.augrc(values, losses) or 0.0,
        confidence.coverage_at_risk(values, losses, BEARABLE),
        confidence.ece(stated, rights) or 0.0,
        confidence.brier(stated, rights) or 0.0,
        confidence.auroc(
            [value for value, result in sure if result.case.answerable],
            [value for value, result in sure if not result.case.answerable],
        ),
    )


def _confidence(result: Result) -> float | None:
    value = (result.answer or {}).get("confidence")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _blames(results: Sequence[Result]) -> tuple[tuple[str, int, str], ...]:
    counts = Counter("error" if result.failure else result.blame for result in results if is_wrong(result))
    order = [*BLAMES, *sorted({name for name in counts if name} - set(BLAMES))]
    return tuple((name, counts[name], BLAMES.get(name, "")) for name in order if counts[name])
