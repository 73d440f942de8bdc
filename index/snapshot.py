"""One consistent view of an index: what a reader sees does not change while it looks."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from index.article import Article, Passage, Sentence
from index.dense import View
from index.encoder import Vectors
from index.errors import ArticleNotFound
from index.lexical import lexical_search
from index.schema import Meta, read_generation
from index.vectors import read_passage_keys, unpack
from index.views import Views

COLUMNS = (
    "article, versions.version, title, standfirst, byline, publisher, published, updated, url, language, text, sha256"
)

_ARTICLES = f"SELECT {COLUMNS} FROM versions JOIN articles ON id = article AND articles.version = versions.version"  # noqa: S608
_VERSION = f"SELECT {COLUMNS} FROM versions WHERE article = ? AND version = ?"  # noqa: S608
_PASSAGES = """
SELECT key, article, version, "start", "end", text FROM passages WHERE key IN (SELECT value FROM json_each(?))
"""
_SENTENCES = """
SELECT key, s."start", s."end"
FROM passages JOIN sentences AS s USING (article)
WHERE key IN (SELECT value FROM json_each(?)) AND s."start" >= passages."start" AND s."start" < passages."end"
ORDER BY key, s."start"
"""
_SENTENCE_VECTORS = """
SELECT "start", vectors.vector FROM sentences JOIN vectors ON number = sentences.vector
WHERE article = ? AND "start" >= ? AND "start" < ?
"""


class Snapshot:
    """What the index held at one moment. Use it within the `with` that made it, and in one thread."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, meta: Meta, views: Views) -> None:
        self._folder = folder
        self._connection: sqlite3.Connection | None = connection
        self._meta = meta
        self._views = views
        self.generation = read_generation(connection)
        if views.loaded:
            views.at(connection, self.generation)  # now, while the newest view is no further than this

    @property
    def connection(self) -> sqlite3.Connection:
        """For this package: where the snapshot's transaction is open."""
        if self._connection is None:
            raise RuntimeError("this snapshot is over; use it within its `with`")
        return self._connection

    def end(self) -> None:
        """Let go of the connection, which others will use from now on."""
        self._connection = None

    @property
    def article_count(self) -> int:
        """How many articles there are."""
        return int(self.connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    @property
    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self.connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def articles(self, *, after: str | None = None, limit: int | None = None) -> list[Article]:
        """List articles in order of id, those greater than `after`, no more than `limit`."""
        sql = f"{_ARTICLES} WHERE id > ? ORDER BY id LIMIT ?"
        rows = self.connection.execute(sql, (_plain(after or ""), -1 if limit is None else max(0, limit)))
        return [_article(row) for row in rows]

    def article(self, article_id: str, version: int | None = None) -> Article:
        """Get an article, or an older version of it. Raises ArticleNotFound."""
        if version is None:
            row = self.connection.execute(f"{_ARTICLES} WHERE id = ?", (_plain(article_id),)).fetchone()
        else:
            row = self.connection.execute(_VERSION, (_plain(article_id), version)).fetchone()
        if row is None:
            raise ArticleNotFound(self._folder, article_id, version)
        return _article(row)

    def passages(self, keys: Sequence[int]) -> list[Passage]:
        """Get passages in the order asked for; those that are gone are left out."""
        asked = (json.dumps([int(key) for key in keys]),)
        sentences: defaultdict[int, list[Sentence]] = defaultdict(list)
        for key, start, end in self.connection.execute(_SENTENCES, asked):
            sentences[key].append(Sentence(start, end))
        found = {
            key: Passage(key, article, version, start, end, text, tuple(sentences[key]))
            for key, article, version, start, end, text in self.connection.execute(_PASSAGES, asked)
        }
        return [found[key] for key in keys if key in found]

    def sentence_vectors(self, passage: Passage) -> Vectors:
        """The vectors of a passage's sentences, a row each, as stored when it was indexed."""
        rows = self.connection.execute(_SENTENCE_VECTORS, (passage.article_id, passage.start, passage.end))
        stored: dict[int, bytes] = dict(rows)
        missing = [s for s in passage.sentences if s.start not in stored]
        if missing:
            raise ArticleNotFound(self._folder, passage.article_id, passage.version)
        return unpack([stored[s.start] for s in passage.sentences], self._meta.dimension)

    def dense(self, vector: Vectors, k: int, article_ids: Collection[str] | None = None) -> list[tuple[int, float]]:
        """The k passages nearest to a question's vector: (passage key, cosine), best first, ties in order of key."""
        allowed = None if article_ids is None else read_passage_keys(self.connection, article_ids)
        return self._view.search(np.asarray(vector, dtype=np.float32), k, allowed)

    def lexical(self, text: str, k: int, article_ids: Collection[str] | None = None) -> list[tuple[int, float]]:
        """The k passages that fit a free text by BM25: (passage key, score), best first, ties in order of key."""
        return lexical_search(self.connection, text, k, article_ids)

    @cached_property
    def _view(self) -> View:
        return self._views.at(self.connection, self.generation)


def _article(row: tuple[str | int | None, ...]) -> Article:
    article_id, version, title, standfirst, byline, publisher, published, updated, url, language, text, sha256 = row
    return Article(
        id=str(article_id),
        version=int(version or 0),
        title=_text(title),
        standfirst=_text(standfirst),
        byline=_text(byline),
        publisher=_text(publisher),
        published=_date(published),
        updated=_date(updated),
        url=_text(url),
        language=_text(language),
        text=str(text),
        sha256=str(sha256),
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _date(value: str | int | None) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _plain(text: str) -> str:
    """What SQLite can be asked for: half a surrogate pair becomes a question mark, which no id holds."""
    return text.encode("utf-8", "replace").decode()
