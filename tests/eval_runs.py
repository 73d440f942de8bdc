"""Runs made up for tests: a few cases with the scores that a test wants, written as `eval run` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.reading import Run
from eval.records import Case, Failure, Result, RunHeader
from eval.runs import write_run

HEADER = RunHeader(
    name="made-up",
    created="2026-01-05T10:00:00Z",
    cases="c45e5",
    corpus="a471c1e5",
    system="Footnote in process",
    config="c0f1",
    count=0,
    complete=True,
    declared=("correct",),
    seed=7,
    threshold=None,
    machine="test machine",
)
TIMEOUT = Failure("timeout", "no answer in 60 s")


def answer(text: str = "Two years. [1]", *, status: str = "answered", confidence: float = 0.9) -> dict[str, Any]:
    """As much of an answer's JSON as reports and comparisons look at."""
    return {"status": status, "text": text, "confidence": confidence, "citations": [], "statements": []}


def case(number: int, **fields: object) -> Case:
    """A case of its own article, unless the fields say otherwise."""
    given = {"answerable": True, "cluster": f"article-{number}", **fields}
    return Case(id=f"case-{number:03}", question=f"Question {number}?", **given)


def result(number: int, scores: Mapping[str, float], **fields: object) -> Result:
    """A case that scored so."""
    made = {name: fields.pop(name) for name in ("answerable", "cluster", "slices", "answers") if name in fields}
    given = {"answer": answer(), "failure": None, "latency_ms": 10.0 + number, **fields}
    return Result(case=case(number, **made), scores=scores, **given)


def failed(number: int, **fields: object) -> Result:
    """A case without an answer."""
    return result(number, {}, answer=None, failure=TIMEOUT, **fields)


def scoring(metric: str, values: Sequence[float], **fields: object) -> list[Result]:
    """One case for each value of a metric."""
    return [result(number, {metric: value}, **fields) for number, value in enumerate(values)]


def run(folder: Path, results: Sequence[Result], **header: object) -> Run:
    """A run in memory."""
    return Run(folder, replace(HEADER, count=len(results), **header), tuple(results))


def written(folder: Path, results: Sequence[Result], **header: object) -> Path:
    """A run on disk; gives its folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    head = replace(HEADER, count=header.pop("count", len(results)), **header)
    write_run(folder, head, results, [{"retrieve": 3.0, "read": 9.0} for _ in results])
    return folder
