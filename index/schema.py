"""The tables of an index folder's database, and what its meta table says."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass

FORMAT = 1
"""The version of these tables. An index of another version raises IndexMismatch."""

APPLICATION_ID = 0x466F6F74
"""'Foot': tells our databases from others."""

LOG_GENERATIONS = 10_000
"""How many generations of changes are logged: readers further behind than that read everything again."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (id TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;

-- Every version stays until its article is removed: citations of an older one can still be resolved.
CREATE TABLE versions (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  title TEXT, standfirst TEXT, byline TEXT, publisher TEXT, published TEXT, updated TEXT, url TEXT, language TEXT,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (article, version)
);

-- What removed articles were at, by the sha256 of their ids: a version number must never come to mean another text.
CREATE TABLE retired (id BLOB PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;

-- A vector belongs to a text, not to a place: passages and sentences with the same words share one.
CREATE TABLE vectors (number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, vector BLOB NOT NULL);

-- Sentences and passages are those of each article's current version. AUTOINCREMENT: no key is ever used twice.
CREATE TABLE sentences (
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  vector INTEGER NOT NULL REFERENCES vectors (number),
  PRIMARY KEY (article, "start")
) WITHOUT ROWID;
CREATE INDEX sentences_vector ON sentences (vector);

CREATE TABLE passages (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  vector INTEGER NOT NULL REFERENCES vectors (number)
);
CREATE INDEX passages_article ON passages (article);
CREATE INDEX passages_vector ON passages (vector);

-- For readers that hold vectors in memory: which commits there were, and which passages went with them.
CREATE TABLE commits (generation INTEGER PRIMARY KEY, token TEXT NOT NULL);
CREATE TABLE removed (key INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
CREATE INDEX removed_generation ON removed (generation);

CREATE VIEW passage_texts AS
  SELECT key, coalesce(title, '') AS title, passages.text AS text
  FROM passages JOIN versions USING (article, version);
CREATE VIRTUAL TABLE words USING fts5 (
  title, text, content = 'passage_texts', content_rowid = 'key',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
"""


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How articles are cut. An index keeps the settings it was made with; they are in its manifest.

    `with_title` puts the article's title before each passage when it is encoded (the passage itself stays verbatim).
    """

    target_tokens: int = 64  # raise for longer passages; past the encoder's limit it has no effect
    overlap: int = 1  # sentences that a passage shares with the one before it
    paragraph_share: float = 0.5  # a passage this full ends with its paragraph
    with_title: bool = False


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself, once and for all; `generation` is apart since it grows."""

    index_id: str  # random: tells a derived file of this index from one of another
    encoder: str
    fingerprint: str
    dimension: int
    passages: PassageSettings


def create_tables(connection: sqlite3.Connection, meta: Meta) -> None:
    """Make the tables of a new index, inside the transaction that is open."""
    statement = ""
    for line in TABLES.splitlines():  # executescript would commit
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    facts = {
        "format": str(FORMAT),
        "index_id": meta.index_id,
        "encoder": meta.encoder,
        "fingerprint": meta.fingerprint,
        "dimension": str(meta.dimension),
        "passages": json.dumps(asdict(meta.passages)),
        "generation": "0",
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def read_meta(connection: sqlite3.Connection) -> Meta:
    """Read what the index says of itself."""
    facts: dict[str, str] = dict(connection.execute("SELECT key, value FROM meta"))
    return Meta(
        index_id=facts["index_id"],
        encoder=facts["encoder"],
        fingerprint=facts["fingerprint"],
        dimension=int(facts["dimension"]),
        passages=PassageSettings(**json.loads(facts["passages"])),
    )


def read_generation(connection: sqlite3.Connection) -> int:
    """Read how many writes there were; within a transaction this also fixes what the reader sees."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    return int(row[0])


def advance_generation(connection: sqlite3.Connection, token: str) -> int:
    """Count one more write, and forget log entries that nobody can need."""
    generation = read_generation(connection) + 1
    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(generation),))
    connection.execute("INSERT INTO commits VALUES (?, ?)", (generation, token))
    oldest = generation - LOG_GENERATIONS
    connection.execute("DELETE FROM commits WHERE generation < ?", (oldest,))
    connection.execute("DELETE FROM removed WHERE generation < ?", (oldest,))
    return generation


def read_token(connection: sqlite3.Connection, generation: int) -> str | None:
    """Read the random token of one commit; None where it was not made here, or too long ago."""
    row = connection.execute("SELECT token FROM commits WHERE generation = ?", (generation,)).fetchone()
    return str(row[0]) if row else None
