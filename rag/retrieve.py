"""Question → passages: dense and BM25 search fused, near-duplicates folded."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from index.article import Hit
from index.store import Snapshot
from rag.terms import tokens

RANK_CONSTANT = 60
"""Of reciprocal rank fusion, as published (Cormack, Clarke and Büttcher, SIGIR 2009)."""


def retrieve(
    snapshot: Snapshot,
    question: str,
    vector: NDArray[np.float32],
    *,
    limit: int,
    candidates: int = 50,
    dense_weight: float = 0.5,
    article_ids: Collection[str] | None = None,
) -> list[Hit]:
    """Return the best passages for a question, best first, at most `limit`.

    Both searches give `candidates` passages; a passage's score is the weighted sum of its reciprocal ranks. Of
    passages that say the same in the same words only the best-ranked is returned, with the others as its `copies`.
    """
    dense = dict(snapshot.dense(vector, candidates, article_ids))
    lexical = dict(snapshot.lexical(question, candidates, article_ids))
    scores: dict[int, float] = {}
    for weight, found in ((dense_weight, dense), (1.0 - dense_weight, lexical)):
        for rank, key in enumerate(found, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (RANK_CONSTANT + rank)
    ordered = sorted(scores, key=lambda key: (-scores[key], key))
    hits = [
        Hit(
            passage,
            round(scores[passage.key] * RANK_CONSTANT, 6),
            dense.get(passage.key),
            lexical.get(passage.key),
        )
        for passage in snapshot.passages(ordered)
    ]
    return fold(hits)[:limit]


def fold(hits: list[Hit]) -> list[Hit]:
    """Fold near-duplicates of other articles into the best-ranked of them; their order is kept.

    Near-duplicates share at least nine in ten of their distinct words: wire copy, lightly edited or not.
    """
    kept: list[tuple[Hit, frozenset[str], list[Hit]]] = []
    for hit in hits:
        words = frozenset(t.stem for t in tokens(hit.passage.text))
        for first, others, copies in kept:
            same_article = first.passage.article_id == hit.passage.article_id
            if not same_article and len(words & others) >= 0.9 * max(len(words | others), 1):
                copies.append(hit)
                break
        else:
            kept.append((hit, words, []))
    return [
        Hit(hit.passage, hit.score, hit.dense, hit.lexical, tuple(copy.passage for copy in copies))
        for hit, _, copies in kept
    ]
