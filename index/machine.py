"""What an index needs of the machine it is on, for `footnote doctor`."""

from __future__ import annotations

import sqlite3
from contextlib import closing

NEEDED = (3, 35, 0)


def sqlite_version() -> str:
    """The version of the SQLite that Python was built with."""
    return sqlite3.sqlite_version


def sqlite_lacks() -> str | None:
    """Say what this SQLite lacks that an index needs; None if nothing."""
    if sqlite3.sqlite_version_info < NEEDED:
        return f"it is older than {'.'.join(map(str, NEEDED))}"
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
        except sqlite3.OperationalError:
            return "it was built without FTS5, the full-text search"
    return None
