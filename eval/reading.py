"""A run as `compare`, `gate` and `report` see it: its header, its results, and what each case scored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval import runs
from eval.errors import RunError
from eval.journal import JOURNAL
from eval.records import Result, RunHeader

BASELINES = "baselines.json"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: who was asked what, and what became of each case, in the order of the cases."""

    folder: Path
    header: RunHeader
    results: tuple[Result, ...]

    @property
    def complete(self) -> bool:
        """Whether every case has a result."""
        return self.header.complete and len(self.results) == self.header.count

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that apply to some case: the declared ones first, then by name."""
        found = {name for result in self.results for name in result.scores}
        declared = [name for name in self.header.declared if name in found]
        return (*declared, *sorted(found - set(declared)))

    @property
    def failures(self) -> tuple[Result, ...]:
        """The cases without an answer."""
        return tuple(result for result in self.results if result.failure is not None)

    def part(self, results: Sequence[Result]) -> Run:
        """This run as if it had been asked only some of its cases."""
        return Run(self.folder, replace(self.header, count=len(results)), tuple(results))

    def slices(self) -> dict[str, dict[str, tuple[Result, ...]]]:
        """The results of each slice: `{"kind": {"near_miss": (...)}}`, those that most cases are in first.

        `variant_of`, which names another case, is none.
        """
        found: dict[str, dict[str, list[Result]]] = {}
        for result in self.results:
            for name, value in result.case.slices.items():
                if name != "variant_of":
                    found.setdefault(name, {}).setdefault(value, []).append(result)
        names = sorted(found, key=lambda name: (name != "kind", -sum(map(len, found[name].values())), name))
        return {name: {value: tuple(found[name][value]) for value in sorted(found[name])} for name in names}


def score(result: Result, metric: str) -> float | None:
    """What a case scored: None where the metric does not apply to it, and 0 for a case that failed unscored."""
    if metric in result.scores:
        return result.scores[metric]
    return 0.0 if result.failure is not None and not result.scores else None


def scored(results: Sequence[Result], metric: str) -> tuple[list[float], list[str]]:
    """The scores of the cases that a metric applies to, and their clusters."""
    pairs = [(value, result.case.cluster) for result in results if (value := score(result, metric)) is not None]
    return [value for value, _ in pairs], [cluster for _, cluster in pairs]


def open_run(folder: Path) -> Run:
    """Read a run's folder; raises RunError for one that is missing, was not finished or is of another format."""
    if not folder.is_dir():
        raise RunError(f"there is no run at {folder}; make one with: footnote eval run CASES --out {folder}")
    if (folder / JOURNAL).exists() and not (folder / runs.HEADER).exists():
        raise RunError(
            f"the run in {folder} was broken off; finish it: footnote eval run CASES --out {folder} --resume"
        )
    header, results = runs.read_run(folder)
    if len({result.case.id for result in results}) != len(results):
        raise RunError(f"{folder / runs.RESULTS} holds a case twice; run it again, or with --resume")
    return Run(folder, header, tuple(results))


def read_baselines(folder: Path) -> dict[str, dict[str, float]]:
    """What trivial systems score on the same cases, by name and metric; none where the run kept none."""
    path = folder / BASELINES
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: {metric: float(value) for metric, value in scores.items()} for name, scores in found.items()}


def stages(folder: Path) -> dict[str, list[float]]:
    """The system's own timings in milliseconds by stage, of a run that was read; none where it gave none."""
    path = folder / runs.LATENCIES
    found: dict[str, list[float]] = {}
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        timings = json.loads(line).get("timings_ms") if line else None
        for stage, taken in (timings or {}).items():
            found.setdefault(stage, []).append(float(taken))
    return found
