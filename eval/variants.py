"""Robustness: cases that reword another one (`slices.variant_of`) beside the case that they reword."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.given import read_given
from eval.records import Result
from eval.spans import Cover


@dataclass(frozen=True, slots=True)
class Variants:
    """Rewordings of one kind: how often the decision is the same, how alike the citations are, how many are right."""

    kind: str
    pairs: int
    same_status: float
    same_citations: float
    original_right: float
    right: float


def variants(results: Sequence[Result]) -> list[Variants]:
    """One row for each kind of rewording (`wording`, else `kind`); one whose original is not there is left out."""
    by_id = {result.case.id: result for result in results}
    pairs: dict[str, list[tuple[Result, Result]]] = {}
    for result in results:
        original = by_id.get(result.case.slices.get("variant_of", ""))
        if original is not None:
            slices = result.case.slices
            pairs.setdefault(slices.get("wording") or slices.get("kind") or "reworded", []).append((original, result))
    return [_row(kind, pairs[kind]) for kind in sorted(pairs)]


def jaccard(one: Cover, other: Cover) -> float:
    """The share of characters that both have of those that either has; 1 where neither has any."""
    both = one.overlap((article_id, start, end) for article_id, runs in other.runs.items() for start, end in runs)
    either = one.size + other.size - both
    return both / either if either else 1.0


def _row(kind: str, pairs: Sequence[tuple[Result, Result]]) -> Variants:
    def mean(values: Sequence[float]) -> float:
        return sum(values) / len(values)

    return Variants(
        kind,
        len(pairs),
        mean([float(_answered(a) == _answered(b)) for a, b in pairs]),
        mean([jaccard(_cover(a), _cover(b)) for a, b in pairs]),
        mean([a.scores.get("right", 0.0) for a, _ in pairs]),
        mean([b.scores.get("right", 0.0) for _, b in pairs]),
    )


def _answered(result: Result) -> bool | None:
    return None if result.answer is None else read_given(result.answer).answered


def _cover(result: Result) -> Cover:
    return Cover({}) if result.answer is None else read_given(result.answer).cover
