"""Vectors in the database: half-precision blobs, one for each distinct text, shared by all that hold that text."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors, unit

Keys = NDArray[np.int64]
"""Passage keys, ascending."""


def text_hash(text: str) -> bytes:
    """Name a text by its content. Passages and sentences are encoded alike, so that they share vectors."""
    return hashlib.sha256(text.encode()).digest()


def pack(vectors: Vectors) -> list[bytes]:
    """Rows as blobs: half precision moves a cosine by less than 0.001."""
    return [row.tobytes() for row in vectors.astype("<f2")]


def unpack(blobs: Sequence[bytes], dimension: int) -> Vectors:
    """Blobs as rows of unit length."""
    return unit(np.frombuffer(b"".join(blobs), dtype="<f2").reshape(-1, dimension).astype(np.float32))


def known_hashes(connection: sqlite3.Connection, hashes: Iterable[bytes]) -> dict[bytes, int]:
    """Find the numbers of those texts that have a vector already."""
    found: dict[bytes, int] = {}
    for value in hashes:
        row = connection.execute("SELECT number FROM vectors WHERE hash = ?", (value,)).fetchone()
        if row:
            found[value] = int(row[0])
    return found


def read_passage_vectors(connection: sqlite3.Connection, dimension: int, *, after: int = 0) -> tuple[Keys, Vectors]:
    """Read the vectors of all passages whose key is greater than `after`."""
    rows = connection.execute(
        "SELECT key, vectors.vector FROM passages JOIN vectors ON number = passages.vector WHERE key > ? ORDER BY key",
        (after,),
    ).fetchall()
    keys = np.fromiter((key for key, _ in rows), dtype=np.int64, count=len(rows))
    return keys, unpack([blob for _, blob in rows], dimension)


def read_passage_keys(connection: sqlite3.Connection, article_ids: Iterable[str] | None = None) -> Keys:
    """Read the keys of all passages, or of those of some articles."""
    if article_ids is None:
        rows = connection.execute("SELECT key FROM passages INDEXED BY passages_vector ORDER BY key").fetchall()
    else:
        rows = connection.execute(
            "SELECT key FROM passages WHERE article IN (SELECT value FROM json_each(?)) ORDER BY key",
            (json.dumps(sorted(article_ids)),),
        ).fetchall()
    return np.fromiter((key for (key,) in rows), dtype=np.int64, count=len(rows))


def read_removed(connection: sqlite3.Connection, after: int) -> Keys:
    """Read the keys of passages removed since generation `after`."""
    rows = connection.execute("SELECT key FROM removed WHERE generation > ? ORDER BY key", (after,)).fetchall()
    return np.fromiter((key for (key,) in rows), dtype=np.int64, count=len(rows))
