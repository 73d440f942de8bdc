"""Whether a sentence has a date, a number or another kind of answer that is asked for."""

from __future__ import annotations

import pytest

from rag.kinds import lacks, quantity_near
from rag.question import understand
from rag.terms import tokens


def lacking(question: str, sentence: str) -> bool:
    understood = understand(question)
    assert understood.wanted in ("date", "number")
    return lacks(understood.wanted, understood, sentence, tokens(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How long is the new road?", "The new road is 12km long."),
        ("How far is the school from the village?", "The school is 5km from the village."),
        ("How many users does the app have?", "The app has 2m users."),
        ("How much did the company earn?", "The company earned 4bn crowns."),
        ("How many people attended?", "About 1800 people attended."),
        ("How much does the ticket cost?", "The ticket costs 2000 crowns."),
        ("How many prime ministers went to the school?", "She is the 19th prime minister to have gone to the school."),
        ("How many ants live there?", "Trillions of ants live there."),
        ("How many members does the band have?", "The band is a trio."),
    ],
)
def test_a_number_counts_however_it_is_written(question: str, sentence: str) -> None:
    assert not lacking(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many passengers were injured?", "No passengers were injured."),
        ("How many people were injured?", "No passengers were injured."),
        ("How many passengers were injured?", "Nobody was injured."),
        ("How many councillors voted for the levy?", "All the councillors voted for the levy."),
        ("How many councillors voted for the levy?", "Most councillors voted for the levy."),
        ("How many titles has she won?", "She has won her fifth title."),
        ("What share of members voted?", "Most of the members voted."),
    ],
)
def test_none_and_all_say_how_many(question: str, sentence: str) -> None:
    assert not lacking(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How long ago was the bridge built?", "The bridge was built 90 years ago."),
        ("How long ago was the bridge built?", "The bridge was built in 1932."),
        ("How long after the fire did the school reopen?", "The school reopened two years later."),
        ("How long after the fire did the school reopen?", "The school reopened the next day."),
        ("How long has Anna Berg been mayor?", "Anna Berg has been mayor since 2010."),
        ("How long did the strike last?", "The strike lasted a week."),
        ("How long did the strike last?", "The strike lasted from May to June."),
        ("How long was the road closed?", "The road was closed until Friday."),
        ("How long was the road closed?", "The road was closed from Monday to Friday."),
        ("How long was the man jailed for?", "The man was jailed for life."),
        ("How many days did the strike last?", "The strike lasted a week."),
        ("How much time do residents have?", "Residents have a month."),
    ],
)
def test_a_stretch_of_time_says_how_long(question: str, sentence: str) -> None:
    assert not lacking(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How often are the bins emptied?", "The bins are emptied every Monday."),
        ("How often are the bins emptied?", "The bins are emptied on Mondays."),
        ("How often does the board meet?", "The board meets weekly."),
        ("How often is the lift repaired?", "The lift is never repaired."),
        ("How many times has she won?", "She won for the fourth time."),
        ("How old is the church?", "The church dates from 1850."),
        ("How old is the baby?", "The baby is a month old."),
        ("How old is the mayor?", "The mayor is in her sixties."),
        ("How old is the mayor?", "The mayor is in her 60s."),
        ("How far is the school?", "The school is a mile from the village."),
        ("How far is the school?", "The school is next to the church."),
        ("How far back do the records go?", "The records go back to 1850."),
        ("How much does entry cost?", "Entry is free."),
        ("How big is the park?", "The park is as big as the old town."),
    ],
)
def test_how_often_how_old_and_how_far_have_answers_of_their_own(question: str, sentence: str) -> None:
    assert not lacking(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did the council vote to close the library?", "Yesterday the council voted to close the library."),
        ("When did the mine close?", "Last year the mine closed."),
        ("When was the school built?", "The school was built ten years ago."),
        ("When was the school built?", "The school was built a decade ago."),
        ("When did the mine reopen?", "The mine reopened five days later."),
        ("When will the road be closed?", "The road will be closed overnight."),
        ("When will the road be closed?", "The road will be closed at noon."),
        ("When will the bridge open?", "The bridge will open in three weeks."),
        ("When will the bridge open?", "The bridge will open in the coming months."),
        ("When does the shop open?", "The shop opens at six."),
        ("When does the pool open?", "The pool opens at Easter."),
        ("When was the king born?", "The king was born in 1348."),
        ("When was the wall built?", "The wall was built in AD 122."),
        ("When was the custom born?", "The custom goes back to the 16th and 17th centuries."),
        ("When is the deadline?", "The deadline is on the 14th."),
        ("When was the court set up?", "The court was set up in the aftermath of the war."),
    ],
)
def test_a_time_counts_however_it_is_told(question: str, sentence: str) -> None:
    assert not lacking(question, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The man was arrested shortly after the robbery.",
        "The man was arrested when he came home.",
        "The man was arrested before he could flee.",
        "The man was arrested as soon as he landed.",
        "The man was arrested during a match.",
        "The man was arrested as a child.",
        "The man was arrested once the judge had signed.",
    ],
)
def test_what_happened_before_or_after_says_when(sentence: str) -> None:
    assert not lacking("When was the man arrested?", sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was the line opened?", "The line was opened by the mayor."),
        ("When was the line opened?", "The line was named after the mayor."),
        ("When was the line opened?", "The line was opened at 25 stations."),
        ("When was the line opened?", "The line was opened to 400 members."),
        ("When was the line opened?", "The line ran for two years."),
        ("When did the council approve it?", "The council never approved it."),
        ("When did the school reopen after the fire?", "The school reopened after the fire."),
        ("What year was the line opened?", "The line was opened after the war."),
    ],
)
def test_what_tells_no_time_still_lacks_one(question: str, sentence: str) -> None:
    assert lacking(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many members does the union have?", "The union met on 9 May."),
        ("How many members does the union have?", "The union met on 9 May 2015."),
        ("How many members does the union have?", "In 2015 members left the union."),
        ("How many members does the union have?", "The 2015 members were listed."),
        ("How many members does the union have?", "Every year the union meets for the first time in May."),
        ("How many members does the union have?", "The union has a 5G mast in the 19th row."),
        ("How many members does Land and Field have?", "That is half a step, said Land and Field."),
        ("How many members does the union have?", "The union was founded many years ago."),
        ("How long is the road?", "The road was opened on 9 May."),
        ("How old is the mayor?", "The mayor spoke on 9 May."),
        ("How often does the council meet?", "The council met on 9 May."),
        ("How far is the school?", "The school opened in 1998."),
        ("How much does it cost?", "The ticket has been sold since 2010."),
    ],
)
def test_a_date_or_a_figure_of_speech_is_no_number(question: str, sentence: str) -> None:
    assert lacking(question, sentence)


