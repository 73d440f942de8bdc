from __future__ import annotations

from datetime import date

import pytest

from index.bylines import Dateline, read_dateline

FIFTH, SIXTH = date(2015, 6, 5), date(2015, 6, 6)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane Doe and John Roe, Staff writer", "Jane Doe and John Roe, Staff writer"),
        ("By Gulnora van der Berg in Dushanbe", "Gulnora van der Berg in Dushanbe"),
        ("By Alaa al-Shemaree", "Alaa al-Shemaree"),
        ("Written by John R. Roe Jr.", "John R. Roe Jr."),
        ("By Reuters", "Reuters"),
        ("By our foreign staff", "our foreign staff"),
    ],
)
def test_a_line_that_names_its_author_is_a_byline(line: str, byline: str) -> None:
    assert read_dateline(line) == Dateline(byline=byline)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe | June 5, 2015",
        "By Jane Doe, June 5, 2015, 5:00pm",
        "Jane Doe | 5 June 2015 | 4 min read",
        "Posted by Jane Doe on June 5, 2015",
        "Published June 5, 2015 by Jane Doe",
        "June 5, 2015 by Jane Doe 4 Comments",
    ],
)
def test_a_byline_and_a_date_share_a_line(line: str) -> None:
    found = read_dateline(line)
    assert found is not None
    assert (found.byline, found.published) == ("Jane Doe", FIFTH)


@pytest.mark.parametrize(
    "line",
    ["Published: 5 June 2015; Updated: 6 June 2015", "Published June 5, 2015 Last updated June 6, 2015 at 9:00am"],
)
def test_the_day_of_an_update_is_not_the_day_of_publication(line: str) -> None:
    assert read_dateline(line) == Dateline(published=FIFTH, updated=SIXTH, labelled=True)


@pytest.mark.parametrize(
    "line",
    [
        "By June the ministry had opened nine offices.",
        "By Monday Smith, the minister had resigned.",
        "By Land And Sea",
        "By the sea",
        "By Monday",
        "Jane Doe",
        "Jane Doe | John Roe",
        "Updated figures show a rise",
        "Published figures are out of date",
        "5 June 2015 was the day the law took effect",
        "x" * 300,
    ],
)
def test_other_text_is_neither_byline_nor_date(line: str) -> None:
    assert read_dateline(line) is None
