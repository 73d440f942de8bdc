"""Sets of characters of articles: what is cited, what is gold, and how much of one lies in the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.records import Span

SHOWN = 0.5
"""The share of a gold span's characters that must be covered for it to count as shown."""

Piece = tuple[str, int, int]
"""An article's id and half-open offsets in its text."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A set of characters, as disjoint runs in order, by article."""

    runs: Mapping[str, tuple[tuple[int, int], ...]]

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> Cover:
        """The union of pieces; empty and reversed ones hold nothing."""
        by_article: dict[str, list[tuple[int, int]]] = {}
        for article_id, start, end in pieces:
            if start < end:
                by_article.setdefault(article_id, []).append((start, end))
        return cls({article_id: _merged(runs) for article_id, runs in by_article.items()})

    @property
    def size(self) -> int:
        """How many characters."""
        return sum(end - start for runs in self.runs.values() for start, end in runs)

    def overlap(self, pieces: Iterable[Piece]) -> int:
        """How many characters of the union of the pieces lie in this set."""
        other = Cover.of(pieces)
        return sum(
            max(0, min(end, b) - max(start, a))
            for article_id, runs in other.runs.items()
            for start, end in runs
            for a, b in self.runs.get(article_id, ())
        )

    def share(self, span: Span) -> float:
        """The share of a span's characters that lie in this set."""
        return self.overlap([piece(span)]) / (span.end - span.start)


def piece(span: Span) -> Piece:
    """A span without its words."""
    return span.article_id, span.start, span.end


def is_whole(span: Span, texts: Mapping[str, str]) -> bool:
    """Whether a span is a whole article: evidence at the level of documents, shown by any citation of it."""
    return span.start == 0 and span.end == len(texts.get(span.article_id, "")) > 0


def shown(cover: Cover, span: Span, texts: Mapping[str, str]) -> bool:
    """Whether a set of characters shows a span: half of it, or anything where the span is the whole article."""
    share = cover.share(span)
    return share > 0.0 if is_whole(span, texts) else share >= SHOWN


def groups_shown(cover: Cover, evidence: Sequence[Sequence[Span]], texts: Mapping[str, str]) -> list[bool]:
    """For each group of evidence, whether one of its alternatives is shown."""
    return [any(shown(cover, span, texts) for span in group) for group in evidence]


def enough(found: Sequence[bool], needed: int | None) -> bool:
    """Whether enough groups are shown: all of them, or `needed`."""
    return sum(found) >= min(len(found), len(found) if needed is None else needed)


def best(cover: Cover, group: Sequence[Span]) -> Span:
    """The alternative of a group of which most lies in the set; the first of equals."""
    return max(group, key=cover.share)


def _merged(runs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
