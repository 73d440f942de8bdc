"""BM25 over passages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Draft
from index.lexical import MOST_TERMS, STOP_WORDS, lexical_search, terms_of
from index.store import Index
from tests.fakes import HashingEncoder


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("newsroom"), HashingEncoder(), create=True)
    index.add(Draft("The fighters returned home. The café reopened.", id="return", title="Amnesty in Tajikistan"))
    index.add(Draft("A flood hit the valley. Nobody was hurt.", id="flood", title="Weather"))
    index.add(Draft("A flood hit the valley. Nobody was hurt.", id="flood-2", title="Weather"))
    yield index
    index.close()


def found(index: Index, text: str, *, articles: list[str] | None = None) -> list[str]:
    with index.snapshot() as snapshot:
        return [p.article_id for p in snapshot.passages([key for key, _ in snapshot.lexical(text, 10, articles)])]


def test_endings_accents_and_case_do_not_matter(newsroom: Index) -> None:
    assert found(newsroom, "a FIGHTER") == ["return"]
    assert found(newsroom, "cafe") == ["return"]


def test_a_title_finds_the_passages_of_its_article(newsroom: Index) -> None:
    assert found(newsroom, "Tajikistan") == ["return"]


def test_passages_that_tie_come_in_order_of_key(newsroom: Index) -> None:
    with newsroom.snapshot() as snapshot:
        (first, score), (second, same) = snapshot.lexical("flood", 10)
    assert first < second
    assert score == same > 0


def test_only_the_articles_asked_for_are_searched(newsroom: Index) -> None:
    assert found(newsroom, "flood", articles=["flood-2", "return"]) == ["flood-2"]
    assert found(newsroom, "flood", articles=[]) == []


def test_a_title_that_weighs_nothing_scores_nothing(newsroom: Index) -> None:
    with newsroom.snapshot() as snapshot:
        light = lexical_search(snapshot.connection, "Tajikistan", 5, title_weight=0.0)
        heavy = lexical_search(snapshot.connection, "Tajikistan", 5, title_weight=2.0)
    assert light[0][1] == 0
    assert heavy[0][1] > 0


@given(text=st.text() | st.text(alphabet='"*():^-+{}ANDORNOTEAR \x00\ud800'))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for(newsroom: Index, text: str) -> None:
    with newsroom.snapshot() as snapshot:
        assert all(score >= 0 for _, score in snapshot.lexical(text, 5))


@pytest.mark.parametrize("text", ['flood" OR "x', "flood)", "title:flood", "-flood", "flood*", "NEAR(flood valley)"])
def test_the_query_language_has_no_power_in_a_question(newsroom: Index, text: str) -> None:
    assert found(newsroom, text) == ["flood", "flood-2"]


def test_stop_words_are_left_out_unless_nothing_else_is_there() -> None:
    assert terms_of("What is the flood? The FLOOD!") == ["flood"]
    assert terms_of("Who is it?") == ["who", "is", "it"]
    assert all(word == word.lower() for word in STOP_WORDS)


def test_a_question_of_a_thousand_words_is_cut_short(newsroom: Index) -> None:
    assert len(terms_of(" ".join(f"word{n}" for n in range(1000)))) == MOST_TERMS
    assert found(newsroom, "flood " + "valley fighters " * 5000)
