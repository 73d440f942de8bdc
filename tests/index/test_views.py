"""The vectors that readers share, and the graph under them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Draft
from index.graph import FILE, read_facts
from index.store import Index
from index.views import REMEMBERED
from tests.fakes import HashingEncoder

LIMIT = 60


def text(n: int) -> str:
    return f"Report {n} says that minister{n % 7} met police{n % 11} about law{n % 13} in town{n}."


def opened(folder: Path, encoder: HashingEncoder | None = None) -> Index:
    return Index.open(folder, encoder or HashingEncoder(), create=True, exact_limit=LIMIT)


def filled(folder: Path, count: int) -> None:
    with opened(folder) as index:
        for n in range(count):
            index.add(Draft(text(n), id=f"a{n:03}"))


def nearest(index: Index, question: str, k: int = 5) -> list[str]:
    with index.snapshot() as snapshot:
        hits = snapshot.dense(index.encoder.encode_questions([question])[0], k)
        return [passage.article_id for passage in snapshot.passages([key for key, _ in hits])]


def test_a_small_index_needs_no_graph(tmp_path: Path) -> None:
    filled(tmp_path, LIMIT)
    assert not (tmp_path / FILE).exists()


def test_a_large_index_gets_a_graph_whose_recall_is_in_the_manifest(tmp_path: Path) -> None:
    filled(tmp_path, LIMIT + 1)
    facts = read_facts(tmp_path)
    assert facts is not None
    assert (facts.count, facts.generation) == (LIMIT + 1, LIMIT + 1)
    assert facts.recall_at_10 > 0.9
    assert '"recall_at_10"' in (tmp_path / "manifest.json").read_text()


@pytest.mark.parametrize("damage", ["missing", "garbage", "short"])
def test_a_lost_graph_is_built_again_without_encoding(tmp_path: Path, damage: str) -> None:
    filled(tmp_path, LIMIT + 1)
    good = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).unlink()
    if damage != "missing":
        (tmp_path / FILE).write_bytes(b"garbage" * 99 if damage == "garbage" else good[:-9])
    encoder = HashingEncoder()
    with opened(tmp_path, encoder) as index:
        assert nearest(index, text(17))[0] == "a017"
    assert encoder.encoded == []
    assert len((tmp_path / FILE).read_bytes()) == len(good)


def test_a_graph_of_another_index_is_not_used(tmp_path: Path) -> None:
    filled(tmp_path / "one", LIMIT + 1)
    filled(tmp_path / "two", LIMIT + 1)
    (tmp_path / "one" / FILE).write_bytes((tmp_path / "two" / FILE).read_bytes())
    with opened(tmp_path / "one") as index:
        assert "another index" in " ".join(index.check())
        index.settle()
        assert index.check() == []


def test_a_graph_newer_than_a_database_put_back_from_a_copy_is_not_used(tmp_path: Path) -> None:
    filled(tmp_path, LIMIT + 1)
    copy = (tmp_path / "index.db").read_bytes()
    with opened(tmp_path) as index:
        for n in range(40):
            index.add(Draft("Words of the lost future.", id=f"lost{n}"))
    (tmp_path / "index.db").write_bytes(copy)
    with opened(tmp_path) as index:
        for n in range(40):
            index.add(Draft(f"Other news {n}.", id=f"other{n}"))
        assert nearest(index, "Other news 7.")[0] == "other7"


def test_what_came_and_went_since_the_graph_was_built_counts(tmp_path: Path) -> None:
    filled(tmp_path, LIMIT + 1)
    with opened(tmp_path) as index:
        index.add(Draft("Something quite new.", id="new"))
        index.remove("a017")
        assert nearest(index, "Something quite new.")[0] == "new"
        assert "a017" not in nearest(index, text(17), 62)
    with opened(tmp_path) as index:
        assert nearest(index, "Something quite new.")[0] == "new"
        assert "a017" not in nearest(index, text(17), 62)


def test_a_graph_is_built_anew_when_much_has_changed(tmp_path: Path) -> None:
    filled(tmp_path, LIMIT + 1)
    with opened(tmp_path) as index:
        for n in range(1000, 1600):
            index.add(Draft(text(n), id=f"b{n}"))
    facts = read_facts(tmp_path)
    assert facts is not None
    assert facts.count == LIMIT + 601


def test_an_index_that_shrank_is_searched_exactly_again(tmp_path: Path) -> None:
    filled(tmp_path, LIMIT + 1)
    with opened(tmp_path) as index:
        for n in range(2, LIMIT + 1):
            index.remove(f"a{n:03}")
        assert nearest(index, text(1)) == ["a001", "a000"]


def test_a_reader_that_began_before_a_write_sees_the_index_as_it_was(tmp_path: Path) -> None:
    filled(tmp_path, 20)
    with opened(tmp_path) as index:
        question = index.encoder.encode_questions([text(5)])[0]
        nearest(index, "warm")
        with index.snapshot() as before:
            index.remove("a005")
            assert nearest(index, text(5))[0] != "a005"
            (key, cosine), *_ = before.dense(question, 1)
            assert before.passages([key])[0].article_id == "a005"
            assert cosine > 0.99


def test_a_cold_reader_that_began_before_a_write_sees_the_index_as_it_was(tmp_path: Path) -> None:
    filled(tmp_path, 20)
    with opened(tmp_path) as index, index.snapshot() as before:
        index.remove("a005")
        nearest(index, "warms the newer view")
        hits = before.dense(index.encoder.encode_questions([text(5)])[0], 30)
        assert len(before.passages([key for key, _ in hits])) == 20


def test_a_write_by_another_process_is_seen_by_the_next_reader(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    with opened(tmp_path) as server, opened(tmp_path) as command:
        nearest(server, "warm")
        command.add(Draft("Fresh from the command line.", id="fresh"))
        assert nearest(server, "Fresh from the command line.")[0] == "fresh"
        command.remove("fresh")
        assert "fresh" not in nearest(server, "Fresh from the command line.", 10)


def test_old_views_are_let_go(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        for n in range(3 * REMEMBERED):
            index.add(Draft(text(n), id=f"a{n}"))
            nearest(index, "warm")
        assert len(index._views._views) == REMEMBERED
