"""Who does what in an article, when the question does not say who."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.article import Article, Draft
from rag import compare
from rag.citations import Ask
from rag.compare import MOST_NAMES, ROWS, Roundup, roundup
from rag.persons import Mention, people
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
FILMS = "North Korea bans foreign films. South Korea allows foreign films. Japan taxes foreign films."


def rows(question: str) -> list[str]:
    found = roundup(understand(question), [ARTICLE])
    return [] if found is None else [name[-1].text for name in found.question.subjects]


def of_text(question: str, text: str, title: str = "Films") -> Roundup | None:
    return roundup(understand(question), [replace(ARTICLE, text=text, title=title)])


def subjects(found: Roundup | None) -> list[str]:
    return [] if found is None else [" ".join(token.text for token in name) for name in found.question.subjects]


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


def test_the_row_of_one_that_is_only_set_against_another_is_empty_and_said_to_be(make_answerer: MakeAnswerer) -> None:
    text = "Spain, unlike Portugal, lets the army unload ships when dockers strike. It rained in the islands."
    answer = make_answerer(Draft(text, id="ports", title="Ships")).answer(
        Ask("What do Spain and Portugal do when dockers strike?")
    )
    assert answer.status == "partial"
    assert answer.table is not None
    assert [(row.subject, len(row.statements)) for row in answer.table.rows] == [("Spain", 1), ("Portugal", 0)]
    assert "Portugal" in next(n.text for n in answer.notices if n.kind == "missing")
    assert_promises(answer)


def test_a_reader_who_wants_to_be_surer_gets_no_table(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY, threshold=0.99).answer(Ask("Which countries are named, and what do they do?"))
    assert answer.status == "not_covered"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FILMS, ["North Korea", "South Korea", "Japan"]),
        ("Guinea bans films. Equatorial Guinea taxes films.", ["Guinea", "Equatorial Guinea"]),
        ("Papua New Guinea bans films. Guinea taxes films.", ["Papua New Guinea", "Guinea"]),
        ("South Sudan bans films. Sudan taxes films.", ["South Sudan", "Sudan"]),
        ("Ireland bans films. Northern Ireland taxes films.", ["Ireland", "Northern Ireland"]),
        (
            "The Republic of Congo bans films. The Democratic Republic of the Congo taxes films.",
            ["Republic of Congo", "Democratic Republic of the Congo"],
        ),
    ],
)
def test_countries_whose_names_end_alike_have_a_row_each(text: str, expected: list[str]) -> None:
    assert subjects(of_text("Summarise the policies of the countries", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The United States bans films. America pays. The United Kingdom taxes films.", "United States"),
        ("The US bans films. The United States pays. The United Kingdom taxes films. Britain pays.", "US"),
        ("Congo bans films. The Democratic Republic of Congo pays. The United Kingdom taxes films.", "Congo"),
        ("New Zealand bans films. New Zealanders has it. The United Kingdom taxes films.", "New Zealand"),
    ],
)
def test_a_country_by_several_names_has_one_row(text: str, expected: str) -> None:
    assert subjects(of_text("Summarise the policies of the countries", text)) == [expected, "United Kingdom"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Labour Party objects. The Party is large. The Conservative Party agrees. The Party is small.",
            ["Labour Party", "Conservative Party"],
        ),
        (
            "The Party objects. The Labour Party is large. The Conservative Party agrees.",
            ["Party", "Conservative Party"],
        ),
        (
            "The Builders’ Guild objects. The Guild is small. The Farmers’ Union agrees.",
            ["Builders Guild", "Farmers Union"],
        ),
    ],
)
def test_bodies_that_differ_before_the_last_word_are_two_and_the_last_alone_is_one_of_them(
    text: str, expected: list[str]
) -> None:
    assert subjects(of_text("Which organisations are named, and what do they say?", text)) == expected


def test_who_is_named_is_not_another_whose_name_ends_alike() -> None:
    text = "North Korea bans foreign films. The United Kingdom taxes them."
    assert of_text("Compare South Korea and Denmark", text) is None
    assert of_text("Compare New Mexico and Northern Ireland", "Mexico bans films. Ireland has none.") is None
    both = of_text("Compare South Korea and North Korea", FILMS)
    assert both is not None
    assert [group[0].text[:11] for group in both.chosen] == ["South Korea", "North Korea"]
    found = of_text("Compare Britain and Denmark", f"{text} Denmark allows films.")
    assert found is not None
    assert [group[0].text for group in found.chosen] == ["The United Kingdom taxes them.", "Denmark allows films."]


def test_what_is_left_out_is_that_country_alone() -> None:
    besides = of_text("Which countries besides North Korea are there, and what do they do?", FILMS)
    assert subjects(besides) == ["South Korea", "Japan"]
    others = of_text("What policies do other countries have on films?", FILMS, title="How North Korea bans films")
    assert subjects(others) == ["South Korea", "Japan"]


def test_each_of_the_countries_that_end_alike_has_its_own_sentence(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(Draft(FILMS, id="films", title="Films")).answer(
        Ask("Summarise the policies of the countries")
    )
    assert answer.table is not None
    said = [(row.subject, [s.text for s in row.statements]) for row in answer.table.rows]
    assert said == [
        ("North Korea", ["North Korea bans foreign films."]),
        ("South Korea", ["South Korea allows foreign films."]),
        ("Japan", ["Japan taxes foreign films."]),
    ]


def test_at_most_so_many_rows_are_found() -> None:
    text = " ".join(f"The {name}ton Guild objects." for name in "Ash Bol Cas Den Elm Far Gras Hal Ip Jar".split())
    assert len(subjects(of_text("Which organisations are named, and what do they say?", text))) == ROWS
    names = [f"{a}{b}ton" for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "aeiouylrhn"]
    many = compare._acting(" ".join(f"The {name} Guild objects." for name in names), bodies=True)
    assert len(many) == MOST_NAMES < len(names)


def test_an_article_is_looked_through_once_however_many_names_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def counted(words: str) -> tuple[Mention, ...]:
        looked.append(words)
        return people(words)

    monkeypatch.setattr(compare, "people", counted)
    names = "Ashland Bolland Casland Denland Elmland Farland Halland Ipland".split()
    text = " ".join(f"{name} bans films. {name}’s parliament met." for name in names)
    for question in ("Summarise the policies", "How do the countries differ?"):
        assert subjects(of_text(question, text)) == names
    assert len(looked) == 1


def test_a_question_that_asks_for_no_table_looks_at_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_at(text: str) -> tuple[str, ...]:
        raise AssertionError(text)

    for name in ("title_words", "tokens", "quotations"):
        monkeypatch.setattr(compare, name, looked_at)
    assert rows("Do France and Denmark like fighters?") == rows("Which countries give an amnesty?") == []
