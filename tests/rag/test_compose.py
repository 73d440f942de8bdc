"""Which sentences are shown, in which order, and when nothing is."""

from __future__ import annotations

import pytest

from index.article import Article, Sentence
from rag.citations import Status
from rag.compose import choose, compose, quote_nearest, says_of
from rag.decide import decide
from rag.question import understand
from rag.reader import Evidence, Reading


def article_of(text: str, article_id: str = "a") -> Article:
    return Article(article_id, 1, None, None, None, None, None, None, None, None, text, "")


def evidence(text: str, *scored: tuple[str, float], article_id: str = "a", title: str = "") -> list[Evidence]:
    found = []
    for sentence, score in scored:
        start = text.index(sentence)
        place = Sentence(start, start + len(sentence))
        found.append(Evidence(article_id, 1, place, sentence, score, title))
    return sorted(found, key=lambda one: -one.score)


TEXT = "Khalimov led Omon. He had disappeared in April.\nFrance imprisons fighters.\nAustralia takes citizenship away."


def shown(question: str, *scored: tuple[str, float], limit: int = 3) -> list[str]:
    given = evidence(TEXT, *scored)
    return [group[0].text for group in choose(understand(question), given, lambda *_: article_of(TEXT), limit)]


def status(question: str, *scored: tuple[str, float], confidence: float = 0.9, unnamed: tuple[str, ...] = ()) -> Status:
    asked, given = understand(question), evidence(TEXT, *scored)
    chosen = choose(asked, given, lambda *_: article_of(TEXT), 3)
    return decide(asked, Reading(confidence, tuple(given)), chosen, unnamed, lambda *_: article_of(TEXT), 0.3)[0]


def test_only_sentences_nearly_as_good_as_the_best_are_shown() -> None:
    assert shown("Who led it?", ("Khalimov led Omon.", 0.9), ("France imprisons fighters.", 0.1)) == [
        "Khalimov led Omon."
    ]


def test_the_one_asked_about_goes_before_a_better_sentence_about_another() -> None:
    given = (("France imprisons fighters.", 0.7), ("Australia takes citizenship away.", 0.2))
    assert shown("What does Australia do with fighters?", *given) == ["Australia takes citizenship away."]


def test_one_that_points_back_to_whom_was_asked_about_is_about_them() -> None:
    text = "Ostrand gives workers eight months. It is generous. There the worker buys the ticket.\nKelland pays it."
    given = evidence(text, ("There the worker buys the ticket.", 0.9), ("Ostrand gives workers eight months.", 0.3))
    for name, first in (("Ostrand", "There the worker buys the ticket."), ("Kelland", "Kelland pays it.")):
        more = [*given, *evidence(text, ("Kelland pays it.", 0.4))]
        asked = understand(f"Who buys the ticket in {name}?")
        assert choose(asked, more, lambda *_: article_of(text), 3)[0][0].text == first


def test_of_two_asked_about_side_by_side_both_are_shown() -> None:
    given = (("France imprisons fighters.", 0.7), ("Australia takes citizenship away.", 0.2))
    assert len(shown("How do France and Australia differ?", *given)) == 2


BORDER = (
    "The treaty lets Karvian boats fish off Lomdal until 2030.\n"
    "Inflation in Karvia was 4 percent in January. In Lomdal it was 7 percent."
)
TREATY, KARVIA, LOMDAL = BORDER.replace("\n", " ").replace(". ", ".|").split("|")


def compared(question: str, text: str, *scored: tuple[str, float]) -> dict[str, list[str]]:
    given, asked = evidence(text, *scored), understand(question)
    chosen = choose(asked, given, lambda *_: article_of(text), 3)
    table = compose(asked, chosen, lambda *_: article_of(text)).table
    return {} if table is None else {row.subject: [s.text for s in row.statements] for row in table.rows}


