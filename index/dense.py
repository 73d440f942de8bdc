"""Nearest passages by cosine, with FAISS: exact while small, a graph with a measured recall when large.

Everything here is derived from the vectors in SQLite. A View belongs to one generation of the index and never changes,
so any number of threads search it without a lock; the next generation's view shares what did not change.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.vectors import Keys

EXACT_LIMIT = 50_000
"""Up to so many passages the exact search takes about 10 ms on one core, and a graph gains nothing worth its loss."""

TAIL_SHARE = 0.2
"""The base is made anew when what was added or removed since is more than this share of it."""

TAIL_LEAST = 512
"""A tail below this is never merged: searching it costs nothing."""

GRAPH_SHARE = 0.5
"""A search limited to a smaller share than this is exact: a graph loses its way where most nodes do not count."""

MARGIN = 16
"""Candidates taken beyond k, so that FAISS's rounding cannot decide who is k-th."""

ROUNDING = 1e-6
"""What FAISS's single precision may be off by."""

SEARCH_EFFORT = 128
"""efSearch of the graph: the candidates it keeps in view; more is slower and finds more."""


def faiss_library() -> Any:  # noqa: ANN401 (its types are incomplete)
    """FAISS, imported when first needed: it takes a third of a second."""
    return importlib.import_module("faiss")


@dataclass(frozen=True)
class Segment:
    """Vectors that are searched together: `flat` always, and a `graph` over the same vectors where there are many.

    `vectors` is FAISS's own memory, so that nothing is held twice.
    """

    keys: Keys  # ascending, one for each vector
    vectors: Vectors
    flat: Any  # faiss.IndexFlat
    graph: Any = None  # faiss.IndexHNSWFlat

    def rows(self, keys: Keys) -> NDArray[np.int64]:
        """The rows of those of `keys` that are in this segment."""
        places = np.searchsorted(self.keys, keys)
        inside = places < len(self.keys)
        inside[inside] = self.keys[places[inside]] == keys[inside]
        return places[inside]

    def nearest(self, vector: Vectors, k: int, selected: NDArray[np.bool_]) -> tuple[Keys, Vectors]:
        """The keys of about the k nearest selected rows, and their vectors."""
        faiss = faiss_library()
        count = int(selected.sum())
        if count == 0:
            return self.keys[:0], self.vectors[:0]
        selector = faiss.IDSelectorBitmap(np.packbits(selected, bitorder="little"))
        query, wanted = vector[None, :], min(k + MARGIN, count)
        graph = self.graph is not None and count > GRAPH_SHARE * len(self.keys)
        while True:
            if graph:
                effort = faiss.SearchParametersHNSW(sel=selector, efSearch=max(SEARCH_EFFORT, 2 * wanted))
                scores, rows = self.graph.search(query, wanted, params=effort)
            else:
                scores, rows = self.flat.search(query, wanted, params=faiss.SearchParameters(sel=selector))
            # Ties at the edge: take more until all who share the k-th place are in.
            if graph or wanted == count or scores[0, min(k, wanted) - 1] > scores[0, wanted - 1] + ROUNDING:
                break
            wanted = min(2 * wanted, count)
        found = rows[0][rows[0] >= 0]
        return self.keys[found], self.vectors[found]


@dataclass(frozen=True)
class View:
    """The passages' vectors as of one generation: a large base, a tail of what came since, less what went."""

    generation: int
    base: Segment
    tail: Segment
    gone: Keys  # removed, but still in the base

    @property
    def count(self) -> int:
        """How many passages can be found."""
        return len(self.base.keys) + len(self.tail.keys) - len(self.gone)

    @cached_property
    def _live(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        live = np.ones(len(self.base.keys), dtype=bool)
        live[self.base.rows(self.gone)] = False
        return live, np.ones(len(self.tail.keys), dtype=bool)

    def search(self, vector: Vectors, k: int, allowed: Keys | None = None) -> list[tuple[int, float]]:
        """Find the k passages nearest to `vector`, among `allowed` where given: (key, cosine), ties in order of key."""
        if k <= 0 or self.count == 0:
            return []
        vector = np.ascontiguousarray(vector, dtype=np.float32).reshape(-1)
        keys: list[Keys] = []
        vectors: list[Vectors] = []
        for segment, live in zip((self.base, self.tail), self._live, strict=True):
            selected = live
            if allowed is not None:
                selected = np.zeros_like(live)
                selected[segment.rows(allowed)] = True
                selected &= live
            some_keys, some_vectors = segment.nearest(vector, k, selected)
            keys.append(some_keys)
            vectors.append(some_vectors)
        return _ranked(np.concatenate(keys), cosines(np.concatenate(vectors), vector), k)

    def after(self, generation: int, added: tuple[Keys, Vectors], removed: Keys) -> View:
        """The view of a later generation, given what was added and removed between."""
        kept = ~np.isin(self.tail.keys, removed)
        tail_keys = np.concatenate([self.tail.keys[kept], added[0]])
        tail_vectors = np.concatenate([self.tail.vectors[kept], added[1]])
        gone = np.concatenate([self.gone, self.base.keys[self.base.rows(removed)]])
        return View(generation, self.base, flat_segment(tail_keys, tail_vectors), np.sort(gone))

    @property
    def outgrown(self) -> bool:
        """Whether the base should be made anew."""
        changes = len(self.tail.keys) + len(self.gone)
        return changes > max(TAIL_LEAST, TAIL_SHARE * len(self.base.keys))

    def merged(self) -> View:
        """The same passages in one exact base."""
        keys, vectors = self.everything()
        return exact_view(self.generation, keys, vectors)

    def everything(self) -> tuple[Keys, Vectors]:
        """All keys, ascending, with their vectors."""
        live, _ = self._live
        keys = np.concatenate([self.base.keys[live], self.tail.keys])
        return keys, np.concatenate([self.base.vectors[live], self.tail.vectors])

    def on(self, base: Segment) -> View:
        """The same passages over another base, one that was made from an earlier generation."""
        keys, vectors = self.everything()
        inside = np.isin(keys, base.keys)
        gone = base.keys[~np.isin(base.keys, keys)]
        return View(self.generation, base, flat_segment(keys[~inside], vectors[~inside]), gone)


def exact_view(generation: int, keys: Keys, vectors: Vectors) -> View:
    """A view without a graph."""
    return View(generation, flat_segment(keys, vectors), flat_segment(keys[:0], vectors[:0]), keys[:0])


def flat_segment(keys: Keys, vectors: Vectors) -> Segment:
    """A segment without a graph."""
    index = faiss_library().IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return Segment(keys, stored(index), index)


def stored(index: Any) -> Vectors:  # noqa: ANN401 (faiss ships no types)
    """The vectors in a flat index, not copied: valid as long as the index is."""
    if index.ntotal == 0:
        return np.zeros((0, index.d), dtype=np.float32)
    memory: Vectors = faiss_library().rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return memory.reshape(index.ntotal, index.d)


def cosines(vectors: Vectors, vector: Vectors) -> NDArray[np.float64]:
    """Cosines by one arithmetic, row by row: equal texts score equal wherever they are stored."""
    products: NDArray[np.float64] = (vectors.astype(np.float64) * vector.astype(np.float64)).sum(axis=1)
    return products


def _ranked(keys: Iterable[int], scores: Iterable[float], k: int) -> list[tuple[int, float]]:
    pairs = ((int(key), float(score)) for key, score in zip(keys, scores, strict=True))
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]
