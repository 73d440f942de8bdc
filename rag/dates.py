"""Relative dates ("late May", "on Tuesday", "last year") told as calendar dates, counted from the day of the article.

Only what is certain: nothing inside a quotation (said on a day we do not know), no seasons (which half of the globe?),
no month that may be last year's or the next's, no weekday without a tense. The result is ISO 8601: a day, a month, a
year, or an interval of days; ".." for a beginning that is not given.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from index.article import Sentence
from rag.citations import RelativeDate
from rag.quotations import masked, quotations
from rag.terms import NUMBER_WORDS

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = "|".join(name.capitalize() for name in _MONTHS)
_DAY = "|".join(name.capitalize() for name in _DAYS)
_COUNT = rf"\d{{1,2}}|an?|{'|'.join(word for word, value in NUMBER_WORDS.items() if 1 < value <= 20)}"

_FAR = 5
"""Months between the article and a month without a year, at most: in any other year it is seven or more away."""

_FULL_DATE = (
    rf"(?:,? \(?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})|,? \(?(?:{_MONTH}) \d"
    r"|(?: of)? (?:last|next|this|that) week| of | (?:morning|afternoon|evening|night)s)"
)
"""What makes a weekday before it part of a longer expression ("Friday, 10 April 1998", "Monday last week")."""

_OTHER_YEAR = r"(?: of)? (?:that|each|every|the \w+) year"
_ITS_YEAR = re.compile(r"(?: of)? (last|this|next) year\b")
_STEPS = {"last": -1, "this": 0, "next": 1}
_OTHER_COUNT = "".join(rf"(?<!\b{word} )" for word in "the The his her its their very ago".split())
"""Before "next year" and the like: it is not counted from today ("the next year", "her last week in office")."""

_EXPRESSION = re.compile(
    rf"(?P<monthday>\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}}))\b"
    rf"(?!,? \d{{4}}|[:.,]?\d|{_OTHER_YEAR}))"
    rf"|\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Bb]efore|[Ff]rom|[Oo]f|[Dd]uring) "
    rf"(?P<month>(?:(?P<part>early|late|mid)[ -])?(?P<m3>{_MONTH}))\b"
    rf"(?!,? \d|{_OTHER_YEAR}| (?:to|and|or|until|through) (?:{_MONTH}))"
    rf"|\b[Oo]n (?P<weekday>{_DAY})\b(?!{_FULL_DATE})"
    rf"|\b{_OTHER_COUNT}(?P<named>(?P<which>[Ll]ast|[Nn]ext|[Tt]his) (?P<what>week|month|year|{_MONTH}))\b(?! of\b)"
    r"|\b(?<!\bbefore )(?<!\bafter )(?<!\bago )(?P<daily>[Yy]esterday|[Tt]omorrow|[Tt]oday)\b(?!['’])"
    r"|\b[Ii]n (?P<recent>recent (?:days|weeks|months|years))\b"
    r"|\b(?P<within>(?P<when>[Ll]ater|[Ee]arlier) this (?P<span>week|month|year))\b"
    rf"|\b(?P<ago>(?P<n>{_COUNT}) (?P<unit>day|week|month|year)s? ago)\b"
)
_HEDGED = re.compile(r"(?:about|around|some|nearly|almost|over|than|least|roughly|most|every|half) \Z", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_WILL = re.compile(
    r"\b(?:will|would|shall|is to|are to|is due|are due|expected|plans?|planned|set to|scheduled|must|can)\b"
)
_PAST_WORD = (
    r"(?:(?!hundred\b)\w+[^\We]ed|agreed|freed|said|told|was|were|had|went|came|met|took|made|left|began|saw|gave|held"
    r"|fell|rose|won|lost|sent|set|spoke|wrote|found|put|became|broke|brought|led|cut|hit|shot|died)\b"
)
_PAST = re.compile(rf"\b{_PAST_WORD}")
_HELPS = r"(?: (?:to|be|been|being|have|not|also|\w+ly)\b)*"
_NO_VERB = (  # what stands behind a preposition, an article or a number is no verb: "the start", "two closed mines"
    rf"(?:(?:[Tt]he|[Aa]n?|his|her|its|their|of|for|with|on|at|under) )+(?!(?:{_COUNT}) )\w+"
    rf"|(?:\d[\d.,]*|{_COUNT}) \w+ed(?= \w+s\b)"
)
_TENSE = re.compile(
    rf"\b(?<!-)(?:(?P<past>(?:was|were|had)\b{_HELPS}(?: \w+)?|since\b)"  # with its participle: "was expected"
    rf"|(?P<ahead>(?:will|would|shall|may|must|can(?:not)?|should|won['’]t)\b{_HELPS}(?: \w+)?"
    r"|(?:expects?|expected|planned|scheduled|intends?|hopes?|wants?|(?:start|begin)s?|takes? effect|comes? into)\b"
    r"|(?:is|are)(?= (?:to|due)\b)|(?:plans?|means)(?= (?:to|an?|the)\b)|(?:agreed|promised|set)(?= to\b))"
    r"|(?P<open>to (?:begin|start)\b)"
    rf"|{_NO_VERB}"
    rf"|(?:to|(?:be|been|being|is|are|has|have)\b(?! (?:been )?(?:expected|planned|scheduled|set to|agreed to)\b))"
    rf"{_HELPS} \w+"
    rf"|(?P<finite>{_PAST_WORD}))"
)
"""The words that tell the tense, each with the verb that it governs: "will cut" has no past "cut"."""

_DEADLINE = re.compile(r"\b(?:by|until|from|from \d{1,2} \w+ to)(?: the \w+ of)? \Z")
_REACH = 300
"""Characters to either side of a date in which its verb is looked for: a run of dates without end stays cheap."""


def relative_dates(text: str, sentence: Sentence, published: date | None) -> tuple[RelativeDate, ...]:
    """Return the relative dates of a sentence of an article's `text`, in order, with offsets in `text`."""
    if published is None:
        return ()
    words = _unquoted(text)
    found = []
    for match in _EXPRESSION.finditer(words, sentence.start, sentence.end):
        group = next(name for name in _READINGS if match[name])
        means = _READINGS[group](match, published, words, sentence)
        if means is not None:
            start, end = match.span(group)
            found.append(RelativeDate(text[start:end], start, end, means))
    return tuple(found)