@pytest.mark.parametrize(
    "question", ["What is inflation in Karvia and Lomdal?", "Does Karvia or Lomdal have higher inflation?"]
)
def test_the_best_sentence_about_each_goes_before_one_that_names_them_all(question: str) -> None:
    rows = compared(question, BORDER, (KARVIA, 0.968), (LOMDAL, 0.643), (TREATY, 0.259))
    assert rows == {"Karvia": [KARVIA], "Lomdal": [LOMDAL]}


def test_the_best_sentence_of_all_is_in_each_row_whose_subject_it_names() -> None:
    rows = compared("What does the treaty give Karvia and Lomdal?", BORDER, (TREATY, 0.9), (KARVIA, 0.2), (LOMDAL, 0.2))
    assert rows == {"Karvia": [TREATY], "Lomdal": [TREATY]}


def test_of_what_is_said_of_each_that_which_has_the_other_names_asked_about_goes_first() -> None:
    text = "Karvia bans the planes of Aeron.\nKarvia bans masts of Telcom.\nLomdal pays for masts of Telcom."
    planes, banned, paid = text.split("\n")
    question = "What do Karvia and Lomdal do about masts of Telcom?"
    assert compared(question, text, (planes, 0.9), (banned, 0.6), (paid, 0.5)) == {"Karvia": [banned], "Lomdal": [paid]}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Spain, unlike Portugal, lets the army unload ships.", "Spain"),
        ("Unlike in neighbouring Portugal, dockers in Spain may be replaced.", "Spain"),
        ("Unlike Portugal and Malta, Spain lets the army unload ships.", "Spain"),
        ("Spain pays more, in sharp contrast to Portugal and the Malta of today, while dockers wait.", "Spain"),
        ("Portugal pays dockers, as opposed to Malta, while ships wait.", "Portugal"),
        ("Unlike Portugal, Malta and Spain let the army unload ships.", "Malta Spain"),
        ("Spain, unlike Portugal, which pays dockers, lets the army unload ships.", "Portugal Spain"),
        ("Spain, not unlike Portugal, lets the army unload ships.", "Portugal Spain"),
        ("Spain, like Portugal, lets the army unload ships.", "Portugal Spain"),
        ("Wages are higher in Spain than in Portugal.", "Portugal Spain"),
        ("Dockers get 40 euros in Spain, compared with 30 in Portugal and, by contrast, 20 in Malta.",
         "Malta Portugal Spain"),
    ],
)  # fmt: skip
def test_a_sentence_does_not_say_of_one_what_sets_another_against_it(sentence: str, told: str) -> None:
    question = understand("What do Spain, Portugal and Malta do when dockers strike?")
    said = {name[0].text for name in question.subjects if says_of(question, sentence, name)}
    assert " ".join(sorted(said)) == told


@pytest.mark.parametrize(
    "question", ["Do Spain and Portugal let the army unload ships?", "Which lets the army in, Spain or Portugal?"]
)
def test_whether_the_one_does_it_is_said_by_what_sets_the_other_against_it(question: str) -> None:
    sentence = "Spain, unlike Portugal, lets the army unload ships."
    assert compared(question, sentence, (sentence, 0.9)) == {"Spain": [sentence], "Portugal": [sentence]}


def test_the_row_of_one_set_against_another_has_what_is_said_of_it_elsewhere() -> None:
    unlike, other = "Unlike Britain, Denmark keeps the age at 18.", "Britain will raise the age every year."
    rows = compared("Compare Britain and Denmark", f"{other}\n{unlike}", (unlike, 0.9), (other, 0.2))
    assert rows == {"Britain": [other], "Denmark": [unlike]}


def test_never_more_sentences_than_the_limit() -> None:
    given = (("He had disappeared in April.", 0.9), ("Khalimov led Omon.", 0.9), ("France imprisons fighters.", 0.9))
    assert len(shown("What?", *given, limit=2)) == 2


def test_sentences_are_shown_in_reading_order() -> None:
    given = evidence(TEXT, ("France imprisons fighters.", 0.9), ("Khalimov led Omon.", 0.8))
    composed = compose(understand("What?"), [[one] for one in given], lambda *_: article_of(TEXT))
    assert composed.text == "Khalimov led Omon. [1] France imprisons fighters. [2]"


