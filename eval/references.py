"""Published numbers to stand beside ours, each with its source, its protocol, and whether it can be compared at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("references.json")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a system is said to score. `value` is on our scale; `why` says why it is, or is not, `comparable`.

    `cases` begins the names of the sets of cases that it is about; blank, it is about none and only gives a scale.
    """

    cases: str
    metric: str
    value: float
    system: str
    split: str
    protocol: str
    source: str
    comparable: bool
    why: str


@cache
def references() -> tuple[Reference, ...]:
    """All of them, in the order of the file."""
    tables = json.loads(DATA.read_text(encoding="utf-8"))["tables"]
    return tuple(
        Reference(
            table["cases"],
            metric,
            value / table["scale"],
            system,
            table["split"],
            table["protocol"],
            table["source"],
            table["comparable"],
            table["why"],
        )
        for table in tables
        for system, *values in table["rows"]
        for metric, value in zip(table["metrics"], values, strict=True)
    )


def beside(cases: str) -> tuple[Reference, ...]:
    """The references for a set of cases by its name, those that can be compared first."""
    found = [one for one in references() if one.cases and cases.startswith(one.cases)]
    return tuple(sorted(found, key=lambda one: not one.comparable))
