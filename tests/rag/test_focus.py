"""What a conversation is about after each turn: a new subject in the old one's place, names that are only places."""

from __future__ import annotations

import pytest

from rag.citations import Turn
from rag.conversation import make_standalone
from rag.phrases import side_by_side
from rag.whom import doer_in, somebody_in


def asked(*texts: str) -> str:
    """The last of these texts made standalone; before it are questions and replies in turn."""
    history = tuple(Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(texts[:-1]))
    return make_standalone(texts[-1], history)


GERMANY = ("What is the carbon price in Germany?", "55 euros a tonne. [1]")
MINISTER = ("Who is the transport minister?", "Transport Minister Eva Lund met Jon Berg. [1]")
MAYOR = ("Who is the mayor of Halvern?", "Mayor Alice Meyer took office in 2020. [1]")
UTRECHT = ("When does the ban in Utrecht start?", "From 1 March. [1]")
CARROW = ("Why will the wards in Carrow close?", "The board has a deficit of 14 million. [1]")
COMPARED = ("Compare Denmark and Portugal", "Denmark caps lettings. [1] Portugal stopped licences. [2]")


@pytest.mark.parametrize("country", ["And in Sweden?", "And Sweden?", "In Sweden?", "What about Sweden?"])
@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("When was it introduced?", "When was the carbon price in Sweden introduced?"),
        ("How high is it?", "How high is the carbon price in Sweden?"),
        ("And in Norway?", "What is the carbon price in Norway?"),
    ],
)
def test_it_is_what_was_asked_of_the_new_place(country: str, question: str, standalone: str) -> None:
    assert asked(*GERMANY, country, "134 euros. [1]", question) == standalone


def test_a_place_that_is_added_to_the_subject_stays_with_it() -> None:
    assert asked("What is the carbon price?", "55.", "And in Sweden?", "134.", "When was it introduced?") == (
        "When was the carbon price in Sweden introduced?"
    )


def test_what_is_no_place_is_not_added_to_the_subject() -> None:
    assert asked("What does the harvest visa cost?", "140.", "For students?", "90.", "How long is it valid?") == (
        "How long is the harvest visa valid?"
    )


@pytest.mark.parametrize(
    ("turns", "standalone"),
    [
        (
            (*MINISTER, "What did she say?", "No.", "And Jon Berg?", "Yes.", "What did he say?"),
            "What did Jon Berg say?",
        ),
        (
            (*MAYOR, "Does she plan a cap?", "Yes.", "And Brandl?", "No.", "Why did he refuse?"),
            "Why did Brandl refuse?",
        ),
        (
            (*MINISTER, "What did she say?", "No.", "And in Oslo?", "Yes.", "What did she mean?"),
            "What did Minister Eva Lund mean?",
        ),
        (
            ("Does Eva Lund back the ban in Utrecht?", "Yes.", "And Jon Berg?"),
            "Does Jon Berg back the ban in Utrecht?",
        ),
        (
            ("Does Eva Lund back the ban in Utrecht?", "Yes.", "And in Haarlem?"),
            "Does Eva Lund back the ban in Haarlem?",
        ),
        (
            ("Does Karin de Wit back it?", "Yes.", "And Jon Berg?", "No.", "What does he say?"),
            "What does Jon Berg say?",
        ),
    ],
)
def test_a_new_name_where_the_person_stood_is_who_he_is(turns: tuple[str, ...], standalone: str) -> None:
    assert asked(*turns) == standalone


@pytest.mark.parametrize(
    ("turns", "standalone"),
    [
        ((*UTRECHT, "Who opposes it?"), "Who opposes the ban in Utrecht?"),
        (
            (*UTRECHT, "Who opposes it?", "Landlords did in March.", "How many inspectors will it hire?"),
            "How many inspectors will the ban in Utrecht hire?",
        ),
        ((*UTRECHT, "Who lives there?"), "Who lives in Utrecht?"),
        (("How does the law in Sweden work?", "Well.", "When was it adopted?"), "When was the law in Sweden adopted?"),
        (("When is the vote in Utrecht?", "1 May.", "Who opposes it?"), "Who opposes the vote in Utrecht?"),
        (("When did the strike begin in Utrecht?", "1 May.", "Who called it?"), "Who called the strike?"),
        (
            ("How high is the carbon price in Germany?", "55.", "When was it introduced?"),
            "When was the carbon price in Germany introduced?",
        ),
        ((*CARROW, "When will they close?"), "When will the wards in Carrow close?"),
        (("Do hotels in Vienna pay?", "Yes.", "Since when do they pay?"), "Since when do hotels in Vienna pay?"),
    ],
)
def test_it_is_the_thing_and_not_the_place_where_it_is(turns: tuple[str, ...], standalone: str) -> None:
    assert asked(*turns) == standalone


@pytest.mark.parametrize(
    ("question", "reply", "then", "standalone"),
    [
        ("Who lives in Utrecht?", "Students.", "Is it big?", "Is Utrecht big?"),
        ("What happened to Khalimov?", "He fled.", "When did he die?", "When did Khalimov die?"),
        (
            "Who chairs the Coast Homes Fund?",
            "Nobody.",
            "When was it founded?",
            "When was the Coast Homes Fund founded?",
        ),
    ],
)
def test_a_name_with_no_noun_before_it_is_still_the_subject(
    question: str, reply: str, then: str, standalone: str
) -> None:
    assert asked(question, reply, then) == standalone


