"""Opens the SQLite file of an index folder, and turns SQLite's errors into ours: nothing above sees a foreign one."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexCorrupt, IndexMismatch, IndexNotFound, IndexProblem
from index.schema import APPLICATION_ID, FORMAT, Meta, create_tables

FILE = "index.db"

IDLE_READERS = 8
"""Connections kept open for the next reader; more are opened as needed and closed after use."""


@contextmanager
def sqlite_errors(folder: Path) -> Iterator[None]:
    """Translate what SQLite raises."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # ours to avoid, so a bug
    except sqlite3.DatabaseError as error:
        raise _translated(folder, error) from error


@contextmanager
def file_errors(folder: Path) -> Iterator[None]:
    """Translate what the file system raises."""
    try:
        yield
    except OSError as error:
        raise IndexProblem(
            folder, f"cannot use {folder} as an index: {error.strerror or error}; choose another with --index"
        ) from error


def _translated(folder: Path, error: sqlite3.DatabaseError) -> IndexProblem:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return IndexBusy(folder, f"another process is writing to {folder} and did not finish; try again when it has")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return IndexCorrupt(
            folder,
            f"{folder / FILE} is damaged or not an index of ours ({error}); move it away and index the articles again",
        )
    if code == sqlite3.SQLITE_FULL:
        return IndexProblem(folder, f"the disk that holds {folder} is full; nothing was changed, make room and retry")
    return IndexProblem(
        folder, f"cannot read or write {folder} ({error}); check that the folder and the files in it can be written"
    )


def connect(folder: Path, busy_seconds: float) -> sqlite3.Connection:
    """Open the database file that is there; it is never created here."""
    uri = (folder / FILE).resolve().as_uri() + "?mode=rw"
    connection = sqlite3.connect(
        uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA journal_size_limit = 67108864")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def prepare_folder(folder: Path) -> None:
    """Make the folder and an empty database file, such that both survive a power cut."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).touch()
    if os.name == "posix":
        for place in (folder, folder.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def look(folder: Path, *, create: bool) -> bool:
    """Say whether there is a database file; raise where there should be one, or cannot be one."""
    if folder.exists() and not folder.is_dir():
        raise IndexProblem(folder, f"{folder} is a file, not a folder; choose another place with --index")
    file = folder / FILE
    if file.is_file() and file.stat().st_size > 0:
        return True
    if file.exists() and not file.is_file():
        raise IndexCorrupt(folder, f"{file} is not a file; move it away and index the articles again")
    if not create and not (folder / f"{FILE}-wal").exists():
        raise IndexNotFound(folder)
    return False


def is_ours(connection: sqlite3.Connection, folder: Path) -> bool:
    """Say whether the tables are there; False for an empty database, an error for anybody else's."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application == 0 and tables == 0:
        return False
    if application != APPLICATION_ID:
        raise IndexCorrupt(folder, f"{folder / FILE} is a database of another program; choose another with --index")
    if version != FORMAT:
        age, remedy = ("newer", "upgrade Footnote") if version > FORMAT else ("older", "index the articles again")
        raise IndexMismatch(
            folder, f"the index at {folder} has format {version}, {age} than this program's {FORMAT}; {remedy}"
        )
    return True


def initialise(connection: sqlite3.Connection, folder: Path, meta: Meta) -> None:
    """Make the tables, unless another process does so first."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not is_ours(connection, folder):
            create_tables(connection, meta)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def empty_log(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Empty the write-ahead log, in which removed text would stay for a while; readers at work may prevent it."""
    connection.execute("PRAGMA busy_timeout = 500")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")


class Readers:
    """Connections for readers: each is used by one reader at a time, a few are kept open between."""

    def __init__(self, folder: Path, busy_seconds: float) -> None:
        self._folder = folder
        self._busy_seconds = busy_seconds
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection with a read transaction open: one unchanging view of the index."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._open()
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._give_back(connection)

    def _open(self) -> sqlite3.Connection:
        connection = connect(self._folder, self._busy_seconds)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -8000")  # in KiB
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < IDLE_READERS:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close what is idle; what is lent out is closed when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
