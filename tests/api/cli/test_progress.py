from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from api.progress import expected


def test_a_folder_is_expected_to_hold_an_article_a_file_and_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Two."}\n{"text": "Three."}\n', encoding="utf-8")
    assert expected([str(tmp_path)]) == 3


def test_standard_input_holds_nobody_knows_how_many() -> None:
    assert expected(["-"]) is None


def test_counting_does_not_swallow_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "feed.jsonl")
    assert expected([str(tmp_path / "feed.jsonl")]) is None


WORK = """
from collections import Counter
from api.progress import progress
tally = Counter()
with progress(tally, ["a.txt", "b.txt"]) as encoded:
    encoded(1, 2)
    tally["created"] += 1
    encoded(1, 2)
    print('{"id": "a"}', flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_sees_how_far_it_is_and_stdout_stays_data() -> None:
    leader, follower = pty.openpty()
    done = subprocess.run([sys.executable, "-c", WORK], stdout=subprocess.PIPE, stderr=follower, check=True)
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.stdout == b'{"id": "a"}\n'
    assert "1 of 2 articles" in shown


def test_nothing_is_shown_where_stderr_is_no_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, check=True)
    assert done.stderr == b""
