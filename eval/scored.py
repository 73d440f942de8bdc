"""Replies to results: every case scored, wrong ones blamed, and the baselines scored beside them by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.baselines import baselines
from eval.blame import Trace, blame
from eval.cases import CaseSet
from eval.given import read_given
from eval.journal import Reply
from eval.metrics_retrieval import article_ranking, article_scores
from eval.records import Result
from eval.scoring import Scorer

PLACES = 6
"""Decimals of a score: enough for any table, and the same on every machine."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The results in the order of the cases, the systems' own timings, and each baseline's scores by metric."""

    results: tuple[Result, ...]
    timings: tuple[dict[str, float], ...]
    baselines: Mapping[str, Mapping[str, tuple[float, ...]]]


def score_all(cases: CaseSet, replies: Mapping[str, Reply], *, own: bool) -> Scored:
    """Score every case that has a reply. A metric that looks inside applies where any reply lets it."""
    scorer = Scorer.of(cases)
    asked = [case for case in cases.cases if case.id in replies]
    traces = {case.id: _trace(replies[case.id].trace) for case in asked}
    traced = any(trace is not None for trace in traces.values())
    ranked = {
        case_id: article_ranking(trace.pool) if trace is not None else [] for case_id, trace in traces.items() if traced
    }
    gold = {c.id: frozenset(span.article_id for group in c.evidence for span in group) for c in asked if traced}
    ranks = {} if own else article_scores(ranked, gold)  # among its own articles every ranking is perfect
    results = []
    trivial: dict[str, dict[str, list[float]]] = {}
    for case in asked:
        reply, trace = replies[case.id], traces[case.id]
        given = None if reply.answer is None else read_given(reply.answer)
        scores = scorer.score(case, given)
        if traced:
            scores |= scorer.found(case, trace) | ranks.get(case.id, {})
        why = None if scores["right"] == 1.0 else blame(case, given, trace, scorer.texts)
        scores = {name: round(value, PLACES) for name, value in scores.items()}
        results.append(Result(case, reply.answer, reply.failure, reply.latency_ms, scores, why))
        for name, answer in baselines(case, trace, scorer.texts, scorer.published, own=own).items():
            for metric, value in scorer.score(case, answer).items():
                trivial.setdefault(name, {}).setdefault(metric, []).append(value)
    return Scored(
        tuple(results),
        tuple(replies[case.id].timings_ms for case in asked),
        {name: {metric: tuple(values) for metric, values in found.items()} for name, found in trivial.items()},
    )


def _trace(value: Mapping[str, Any] | None) -> Trace | None:
    if value is None:
        return None
    pieces = {
        key: tuple((article_id, start, end) for article_id, start, end in value[key])
        for key in ("pool", "evidence", "nearest")
    }
    return Trace(pieces["pool"], value["read"], pieces["evidence"], pieces["nearest"], tuple(value["missing"]))