@pytest.mark.parametrize(
    "turns",
    [
        (*UTRECHT, "What did she say?"),
        (*CARROW, "Did she resign?"),
        ("When does the ward close?", "The ward will close on 30 June.", "What did she say?"),
        ("When does the ward close?", "On Monday.", "What did she say?"),
        ("Who caps lettings?", "Denmark caps them.", "When did she resign?"),
        ("Who caps lettings?", "South Korea does.", "When did she resign?"),
        ("What happened in Utrecht?", "A fire.", "What did she say?"),
        (*COMPARED, "What did he say?"),
    ],
)
def test_she_is_no_town_country_or_month(turns: tuple[str, ...]) -> None:
    assert asked(*turns) == turns[-1]


@pytest.mark.parametrize(
    ("turns", "standalone"),
    [
        (
            (
                "Who announced the ban in Utrecht?",
                "The Dutch government will ban flats from 1 March, Housing Minister Karin de Wit said on Tuesday.",
                "When did she say that?",
            ),
            "When did Housing Minister Karin de Wit say that (Who announced the ban in Utrecht)?",
        ),
        ((CARROW[0], "A deficit, board chair Helen Moss said.", "Did she resign?"), "Did Helen Moss resign?"),
        ((*MAYOR, "Does she plan a cap?"), "Does Mayor Alice Meyer plan a cap?"),
        ((MAYOR[0], "It is Mayor Meyer.", "Does she plan a cap?"), "Does Mayor Meyer plan a cap?"),
        ((MAYOR[0], "Nobody says.", "Does she plan a cap?"), "Does the mayor of Halvern plan a cap?"),
        (
            ("What did the mayor of Halvern say?", "No.", "Why did she refuse?"),
            "Why did the mayor of Halvern refuse?",
        ),
        (
            ("Who succeeds Helen Moss?", "Helen Moss is succeeded by Priya Nair.", "How old is she?"),
            "How old is Priya Nair?",
        ),
        (("Where was he born?", "Sullivan was born in Skelby.", "Is he married?"), "Is Sullivan married?"),
        (("What of the bike?", "Obree called his bike Old Faithful.", "Did he win?"), "Did Obree win?"),
    ],
)
def test_she_is_whom_the_reply_names_or_who_was_asked_for(turns: tuple[str, ...], standalone: str) -> None:
    assert asked(*turns) == standalone


def test_a_firm_that_is_asked_about_with_two_capitals_can_be_it() -> None:
    history = ("Who chairs the fund?", "Edda Marsh. [1]", "What about Red Bull?", "It gives money.")
    assert asked(*history, "Where is it made?") == "Where is Red Bull made?"


def test_it_may_not_be_whom_he_means_in_the_same_question() -> None:
    history = (*MAYOR, "Does she plan a cap?", "Yes.", "And Brandl?", "He is against it.")
    assert asked(*history, "Why did he call it mad?") == "Why did Brandl call it mad?"


def test_a_new_town_keeps_the_office_that_was_asked_of() -> None:
    assert asked("What did the mayor of Halvern say?", "No.", "And Skelby?") == "What did the mayor of Skelby say?"
    assert asked(*MAYOR, "And Jon Berg?") == "Who is Jon Berg?"


def test_whoever_she_was_is_not_changed_by_what_it_is() -> None:
    history = ("Who chairs the fund?", "It is chaired by Edda Marsh.", "What does it do for her?", "Much.")
    assert asked(*history, "How old is she?") == "How old is Edda Marsh?"


@pytest.mark.parametrize(
    ("turns", "standalone"),
    [
        ((*COMPARED, "Which is stricter?"), "Which is stricter (Denmark and Portugal)?"),
        ((*COMPARED, "When did they start?"), "When did Denmark and Portugal start?"),
        (
            ("How does Denmark differ from Portugal?", "In all.", "Which is stricter?"),
            "Which is stricter (Denmark and Portugal)?",
        ),
        (
            ("How do the caps in Denmark and Portugal differ?", "In all.", "Which is stricter?"),
            "Which is stricter (the caps in Denmark and Portugal)?",
        ),
        ((*COMPARED, "And Sweden?", "No.", "Which is stricter?"), "Which is stricter (Denmark and Sweden)?"),
        (
            (*COMPARED, "What does Denmark charge?", "5.", "Since when does it charge?"),
            "Since when does Denmark charge?",
        ),
    ],
)
def test_after_a_comparison_all_that_was_compared_is_meant(turns: tuple[str, ...], standalone: str) -> None:
    assert asked(*turns) == standalone


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What do France, Sweden and Denmark do?", "France, Sweden and Denmark"),
        ("How does Ostrand's charge differ from Halvern's?", "Ostrand and Halvern"),
        ("How does the charge in Ostrand differ from Halvern's?", "Ostrand and Halvern"),
        ("How does the ban in Sweden compare with the rule in Norway?", "Sweden and Norway"),
        ("Is the Trust Line in Skelby, Ostrand, free?", None),
        ("What does France do?", None),
        ("Did Edda Marsh visit France?", None),
    ],
)
def test_only_names_that_stand_side_by_side_are_compared(question: str, names: str | None) -> None:
    assert side_by_side(question) == names


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("The Dutch government said on Monday that New York was wrong.", None),
        ("The Justice Ministry and General Motors agreed in May.", None),
        ("On 30 June Eva Lund resigned.", "Eva Lund"),
        ("In Oslo Prime Minister Sean Daly said so.", "Prime Minister Sean Daly"),
        ("Then Dr. Rahman left.", "Dr. Rahman"),
    ],
)
def test_a_person_has_a_full_name_or_a_title(text: str, person: str | None) -> None:
    assert somebody_in(text) == person


@pytest.mark.parametrize("words", ["Abc ", "of Utrecht ", "on Monday ", "Mayor Lund ", "Mayor "])
def test_a_reply_of_nothing_but_one_word_is_read_to_its_end(words: str) -> None:
    reply = words * (16_000 // len(words))
    for found in (doer_in(reply), somebody_in(reply)):
        assert found is None or found in reply
