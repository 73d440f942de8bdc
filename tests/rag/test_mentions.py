"""Who is named and who is not: what the rules for names let through and what they refuse, on whole questions."""

from __future__ import annotations

import pytest

from index.article import Draft
from rag.citations import Ask
from rag.mentions import has_whole_name, is_no_name, mentions, untitled
from rag.names import contains_name, names
from rag.terms import tokens
from tests.rag.conftest import MakeAnswerer


def is_mentioned(question: str, text: str) -> bool:
    (name,) = names(question)
    return is_no_name(name) or mentions(tokens(text), name)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What does North Korea test?", "South Korea tests missiles."),
        ("What does Mexico want?", "New Mexico wants water."),
        ("What does New Mexico want?", "Mexico wants water."),
        ("What did Kim Jong Un say?", "The UN said no."),
        ("What did Williams say?", "Prince William said no."),
        ("What did Robert Peters say?", "Peter said no."),
        ("What did the IMF say?", "In my flat nobody said anything."),
    ],
)
def test_a_name_that_ends_alike_is_another(question: str, text: str) -> None:
    assert not is_mentioned(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What does North Korea test?", "North Korean officers test missiles."),
        ("What does the US do?", "The United Nations met. The United States tries fighters."),
        ("What did Kim Jong Un say?", "Kim Jong Un said no."),
        ("What did Kim say?", "Kim Jong Un and Kim said no."),
        ("What did Xi say?", "Xi said no."),
        ("What did Erdogan say?", "Recep Tayyip Erdoğan said no."),
        ("What did Saudi Arabia say?", "The Saudi government said no."),
        ("What did the IMF say?", "The International Monetary Fund said no."),
        ("What did the International Monetary Fund say?", "The IMF said no."),
        ("What did the Mayor say?", "The mayor said no."),
        ("What did the Prime Minister say?", "The prime minister said no."),
        ("What did the Kurds say?", "A Kurd said no."),
        ("What happened on Monday?", "The pool was closed."),
        ("Who is the CEO?", "Its chief executive is Ann Lee."),
    ],
)
def test_another_spelling_or_the_same_in_small_letters_is_the_same(question: str, text: str) -> None:
    assert is_mentioned(question, text)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did Mrs May say about Theresa May?", ["Mrs May", "Theresa May"]),
        ("What did Mr. Weber and the Mrs say?", ["Mr Weber"]),
        ("What Did The Council Decide About Parking Fees?", []),
        ("What did the Council decide in May?", ["Council"]),
    ],
)
def test_names_in_questions(question: str, found: list[str]) -> None:
    assert [" ".join(token.text for token in name) for name in names(question)] == found


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Interior Minister Berg", "Berg"), ("Health Ministry", "Health Ministry"), ("Prime Minister", "Prime Minister"),
     ("President Bush", "Bush"), ("Anna Berg", "Anna Berg"), ("Mrs May", "May")],
)  # fmt: skip
def test_titles_are_no_part_of_a_name(name: str, bare: str) -> None:
    assert " ".join(token.text for token in untitled(tokens(name))) == bare


def test_a_middle_name_may_stand_inside_a_whole_name() -> None:
    (name,) = names("What did President George Bush say?")
    assert has_whole_name(tokens("George W. Bush said no."), name)
    (line,) = names("When was the Paris Line opened?")
    assert not has_whole_name(tokens("Fighters can call the Trust Line from Paris."), line)


def test_of_two_names_in_one_text_each_is_found() -> None:
    text = [token.text for token in tokens("North Korea and South Korea")]
    assert all(contains_name(text, name) for name in names("Compare North Korea and South Korea"))


@pytest.mark.parametrize(
    ("question", "text", "is_answered"),
    [
        ("How many soldiers does South Korea have?", "North Korea has 1.2 million soldiers.", False),
        ("What did Jill Biden say about the school?", "Joe Biden said the school would open in May.", False),
        ("What do Sweden and Denmark say about Trump?", "Sweden says it will pay. Denmark says it will not.", False),
        ("What did the Council decide?", "The council decided to close the pool.", True),
        ("What did Xi Jinping say?", "Xi Jinping came on Monday.\n\nMr Xi said trade would grow by a third.", True),
        ("What did President Bush say?", "George W. Bush said the fire was bad. The bush burned for days.", True),
        ("Why was the pool closed on Monday?", "The pool was closed because the boiler broke.", True),
    ],
)
def test_on_the_whole_path(make_answerer: MakeAnswerer, question: str, text: str, is_answered: bool) -> None:
    answer = make_answerer(Draft(text, id="a")).answer(Ask(question))
    assert (answer.status == "answered") is is_answered
    assert is_answered or answer.status == "not_covered"


def test_what_only_the_headline_names_is_named(make_answerer: MakeAnswerer) -> None:
    draft = Draft("The government has put a tax on sugar of two crowns a kilo.", id="a", title="Denmark taxes sugar")
    assert "not mention" not in make_answerer(draft).answer(Ask("What did Denmark do about sugar?")).text
