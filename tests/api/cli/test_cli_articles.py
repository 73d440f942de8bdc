"""`index`, `articles` and `remove`: what is acknowledged, what is refused, what is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.ingest import ingest
from index.article import Draft
from index.errors import SourceError
from index.store import Index
from tests.cli_world import ARTICLE, Footnote
from tests.fakes import HashingEncoder

LINES = '{"id": "a", "text": "One opened."}\n{"id": "b", "text": \n{"id": "c", "text": "Three closed."}\n'


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_indexing_tells_of_each_article_and_sums_up_on_stderr(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    ran = footnote("index", "bridge.txt")
    assert ran.code == 0
    assert ran.out.startswith("created\tharbour-bridge-to-open-in-may-")
    assert "1 created, in .footnote" in ran.err


def test_indexing_the_same_article_again_changes_nothing(footnote: Footnote, bridge: str) -> None:
    ran = footnote("index", "bridge.txt", "--json")
    assert rows(ran.out) == [{"id": bridge, "version": 1, "outcome": "unchanged"}]


def test_json_lines_that_are_broken_are_named_and_the_others_get_in(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "three.jsonl").write_text(LINES, encoding="utf-8")
    ran = footnote("index", "three.jsonl", "--json")
    assert ran.code == 1
    assert [row["id"] for row in rows(ran.out)] == ["a", "c"]  # nothing on stdout but articles that are in
    assert "three.jsonl, line 2: " in ran.err
    assert [row["id"] for row in rows(footnote("articles", "--json").out)] == ["a", "c"]


def test_without_json_a_broken_line_is_named_on_stderr(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "three.jsonl").write_text(LINES, encoding="utf-8")
    ran = footnote("index", "three.jsonl")
    assert ran.code == 1
    assert "three.jsonl, line 2: " in ran.err
    assert "error" not in ran.out


def test_a_file_that_is_not_there_is_a_failure_that_names_it(footnote: Footnote) -> None:
    ran = footnote("index", "gone.txt")
    assert ran.code == 1
    assert "gone.txt" in ran.err


def test_an_article_without_an_acceptable_id_is_refused_and_the_rest_gets_in(footnote: Footnote) -> None:
    lines = '{"id": "' + "a" * 5000 + '", "text": "One opened."}\n{"id": "b", "text": "Two closed."}\n'
    ran = footnote("index", "-", "--json", stdin=lines)
    assert ran.code == 1
    assert rows(ran.out)[-1]["id"] == "b"


def test_indexing_reads_standard_input(footnote: Footnote) -> None:
    ran = footnote("index", "-", stdin=ARTICLE)
    assert (ran.code, ran.out.split("\t")[0]) == (0, "created")


def test_indexing_nothing_is_wrong_usage(footnote: Footnote) -> None:
    ran = footnote("index")
    assert ran.code == 2
    assert "--sample" in ran.err


def test_the_bundled_article_gets_in(footnote: Footnote) -> None:
    ran = footnote("index", "--sample", "--json")
    assert ran.code == 0, ran.err
    assert [row["outcome"] for row in rows(ran.out)] == ["created"]


def test_an_article_is_acknowledged_when_it_is_safe_and_before_the_next_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def sources() -> Iterator[Draft | SourceError]:
        for number in range(3):
            yield Draft(text="One opened.", id=f"a{number}")
            assert rows(capsys.readouterr().out) == [{"id": f"a{number}", "version": 1, "outcome": "created"}]
            with Index.open(tmp_path / "i", HashingEncoder()) as other, other.snapshot() as snapshot:
                assert snapshot.article_count == number + 1

    with Index.open(tmp_path / "i", HashingEncoder(), create=True) as index:
        assert ingest(index, sources(), as_json=True) == 0


def test_an_interrupted_run_says_what_is_in_and_keeps_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def sources() -> Iterator[Draft | SourceError]:
        yield Draft(text="One opened.", id="a")
        raise KeyboardInterrupt

    with Index.open(tmp_path / "i", HashingEncoder(), create=True) as index:
        assert ingest(index, sources(), as_json=True) == 130
        with index.snapshot() as snapshot:
            assert snapshot.article_count == 1
    added, interrupted = rows(capsys.readouterr().out)
    assert added["id"] == "a"
    assert "1 created" in interrupted["error"]["message"]  # type: ignore[index]


def test_articles_are_listed_one_a_line(footnote: Footnote, bridge: str) -> None:
    ran = footnote("articles")
    assert ran.out.split("\t")[0] == bridge
    assert ran.out.rstrip("\n").split("\t")[-1] == "Harbour bridge to open in May"


def test_articles_as_json_carry_what_the_service_shows_without_the_text(footnote: Footnote, bridge: str) -> None:
    (row,) = rows(footnote("articles", "--json").out)
    assert (row["id"], row["version"], row["object"]) == (bridge, 1, "article")
    assert "text" not in row


def test_a_removed_article_is_gone(footnote: Footnote, bridge: str) -> None:
    ran = footnote("remove", bridge, "--json")
    assert rows(ran.out) == [{"id": bridge, "outcome": "removed"}]
    assert footnote("articles").out == ""


def test_an_unknown_id_fails_and_the_others_are_removed_all_the_same(footnote: Footnote, bridge: str) -> None:
    ran = footnote("remove", "nobody", bridge)
    assert ran.code == 1
    assert "no article 'nobody'" in ran.err
    assert footnote("articles").out == ""


def test_what_could_steer_a_terminal_is_not_printed(footnote: Footnote) -> None:
    footnote("index", "-", stdin='{"id": "a", "title": "Red \\u001b[31malert", "text": "One opened."}\n')
    assert "\x1b" not in footnote("articles").out
