"""What the doctor finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Draft
from index.store import Index
from tests.fakes import HashingEncoder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path, HashingEncoder(), create=True) as index:
        index.add(Draft("The law was passed. Nobody voted.", id="x"))
        yield index


def change(index: Index, sql: str) -> None:
    connection = sqlite3.connect(index.folder / "index.db")
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_sound_index_has_no_problems(index: Index) -> None:
    assert index.check() == []


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"generation": "one"}', None])
def test_a_truncated_manifest_is_found_and_harms_nothing(index: Index, content: str | None) -> None:
    (index.folder / "manifest.json").unlink()
    if content is not None:
        (index.folder / "manifest.json").write_text(content)
    assert "manifest.json" in " ".join(index.check())
    with Index.open(index.folder, HashingEncoder()) as again:
        again.add(Draft("Another.", id="y"))
        assert again.check() == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE versions SET text = 'The law was dropped.'", "is not the text that was stored"),
        ("UPDATE passages SET text = 'The law was dropped.'", "is not a slice"),
        ("UPDATE passages SET version = 9", "belong to a version that is not there"),
        ("DELETE FROM passages", "has no passages"),
        ("UPDATE vectors SET vector = x'00'", "wrong length"),
        ("INSERT INTO vectors (hash, vector) VALUES (x'00', zeroblob(128))", "belong to no text"),
        ("DELETE FROM vectors", "refers to rows that are not there"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "full-text index does not fit"),
    ],
)
def test_damage_is_found_and_named(index: Index, sql: str, problem: str) -> None:
    change(index, sql)
    assert problem in " ".join(index.check())


def test_a_damaged_graph_file_is_found(index: Index) -> None:
    (index.folder / "dense.faiss").write_bytes(b"garbage")
    assert "dense.faiss is damaged" in " ".join(index.check())


def test_a_database_too_damaged_to_look_at_is_one_problem(index: Index) -> None:
    change(index, "DROP TABLE sentences")
    assert "no such table" in " ".join(index.check())


def test_an_index_that_cannot_be_written_is_looked_over_all_the_same(index: Index) -> None:
    index.add(Draft("One sentence.", id="x"))
    index._connected().execute("PRAGMA query_only = ON")
    assert index.check() == []
