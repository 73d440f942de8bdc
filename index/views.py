"""Keeps the dense View of the newest generation, shared by all readers of a process, and the graph under it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path

import numpy as np

from index.dense import EXACT_LIMIT, Segment, View, exact_view, flat_segment
from index.graph import GraphFacts, build_graph, load_graph, read_facts, recall_at_10, save_graph
from index.schema import LOG_GENERATIONS, Meta, read_token
from index.vectors import read_passage_keys, read_passage_vectors, read_removed

REMEMBERED = 8
"""Older views kept for readers that began before the newest write; they share nearly all their memory."""

log = logging.getLogger(__name__)


class Views:
    """Views by generation. A reader never waits for a graph to be built: until it is, the search is exact."""

    def __init__(self, folder: Path, meta: Meta, exact_limit: int = EXACT_LIMIT) -> None:
        self._folder = folder
        self._meta = meta
        self._exact_limit = exact_limit
        self._views: tuple[View, ...] = ()  # oldest first; replaced, never changed
        self._lock = threading.Lock()
        self._builder: threading.Thread | None = None

    @property
    def loaded(self) -> bool:
        """Whether any vectors are in memory."""
        return bool(self._views)

    def at(self, connection: sqlite3.Connection, generation: int) -> View:
        """The view of `generation`, which is the one that `connection` sees."""
        for view in self._views:
            if view.generation == generation:
                return view
        with self._lock:
            return self._advance(connection, generation)

    def wait(self) -> None:
        """Wait until a graph that is being built is done and saved."""
        if self._builder is not None:
            self._builder.join()

    def _advance(self, connection: sqlite3.Connection, generation: int) -> View:
        """Make the view from the nearest earlier one; keep it unless a later one is there."""
        start = max((v for v in self._views if v.generation <= generation), key=_generation, default=None)
        if start and start.generation == generation:
            return start
        if start is None or start.generation < generation - LOG_GENERATIONS:
            view = self._load(connection, generation)
        else:
            last = max((int(s.keys[-1]) for s in (start.base, start.tail) if len(s.keys)), default=0)
            added = read_passage_vectors(connection, self._meta.dimension, after=last)
            view = start.after(generation, added, read_removed(connection, start.generation))
        if view.outgrown and (view.base.graph is None or view.count <= self._exact_limit):
            view = view.merged()
        if not self._views or generation > self._views[-1].generation:
            self._views = (*self._views, view)[-REMEMBERED:]
            self._build_if_due(view, read_token(connection, generation))
        return view

    def _load(self, connection: sqlite3.Connection, generation: int) -> View:
        base = self._load_base(connection)
        if base is None:
            return exact_view(generation, *read_passage_vectors(connection, self._meta.dimension))
        since = read_passage_vectors(connection, self._meta.dimension, after=int(base.keys[-1]))
        gone = base.keys[~np.isin(base.keys, read_passage_keys(connection))]
        return View(generation, base, flat_segment(*since), gone)

    def _load_base(self, connection: sqlite3.Connection) -> Segment | None:
        """The graph from the derived file, if it is of this index and of a commit that this database knows."""
        facts = read_facts(self._folder)
        if facts is None or (facts.index_id, facts.dimension) != (self._meta.index_id, self._meta.dimension):
            return None
        if facts.count == 0 or read_token(connection, facts.generation) != facts.token:
            return None
        return load_graph(self._folder, facts)

    def _build_if_due(self, view: View, token: str | None) -> None:
        due = view.count > self._exact_limit and (view.base.graph is None or view.outgrown)
        if due and token and (self._builder is None or not self._builder.is_alive()):
            self._builder = threading.Thread(target=self._build, args=(view, token), name="footnote-graph")
            self._builder.start()

    def _build(self, view: View, token: str) -> None:
        segment = build_graph(*view.everything())
        facts = GraphFacts(
            index_id=self._meta.index_id,
            generation=view.generation,
            token=token,
            count=len(segment.keys),
            dimension=self._meta.dimension,
            recall_at_10=recall_at_10(segment),
        )
        try:
            save_graph(self._folder, segment, facts)
        except OSError as error:  # the next process builds it again; this one has it in memory
            log.warning("cannot save the search graph in %s: %s", self._folder, error)
        with self._lock:
            self._views = (*self._views[:-1], self._views[-1].on(segment))


def _generation(view: View) -> int:
    return view.generation
