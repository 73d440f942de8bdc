"""What a gate asks for, read from TOML; anything it does not know is an error, never a check left out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from eval.metrics_latency import NEEDED
from eval.records import Result
from index.errors import FootnoteError

SECTIONS = ("invariants", "floors", "no_worse_than", "budgets", "slices")
_LATENCY = re.compile(r"latency_p(\d+)_(ms|ratio)")


class Unusable(FootnoteError):
    """A gate, or a run for it, that gives nothing to judge."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A floor or a margin for a metric, over the cases of one slice (`("kind", "near_miss")`) or over all."""

    metric: str
    value: float
    slice: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """As a check shows it."""
        return self.metric if self.slice is None else f"{self.metric} ({self.slice[0]} = {self.slice[1]})"

    def of(self, results: Sequence[Result]) -> tuple[Result, ...]:
        """The cases it is about. Raises Unusable where there are none."""
        if self.slice is None:
            return tuple(results)
        name, value = self.slice
        found = tuple(result for result in results if result.case.slices.get(name) == value)
        if not found:
            known = sorted({f"{key} = {has}" for result in results for key, has in result.case.slices.items()})
            raise Unusable(f"no case is in the slice {name} = {value}; known are {', '.join(known) or 'none'}")
        return found


@dataclass(frozen=True, slots=True)
class Budgets:
    """`failures` is the share of cases that may go unanswered by error; latencies are by percentile."""

    failures: float
    machine: str | None
    milliseconds: Mapping[int, float]
    ratios: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything that is asked of a run."""

    invariants: tuple[str, ...]
    floors: tuple[Limit, ...]
    margins: tuple[Limit, ...]
    budgets: Budgets


def read_gate(path: Path) -> Gate:
    """Read a gate file; raises Unusable for one that is missing, broken or asks for something unknown."""
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"the gate {path} cannot be read ({error}); name a TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"the gate {path} is not TOML: {error}") from error
    return _Reader(path).gate(value)


@dataclass(frozen=True, slots=True)
class _Reader:
    path: Path

    def gate(self, value: dict[str, Any]) -> Gate:
        self.known(value, SECTIONS, "section")
        section = {name: self.table(value.get(name, {}), name) for name in SECTIONS}
        self.known(section["invariants"], ("metrics",), "key of [invariants]")
        invariants = section["invariants"].get("metrics", [])
        if not isinstance(invariants, list) or not all(isinstance(name, str) for name in invariants):
            self.fail('invariants are written [invariants] metrics = ["…"]')
        floors, margins = (
            self.limits(section["floors"], "floors"),
            self.limits(section["no_worse_than"], "no_worse_than"),
        )
        for name, values in section["slices"].items():
            for part, rules in self.table(values, f"slices.{name}").items():
                where = f"slices.{name}.{part}"
                self.known(self.table(rules, where), ("floors", "no_worse_than"), f"key of [{where}]")
                floors += self.limits(rules.get("floors", {}), f"{where}.floors", (name, part))
                margins += self.limits(rules.get("no_worse_than", {}), f"{where}.no_worse_than", (name, part))
        budgets = self.budgets(section["budgets"])
        if not (invariants or floors or margins or section["budgets"]):
            self.fail("it asks for nothing; an empty gate passes nothing")
        return Gate(tuple(invariants), tuple(floors), tuple(margins), budgets)

    def limits(self, value: object, where: str, part: tuple[str, str] | None = None) -> list[Limit]:
        table = self.table(value, where)
        return [Limit(metric, self.number(limit, f"{where}.{metric}"), part) for metric, limit in table.items()]

    def budgets(self, value: dict[str, Any]) -> Budgets:
        milliseconds: dict[int, float] = {}
        ratios: dict[int, float] = {}
        for key in value.keys() - {"failures", "machine"}:
            match = _LATENCY.fullmatch(key)
            if match is None or int(match[1]) not in NEEDED:
                known = ", ".join(f"latency_p{percent}_ms" for percent in NEEDED)
                self.fail(f"unknown budget {key!r}; known are failures, machine, {known}, and the same with _ratio")
            kind = milliseconds if match[2] == "ms" else ratios
            kind[int(match[1])] = self.number(value[key], f"budgets.{key}")
        machine = value.get("machine")
        if milliseconds and not (isinstance(machine, str) and machine):
            self.fail('milliseconds mean nothing without a machine; add machine = "…" to [budgets], as run.json has it')
        failures = self.number(value.get("failures", 0.0), "budgets.failures")
        return Budgets(failures, machine, dict(sorted(milliseconds.items())), dict(sorted(ratios.items())))

    def table(self, value: object, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fail(f"[{where}] is no table")
        return value

    def number(self, value: object, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            self.fail(f"{where} is {value!r}, not a number from 0 up")
        return float(value)

    def known(self, value: Mapping[str, Any], names: Sequence[str], what: str) -> None:
        if unknown := sorted(value.keys() - set(names)):
            self.fail(f"unknown {what} {unknown[0]!r}; known are {', '.join(names)}")

    def fail(self, problem: str) -> NoReturn:
        raise Unusable(f"the gate {self.path}: {problem}")
