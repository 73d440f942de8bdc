"""Questions of several parts: split where each asks something, and what is missing is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations import Ask
from rag.parts import missing_notice, parts_of
from rag.question import understand
from tests.rag.conftest import AMNESTY, FEES, MakeAnswerer
from tests.rag.test_answer import assert_promises


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who raised the fee, and when does it start?", ("Who raised the fee", "when does")),
        ("Who pays? And who checks?", ("Who pays", "who checks")),
        ("What is the line, when was it set up and who pays for it?", ("What is", "when was", "who pays for")),
        ("Where does the money come from and how much is it?", ("Where does", "how much is")),
        ("How many died and how many were hurt?", ("How many died", "how many were hurt")),
        ("What happened, and what did the mayor say?", ("What happened", "what did the mayor say")),
    ],
)
def test_each_part_is_a_question_of_its_own(question: str, parts: tuple[str, ...]) -> None:
    found = parts_of(question)
    assert len(found) == len(parts)
    assert all(one.asked.startswith(begin) for one, begin in zip(found, parts, strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "What do France and Australia do?",
        "What did officials say about who may return and when they may?",
        "How many homes are promised, and in which towns?",
        "What happens when a home is warned twice?",
        "Hello? Who pays?",
        "Which team and which player won the cup?",
        "How many men and how many women were killed?",
        "How much and how often do guests pay?",
        "Who or what is Omon?",
        "When and how much was paid?",
        "When and where?",
        "Do you know when and where he was born?",
        "Rock and roll",
        "",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question: str) -> None:
    assert [part.standalone for part in parts_of(question)] == [question]


def test_a_pronoun_gets_what_it_means_from_the_first_part_and_the_reader_keeps_it() -> None:
    who, when = parts_of("Who commanded Omon, and when was it set up?")
    assert (when.asked, when.standalone) == ("when was it set up", "when was Omon set up")
    assert who.asked == who.standalone


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Where and when was Anna Berg born?", ("Where was Anna Berg born", "when was Anna Berg born")),
        ("When, where and how did he die?", ("When did he die", "where did he die", "how did he die")),
        ("When, where, and how did he die?", ("When did he die", "where did he die", "how did he die")),
        ("By whom and when was it built?", ("By whom was it built", "when was it built")),
        ("When and in which town was she born?", ("When was she born", "in which town was she born")),
        (
            "Who chairs the fund, when and why was it set up?",
            ("Who chairs the fund", "when was it set up", "why was it set up"),
        ),
        (
            "When, where, how and why did he leave, and who paid?",
            ("When, where, how and why did he leave", "who paid"),
        ),
    ],
)
def test_question_words_that_share_a_question_get_all_of_it_each(question: str, parts: tuple[str, ...]) -> None:
    assert tuple(part.asked for part in parts_of(question)) == parts


def test_a_pronoun_that_the_first_part_has_too_stays() -> None:
    found = parts_of("When was it set up, and who pays for it?")
    assert [part.standalone for part in found] == ["When was it set up", "who pays for it"]


def test_where_and_why_alone_ask_that_of_the_first_part() -> None:
    assert parts_of("Who was held, and why?")[1].standalone == "Why: Who was held"


@given(st.text(max_size=200))
def test_whatever_is_asked_there_is_at_least_one_part(question: str) -> None:
    assert parts_of(question)


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("How does Ostrand's charge for visitors differ from Halvern's?", 2),
        ("Compare Tajikistan's approach with Britain's.", 2),
        ("What did Ostrand buy from Halvern?", 0),
        ("Why did Khalimov leave for Syria?", 0),
    ],
)
def test_what_is_compared_at_a_distance_stands_side_by_side(question: str, subjects: int) -> None:
    assert len(understand(question).subjects) == subjects


def test_what_is_missing_is_named_in_the_words_of_the_question() -> None:
    notice = missing_notice(["who pays for it?", "Denmark"])
    assert (notice.kind, notice.text) == ("missing", "Not answered here: “who pays for it” and “Denmark”.")


def test_all_parts_are_answered(make_answerer: MakeAnswerer) -> None:
    question = "What does France do with returning fighters, and when was the hotline opened?"
    answer = make_answerer(AMNESTY, FEES).answer(Ask(question))
    assert answer.status == "answered"
    assert "prison" in answer.text
    assert "9 May" in answer.text
    assert_promises(answer)


def test_of_two_question_words_the_one_not_answered_is_named_with_its_question(make_answerer: MakeAnswerer) -> None:
    born = replace(FEES, text="The writer Anna Berg was born in Skelby. Her parents were teachers.")
    answer = make_answerer(born).answer(Ask("When and where was Anna Berg born?"))
    assert answer.status == "partial"
    assert "Skelby" in answer.text
    assert [n.text for n in answer.notices if n.kind == "missing"] == ["Not answered here: “When was Anna Berg born”."]


def test_of_two_parts_the_one_that_is_answered_is_given_and_the_other_named(make_answerer: MakeAnswerer) -> None:
    question = "What does France do with returning fighters, and what does Denmark do?"
    answer = make_answerer(AMNESTY, FEES).answer(Ask(question))
    assert answer.status == "partial"
    assert "France puts returning fighters in prison." in answer.text
    assert ["Denmark" in n.text for n in answer.notices if n.kind == "missing"] == [True]
    assert_promises(answer)


def test_a_subject_of_which_no_number_is_given_gets_an_empty_row(make_answerer: MakeAnswerer) -> None:
    towns = replace(FEES, text="In Merrow the office counts 640 lets. The mayor of Skelby took the other side.")
    answer = make_answerer(towns).answer(Ask("How many lets are there in Merrow and in Skelby?"))
    assert answer.status == "partial"
    assert answer.table is not None
    assert {row.subject: len(row.statements) for row in answer.table.rows} == {"Merrow": 1, "Skelby": 0}
