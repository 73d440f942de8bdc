"""The file of verdicts: durable, private, ours, and shared by several writers."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from api.feedback import DAY, Cited, Disguise, Feedback, FeedbackError, FeedbackFile

NOW = 20_000 * DAY
GOOD = Feedback(NOW, "ans_1", "up", (), None, (Cited("amnesty", 2),), None)
BAD = Feedback(NOW + 1, "ans_1", "down", ("incorrect", "tone"), "'); DROP TABLE feedback; --\n\U0001f600", (), "Why?")


class Clock:
    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.sqlite"


def test_what_was_kept_is_there_afterwards_word_for_word(path: Path) -> None:
    FeedbackFile(path).keep(GOOD, "a")
    FeedbackFile(path).keep(BAD, "b")
    assert list(FeedbackFile(path).all()) == [GOOD, BAD]


def test_a_reader_who_thinks_again_has_one_verdict(path: Path) -> None:
    file = FeedbackFile(path)
    for feedback in (GOOD, BAD):
        file.keep(feedback, "a")
    assert list(file.all()) == [BAD]


def test_what_is_too_old_goes_at_the_start_and_once_a_day(path: Path) -> None:
    clock = Clock()
    file = FeedbackFile(path, 30, clock)
    file.keep(GOOD, "a")
    clock.now += 31 * DAY
    later = Feedback(int(clock.now), "ans_2", "up", (), None, (), None)
    file.keep(later, "a")
    assert list(file.all()) == [later]
    clock.now += 31 * DAY
    FeedbackFile(path, None, clock).prepare()
    assert list(file.all()) == [later]
    FeedbackFile(path, 30, clock).prepare()
    assert list(file.all()) == []


def test_what_is_deleted_is_not_left_in_the_file(path: Path) -> None:
    clock = Clock()
    file = FeedbackFile(path, 30, clock)
    file.keep(Feedback(NOW, "ans_1", "down", (), "canary " * 50, (), None), "a")
    clock.now += 31 * DAY
    file.prepare()
    assert not [found for found in path.parent.iterdir() if b"canary" in found.read_bytes()]


def test_nobody_else_on_the_machine_may_read_it(path: Path) -> None:
    FeedbackFile(path).keep(GOOD, "a")
    assert path.stat().st_mode & 0o077 == 0


def test_it_is_kept_in_wal_and_survives_the_process(path: Path) -> None:
    FeedbackFile(path).prepare()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_threads_and_processes_write_at_the_same_time(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from api.feedback import *\n"
        "file = FeedbackFile(Path(sys.argv[1]))\n"
        "for n in range(20): file.keep(Feedback(n, f'ans_{n}', 'up', (), None, (), None), sys.argv[2])"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("p", "q")]
    threads = [threading.Thread(target=write, args=(FeedbackFile(path), f"t{number}")) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len(list(FeedbackFile(path).all())) == 6 * 20


def write(file: FeedbackFile, reader: str) -> None:
    for number in range(20):
        file.keep(Feedback(number, f"ans_{number}", "down", (), None, (), None), reader)


def test_what_is_no_file_of_ours_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE articles (id)")
    text = tmp_path / "notes.txt"
    text.write_text("this is no database at all\n" * 100)
    for path in (other, text, tmp_path, tmp_path / "none" / "feedback.sqlite"):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(FeedbackError, match="FOOTNOTE_FEEDBACK"):
            FeedbackFile(path).keep(GOOD, "a")
        with pytest.raises(FeedbackError):
            list(FeedbackFile(path).all())
        assert before is None or path.read_bytes() == before


def test_reading_makes_no_file(path: Path) -> None:
    with pytest.raises(FeedbackError, match="there is no feedback yet"):
        list(FeedbackFile(path).all())
    assert not path.exists()


def test_a_client_has_one_number_a_day_which_nobody_can_work_out(path: Path) -> None:
    clock = Clock()
    disguise = Disguise(clock)
    today = disguise.of("203.0.113.7")
    assert disguise.of("203.0.113.7") == today
    assert disguise.of("203.0.113.8") != today
    assert Disguise(clock).of("203.0.113.7") != today
    clock.now += DAY
    assert disguise.of("203.0.113.7") != today