@lru_cache(maxsize=16)
def _unquoted(text: str) -> str:
    return masked(text, quotations(text))


def _monthday(match: re.Match[str], today: date, words: str, sentence: Sentence) -> str | None:
    month = _MONTHS.index((match["m1"] or match["m2"]).casefold()) + 1
    day = int(match["d1"] or match["d2"])
    year = _year_of(month, day, match.span("monthday"), today, words, sentence)
    return None if year is None or not 1 <= day <= monthrange(year, month)[1] else date(year, month, day).isoformat()


def _month(match: re.Match[str], today: date, words: str, sentence: Sentence) -> str | None:
    month = _MONTHS.index(match["m3"].casefold()) + 1
    year = _year_of(month, None, match.span("month"), today, words, sentence)
    if year is None or match["part"] is None:
        return None if year is None else f"{year}-{month:02}"
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, monthrange(year, month)[1])}[match["part"]]
    return _between(date(year, month, first), date(year, month, last))


def _year_of(
    month: int, day: int | None, span: tuple[int, int], today: date, words: str, sentence: Sentence
) -> int | None:
    """The year of a month named without one: the nearest, if the tense agrees and no other year is spoken of."""
    if counted := _ITS_YEAR.match(words, span[1], sentence.end):
        return today.year + _STEPS[counted[1]]
    at = span[0]
    paragraph = words.rfind("\n", 0, sentence.start) + 1
    if _years(words, paragraph, sentence.end) - {str(today.year)}:
        return None
    away = (month - today.month + 6) % 12 - 6  # months ahead, from -6 to 5
    if not -_FAR <= away <= _FAR:
        return None
    if away > 0 or (away == 0 and day is not None and day > today.day):
        return today.year + (month < today.month) if _ahead(words, at, sentence) else None
    if away == 0 and day is None:
        return today.year
    if _WILL.search(_clause(words, at, sentence)):
        return None
    return today.year - (month > today.month)


@lru_cache(maxsize=16)
def _years(words: str, start: int, end: int) -> frozenset[str]:
    return frozenset(_YEAR.findall(words, start, end))


