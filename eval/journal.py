"""Every reply as it came, on disk before the next is counted: a run that is killed loses only what was in flight.

The first line says what is asked of what, so that nobody resumes another run. A line that was only half written when
the run was killed is dropped, and its case asked again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eval.errors import RunError
from eval.records import Failure
from eval.runs import encoded, line

JOURNAL = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one case: an answer's JSON or a failure, and what a target that can look inside saw there."""

    id: str
    answer: Mapping[str, Any] | None
    failure: Failure | None
    latency_ms: float
    timings_ms: dict[str, float] = field(default_factory=dict)
    trace: Mapping[str, Any] | None = None


class Journal:
    """The journal of one run folder, open for appending. One thread writes."""

    def __init__(self, path: Path, replies: dict[str, Reply]) -> None:
        self.replies = replies
        self._stream = path.open("ab")

    @classmethod
    def start(cls, folder: Path, about: Mapping[str, str], *, resume: bool) -> Self:
        """Open a folder's journal, an earlier run's if `resume`. Raises RunError where it is another run's."""
        path = folder / JOURNAL
        if resume and path.exists():
            return cls(path, _replay(path, about))
        if path.exists():
            raise RunError(f"{folder} holds a run already; go on with --resume, or name another folder")
        folder.mkdir(parents=True, exist_ok=True)
        journal = cls(path, {})
        journal._append(dict(about))
        return journal

    def add(self, reply: Reply) -> None:
        """Keep a reply; it has reached the disk when this returns."""
        failure = None if reply.failure is None else {"kind": reply.failure.kind, "message": reply.failure.message}
        self._append(
            {
                "id": reply.id,
                "answer": reply.answer,
                "failure": failure,
                "latency_ms": reply.latency_ms,
                "timings_ms": reply.timings_ms,
                "trace": reply.trace,
            }
        )
        self.replies[reply.id] = reply

    def _append(self, value: dict[str, Any]) -> None:
        self._stream.write(encoded(line(value)))
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()


def _replay(path: Path, about: Mapping[str, str]) -> dict[str, Reply]:
    """The replies in a journal, the last for each case; what follows its last whole line is cut off the file."""
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        with path.open("r+b") as stream:
            stream.truncate(whole)
    rows = [json.loads(text) for text in data[:whole].split(b"\n")[:-1]]
    if not rows:
        with path.open("ab") as stream:
            stream.write(encoded(line(dict(about))))
        return {}
    for key, now in about.items():
        if (then := rows[0].get(key)) != now:
            raise RunError(
                f"{path.parent} was begun with {key} {then!r}, now it is {now!r}; name another folder, or take back "
                "what was changed"
            )
    return {row["id"]: _reply(row) for row in rows[1:]}


def _reply(row: dict[str, Any]) -> Reply:
    failure = None if row["failure"] is None else Failure(**row["failure"])
    return Reply(row["id"], row["answer"], failure, row["latency_ms"], row["timings_ms"], row["trace"])
