"""Every choice that changes an answer, and where it is read from the environment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rag.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Config:
    """Every choice that changes an answer; evaluation runs record its fingerprint."""

    index: Path = field(default=Path(".footnote"))  # the index folder
    encoder: str | None = None  # a sentence-transformers model; None: what the index was built with
    candidates: int = 50  # hits taken from each search before fusion; raise it if evidence is not among them
    dense_weight: float = 0.35  # share of the dense rank in the fusion (the rest is BM25's); see bench/retrieval.py
    read: int = 20  # passages the reader reads; more finds more and costs time
    statements: int = 3  # sentences an answer has at most
    threshold: float | None = None  # confidence below which Footnote abstains; None: what `risk` asks for
    risk: float | None = None  # share of answers that may be wrong; None: what the reader was shipped with
    nearest: int = 3  # passages shown when nothing answers

    def __post_init__(self) -> None:
        if not 0.0 <= self.dense_weight <= 1.0:
            raise ConfigError("dense_weight", self.dense_weight, "a number from 0 to 1")
        if self.threshold is not None and not 0.0 <= self.threshold <= 1.0:
            raise ConfigError("threshold", self.threshold, "a number from 0 to 1")
        if self.risk is not None and not 0.0 < self.risk < 1.0:
            raise ConfigError("risk", self.risk, "a share between 0 and 1, for example 0.05")
        if self.risk is not None and self.threshold is not None:
            raise ConfigError("risk", self.risk, "left out where a threshold is given: each sets the other")
        for name in ("candidates", "read", "statements"):
            if getattr(self, name) < 1:
                raise ConfigError(name, getattr(self, name), "a whole number from 1 up")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Config:
        """Read `FOOTNOTE_INDEX`, `_ENCODER`, `_THRESHOLD` and `_RISK`; raises ConfigError for a bad value."""
        return cls(
            index=Path(environ.get("FOOTNOTE_INDEX") or ".footnote"),
            encoder=environ.get("FOOTNOTE_ENCODER") or None,
            threshold=_number(environ, "FOOTNOTE_THRESHOLD"),
            risk=_number(environ, "FOOTNOTE_RISK"),
        )

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that differ whenever a choice that changes answers differs."""
        choices = {name: value for name, value in asdict(self).items() if name != "index"}
        return hashlib.sha256(repr(sorted(choices.items())).encode()).hexdigest()[:12]


def _number(environ: Mapping[str, str], name: str) -> float | None:
    value = environ.get(name)
    try:
        return float(value) if value else None
    except ValueError as error:
        raise ConfigError(name, value, "a number from 0 to 1") from error
