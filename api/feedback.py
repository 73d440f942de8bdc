"""Readers' verdicts on answers, in a SQLite file of their own: for people to read, never indexed, never asked again.

Whoever gave one is remembered only as a number made with a salt that lives for a day, in memory.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import FootnoteError

DAY: Final = 86_400
_APPLICATION: Final = 0x466E4642  # so that no other program's database is taken for ours
_BUSY_MS: Final = 5_000
_ATTEMPTS: Final = 100
_TABLE: Final = """CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT NOT NULL, reader TEXT NOT NULL, given INTEGER NOT NULL, verdict TEXT NOT NULL, reasons TEXT NOT NULL,
    comment TEXT, articles TEXT NOT NULL, question TEXT, PRIMARY KEY (answer_id, reader))"""
_COLUMNS: Final = "given, answer_id, verdict, reasons, comment, articles, question"


_making = threading.Lock()


class FeedbackError(FootnoteError):
    """The feedback file cannot be used; the message names it and says why."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; name another file with FOOTNOTE_FEEDBACK, or mend this one")
        self.path = path


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that the answer cited, in the version that it cited."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's verdict on one answer; `given` is in Unix seconds."""

    given: int
    answer_id: str
    verdict: str
    reasons: tuple[str, ...]
    comment: str | None
    articles: tuple[Cited, ...]
    question: str | None  # only where the operator chose to keep questions


class FeedbackFile:
    """The file, made on first use. Durable on return; any number of threads and processes may write."""

    def __init__(self, path: Path, days: int | None = None, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._days = days
        self._clock = clock
        self._purged = 0

    def prepare(self) -> None:
        """Make the file where there is none, and delete what is too old. Raises FeedbackError."""
        with self._writing() as connection:
            self._purge(connection)

    def keep(self, feedback: Feedback, reader: str) -> None:
        """Store a verdict in place of the one that this reader gave on this answer. Raises FeedbackError."""
        reasons = json.dumps(feedback.reasons)
        articles = json.dumps([[cited.id, cited.version] for cited in feedback.articles])
        row = (feedback.given, feedback.answer_id, feedback.verdict, reasons, feedback.comment, articles)
        with self._writing() as connection:
            sql = f"INSERT OR REPLACE INTO feedback ({_COLUMNS}, reader) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
            connection.execute(sql, (*row, feedback.question, reader))
            if self._clock() // DAY != self._purged:
                self._purge(connection)

    def all(self) -> Iterator[Feedback]:
        """Yield every verdict, oldest first; nothing is made or deleted. Raises FeedbackError."""
        if not self._path.is_file():
            raise FeedbackError(self._path, "there is no feedback yet")
        with self._naming(), closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)) as reading:
            self._check(reading)
            for row in reading.execute(f"SELECT {_COLUMNS} FROM feedback ORDER BY given, answer_id, reader"):  # noqa: S608
                yield _feedback(*row)

    def _purge(self, connection: sqlite3.Connection) -> None:
        now = self._clock()
        if self._days is not None:
            connection.execute("DELETE FROM feedback WHERE given < ?", (int(now) - self._days * DAY,))
        self._purged = int(now // DAY)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._naming():
            _make(self._path)
            with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
                connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
                self._check(connection)
                _to_wal(connection)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                yield connection
                connection.execute("COMMIT")  # without it, closing undoes everything

    def _check(self, connection: sqlite3.Connection) -> None:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
            raise FeedbackError(self._path, "this is another program's database")

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(self._path, getattr(error, "strerror", None) or str(error)) from error


def _make(path: Path) -> None:
    """Make the file, for its owner alone: readers' words are not for everybody.

    One that is there is not touched: closing it would end every lock that SQLite has on it in this process.
    """
    with _making:
        if not path.exists():
            with suppress(FileExistsError):  # another process was faster
                path.touch(0o600, exist_ok=False)


def _to_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; of several who try that at once SQLite refuses all but one without waiting."""
    for attempt in range(_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or attempt == _ATTEMPTS - 1:
                raise
        time.sleep(_BUSY_MS / 1000 / _ATTEMPTS)


def _feedback(
    given: int, answer_id: str, verdict: str, reasons: str, comment: str | None, articles: str, question: str | None
) -> Feedback:
    cited = tuple(Cited(*pair) for pair in json.loads(articles))
    return Feedback(given, answer_id, verdict, tuple(json.loads(reasons)), comment, cited, question)


class Disguise:
    """Numbers in place of clients: the same all day, so that a verdict can be changed; after it nobody can tell."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._day = -1
        self._salt = b""
        self._lock = threading.Lock()

    def of(self, client: str) -> str:
        """Return today's number of a client."""
        with self._lock:
            today = int(self._clock() // DAY)
            if today != self._day:
                self._day, self._salt = today, secrets.token_bytes(16)
            return hashlib.blake2b(client.encode(), key=self._salt, digest_size=16).hexdigest()