@pytest.mark.parametrize(
    "sentence", ["Half of the members voted.", "Half a million members voted.", "Half the members voted."]
)
def test_half_of_something_is_a_number(sentence: str) -> None:
    assert not lacking("How many members voted?", sentence)


def test_half_an_hour_says_how_long() -> None:
    assert not lacking("How long was the meeting?", "The meeting lasted half an hour.")


@pytest.mark.parametrize(
    ("question", "lacks_it"),
    [
        ("When rain falls on the roof, what does the owner do?", False),
        ("When and where was the owner born?", True),
        ("When was the roof mended, and who paid?", True),
    ],
)
def test_a_clause_with_when_before_another_question_word_asks_for_no_date(question: str, lacks_it: bool) -> None:
    assert lacking(question, "The owner puts a bucket on the floor.") is lacks_it


def test_a_year_before_what_is_counted_is_a_number_near_it() -> None:
    question = understand("How many people attended?")
    count, year = "About 1800 people attended.", "In 2015 people attended."
    assert quantity_near(question, tokens(count), count) == 1.0
    assert quantity_near(question, tokens(year), year) == 0.0


def test_a_sentence_of_nothing_but_digits_is_read_to_its_end() -> None:
    sentence = "1," * 20_000
    assert lacks("date", understand("When was it?"), sentence, tokens(sentence))
