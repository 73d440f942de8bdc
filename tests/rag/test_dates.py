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
