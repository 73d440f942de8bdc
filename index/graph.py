"""The HNSW graph over many vectors, and the derived file that keeps it: damaged or foreign, it is built again."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.dense import ROUNDING, SEARCH_EFFORT, Segment, faiss_library, stored
from index.encoder import Vectors
from index.vectors import Keys

FILE = "dense.faiss"
MAGIC = b"FOOTNOTE DENSE 1\n"

LINKS = 24
"""Neighbours of each node (M): 16 to 32 suits text vectors of a few hundred dimensions."""

BUILD_EFFORT = 100
"""efConstruction: more builds slower and finds more."""

LEFTOVER_S = 3600
"""A half-written file older than this was left by a process that was killed."""

SAMPLE = 200
"""Stored vectors asked as questions to measure recall."""


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """What a derived file says of itself. `token` is that of the commit it was built from."""

    index_id: str
    generation: int
    token: str
    count: int
    dimension: int
    recall_at_10: float  # of the exact ten nearest, over a sample, measured when built
    sha256: str = ""  # of all that follows the header


def build_graph(keys: Keys, vectors: Vectors) -> Segment:
    """Build a graph over vectors; takes a minute for 100,000 on two cores."""
    faiss = faiss_library()
    graph = faiss.IndexHNSWFlat(vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = BUILD_EFFORT
    graph.add(vectors)
    return _segment(keys, graph)


def _segment(keys: Keys, graph: Any) -> Segment:  # noqa: ANN401 (faiss ships no types)
    """A segment whose exact index is the graph's own store."""
    faiss = faiss_library()
    flat = faiss.downcast_index(graph.storage)
    return Segment(keys, stored(flat), flat, graph)


def recall_at_10(segment: Segment) -> float:
    """Which share of the exact ten nearest the graph finds, for a sample of its own vectors, themselves not counted.

    One as near as the tenth counts as found: which of several equals is returned is no matter of recall.
    """
    faiss = faiss_library()
    own = np.arange(0, len(segment.keys), max(1, len(segment.keys) // SAMPLE))
    questions = np.ascontiguousarray(segment.vectors[own])
    effort = faiss.SearchParametersHNSW(efSearch=SEARCH_EFFORT)
    exact_scores, exact = segment.flat.search(questions, 11)
    scores, found = segment.graph.search(questions, 11, params=effort)
    shares = []
    for row, i in enumerate(own):
        wanted = exact_scores[row][(exact[row] >= 0) & (exact[row] != i)][:10]
        got = scores[row][(found[row] >= 0) & (found[row] != i)][:10]
        shares.append((got >= wanted[-1] - ROUNDING).sum() / len(wanted) if len(wanted) else 1.0)
    return float(np.mean(shares))


def save_graph(folder: Path, segment: Segment, facts: GraphFacts) -> None:
    """Write the derived file in one step: a reader sees the old one or the new one, whole."""
    faiss = faiss_library()
    body = segment.keys.astype("<i8").tobytes()
    graph = faiss.serialize_index(segment.graph)
    digest = hashlib.sha256(body)
    digest.update(memoryview(graph))
    header = json.dumps({**asdict(facts), "sha256": digest.hexdigest()}).encode()
    for left in folder.glob(f"{FILE}.*.part"):
        if left.stat().st_mtime < time.time() - LEFTOVER_S:
            left.unlink(missing_ok=True)
    part = folder / f"{FILE}.{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            file.write(MAGIC + struct.pack("<I", len(header)) + header + body)
            file.write(memoryview(graph))
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / FILE)
    finally:
        part.unlink(missing_ok=True)


def read_facts(folder: Path) -> GraphFacts | None:
    """Read the derived file's header; None where there is none or it cannot be read."""
    try:
        with (folder / FILE).open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return None
            (length,) = struct.unpack("<I", file.read(4))
            return GraphFacts(**json.loads(file.read(min(length, 4096))))
    except (OSError, ValueError, TypeError, struct.error):
        return None


def load_graph(folder: Path, facts: GraphFacts) -> Segment | None:
    """Load the derived file that said `facts` of itself; None where it is damaged or was replaced meanwhile."""
    faiss = faiss_library()
    try:
        with (folder / FILE).open("rb") as file:
            file.seek(len(MAGIC))
            (length,) = struct.unpack("<I", file.read(4))
            if GraphFacts(**json.loads(file.read(min(length, 4096)))) != facts:
                return None
            body = file.read()
        if hashlib.sha256(body).hexdigest() != facts.sha256:
            return None
        keys = np.frombuffer(body, dtype="<i8", count=facts.count).astype(np.int64)
        return _segment(keys, faiss.deserialize_index(np.frombuffer(body, dtype=np.uint8, offset=8 * facts.count)))
    except (OSError, ValueError, TypeError, RuntimeError, struct.error):  # faiss raises RuntimeError
        return None
