"""Opening an index folder, and everything that can be wrong with one."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from index.article import Draft
from index.database import FILE, IDLE_READERS, Readers
from index.errors import FootnoteError, IndexBusy, IndexCorrupt, IndexMismatch, IndexNotFound, IndexProblem
from index.store import Index
from tests.fakes import HashingEncoder


def made(folder: Path) -> Path:
    with Index.open(folder, HashingEncoder(), create=True) as index:
        index.add(Draft("A law was passed. " * 20, id="x"))
    return folder / FILE


def change(file: Path, sql: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_folder_that_is_not_there_is_not_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="footnote index"):
        Index.open(tmp_path / "none", HashingEncoder())
    assert not (tmp_path / "none").exists()


def test_a_folder_of_other_things_is_not_an_index_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(IndexNotFound):
        Index.open(tmp_path, HashingEncoder())
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(IndexProblem, match="is a file, not a folder"):
        Index.open(tmp_path / "index", HashingEncoder(), create=True)


def test_a_place_where_no_folder_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(IndexProblem, match="choose another with --index"):
        Index.open(tmp_path / "file" / "index", HashingEncoder(), create=True)


def test_an_index_cut_short_before_its_tables_were_made_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with pytest.raises(IndexNotFound):
        Index.open(tmp_path, HashingEncoder())
    with Index.open(tmp_path, HashingEncoder(), create=True) as index:
        assert index.check() == []


def test_a_database_without_tables_is_not_an_index_yet(tmp_path: Path) -> None:
    change(tmp_path / FILE, "PRAGMA journal_mode = WAL")
    with pytest.raises(IndexNotFound):
        Index.open(tmp_path, HashingEncoder())


def test_making_an_index_where_one_is_opens_that_one(tmp_path: Path) -> None:
    made(tmp_path)
    with Index.open(tmp_path, HashingEncoder(), create=True) as index, index.snapshot() as snapshot:
        assert snapshot.article_count == 1


def test_garbage_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(IndexCorrupt, match="move it away"):
        Index.open(tmp_path, HashingEncoder())


def test_a_database_cut_in_half_is_called_damaged_when_read(tmp_path: Path) -> None:
    file = made(tmp_path)
    file.write_bytes(file.read_bytes()[: 4096 * 9])

    def read() -> None:
        with Index.open(tmp_path, HashingEncoder()) as index, index.snapshot() as snapshot:
            snapshot.articles()
            snapshot.lexical("law", 5)

    with pytest.raises(IndexCorrupt, match="damaged"):
        read()


def test_a_database_whose_table_is_lost_is_called_damaged(tmp_path: Path) -> None:
    change(made(tmp_path), "DROP TABLE meta")
    with pytest.raises(IndexCorrupt, match="no such table"):
        Index.open(tmp_path, HashingEncoder())


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    change(tmp_path / FILE, "CREATE TABLE theirs (a)")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(IndexCorrupt, match="another program"):
        Index.open(tmp_path, HashingEncoder(), create=True)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize(("version", "remedy"), [(99, "upgrade Footnote"), (0, "index the articles again")])
def test_another_format_is_refused_with_its_remedy(tmp_path: Path, version: int, remedy: str) -> None:
    change(made(tmp_path), f"PRAGMA user_version = {version}")
    with pytest.raises(IndexMismatch, match=remedy):
        Index.open(tmp_path, HashingEncoder())


def test_a_folder_named_like_the_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(IndexCorrupt, match="is not a file"):
        Index.open(tmp_path, HashingEncoder())


def test_a_writer_gives_up_when_another_does_not_finish(tmp_path: Path) -> None:
    other = sqlite3.connect(made(tmp_path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Index.open(tmp_path, HashingEncoder(), busy_seconds=0.05) as index:
        with pytest.raises(IndexBusy, match="another process is writing"):
            index.add(Draft("Something else.", id="y"))
        other.execute("ROLLBACK")
        other.close()
        assert index.add(Draft("Something else.", id="y")).outcome == "created"


def test_a_thread_gives_up_when_another_does_not_finish(tmp_path: Path) -> None:
    made(tmp_path)
    index = Index.open(tmp_path, HashingEncoder(), busy_seconds=0.05)
    with index, index._transaction(), pytest.raises(IndexBusy, match="another thread"):
        index.add(Draft("Something else.", id="y"))


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    with Index.open(tmp_path, HashingEncoder()) as index:
        pages = index._connected().execute("PRAGMA page_count").fetchone()[0]
        index._connected().execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(IndexProblem, match="is full; nothing was changed"):
            index.add(Draft("Another sentence, and one more word. " * 4000, id="y"))
        assert index.check() == []
        with index.snapshot() as snapshot:
            assert [a.id for a in snapshot.articles()] == ["x"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    made(tmp_path)
    with Index.open(tmp_path, HashingEncoder()) as index:
        index._connected().execute("PRAGMA query_only = ON")
        with pytest.raises(FootnoteError, match=str(tmp_path)):
            index.add(Draft("Something else.", id="y"))


def test_connections_are_reused_and_closed(tmp_path: Path) -> None:
    made(tmp_path)
    readers = Readers(tmp_path, 1.0)
    inside = threading.Barrier(40)

    def read() -> None:
        with readers.transaction() as connection:
            inside.wait()  # all forty hold one at once
            assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)

    threads = [threading.Thread(target=read) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(readers._idle) == IDLE_READERS
    with readers.transaction():
        readers.close()
    assert readers._idle == []


def test_what_a_caller_raises_inside_a_snapshot_is_not_taken_for_ours(tmp_path: Path) -> None:
    made(tmp_path)
    with Index.open(tmp_path, HashingEncoder()) as index, pytest.raises(FileNotFoundError), index.snapshot():
        raise FileNotFoundError("theirs")