def test_the_nearest_sentences_are_quoted_verbatim() -> None:
    (nearest,) = quote_nearest(evidence(TEXT, ("Khalimov led Omon.", 0.1)), lambda *_: article_of(TEXT), limit=3)
    assert (nearest.exact, nearest.start, nearest.number) == ("Khalimov led Omon.", 0, 1)


def test_below_the_threshold_nothing_is_answered() -> None:
    assert status("What does France do?", ("France imprisons fighters.", 0.9), confidence=0.29) == "not_covered"
    assert status("What does France do?", ("France imprisons fighters.", 0.9), confidence=0.30) == "answered"


def test_evidence_about_somebody_else_is_no_answer() -> None:
    assert status("What does Britain do with fighters?", ("France imprisons fighters.", 0.9)) == "not_covered"


def test_a_name_earlier_in_the_paragraph_is_enough() -> None:
    assert status("When did Khalimov disappear?", ("He had disappeared in April.", 0.9)) == "answered"


def test_when_is_not_answered_without_a_date() -> None:
    assert status("When did France act?", ("France imprisons fighters.", 0.9)) == "not_covered"


def test_one_of_two_subjects_missing_is_a_partial_answer_and_both_are_none() -> None:
    given = ("France imprisons fighters.", 0.9)
    assert status("What do France and Denmark do?", given, unnamed=("Denmark",)) == "partial"
    assert status("What do Sweden and Denmark do?", given, unnamed=("Sweden", "Denmark")) == "not_covered"


def test_a_refusal_by_rule_is_not_confident() -> None:
    asked, given = understand("When did France act?"), evidence(TEXT, ("France imprisons fighters.", 0.9))
    _, confidence = decide(asked, Reading(0.9, tuple(given)), [given], (), lambda *_: article_of(TEXT), 0.3)
    assert confidence < 0.3


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The line was opened on 9 May.", "answered"),
        ("The fund was opened on 9 May.", "not_covered"),
        ("A line was opened on 9 May.", "not_covered"),
    ],
)
def test_a_thing_of_several_words_may_be_pointed_back_to_by_the_last(sentence: str, wanted: str) -> None:
    text = f"Fighters can call the Trust Line.\n{sentence}"
    asked, given = understand("When was the Trust Line opened?"), evidence(text, (sentence, 0.9))
    found, _ = decide(asked, Reading(0.9, tuple(given)), [given], (), lambda *_: article_of(text), 0.3)
    assert found == wanted


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Fighters can call the Trust Line.", "Hope Line"),
        ("Paris runs a service. Fighters can call the Trust Line.", "Paris Line"),
        ("A Hope Line came first. Fighters now call the Trust Line.", "Hope Line"),
    ],
)
def test_the_line_is_the_one_named_last_before_it(before: str, name: str) -> None:
    text = f"{before}\nThe line was opened on 9 May."
    asked = understand(f"When was the {name} opened?")
    given = evidence(text, ("The line was opened on 9 May.", 0.9))
    status, _ = decide(asked, Reading(0.9, tuple(given)), [given], (), lambda *_: article_of(text), 0.3)
    assert status == "not_covered"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The council will raise the fee in March.", "The council will not raise the fee in March.", False),
        ("Prices in Norland went up last week.", "Prices in Norland went down last week.", False),
        ("In France, primary schools will lock away pupils’ phones in lessons and breaks from the autumn on.",
         "In Belgium, primary schools will lock away pupils’ phones in lessons and breaks from the autumn on.", False),
        ("Officials said that six had come home.", "The officials said six had come home.", True),
    ],
)  # fmt: skip
def test_sentences_are_copies_only_if_they_say_the_same(one: str, other: str, same: bool) -> None:
    given = [*evidence(one, (one, 0.9), article_id="a"), *evidence(other, (other, 0.8), article_id="b")]
    chosen = choose(understand("What?"), given, lambda *_: article_of(f"{one}\n{other}"), 3)
    assert (len(chosen[0]) == 2) is same
