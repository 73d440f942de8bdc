"""What one write changes, table by table. Called inside the write transaction that `index.store` holds open."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.article import Article, Draft, Sentence
from index.vectors import known_hashes, text_hash

_FIELDS = ("title", "standfirst", "byline", "publisher", "published", "updated", "url", "language", "text")

_CLEAR_WORDS = """
INSERT INTO words (words, rowid, title, text)
SELECT 'delete', t.key, t.title, t.text FROM passage_texts AS t JOIN passages USING (key) WHERE article = ?
"""
_FILL_WORDS = """
INSERT INTO words (rowid, title, text)
SELECT t.key, t.title, t.text FROM passage_texts AS t JOIN passages USING (key) WHERE article = ?
"""
_NOTE_REMOVED = "INSERT INTO removed SELECT key, ? FROM passages WHERE article = ?"
_VECTORS_OF = "SELECT vector FROM sentences WHERE article = ?1 UNION SELECT vector FROM passages WHERE article = ?1"
_DROP_UNUSED = """
DELETE FROM vectors WHERE number = ?1
AND NOT EXISTS (SELECT 1 FROM sentences WHERE vector = ?1) AND NOT EXISTS (SELECT 1 FROM passages WHERE vector = ?1)
"""


@dataclass(frozen=True, slots=True)
class Cut:
    """An article cut up, and for each piece the hash of the text that is encoded for it."""

    sentences: tuple[tuple[Sentence, bytes], ...]
    passages: tuple[tuple[int, int, bytes], ...]
    texts: Mapping[bytes, str]  # every text to encode, by hash


def cut_up(text: str, sentences: Sequence[Sentence], passages: Sequence[Sequence[Sentence]], title: str | None) -> Cut:
    """Name every piece of a text by what is encoded for it; `title` goes before each passage where given."""
    texts: dict[bytes, str] = {}

    def name(encoded: str) -> bytes:
        value = text_hash(encoded)
        texts[value] = encoded
        return value

    prefix = f"{title}\n" if title else ""
    spans = [(run[0].start, run[-1].end) for run in passages]
    return Cut(
        sentences=tuple((s, name(text[s.start : s.end])) for s in sentences),
        passages=tuple((start, end, name(prefix + text[start:end])) for start, end in spans),
        texts=texts,
    )


def current_version(connection: sqlite3.Connection, article_id: str) -> int:
    """The version an article is at, 0 where there is none."""
    row = connection.execute("SELECT version FROM articles WHERE id = ?", (article_id,)).fetchone()
    return int(row[0]) if row else 0


def next_version(connection: sqlite3.Connection, article_id: str) -> int:
    """The number of an article's next version; it goes on counting where the article was removed in between."""
    row = connection.execute("SELECT version FROM retired WHERE id = ?", (text_hash(article_id),)).fetchone()
    return max(current_version(connection, article_id), int(row[0]) if row else 0) + 1


def same_content(article: Article, draft: Draft) -> bool:
    """Whether storing the draft would change nothing."""
    return all(getattr(article, field) == getattr(draft, field) for field in _FIELDS)


def article_of(article_id: str, version: int, draft: Draft) -> Article:
    """The article that a draft becomes."""
    return Article(
        id=article_id,
        version=version,
        title=draft.title,
        standfirst=draft.standfirst,
        byline=draft.byline,
        publisher=draft.publisher,
        published=draft.published,
        updated=draft.updated,
        url=draft.url,
        language=draft.language,
        text=draft.text,
        sha256=hashlib.sha256(draft.text.encode()).hexdigest(),
    )


def put_article(
    connection: sqlite3.Connection, article: Article, cut: Cut, new: Mapping[bytes, bytes], generation: int
) -> None:
    """Store a version of an article with its pieces; `new` holds the vectors that were not stored yet."""
    before = _clear_pieces(connection, article.id, generation)
    connection.execute(
        "INSERT INTO articles VALUES (?1, ?2) ON CONFLICT DO UPDATE SET version = ?2", (article.id, article.version)
    )
    dates = [day.isoformat() if day else None for day in (article.published, article.updated)]
    values = (article.id, article.version, article.title, article.standfirst, article.byline, article.publisher)
    values_after = (*dates, article.url, article.language, article.text, article.sha256)
    connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, *values_after))
    connection.executemany("INSERT INTO vectors (hash, vector) VALUES (?, ?)", new.items())
    numbers = known_hashes(connection, cut.texts)
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?)",
        [(article.id, s.start, s.end, numbers[value]) for s, value in cut.sentences],
    )
    connection.executemany(
        'INSERT INTO passages (article, version, "start", "end", text, vector) VALUES (?, ?, ?, ?, ?, ?)',
        [
            (article.id, article.version, start, end, article.text[start:end], numbers[value])
            for start, end, value in cut.passages
        ],
    )
    connection.execute(_FILL_WORDS, (article.id,))
    connection.executemany(_DROP_UNUSED, before)


def delete_article(connection: sqlite3.Connection, article_id: str, generation: int) -> None:
    """Remove an article, all its versions and all that was made from them."""
    before = _clear_pieces(connection, article_id, generation)
    retired = (text_hash(article_id), current_version(connection, article_id))
    connection.execute("INSERT INTO retired VALUES (?1, ?2) ON CONFLICT DO UPDATE SET version = ?2", retired)
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    connection.executemany(_DROP_UNUSED, before)
    # Deleted words would stay in the full-text index's older segments until these are merged: merge them now.
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def _clear_pieces(connection: sqlite3.Connection, article_id: str, generation: int) -> list[tuple[int]]:
    """Remove an article's sentences and passages everywhere, and say which vectors they had."""
    vectors: list[tuple[int]] = connection.execute(_VECTORS_OF, (article_id,)).fetchall()
    connection.execute(_CLEAR_WORDS, (article_id,))
    connection.execute(_NOTE_REMOVED, (generation, article_id))
    connection.execute("DELETE FROM passages WHERE article = ?", (article_id,))
    connection.execute("DELETE FROM sentences WHERE article = ?", (article_id,))
    return vectors
