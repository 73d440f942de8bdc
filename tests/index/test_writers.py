"""Several writers, and readers at the same time."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.article import Draft
from index.encoder import Vectors
from index.store import Index
from tests.fakes import HashingEncoder
from tests.index.writer import draft

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_two_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    def start(first: int, last: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.index.writer", str(tmp_path), str(first), str(last)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    with start(1, 150) as one, start(101, 250) as two:  # fifty of them by both
        assert [len(p.communicate()[0].splitlines()) > 150 for p in (one, two)] == [True, True]
    assert (one.returncode, two.returncode) == (0, 0)
    with Index.open(tmp_path, HashingEncoder()) as index, index.snapshot() as snapshot:
        assert index.check() == []
        stored = {a.id for a in snapshot.articles()}
    assert stored == {f"story-{n}" for n in range(1, 251) if n % 20}


def test_two_threads_adding_the_same_article_make_one_version(tmp_path: Path) -> None:
    with Index.open(tmp_path, HashingEncoder(), create=True) as index:
        for n in range(20):
            with ThreadPoolExecutor(4) as pool:
                outcomes = [a.outcome for a in pool.map(index.add, [draft(n)] * 4)]
            assert sorted(outcomes) == ["created", "unchanged", "unchanged", "unchanged"]
        assert index.check() == []


def test_threads_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    with Index.open(tmp_path, HashingEncoder(), create=True) as index:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(index.add, [draft(n % 40, 1 + n // 40) for n in range(80)]))
        with index.snapshot() as snapshot:
            assert (snapshot.article_count, snapshot.generation) == (40, 80)
        assert index.check() == []


def test_readers_never_see_half_an_article(tmp_path: Path) -> None:
    with Index.open(tmp_path, HashingEncoder(), create=True) as index:
        done = threading.Event()

        def read(number: int) -> int:
            looks = 0
            while not done.is_set():
                looks += look(index, f"story{number % 6}")
            return looks

        with ThreadPoolExecutor(6) as pool:
            readers = [pool.submit(read, n) for n in range(6)]
            for n in range(60):
                index.add(draft(n % 6, n))
                if n % 5 == 4:
                    index.remove(f"story-{n % 6}")
            done.set()
            assert sum(reader.result() for reader in readers) > 6
        assert index.check() == []


def look(index: Index, word: str) -> int:
    """Look at everything about one article, twice, and insist that it all fits together."""
    with index.snapshot() as snapshot:
        question = index.encoder.encode_questions([word])[0]
        before = snapshot.articles()
        hits = [key for key, _ in (*snapshot.dense(question, 300), *snapshot.lexical(word, 300))]
        passages = snapshot.passages(hits)
        assert len(passages) == len(hits)
        articles = {a.id: a for a in before}
        for passage in passages:
            article = articles[passage.article_id]
            assert passage.version == article.version
            assert article.text[passage.start : passage.end] == passage.text
            assert len(snapshot.sentence_vectors(passage)) == len(passage.sentences)
        dense = snapshot.passages([key for key, _ in snapshot.dense(question, 300)])
        assert {p.article_id for p in dense} == articles.keys()
        assert snapshot.articles() == before
    return 1


def test_a_vector_removed_while_another_writer_counts_on_it_is_encoded_again(tmp_path: Path) -> None:
    class Meddling(HashingEncoder):
        """Removes the article whose vectors are being reused, just before the new one is stored."""

        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            vectors = super().encode_passages(texts)
            if "Its own." in texts:
                other.remove("x")
            return vectors

    with Index.open(tmp_path, HashingEncoder(), create=True) as other, Index.open(tmp_path, Meddling()) as index:
        other.add(Draft("A shared sentence.", id="x"))
        added = index.add(Draft("A shared sentence. Its own.", id="y"))
        assert added.encoded == 3
        assert index.check() == []
