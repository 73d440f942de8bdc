"""The folder of a run: what is in it, written and read in one place.

| file | what it holds |
|---|---|
| `run.json` | one `RunHeader` |
| `results.jsonl` | one `Result` a line in the order of the cases, without anything that a clock decides |
| `latencies.jsonl` | `{"id", "latency_ms", "timings_ms"}` a line, in the same order: what a clock decides |
| `journal.jsonl` | every reply as it came, for `--resume` and for scoring again; see `eval.journal` |
| `summary.md` | what the run printed |

The same cases, articles and system give the same bytes of `results.jsonl`, broken off and resumed or not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.errors import RunError
from eval.records import Case, Failure, Result, RunHeader, Span

HEADER = "run.json"
RESULTS = "results.jsonl"
LATENCIES = "latencies.jsonl"
SUMMARY = "summary.md"


def read_run(folder: Path) -> tuple[RunHeader, list[Result]]:
    """The header of a run and its results, latencies filled in. Raises RunError."""
    try:
        header = json.loads((folder / HEADER).read_text(encoding="utf-8"))
        waits = {row["id"]: row["latency_ms"] for row in _rows(folder / LATENCIES)}
        results = [_result(row, waits.get(row["case"]["id"], 0.0)) for row in _rows(folder / RESULTS)]
        return RunHeader(**{**header, "declared": tuple(header["declared"])}), results
    except FileNotFoundError as error:
        raise RunError(f"{folder} is no run ({error.filename} is missing); make one: footnote eval run") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"the run in {folder} cannot be read ({error!r}); run it again, or with --resume") from error


def write_run(folder: Path, header: RunHeader, results: Sequence[Result], timings: Sequence[dict[str, float]]) -> None:
    """Write the three files, each whole or not at all; `timings` are the system's own, one for each result."""
    rows = [{key: value for key, value in asdict(result).items() if key != "latency_ms"} for result in results]
    waits = [
        {"id": result.case.id, "latency_ms": result.latency_ms, "timings_ms": timing}
        for result, timing in zip(results, timings, strict=True)
    ]
    put(folder / RESULTS, "".join(map(line, rows)))
    put(folder / LATENCIES, "".join(map(line, waits)))
    put(folder / HEADER, json.dumps(asdict(header), indent=2, ensure_ascii=False) + "\n")


def line(value: Mapping[str, object]) -> str:
    """One line of JSON, its keys sorted: the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"


def encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which has none, becomes the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")


def put(path: Path, text: str) -> None:
    """Replace a file's content at once: nobody ever reads half of it."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as stream:
        stream.write(encoded(text))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def case_from_json(value: dict[str, Any]) -> Case:
    """The case that `dataclasses.asdict` made this of."""
    made = {
        "history": tuple((role, content) for role, content in value["history"]),
        "article_ids": None if value["article_ids"] is None else tuple(value["article_ids"]),
        "evidence": tuple(tuple(Span(**span) for span in group) for group in value["evidence"]),
        "answers": tuple(value["answers"]),
    }
    return Case(**{**value, **made})


def _result(row: dict[str, Any], latency_ms: float) -> Result:
    failure = None if row["failure"] is None else Failure(**row["failure"])
    case = case_from_json(row["case"])
    return Result(case, row["answer"], failure, row.get("latency_ms", latency_ms), row["scores"], row["blame"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from (json.loads(text) for text in stream)
