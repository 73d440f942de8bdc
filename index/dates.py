"""Dates as pages print them, read without guessing: what can be read two ways is not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january february march april may june july august september october november december"
    " jan feb mar apr may jun jul aug sep oct nov dec sept"
).split()
_NUMBER = {name: index % 12 + 1 for index, name in enumerate(_MONTHS)} | {"sept": 9}
_MONTH = r"(?P<month>" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|2[01]\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_DAY}\.?(?: of)?[ -]{_MONTH},?[ -]{_YEAR}",
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})",
    )
)
_NUMERIC = re.compile(rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark){_YEAR}")
_WEEKDAY = re.compile(r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[.,]? +", re.IGNORECASE)
_ZONE = r"(?: ?(?:Z|[A-Z]{2,5}\b|[+-]\d\d:?\d\d|(?:UTC|GMT) ?[+-]\d{1,2}(?::\d\d)?|\([A-Z]{2,5}\)))?"
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\.?)?(?: hrs)?|\d{1,2} ?[ap]\.?m\.?|\d{4} hrs)"
_TIME_AFTER = re.compile(rf"(?:,? at |,? [|·•–—-] |[T, ] ?){_CLOCK}{_ZONE}$", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"{_CLOCK}{_ZONE}(?:,? on |,? [|·•–—-] |,? )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A piece of text that is a date and nothing else.

    `day` is None where the text is shaped like a date but names no single day ("5.6.2015", "31 June 2015");
    `timed` says that a time of day stood with it.
    """

    day: date | None
    timed: bool


def read_stamp(text: str) -> Stamp | None:
    """The date that `text` is, or None where it is anything else; weekday and time of day are read past."""
    if len(text) > 80:
        return None
    rest = _WEEKDAY.sub("", text.strip(), count=1) if _WEEKDAY.match(text.strip()) else text.strip()
    bare = _TIME_AFTER.sub("", rest)
    if bare == rest and (before := _TIME_BEFORE.match(rest)):
        bare = rest[before.end() :]
        bare = _WEEKDAY.sub("", bare, count=1) if _WEEKDAY.match(bare) else bare
    timed = bare != rest
    for form in _FORMS:
        if match := form.fullmatch(bare):
            name = match["month"].lower()
            return Stamp(_day(match["year"], _NUMBER.get(name) or int(name), match["day"]), timed)
    if match := _NUMERIC.fullmatch(bare):
        return Stamp(_only_reading(match["year"], int(match["first"]), int(match["second"])), timed)
    return None


def _day(year: str, month: int, day: str | int) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _only_reading(year: str, first: int, second: int) -> date | None:
    """Day and month in unknown order: the day that both orders agree on, or that only one of them allows."""
    readings = {_day(year, first, second), _day(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None
