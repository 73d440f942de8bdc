"""`kill -9` while indexing: what was acknowledged is there, and the index opens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from index.encoder import Encoder, load_encoder
from index.errors import IndexNotFound
from index.store import Index
from tests.fakes import HashingEncoder
from tests.index.writer import draft

ROOT = Path(__file__).parents[2]


def killed(folder: Path, first: int, seconds: float, kind: str = "fake", *, ready: bool = True) -> list[str]:
    """Run a writer, kill it `seconds` after it was ready (or after its start), and give back what it had said."""
    command = [sys.executable, "-m", "tests.index.writer", str(folder), str(first), str(first + 5000), kind]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        if ready:
            assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.kill()
        return process.stdout.read().splitlines()


def acknowledged(lines: list[str], known: dict[int, int]) -> set[int]:
    """Note the editions that were acknowledged; give back the articles of which more may have been done."""
    for line in lines:
        name, _, edition = line.rpartition(" ")
        if not line.startswith(("ready", "removing")) and edition.isdigit():
            known[int(name.removeprefix("story-"))] = int(edition)
    last = int(lines[-1].split()[-1].removeprefix("story-")) if lines and lines[-1].startswith("removing") else 0
    return {last, max(known, default=0), max(known, default=0) + 1}


def check(folder: Path, encoder: Encoder, known: dict[int, int], open_ended: set[int]) -> None:
    with Index.open(folder, encoder) as index:
        assert [p for p in index.check() if "manifest" not in p] == []
        with index.snapshot() as snapshot:
            stored = {int(a.id.removeprefix("story-")): a for a in snapshot.articles()}
            certain = {number: edition for number, edition in known.items() if number not in open_ended}
            assert {number for number, edition in certain.items() if edition} == stored.keys() - open_ended
            for number, article in stored.items():
                assert article.text in (draft(number).text, draft(number, 2).text)
                assert number in open_ended or article.text == draft(number, known[number]).text
            for number in random.Random(0).sample(sorted(stored), min(5, len(stored))):
                text = stored[number].text.split("\n")[0]
                words = [key for key, _ in snapshot.lexical(f"story{number}", 20)]
                vectors = [key for key, _ in snapshot.dense(encoder.encode_questions([text])[0], 20)]
                assert f"story-{number}" in {p.article_id for p in snapshot.passages(words)}
                assert f"story-{number}" in {p.article_id for p in snapshot.passages(vectors)}
    for number in open_ended & (stored.keys() | known.keys()):  # from here on, what is there is what counts
        known[number] = stored[number].version if number in stored else 0


@pytest.mark.slow
def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(20150605)
    known: dict[int, int] = {}
    for _ in range(50):
        first = max(known, default=0) + 1
        open_ended = acknowledged(killed(tmp_path / "index", first, chance.uniform(0, 0.6)), known)
        check(tmp_path / "index", HashingEncoder(), known, open_ended)
    assert len(known) > 100


@pytest.mark.slow
def test_kills_with_the_real_encoder_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(1)
    known: dict[int, int] = {}
    encoder = load_encoder()
    for _ in range(5):
        first = max(known, default=0) + 1
        open_ended = acknowledged(killed(tmp_path / "index", first, chance.uniform(0.5, 3), "real"), known)
        check(tmp_path / "index", encoder, known, open_ended)
    assert known


@pytest.mark.slow
def test_a_kill_while_the_index_is_made_leaves_a_folder_that_can_be_used(tmp_path: Path) -> None:
    chance = random.Random(2)
    for n in range(10):
        folder = tmp_path / str(n)
        killed(folder, 1, chance.uniform(0.2, 0.7), ready=False)
        with suppress(IndexNotFound):
            Index.open(folder, HashingEncoder()).close()
        with Index.open(folder, HashingEncoder(), create=True) as index:
            assert [p for p in index.check() if "manifest" not in p] == []
