"""Follow-ups made standalone from the conversation before them, and questions that must not be bent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations import Turn
from rag.conversation import LONGEST, make_standalone
from rag.question import understand


def said(*texts: str) -> tuple[Turn, ...]:
    """A conversation: questions and replies in turn."""
    return tuple(Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(texts))


FRANCE = said("What does France do with returning fighters?", "It imprisons them. [1]")
FUND = said("Who chairs the Coast Homes Fund?", "The fund is chaired by Edda Marsh. [1]")
LINE = said("What is the Trust Line?", "A telephone service that fighters who are thinking of going back can call. [1]")
LEVY = said("Do hotels have to pay the levy?", "Hotels are left out. [1]")
HOSTELS = said("Who wants hostels that are run by the towns?", "Nino Abara, who organises for the union. [1]")
OSTRAND = said("Does Ostrand charge visitors too?", "Neighbouring Ostrand has charged its visitors since 2019. [1]")
STAY = said("How long can seasonal workers stay in Ostrand?", "Ostrand gives seasonal workers eight months. [1]")
LAWYER = said("Who is Ines Vogt?", "The lawyer of the Age Alliance. [1]")
VISA = said("What will the harvest visa cost?", "The fee falls from 210 to 140 crowns. [1]")


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (FRANCE, "And in Britain?", "What does Britain do with returning fighters?"),
        (FRANCE, "Australia?", "What does Australia do with returning fighters?"),
        (FRANCE, "And women?", "What does France do with returning fighters: women?"),
        (STAY, "what about Kelland?", "How long can seasonal workers stay in Kelland?"),
        (STAY, "and in kelland", "How long can seasonal workers stay in kelland?"),
        (VISA, "for students", "What will the harvest visa cost for students?"),
        (said("How many homes were built in 2013?", "40."), "And in 2014?", "How many homes were built in 2014?"),
    ],
)
def test_a_new_subject_takes_the_place_of_the_old(history: tuple[Turn, ...], question: str, standalone: str) -> None:
    assert make_standalone(question, history) == standalone


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("In Belgium?", "What does Belgium do with returning fighters?"),
        ("In Belgium.", "What does Belgium do with returning fighters?"),
        ("In the U.S.?", "What does the U.S. do with returning fighters?"),
        ("In 2014?", "What does France do with returning fighters in 2014?"),
        ("In 1,200 cases?", "What does France do with returning fighters in 1,200 cases?"),
        ("At night?", "What does France do with returning fighters at night?"),
        ("For women?", "What does France do with returning fighters for women?"),
        ("In Skelby?", "What does France do with returning fighters in Skelby?"),
    ],
)
def test_a_place_or_time_alone_is_asked_of_with_one_question_mark(question: str, standalone: str) -> None:
    assert make_standalone(question, FRANCE) == standalone


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("The UK?", "the UK"),
        ("The Netherlands?", "the Netherlands"),
        ("The Americans?", "the Americans"),
        ("the UK?", "the UK"),
        ("And the U.S.?", "the U.S."),
    ],
)
def test_a_new_subject_may_come_with_its_article(question: str, country: str) -> None:
    assert make_standalone(question, FRANCE) == f"What does {country} do with returning fighters?"


def test_the_article_of_the_old_subject_and_of_the_new_are_one() -> None:
    history = said("What does the UK do?", "It tries them.")
    assert make_standalone("And the Netherlands?", history) == "What does the Netherlands do?"


@pytest.mark.parametrize(
    "question",
    [
        "Thanks. And Australia?",
        "Ok. And Australia?",
        "Thank you! What about Australia?",
        "Thanks, and Australia?",
        "Thanks a lot. And Australia?",
        "Good to know. And Australia?",
        "I see. Australia?",
    ],
)
def test_thanks_before_a_new_subject_are_left_out(question: str) -> None:
    assert make_standalone(question, FRANCE) == "What does Australia do with returning fighters?"


@pytest.mark.parametrize("question", ["He died in Syria. When?", "It burned. When?", "Taxes rose. Why?"])
def test_what_is_told_before_a_question_word_is_no_mere_remark(question: str) -> None:
    assert make_standalone(question, LEVY).startswith(question.rstrip("?"))


@pytest.mark.parametrize(
    "question",
    [
        *("Details?", "Source?", "Seriously?", "Sure?", "Correct?", "True?", "Continue", "Interesting."),
        "Fighters?",  # the conversation has it in lower case
    ],
)
def test_a_word_that_is_no_name_is_no_new_subject(question: str) -> None:
    assert make_standalone(question, FRANCE) == question


@pytest.mark.parametrize("reply", ["Details?", "Source?", "Continue."])
def test_a_mere_reply_does_not_become_the_last_question(reply: str) -> None:
    history = (*FRANCE, *said(reply, "The articles do not answer this."))
    assert make_standalone("And Australia?", history) == make_standalone("And Australia?", FRANCE)


@pytest.mark.parametrize("name", ["Skelby", "Khalimov", "Edda Marsh", "Germany"])
def test_a_name_alone_is_a_new_subject_though_nobody_named_it_before(name: str) -> None:
    assert make_standalone(f"{name}?", FRANCE) == f"What does {name} do with returning fighters?"


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (OSTRAND, "How much?", "How much does Ostrand charge visitors?"),
        (OSTRAND, "since when?", "Since when does Ostrand charge visitors?"),
        (LEVY, "Why?", "Why: Hotels are left out?"),
        (LINE, "since when?", "Since when (the Trust Line)?"),
        (FRANCE, "and why?", "Why: What does France do with returning fighters?"),
        (
            said("Who doubts it?", "The guild does not believe in the date. [1]"),
            "On what grounds?",
            "On what grounds: The guild does not believe in the date?",
        ),
    ],
)
def test_a_question_word_alone_asks_the_last_question_again(
    history: tuple[Turn, ...], question: str, standalone: str
) -> None:
    assert make_standalone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (FUND, "What does she hope for?", "What does Edda Marsh hope for?"),
        (FUND, "What about her?", "What about Edda Marsh?"),
        (FUND, "What is her plan?", "What is Edda Marsh’s plan?"),
        (FUND, "When was it founded?", "When was the Coast Homes Fund founded?"),
        (FUND, "Did she say why it was founded?", "Did Edda Marsh say why the Coast Homes Fund was founded?"),
        (LAWYER, "Where does she live?", "Where does Ines Vogt live?"),
        (LAWYER, "Who does it speak for?", "Who does the Age Alliance speak for?"),
        (LINE, "Who runs it?", "Who runs the Trust Line?"),
        (VISA, "How long is it valid?", "How long is the harvest visa valid?"),
        (STAY, "Who buys the ticket there?", "Who buys the ticket in Ostrand?"),
        (HOSTELS, "Why does she want them?", "Why does Nino Abara want the hostels?"),
        (FRANCE, "What did the UN say about it?", "What did the UN say about France?"),
    ],
)
def test_a_pronoun_gives_way_to_what_it_means(history: tuple[Turn, ...], question: str, standalone: str) -> None:
    assert make_standalone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (FRANCE, "What danger does that have?", "What danger does that have (It imprisons them)?"),
        (FRANCE, "Is that true?", "Is that true (It imprisons them)?"),
        (
            HOSTELS,
            "What does the minister say to that?",
            "What does the minister say to that (Who wants hostels that are run by the towns)?",
        ),
        (said("Where is it?", "In Merrow."), "What county is that in?", "What county is that in (In Merrow)?"),
    ],
)
def test_that_is_what_was_last_said(history: tuple[Turn, ...], question: str, standalone: str) -> None:
    assert make_standalone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (FRANCE, "What else?", "What else (France)?"),
        (FRANCE, "Did the government agree?", "Did the government agree (France)?"),
        (LINE, "what's the number to call", "what's the number to call (the Trust Line)?"),
    ],
)
def test_a_question_too_bare_to_stand_alone_names_what_it_is_about(
    history: tuple[Turn, ...], question: str, standalone: str
) -> None:
    assert make_standalone(question, history) == standalone


@pytest.mark.parametrize(
    "question",
    [
        "How long would Britain keep suspected jihadists out?",
        "How old do applicants for a harvest visa have to be?",
        "what can a care home in ostrand be fined",
        "Which countries strip fighters of their citizenship?",
        "How do hotels pay their duty?",
        "What did Khalimov say in his video?",
        "What is the Trust Line?",
        "Tell me about Denmark.",
        "What is a harvest visa?",
        "Is it true that fighters were forgiven?",
        "Is it expensive to call the Trust Line?",
        "Are there rules about pets?",
        "Who said that the housing plan failed?",
        "Are there any other interesting facts in this article?",
    ],
)
def test_a_question_that_stands_alone_is_left_to_the_letter(question: str) -> None:
    for history in (FRANCE, FUND, LEVY, VISA):
        assert make_standalone(question, history) == question


def test_a_person_stays_the_one_meant_while_other_things_are_asked_about() -> None:
    history = (*FUND, *said("When was it founded?", "In 2011.", "How many homes has it built?", "About 40."))
    assert make_standalone("Where does she live?", history) == "Where does Edda Marsh live?"


def test_a_new_subject_ends_the_old_one() -> None:
    history = (*FUND, *said("What did Davit Oram say?", "He was open to the idea."))
    assert make_standalone("How old is he?", history) == "How old is Davit Oram?"


def test_a_country_is_nobody_whom_he_could_mean() -> None:
    assert make_standalone("When did he leave?", FRANCE) == "When did he leave?"


def test_a_remark_before_the_question_is_kept_and_is_not_its_subject() -> None:
    history = (*LINE, *said("Interesting. Who runs it?", ""))
    assert make_standalone("Good to know. Where is it?", history) == "Good to know. Where is the Trust Line?"


def test_what_was_told_before_the_question_is_what_it_means() -> None:
    question = "My brother runs a small hotel. Does it pay?"
    assert make_standalone(question, LINE) == question


def test_markers_of_citations_never_reach_the_question() -> None:
    assert "[1]" not in make_standalone("Is that true?", FRANCE)


def test_the_main_points_are_the_articles_whatever_was_spoken_of() -> None:
    understood = understand("What are the main points?", FRANCE)
    assert understood.is_overview
    assert understood.standalone == "What are the main points?"


def test_a_long_question_stands_alone() -> None:
    question = f"Why did he {'really ' * LONGEST}go?"
    assert make_standalone(question, FUND) == question


def test_small_talk_changes_nothing() -> None:
    chat = said("Hello!", "Ask me about the articles.")
    assert make_standalone("And Australia?", (*chat, *FRANCE, *chat)) == make_standalone("And Australia?", FRANCE)


@given(st.text(max_size=120))
def test_without_a_conversation_nothing_is_changed(question: str) -> None:
    assert make_standalone(question, ()) == question


WORDS = st.sampled_from("and what about why it its he they that there Who France the visa is did ? . , 's (".split())


@given(st.lists(WORDS, max_size=9), st.lists(st.lists(WORDS, max_size=9), max_size=5))
def test_any_conversation_gives_the_same_question_twice(asked: list[str], before: list[list[str]]) -> None:
    question, history = " ".join(asked), said(*map(" ".join, before))
    once = make_standalone(question, history)
    assert once == make_standalone(question, history)
    assert once.strip() or not question.strip()
