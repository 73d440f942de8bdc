"""The index folder: what goes in comes out, and stays."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Draft
from index.errors import ArticleNotFound, IndexMismatch, InvalidArticle, VersionConflict
from index.schema import PassageSettings
from index.store import Index
from tests.fakes import HashingEncoder

WORDS = "amnesty border court fighter home law minister police trust vote".split()
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(lambda w: " ".join(w).capitalize() + ".")
texts = st.lists(st.lists(sentences, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6).map("\n".join)
drafts = st.builds(Draft, text=texts, id=st.sampled_from(["a", "b", "c", "d"]), title=st.none() | sentences)
operations = st.lists(drafts | st.sampled_from(["a", "b", "c", "d"]), max_size=12)
small = PassageSettings(target_tokens=20)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "index", HashingEncoder(), create=True, settings=small) as index:
        yield index


def contents(index: Index) -> tuple[object, ...]:
    """All that a reader can see, without the keys and version numbers that tell of the past."""
    with index.snapshot() as snapshot:
        keys = [key for (key,) in snapshot.connection.execute("SELECT key FROM passages ORDER BY key")]
        passages = {p.key: (p.article_id, p.start, p.end, p.text, p.sentences) for p in snapshot.passages(keys)}
        vectors = [snapshot.sentence_vectors(p).tobytes() for p in snapshot.passages(keys)]
        finds = []
        for word in WORDS:
            question = index.encoder.encode_questions([word])[0]
            for hits in (snapshot.dense(question, 50), snapshot.lexical(word, 50)):
                finds.append([(passages[key], score) for key, score in hits])
        stored = [(a.id, a.title, a.text) for a in snapshot.articles()]
        counts = [
            snapshot.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("articles", "sentences", "passages", "vectors")
        ]
    return stored, list(passages.values()), vectors, finds, counts


@given(operations=operations)
@settings(deadline=None, max_examples=40)
def test_an_index_with_a_past_equals_one_built_afresh(operations: list[Draft | str]) -> None:
    current: dict[str, Draft] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(Path(folder) / "old", HashingEncoder(), create=True, settings=small) as index,
    ):
        for operation in operations:
            if isinstance(operation, Draft):
                if index.add(operation).outcome != "unchanged":
                    current.pop(str(operation.id), None)
                current[str(operation.id)] = operation
            elif operation in current:
                index.remove(operation)
                del current[operation]
            contents(index)  # so that the vectors in memory are carried from write to write
        with Index.open(Path(folder) / "new", HashingEncoder(), create=True, settings=small) as fresh:
            for draft in current.values():
                fresh.add(draft)
            assert contents(index) == contents(fresh)
        assert index.check() == []


@given(draft=drafts)
@settings(deadline=None, max_examples=30)
def test_what_goes_in_comes_out(draft: Draft) -> None:
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder), HashingEncoder(), create=True) as index:
        added = index.add(draft)
        with index.snapshot() as snapshot:
            assert snapshot.article(added.article.id) == added.article
            assert added.article.text == draft.text
            keys = [key for key, _ in snapshot.lexical(" ".join(WORDS), 1000)]
            spans = {s for p in snapshot.passages(keys) for s in p.sentences}
            assert all(p.text == draft.text[p.start : p.end] for p in snapshot.passages(keys))
    rest = "".join(c for i, c in enumerate(draft.text) if not any(s.start <= i < s.end for s in spans))
    assert not rest.strip()


def test_every_field_of_an_article_is_kept(index: Index) -> None:
    draft = Draft(
        "Text.",
        "x",
        "Title",
        "Standfirst",
        "Byline",
        "Publisher",
        date(2015, 6, 5),
        date(2015, 6, 6),
        "https://a.test",
        "en",
    )
    article = index.add(draft).article
    with index.snapshot() as snapshot:
        kept = snapshot.article("x")
    assert kept == article
    assert (kept.published, kept.updated, kept.byline, kept.language) == (
        draft.published,
        draft.updated,
        "Byline",
        "en",
    )


def test_the_same_article_again_changes_nothing(index: Index) -> None:
    index.add(Draft("One. Two.", id="x"))
    again = index.add(Draft("One. Two.", id="x"))
    assert (again.outcome, again.article.version) == ("unchanged", 1)
    with index.snapshot() as snapshot:
        assert snapshot.generation == 1


def test_a_changed_date_is_a_new_version(index: Index) -> None:
    index.add(Draft("One.", id="x"))
    again = index.add(Draft("One.", id="x", published=date(2020, 1, 1)))
    assert (again.outcome, again.article.version, again.encoded) == ("updated", 2, 0)


def test_only_changed_pieces_are_encoded_again(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    tiny = PassageSettings(target_tokens=8, overlap=0)
    with Index.open(tmp_path, encoder, create=True, settings=tiny) as index:
        index.add(Draft("The first sentence is here.\nThe second one is there.", id="x"))
        encoder.encoded.clear()
        added = index.add(Draft("The first sentence is here.\nThe second was changed.", id="x"))
    assert encoder.encoded == ["The second was changed."]
    assert (added.encoded, added.reused) == (1, 1)


def test_the_same_words_in_another_article_are_not_encoded_again(index: Index) -> None:
    index.add(Draft("A wire report. It runs everywhere.", id="x"))
    assert index.add(Draft("A wire report. It runs everywhere.", id="y")).encoded == 0


def test_an_older_version_can_be_read_until_its_article_is_removed(index: Index) -> None:
    index.add(Draft("Old.", id="x"))
    index.add(Draft("New.", id="x"))
    with index.snapshot() as snapshot:
        assert (snapshot.article("x", 1).text, snapshot.article("x").text) == ("Old.", "New.")
    index.remove("x")
    with index.snapshot() as snapshot, pytest.raises(ArticleNotFound, match="footnote articles"):
        snapshot.article("x", 1)


def test_nothing_of_a_removed_article_stays_in_the_folder(index: Index) -> None:
    index.add(Draft("Rutabagas were smuggled. Everybody saw it.", id="secret-id", title="Zymurgy"))
    index.add(Draft("Kohlrabi was smuggled instead.", id="secret-id"))
    index.add(Draft("A law was passed.", id="other"))
    index.remove("secret-id")
    content = b"".join(path.read_bytes() for path in index.folder.iterdir() if path.is_file()).lower()
    for word in (b"rutabaga", b"secret-id", b"zymurgi", b"kohlrabi", b"everybod"):
        assert word not in content
    assert b"a law was passed" in content


def test_an_article_added_again_after_its_removal_goes_on_counting_versions(index: Index) -> None:
    index.add(Draft("One sentence.", id="x"))
    index.remove("x")
    assert index.add(Draft("Another one.", id="x")).article.version == 2


def test_no_table_keeps_a_row_of_the_last_article_removed(index: Index) -> None:
    empty = rows_of(index)
    index.add(Draft("One sentence. Another one.", id="x", title="T"))
    assert rows_of(index) != empty
    index.remove("x")
    left = {table for table, count in rows_of(index).items() if count != empty[table]}
    assert left == {"commits", "removed", "removed_generation", "retired", "sqlite_sequence"} & left


def rows_of(index: Index) -> dict[str, int]:
    with index.snapshot() as snapshot:
        tables = snapshot.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        sql = "SELECT count(*) FROM "
        return {name: snapshot.connection.execute(sql + name).fetchone()[0] for (name,) in tables}


def test_keys_of_passages_are_never_used_twice(index: Index) -> None:
    seen: set[int] = set()
    for text in ("One.", "Two.", "Three."):
        index.add(Draft(text, id="x"))
        with index.snapshot() as snapshot:
            keys = {key for key, _ in snapshot.lexical(text, 5)}
        assert keys.isdisjoint(seen)
        seen |= keys
        index.remove("x")


def test_a_change_expected_at_another_version_is_refused(index: Index) -> None:
    index.add(Draft("One.", id="x"), if_version=0)
    with pytest.raises(VersionConflict, match="is at version 1, not at version 0"):
        index.add(Draft("Two.", id="x"), if_version=0)
    with pytest.raises(VersionConflict, match="at version 1"):
        index.remove("x", if_version=7)
    with pytest.raises(VersionConflict, match="does not exist"):
        index.add(Draft("Two.", id="y"), if_version=3)
    assert index.add(Draft("Two.", id="x"), if_version=1).article.version == 2


def test_removing_what_is_not_there_says_so(index: Index) -> None:
    with pytest.raises(ArticleNotFound, match="no article 'x'"):
        index.remove("x")


def test_an_unacceptable_id_is_refused_by_name(index: Index) -> None:
    with pytest.raises(InvalidArticle, match="a/b"):
        index.add(Draft("Text.", id="a/b"))


def test_articles_are_listed_in_pages(index: Index) -> None:
    for name in "dbca":
        index.add(Draft("Text.", id=name))
    with index.snapshot() as snapshot:
        assert [a.id for a in snapshot.articles(limit=2)] == ["a", "b"]
        assert [a.id for a in snapshot.articles(after="b", limit=9)] == ["c", "d"]
        assert (snapshot.article_count, snapshot.passage_count) == (4, 4)


def test_a_title_can_stand_before_each_passage_when_it_is_encoded(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    titled = PassageSettings(with_title=True)
    with Index.open(tmp_path, encoder, create=True, settings=titled) as index:
        index.add(Draft("One sentence.", title="Headline"))
    assert sorted(encoder.encoded) == ["Headline\nOne sentence.", "One sentence."]
    with Index.open(tmp_path, encoder) as index:
        assert index.meta.passages == titled


def test_vectors_are_those_of_the_encoder(index: Index) -> None:
    index.add(Draft("The law was passed. Nobody voted against it.", id="x"))
    with index.snapshot() as snapshot:
        (passage,) = snapshot.passages([key for key, _ in snapshot.lexical("law", 1)])
        stored = snapshot.sentence_vectors(passage)
    fresh = index.encoder.encode_passages([passage.text[s.start : s.end] for s in passage.sentences])
    assert np.abs(stored - fresh).max() < 1e-3


def test_a_long_article_goes_in_whole(index: Index) -> None:
    text = "\n".join(f"Sentence number {n} of a long report." for n in range(3_000))
    reports: list[tuple[int, int]] = []
    added = index.add(Draft(text, id="long"), progress=lambda done, total: reports.append((done, total)))
    assert reports[-1] == (added.encoded, added.encoded)
    with index.snapshot() as snapshot:
        assert snapshot.article("long").text == text


def test_another_encoder_is_refused_when_opening(tmp_path: Path) -> None:
    Index.open(tmp_path, HashingEncoder(), create=True).close()
    with pytest.raises(IndexMismatch, match="built with the encoder fake/hashing"):
        Index.open(tmp_path, HashingEncoder(name="other", fingerprint="fake-2"))


def test_half_a_surrogate_pair_names_no_article(index: Index) -> None:
    with index.snapshot() as snapshot, pytest.raises(ArticleNotFound):
        snapshot.article("\ud800")


def test_a_passage_of_another_time_has_no_vectors_now(index: Index) -> None:
    index.add(Draft("Old words here.", id="x"))
    with index.snapshot() as snapshot:
        (old,) = snapshot.passages([key for key, _ in snapshot.lexical("old", 1)])
    index.remove("x")
    with index.snapshot() as snapshot, pytest.raises(ArticleNotFound):
        snapshot.sentence_vectors(old)


def test_damage_inside_the_database_is_found(index: Index) -> None:
    index.add(Draft("The law was passed.", id="x"))
    with sqlite3.connect(index.folder / "index.db") as connection:
        connection.execute("UPDATE versions SET text = 'The law was dropped.'")
    connection.close()
    problems = " ".join(index.check())
    assert "'x' version 1 is not the text that was stored" in problems
    assert "is not a slice" in problems


def test_a_snapshot_that_is_over_cannot_be_used(index: Index) -> None:
    with index.snapshot() as snapshot:
        assert snapshot.articles() == []
    with pytest.raises(RuntimeError, match="is over"):
        snapshot.articles()


def test_an_index_that_is_closed_twice_is_closed(index: Index) -> None:
    index.close()
    index.close()