def _ahead(words: str, at: int, sentence: Sentence) -> bool:
    """Whether a place is told as yet to come: by the nearest verb before it, else by the first one behind it."""
    start, end = _near(at, sentence)
    tenses = [match.lastgroup for match in _TENSE.finditer(words, start, at) if match.lastgroup]
    told = [tense for tense in tenses if tense != "open"]
    if told:
        return told[-1] == "ahead"
    behind = words[at:end]
    if tenses or _DEADLINE.search(words[start:at]):  # ahead, unless its own clause says otherwise
        return _first_tense(re.split("[,;:—)]", behind, maxsplit=1)[0]) in {"ahead", None}
    return _first_tense(behind) == "ahead"


def _first_tense(words: str) -> str | None:
    return next((match.lastgroup for match in _TENSE.finditer(words) if match.lastgroup not in {None, "open"}), None)


def _clause(words: str, at: int, sentence: Sentence) -> str:
    """The words around a place up to the next comma or the like on both sides."""
    first, last = _near(at, sentence)
    start = max(words.rfind(mark, first, at) for mark in ",;:—(") + 1
    ends = [end for mark in ",;:—)" if (end := words.find(mark, at, last)) >= 0]
    return words[max(start, first) : min(ends, default=last)]


def _near(at: int, sentence: Sentence) -> tuple[int, int]:
    return max(sentence.start, at - _REACH), min(sentence.end, at + _REACH)


def _weekday(match: re.Match[str], today: date, words: str, sentence: Sentence) -> str | None:
    clause = _clause(words, match.start("weekday"), sentence)
    if not _PAST.search(clause) and not _WILL.search(clause):
        clause = words[slice(*_near(match.start("weekday"), sentence))]
    behind = (today.weekday() - _DAYS.index(match["weekday"].casefold())) % 7
    if _WILL.search(clause):
        return None if _PAST.search(clause) or behind == 0 else (today + timedelta(7 - behind)).isoformat()
    return (today - timedelta(behind)).isoformat() if _PAST.search(clause) else None


def _named(match: re.Match[str], today: date, _words: str, _sentence: Sentence) -> str | None:
    step = _STEPS[match["which"].casefold()]
    what = match["what"].casefold()
    if what == "week":
        monday = today + timedelta(7 * step - today.weekday())
        return _between(monday, monday + timedelta(6))
    if what == "month":
        return _months_from(today, step)
    if what == "year":
        return str(today.year + step)
    month = _MONTHS.index(what) + 1
    if step == 0:
        return f"{today.year}-{month:02}"
    certain = month >= today.month if step < 0 else month <= today.month  # else it may be this year's
    return f"{today.year + step}-{month:02}" if certain else None


def _daily(match: re.Match[str], today: date, words: str, sentence: Sentence) -> str | None:
    step = {"yesterday": -1, "today": 0, "tomorrow": 1}[match["daily"].casefold()]
    if step == 0 and not _PAST.search(_clause(words, match.start("daily"), sentence)):
        return None  # "today" may mean these days
    return (today + timedelta(step)).isoformat()


def _recent(_match: re.Match[str], today: date, _words: str, _sentence: Sentence) -> str:
    return f"../{today.isoformat()}"


def _within(match: re.Match[str], today: date, _words: str, _sentence: Sentence) -> str:
    monday = today - timedelta(today.weekday())
    first, last = {
        "week": (monday, monday + timedelta(6)),
        "month": (today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])),
        "year": (date(today.year, 1, 1), date(today.year, 12, 31)),
    }[match["span"]]
    return _between(today, last) if match["when"].casefold() == "later" else _between(first, today)


def _ago(match: re.Match[str], today: date, words: str, sentence: Sentence) -> str | None:
    if _HEDGED.search(words[sentence.start : match.start("ago")]):
        return None
    n = 1 if match["n"] in {"a", "an"} else NUMBER_WORDS.get(match["n"]) or int(match["n"])
    if match["unit"] == "day":
        return (today - timedelta(n)).isoformat()
    if match["unit"] == "week":
        monday = today - timedelta(7 * n + today.weekday())
        return _between(monday, monday + timedelta(6))
    return _months_from(today, -n) if match["unit"] == "month" else f"{today.year - n:04}"


def _months_from(today: date, months: int) -> str:
    years, month = divmod(today.month - 1 + months, 12)
    return f"{today.year + years}-{month + 1:02}"


def _between(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


_READINGS: dict[str, Callable[[re.Match[str], date, str, Sentence], str | None]] = {
    "monthday": _monthday,
    "month": _month,
    "weekday": _weekday,
    "named": _named,
    "daily": _daily,
    "recent": _recent,
    "within": _within,
    "ago": _ago,
}
