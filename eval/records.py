"""The nouns of an evaluation: a case, what became of it, and the run that asked it. A run is a folder.

`RUN/run.json` is one `RunHeader`, `RUN/results.jsonl` one `Result` a line, in the order of the cases; both are written
by `eval.run` and only read by `eval.compare`, `eval.gate` and `eval.report`. Every mean is computed from results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of gold evidence: code-point offsets in the text of an article, half-open, and the words there.

    `speaker` is who says these words, where that is part of a right citation.
    """

    article_id: str
    start: int
    end: int
    exact: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer is.

    `evidence` is groups of alternatives: an answer must show one span of each group, or of `needed` of them where some
    are enough. `answers` are short gold answers, any of which is right; `long_answer` is a reference answer in
    sentences. `slices` name the groups it is reported in (`{"kind": "near_miss"}`), `cluster` what it shares with
    others (an article, a conversation) for statistics.
    """

    id: str
    question: str
    answerable: bool
    history: tuple[tuple[str, str], ...] = ()  # (role, content)
    article_ids: tuple[str, ...] | None = None
    evidence: tuple[tuple[Span, ...], ...] = ()
    answers: tuple[str, ...] = ()
    long_answer: str | None = None
    slices: Mapping[str, str] = field(default_factory=dict)
    cluster: str = ""
    needed: int | None = None  # groups of evidence that make an answer right; None: all


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a case has no answer; it scores 0 everywhere and is counted first in every table."""

    kind: str  # timeout, connection, http_error, broken_answer, internal
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case.

    `answer` is the answer's JSON as every face of Footnote gives it, or None with a `failure`. `scores` are per case,
    higher is better, 0 to 1 unless the metric's docstring says otherwise; a metric that does not apply to the case is
    absent. `blame` is the first step at which a wrong answer went wrong, None for right ones.
    """

    case: Case
    answer: Mapping[str, Any] | None
    failure: Failure | None
    latency_ms: float
    scores: Mapping[str, float]
    blame: str | None = None


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What was asked of what: `compare` refuses runs whose `cases` or `corpus` fingerprints differ.

    `complete` is False until every case has a result; `declared` are the metrics tested for differences, in the order
    declared before the run; `system` and `config` say who answered. `dataset` is the name of the set of cases, by which
    published numbers are found.
    """

    name: str
    created: str  # ISO 8601, UTC
    cases: str
    corpus: str
    system: str
    config: str
    count: int
    complete: bool
    declared: tuple[str, ...]
    seed: int
    threshold: float | None
    machine: str
    dataset: str = ""
