"""What "late May" and "on Tuesday" mean in an article of a known day, and when that is not certain enough to say."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Sentence
from index.sentences import split_sentences
from rag.dates import relative_dates

FRIDAY = date(2015, 6, 5)
ISO = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\.\.)(?:/\d{4}-\d\d-\d\d)?")
PIECES = (
    "in late May|on Tuesday|last week|next year|in recent months|two weeks ago|31 April|May 9|2014|he said|will|“|”|."
    "|today|yesterday|last February|this month|a year ago|was|earlier this year|in January|mid-June|29 February"
).split("|")


def means(text: str, published: date | None = FRIDAY) -> list[tuple[str, str]]:
    found = relative_dates(text, Sentence(0, len(text)), published)
    return [(one.text, one.means) for one in found]


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("In late May he turned up.", "late May", "2015-05-21/2015-05-31"),
        ("It closed in early June.", "early June", "2015-06-01/2015-06-10"),
        ("He went missing in April.", "April", "2015-04"),
        ("The line was opened on 9 May.", "9 May", "2015-05-09"),
        ("The line was opened on May 9.", "May 9", "2015-05-09"),
        ("It takes effect on 1 July.", "1 July", "2015-07-01"),
        ("It will report in October.", "October", "2015-10"),
        ("It opened in December.", None, ""),
        ("Six men came back in recent months.", "recent months", "../2015-06-05"),
        ("The house voted on Tuesday.", "Tuesday", "2015-06-02"),
        ("The house voted on Friday.", "Friday", "2015-06-05"),
        ("The house will vote on Tuesday.", "Tuesday", "2015-06-09"),
        ("The house votes on Tuesday.", None, ""),
        ("He should swim here on a Sunday.", None, ""),
        ("It rained last week.", "last week", "2015-05-25/2015-05-31"),
        ("It ends next week.", "next week", "2015-06-08/2015-06-14"),
        ("It rained last month.", "last month", "2015-05"),
        ("It starts next year.", "next year", "2016"),
        ("It was dear last August.", "last August", "2014-08"),
        ("It was dear last May.", None, ""),
        ("It was dear last summer.", None, ""),
        ("It was sold yesterday.", "yesterday", "2015-06-04"),
        ("They fled two years ago.", "two years ago", "2013"),
        ("They fled six months ago.", "six months ago", "2014-12"),
        ("They fled three days ago.", "three days ago", "2015-06-02"),
        ("They fled two weeks ago.", "two weeks ago", "2015-05-18/2015-05-24"),
        ("They fled more than two years ago.", None, ""),
        ("It fell earlier this year.", "earlier this year", "2015-01-01/2015-06-05"),
        ("It costs six crowns, but only from May to September.", None, ""),
    ],
)
def test_a_relative_date_counts_from_the_day_of_the_article(text: str, words: str | None, iso: str) -> None:
    assert means(text) == ([] if words is None else [(words, iso)])


@pytest.mark.parametrize(
    "text",
    [
        "It was founded on 9 May 2011.",
        "In 2011 he left. He came back in April.",
        "“We met in April,” he said.",
        "They may come in.",
        "It was dated 31 April.",
        "Today many think so.",
    ],
)
def test_what_is_no_relative_date_or_not_certain_is_left_alone(text: str) -> None:
    assert means(text) == []


TUESDAY = date(2026, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "The strike law was adopted in May by a large majority.",
        "Sweden adopted a similar law in May, and Finland is to follow in autumn.",
        "The tax was cut on 1 July by the new government.",
        "The court ruled in June that it may stand.",
        "He was arrested in April after he agreed to meet a reporter.",
        "He was arrested in April and will stand trial.",
        "It was agreed in May that a levy would be charged.",
        "In June the minister said he would resign.",
        "He was killed on 20 February by police.",
        "The strike lasted until 1 May.",
        "The trial was due to begin in May.",
        "The council unveiled its plans in May.",
        "Prices rose at the start of May by 5 percent.",
        "A planned strike in May was called off.",
        "Rules that have applied since 1 March will be eased.",
    ],
)
def test_what_has_happened_gets_no_date_yet_to_come(text: str) -> None:
    assert means(text, TUESDAY) == []


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("The minister said the ban takes effect on 1 May.", "1 May", "2026-05-01"),
        ("The minister said that the ban will start in May.", "May", "2026-05"),
        ("In May, the council will vote.", "May", "2026-05"),
        ("By 1 July, homes must have a cool room.", "1 July", "2026-07-01"),
        ("The levy is charged from 1 May.", "1 May", "2026-05-01"),
        ("The city will cut 500 jobs by 1 July.", "1 July", "2026-07-01"),
        ("The port agreed to cut 500 jobs in May.", "May", "2026-05"),
        ("The mine is expected to be closed in May.", "May", "2026-05"),
        ("It has to be closed by May.", "May", "2026-05"),
        ("The city has extended the checks until the end of May, and drivers ask why.", "May", "2026-05"),
        ("Buses will drive on two congested motorways from 1 March.", "1 March", "2026-03-01"),
        ("From 1 March no value-added tax will be charged.", "1 March", "2026-03-01"),
        ("The deal allows work to begin in May.", "May", "2026-05"),
        ("It won’t open until May.", "May", "2026-05"),
        ("The rule, which was approved in December, will apply from 1 May.", "1 May", "2026-05-01"),
    ],
)
def test_the_nearest_verb_tells_whether_a_month_is_yet_to_come(text: str, words: str, iso: str) -> None:
    assert means(text, TUESDAY)[-1] == (words, iso)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was signed on Friday, 10 April 1998.", []),
        ("It was opened on Monday 12 May 1986.", []),
        ("It was opened on Monday, the 12th of May 1986.", []),
        ("It was opened on Friday, May 9, 1986.", []),
        ("It was sold on Monday last week.", [("last week", "2026-01-26/2026-02-01")]),
        ("The shops were shut on Sunday afternoons.", []),
        ("They resigned in the last week of May 2025.", []),
        ("It was sold in the last week of January.", [("January", "2026-01")]),
        ("He left the talks the day before yesterday.", []),
        ("They will vote the day after tomorrow.", []),
        ("He died two years ago today.", [("two years ago", "2024")]),
        ("The next year the ports cut 500 jobs.", []),
        ("She resigned in her last year in office.", []),
    ],
)
def test_words_within_a_longer_expression_are_not_explained_alone(text: str, found: list[tuple[str, str]]) -> None:
    assert means(text, TUESDAY) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Friday, 12 people died.", [("Friday", "2026-01-30")]),
        ("It was sold on Friday after the vote.", [("Friday", "2026-01-30")]),
        ("It rained last week.", [("last week", "2026-01-26/2026-02-01")]),
        ("It closes by the end of next year.", [("next year", "2027")]),
        ("It was signed yesterday.", [("yesterday", "2026-02-02")]),
    ],
)
def test_words_that_stand_alone_are_still_explained(text: str, found: list[tuple[str, str]]) -> None:
    assert means(text, TUESDAY) == found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("They must take cash from 1 July next year.", ("1 July", "2027-07-01")),
        ("It was set up in January of last year.", ("January", "2025-01")),
        ("It was set up in late March last year.", ("late March", "2025-03-21/2025-03-31")),
        ("It was set up in January this year.", ("January", "2026-01")),
    ],
)
def test_a_month_of_last_or_next_year_is_of_that_year(text: str, first: tuple[str, str]) -> None:
    assert means(text, TUESDAY)[0] == first


def test_a_month_of_a_year_that_is_not_counted_from_today_has_no_year() -> None:
    assert means("The fair is held in January each year.", TUESDAY) == []
    assert means("The ports cut jobs in January of the next year.", TUESDAY) == []


@pytest.mark.parametrize("words", ["on Monday of ", "on Monday ", "on 12 May ", "in May "])
def test_a_sentence_of_nothing_but_dates_is_read_to_its_end(words: str) -> None:
    text = words * (20_000 // len(words))
    found = relative_dates(text, Sentence(0, len(text)), TUESDAY)
    assert all(text[one.start : one.end] == one.text for one in found)


def test_around_new_year_the_nearest_month_is_of_the_other_year() -> None:
    assert means("It opened in December.", date(2026, 1, 15)) == [("December", "2025-12")]
    assert means("It will open in January.", date(2025, 12, 4)) == [("January", "2026-01")]
    assert means("It rained last month.", date(2026, 1, 15)) == [("last month", "2025-12")]


def test_an_undated_article_has_none() -> None:
    assert means("He went missing in April.", None) == []


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_relative_date_is_words_of_its_sentence_and_means_iso_8601(text: str, published: date) -> None:
    for sentence in split_sentences(text):
        for one in relative_dates(text, sentence, published):
            assert text[one.start : one.end] == one.text
            assert sentence.start <= one.start < one.end <= sentence.end
            assert ISO.fullmatch(one.means)
            days = [date.fromisoformat(end) for end in one.means.split("/") if len(end) == 10]
            assert days == sorted(days)
