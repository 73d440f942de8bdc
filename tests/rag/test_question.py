"""What a question asks: names, kinds of answer, follow-ups, small talk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations import Turn
from rag.conversation import is_small_talk
from rag.names import contains_name, display, names, same_name
from rag.question import understand, wanted, without

FRANCE = (Turn("user", "What does France do with returning fighters?"), Turn("assistant", "It imprisons them. [1]"))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the Trust Line begin?", "date"),
        ("How many fighters came home?", "number"),
        ("Who picks up the phone when a fighter rings?", "person"),
        ("Which colonel joined?", "person"),
        ("In which city does he live?", "place"),
        ("Why did they leave?", "reason"),
        ("Does the government help?", "yes_no"),
        ("What is offered to those who return?", "thing"),
        ("Since when?", "date"),
    ],
)
def test_the_first_question_word_says_what_kind_of_answer_is_wanted(question: str, kind: str) -> None:
    assert wanted(question) == kind


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did Rizvon Ahmadov say about France?", ["Rizvon Ahmadov", "France"]),
        ("What is Belgium's policy?", ["Belgium"]),
        ("what does germany do?", ["germany"]),
        ("What about US troops?", ["US"]),
        ("Is turkey on the menu?", []),
        ("What happens to us?", []),
        ("WHAT DOES FRANCE DO?", []),
    ],
)
def test_names_are_told_from_other_words(question: str, found: list[str]) -> None:
    assert [" ".join(t.text for t in name).removesuffix("'s") for name in names(question)] == found


@pytest.mark.parametrize(
    ("asked", "written"),
    [("UK", "British"), ("Tajik", "Tajikistan"), ("Danish", "Denmark"), ("Australia", "Australian"), ("ISIS", "IS")],
)
def test_spellings_of_one_name_meet(asked: str, written: str) -> None:
    assert same_name(asked, written)
    assert same_name(written, asked)


@pytest.mark.parametrize(
    ("asked", "written"),
    [("Austria", "Australia"), ("Iran", "Iraq"), ("Niger", "Nigeria"), ("Niger", "Nigerian"), ("Slovakia", "Slovenia")],
)
def test_names_that_only_look_alike_stay_apart(asked: str, written: str) -> None:
    assert not same_name(asked, written)


def test_the_pronoun_us_is_not_the_united_states() -> None:
    (name,) = names("What did the US do?")
    assert not contains_name(["us", "Us"], name)
    assert contains_name(["American"], name)


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("And Australia?", "What does Australia do with returning fighters?"),
        ("What about Britain?", "What does Britain do with returning fighters?"),
        ("Why?", "Why: What does France do with returning fighters?"),
        ("Do they go to prison?", "Do the returning fighters go to prison?"),
        ("What is the Trust Line?", "What is the Trust Line?"),
        ("What did Khalimov say in his video?", "What did Khalimov say in his video?"),
        ("Is it true that he left?", "Is it true that he left?"),
    ],
)
def test_a_follow_up_is_made_standalone_and_a_whole_question_is_not_bent(question: str, standalone: str) -> None:
    assert understand(question, FRANCE).standalone == standalone


def test_a_person_pronoun_means_the_person_just_answered_with() -> None:
    history = (Turn("user", "Which colonel joined?"), Turn("assistant", "Colonel Gulmurod Khalimov. [1]"))
    assert understand("When did he go missing?", history).standalone == "When did Colonel Gulmurod Khalimov go missing?"


def test_two_follow_ups_in_a_row_keep_the_first_question() -> None:
    history = (*FRANCE, Turn("user", "And Australia?"), Turn("assistant", "It threatens. [1]"))
    assert understand("And Britain?", history).standalone == "What does Britain do with returning fighters?"


def test_thanks_in_between_do_not_become_the_subject() -> None:
    history = (*FRANCE, Turn("user", "Thanks!"), Turn("assistant", "Ask on."))
    assert understand("And Australia?", history).standalone == "What does Australia do with returning fighters?"


@pytest.mark.parametrize(
    "text",
    [
        "Hello!",
        "hi there",
        "Tell me a joke.",
        "thank you so much",
        "What can you do?",
        "OK",
        "Thanks, that helps!",
        "You’re great, do you know that?",
    ],
)
def test_small_talk_is_told_from_questions(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize("text", ["Hi, what is the Trust Line?", "Who are the six?", "Is there help for them?"])
def test_a_greeting_before_a_question_does_not_make_it_small_talk(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("How many people died in Springfield, Illinois?", []),
        ("What did the mayor of Skelby, Anna Berg, say?", []),
        ("In Ostrand, Halvern workers pay what?", []),
        ("How many died in Springfield, Illinois, and Denver, Colorado?", ["Springfield", "Denver"]),
        ("What do France, Australia and Britain do?", ["France", "Australia", "Britain"]),
        ("What happened in France, Australia, and Britain?", ["France", "Australia", "Britain"]),
        ("Compare France, Australia, Britain.", ["France", "Australia", "Britain"]),
        ("What do France, Australia and their neighbours do?", ["France", "Australia"]),
        ("Who pays, France or Britain?", ["France", "Britain"]),
    ],
)
def test_names_are_compared_where_they_are_listed_not_where_a_comma_explains_one(
    question: str, subjects: list[str]
) -> None:
    assert [display(name) for name in understand(question).subjects] == subjects


@pytest.mark.parametrize(
    ("dropped", "names_left", "subjects_left"),
    [
        (["Denmark"], ["France", "Khalimov"], ["France"]),
        (["Denmark", "Khalimov"], ["France", "Khalimov"], ["France"]),
        (["Khalimov"], ["France", "Denmark", "Khalimov"], ["France", "Denmark"]),
        (["France", "Denmark"], ["France", "Denmark", "Khalimov"], ["France", "Denmark"]),
    ],
)
def test_a_comparison_loses_some_of_its_subjects_and_no_other_name(
    dropped: list[str], names_left: list[str], subjects_left: list[str]
) -> None:
    left = without(understand("What do France and Denmark do about Khalimov?"), dropped)
    assert [display(name) for name in left.names] == names_left
    assert [display(name) for name in left.subjects] == subjects_left
    assert ("denmark" in left.terms) == ("Denmark" in names_left)


def test_a_word_that_two_subjects_share_stays_with_the_one_that_is_left() -> None:
    left = without(understand("What did Anna Berg and Karl Berg say?"), ["Karl Berg"])
    assert left.terms == ("anna", "berg")


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_can_be_understood(question: str, before: list[str]) -> None:
    history = tuple(Turn("user" if i % 2 == 0 else "assistant", text) for i, text in enumerate(before))
    understood = understand(question, history)
    assert understood.asked == question
    assert all(understood.standalone[t.start : t.end] == t.text for name in understood.names for t in name)
