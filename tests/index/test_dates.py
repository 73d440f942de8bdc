from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import Stamp, read_stamp


@pytest.mark.parametrize(
    "text",
    [
        "June 5, 2015",
        "june 5 2015",
        "Jun. 5, 2015",
        "June 5th, 2015",
        "5 June 2015",
        "5th of June 2015",
        "5-Jun-2015",
        "Friday, June 5, 2015",
        "Fri 5 Jun 2015",
        "2015-06-05",
        "2015/06/05",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_stamp(text) == Stamp(date(2015, 6, 5), timed=False)


@pytest.mark.parametrize(
    "text",
    [
        "June 5, 2015, 5:00pm",
        "June 5, 2015 at 5 p.m.",
        "5 June 2015 14:05 BST",
        "Fri 5 Jun 2015 17.00 BST",
        "Fri, 05 Jun 2015 17:00:00 GMT",
        "2015-06-05T17:00:00Z",
        "2015-06-05T17:00:00.123+02:00",
        "2015-06-05 17:00:00",
        "June 5, 2015 | 5:00 PM ET",
        "14:05 GMT, 5 June 2015",
    ],
)
def test_a_time_of_day_is_read_past(text: str) -> None:
    assert read_stamp(text) == Stamp(date(2015, 6, 5), timed=True)


@pytest.mark.parametrize("text", ["5.6.2015", "05/06/2015", "5-6-2015", "31 June 2015", "2015-13-01", "40/50/2015"])
def test_what_names_no_single_day_is_a_date_without_a_day(text: str) -> None:
    assert read_stamp(text) == Stamp(None, timed=False)


@pytest.mark.parametrize("text", ["25/06/2015", "06/25/2015"])
def test_a_numeric_date_with_one_reading_is_read(text: str) -> None:
    assert read_stamp(text) == Stamp(date(2015, 6, 25), timed=False)


@pytest.mark.parametrize(
    "text", ["", "May", "2015", "June 2015", "5 June", "On 5 June 2015 the law took effect", "1:30"]
)
def test_other_text_is_no_date(text: str) -> None:
    assert read_stamp(text) is None


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2199, 12, 31)))
def test_every_iso_date_is_read_back(day: date) -> None:
    assert read_stamp(day.isoformat()) == Stamp(day, timed=False)


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    stamp = read_stamp(text)
    assert stamp is None or any(c.isdigit() for c in text)
