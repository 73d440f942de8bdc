"""Who does what in an article, when the question does not say who."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.article import Article
from rag.citations import Ask
from rag.compare import roundup
from rag.question import understand
from tests.rag.conftest import AMNESTY, FEES, MakeAnswerer
from tests.rag.test_answer import assert_promises

TEXT = (
    "Tajikistan forgives fighters who return from Syria. “Iraq is lost,” the president said. It was late.\n"
    "The approach differs from that of countries like France, which jails fighters, and Australia, which takes away "
    "passports.\nBritain has proposed a ban. Khalimov had left for Syria. Anna Khalimov was there.\n"
    "Port Ash, the biggest town, has a school. The Builders’ Guild objects. The PHA agrees with fighters."
)
ARTICLE = Article("a", 1, "How fighters return", None, None, None, None, None, None, None, TEXT, "")


def rows(question: str) -> list[str]:
    found = roundup(understand(question), [ARTICLE])
    return [] if found is None else [name[-1].text for name in found.question.subjects]


@pytest.mark.parametrize(
    "question",
    [
        "Which countries are named, and what are their policies?",
        "Summarise the policies",
        "Summarise the policies of each country.",
        "What does each country do with returning fighters?",
        "How do the countries differ?",
        "What policies do other countries have on fighters?",
        "Compare the approaches",
    ],
)
def test_the_countries_are_those_that_do_something(question: str) -> None:
    assert rows(question) == ["Tajikistan", "France", "Australia", "Britain"]


def test_one_that_is_left_out_by_the_question_has_no_row() -> None:
    assert rows("Which countries besides Tajikistan are there, and what do they do?") == [
        "France",
        "Australia",
        "Britain",
    ]


def test_other_countries_are_others_than_that_of_the_headline() -> None:
    article = replace(ARTICLE, title="How Tajikistan’s fighters return")
    found = roundup(understand("What do other countries do with fighters?"), [article])
    assert found is not None
    assert [name[-1].text for name in found.question.subjects] == ["France", "Australia", "Britain"]


def test_a_short_sentence_brings_the_next_about_the_same() -> None:
    article = replace(
        ARTICLE, text="France jails fighters.\nBritain proposed a ban. Britons would stay out. It rained."
    )
    found = roundup(understand("Summarise the policies"), [article])
    assert found is not None
    assert [group[0].text for group in found.chosen] == [
        "France jails fighters.",
        "Britain proposed a ban.",
        "Britons would stay out.",
    ]


def test_bodies_are_told_from_countries() -> None:
    assert rows("Which organisations are named, and what do they say?") == ["Guild", "PHA"]


@pytest.mark.parametrize("question", ["Compare France and Denmark", "How do France and Denmark differ?"])
def test_who_is_named_and_acts_is_in_the_table_that_asks_nothing_else(question: str) -> None:
    found = roundup(understand(question), [ARTICLE])
    assert found is not None
    assert (len(found.chosen), len(found.question.subjects), found.is_asked_for) == (1, 2, False)
    assert roundup(understand("Compare Denmark and Sweden"), [ARTICLE]) is None
    assert roundup(understand("Do France and Denmark like fighters?"), [ARTICLE]) is None


@pytest.mark.parametrize(
    "question",
    [
        "Which countries won the world cup, and how did they do it?",
        "Summarise the policies on wine and cheese",
        "Which countries give an amnesty?",
        "What is France's policy?",
        "Summarise the article",
    ],
)
def test_other_questions_get_no_such_table(question: str) -> None:
    assert rows(question) == []


def test_an_article_in_which_nobody_acts_gives_none() -> None:
    assert roundup(understand("Summarise the policies"), []) is None
    assert roundup(understand("Summarise the policies"), [replace(ARTICLE, text="It rained. It snowed.")]) is None


def test_the_table_has_a_cited_row_for_each_and_keeps_the_promises(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY).answer(Ask("Which countries are named, and what do they do?"))
    assert answer.status == "answered"
    assert answer.table is not None
    assert answer.table.subjects == ("France", "Australia")
    assert all(row.statements and row.statements[0].citations for row in answer.table.rows)
    assert_promises(answer)


def test_of_a_subject_that_no_article_mentions_the_row_is_empty(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY, FEES).answer(Ask("How do France, Australia and Denmark treat fighters?"))
    assert answer.status == "partial"
    assert answer.table is not None
    assert [len(row.statements) for row in answer.table.rows] == [1, 1, 0]
    assert "Denmark" in next(n.text for n in answer.notices if n.kind == "missing")


def test_a_reader_who_wants_to_be_surer_gets_no_table(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY, threshold=0.99).answer(Ask("Which countries are named, and what do they do?"))
    assert answer.status == "not_covered"
