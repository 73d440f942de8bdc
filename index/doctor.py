"""Looks an index folder over: is every table sound, and does everything derived fit what it was derived from?"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index import graph, manifest
from index.schema import Meta, read_generation

_AGAIN = "index that article again"

_PASSAGES = """
SELECT key, article, "start", "end", p.text, v.text
FROM passages AS p JOIN versions AS v USING (article, version)
"""
_ORPHANS = """
SELECT count(*) FROM vectors
WHERE number NOT IN (SELECT vector FROM sentences) AND number NOT IN (SELECT vector FROM passages)
"""


def find_problems(connection: sqlite3.Connection, folder: Path, meta: Meta) -> list[str]:
    """Every problem found, in a sentence with its remedy. Takes a second for some thousand articles."""
    return [
        *_database(connection),
        *_articles(connection),
        *_vectors(connection, meta),
        *_derived(connection, folder, meta),
    ]


def _database(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the database is damaged ({line}); move the folder away and index the articles again"
    for table, *_ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"table {table} refers to rows that are not there; move the folder away and index the articles again"
    try:
        connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return  # SQLite makes this check as a write; an index that cannot be written goes without it
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        yield "the full-text index does not fit the passages; move the folder away and index the articles again"


def _articles(connection: sqlite3.Connection) -> Iterator[str]:
    for article, version, text, sha256 in connection.execute("SELECT article, version, text, sha256 FROM versions"):
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield f"article {article!r} version {version} is not the text that was stored; {_AGAIN}"
    whole = 0
    for key, article, start, end, passage, text in connection.execute(_PASSAGES):
        whole += 1
        if text[start:end] != passage:
            yield f"passage {key} of article {article!r} is not a slice of its text; {_AGAIN}"
    (count,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    if whole != count:
        yield f"{count - whole} passages belong to a version that is not there; index their articles again"
    without = "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM passages)"
    for (article,) in connection.execute(without):
        yield f"article {article!r} has no passages, so it cannot be found; {_AGAIN}"


def _vectors(connection: sqlite3.Connection, meta: Meta) -> Iterator[str]:
    sql = "SELECT count(*) FROM vectors WHERE length(vector) <> ?"
    (count,) = connection.execute(sql, (2 * meta.dimension,)).fetchone()
    if count:
        yield f"{count} vectors have the wrong length; move the folder away and index the articles again"
    (count,) = connection.execute(_ORPHANS).fetchone()
    if count:
        yield f"{count} vectors belong to no text; move the folder away and index the articles again"


def _derived(connection: sqlite3.Connection, folder: Path, meta: Meta) -> Iterator[str]:
    try:
        said = json.loads((folder / manifest.FILE).read_text(encoding="utf-8"))
        fits = said["generation"] == read_generation(connection)
    except (OSError, ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        yield f"{manifest.FILE} is missing, damaged or behind; the next change to the index writes it anew"
    if (folder / graph.FILE).exists():
        facts = graph.read_facts(folder)
        if facts is None or facts.index_id != meta.index_id or graph.load_graph(folder, facts) is None:
            yield f"{graph.FILE} is damaged or of another index; it is built anew when needed, or delete it"
