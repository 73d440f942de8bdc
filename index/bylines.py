"""Lines of date and byline: "By Jane Doe, Staff writer | June 5, 2015, 5:00pm | Updated 6 June 2015"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.dates import read_stamp
from index.furniture import is_furniture
from index.lines import ends_like_prose

_PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|issued)|publication date|date)(?: on| at)? ?:? ?", re.IGNORECASE
)
_UPDATED = re.compile(r"(?:last )?(?:updated?|modified|edited|revised)(?: on| at)? ?:? ?", re.IGNORECASE)
_BETWEEN = re.compile(
    r" ?[|·•] ?| [–—/] |(?<!last);? (?=(?:last )?(?:updated|modified|published)\b)|(?<=[\dmZT]) (?=by [A-Z])"
    r"| (?=(?:\d{1,6} comments?|leave a comment|\d{1,3} min(?:ute)? read)$)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:(?:reported|written|posted|published|story|words) )?by(?: ?:)? (?=\S)", re.IGNORECASE)
_BEFORE_DATE = re.compile(r", | on | at | [–—-] ")
_BETWEEN_NAMES = re.compile(r" ?, | and | & ")
_PLACE = re.compile(r" (?:in|for|at) [A-Z].*$")
_DESK = re.compile(
    r"(?:the )?(?:associated press|reuters|afp|agence france-presse|bbc(?: news)?|agencies|(?:news|web) desk"
    r"|(?:our )?(?:own |foreign )?(?:staff|correspondents?|reporters?)(?: (?:reporters?|writers?|and agencies))?)",
    re.IGNORECASE,
)
_LONGEST = 200
_PARTICLES = frozenset("de da del della di van von der den la le el al bin ibn bint du dos".split())
_NO_NAMES = frozenset("And The For Of In On At Any All Then Now Early Late Numbers A An To".split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a line of date or byline says, or a part of one.

    `labelled` when every part carries its label ("Updated: …"), so that it can stand anywhere on the page; `plain`
    when it is a bare day without a time, which may just as well head an entry of a chronicle; `doubtful` when it is
    a name alone, which is a byline only beside something surer.
    """

    byline: str | None = None
    published: date | None = None
    updated: date | None = None
    labelled: bool = False
    plain: bool = False
    doubtful: bool = False


def read_dateline(line: str) -> Dateline | None:
    """The line read, or None where any part of it is something else."""
    return _read_dateline(line) if len(line) <= _LONGEST else None


@lru_cache(maxsize=4096)  # a page's lines are read again until nothing changes
def _read_dateline(line: str) -> Dateline | None:
    whole = _read_part(line)
    if whole is not None and not whole.doubtful:
        return whole
    parts: list[Dateline] = []
    for text in _BETWEEN.split(line):
        part = _read_part(text.strip())
        if part is None:
            return None
        parts.append(part)
    if sum(part.doubtful for part in parts) > 1 or all(part.doubtful for part in parts):
        return None
    return Dateline(
        byline=next((part.byline for part in parts if part.byline), None),
        published=next((part.published for part in parts if part.published), None),
        updated=next((part.updated for part in parts if part.updated), None),
        labelled=all(part.labelled for part in parts),
    )


def _read_part(part: str) -> Dateline | None:
    if is_furniture(part):
        return Dateline(labelled=True)
    if (label := _UPDATED.match(part)) and (stamp := read_stamp(part[label.end() :])):
        return Dateline(updated=stamp.day, labelled=True)
    if (label := _PUBLISHED.match(part)) and (stamp := read_stamp(part[label.end() :])):
        return Dateline(published=stamp.day, labelled=True)
    if stamp := read_stamp(part):
        return Dateline(published=stamp.day, plain=not stamp.timed)
    return _byline(part) or (Dateline(byline=part, doubtful=True) if is_name(part) else None)


def _byline(part: str) -> Dateline | None:
    """Who "By Jane Doe and John Roe, Staff writer, June 5, 2015" names, and the date at its end."""
    label = _BY.match(part)
    if label is None:
        return None
    who, day = part[label.end() :], None
    for before in _BEFORE_DATE.finditer(who):
        if stamp := read_stamp(who[before.end() :]):
            who, day = who[: before.start()], stamp.day
            break
    if _DESK.fullmatch(_PLACE.sub("", who)) or _are_names(who):
        return Dateline(byline=who, published=day)
    return None


def _are_names(who: str) -> bool:
    """Names, then perhaps what the person is ("Staff writer"); never a sentence."""
    first, *others = _BETWEEN_NAMES.split(who)
    if not is_name(_PLACE.sub("", first)) or (ends_like_prose(who) and not re.search(r"\b(?:[A-Z]|[JS]r)\.$", who)):
        return False
    return all(len(other.split()) <= 6 for other in others)


def is_name(text: str) -> bool:
    """Whether the text is made like a person's name: two to five words, capitals, no digits."""
    words = text.split()
    if not 2 <= len(words) <= 5 or any(c.isdigit() for c in text):
        return False
    capitals = [word for word in words if word not in _PARTICLES]
    return len(capitals) >= 2 and all(_capital(word) for word in capitals)


def _capital(word: str) -> bool:
    after_article = word.split("-", 1)[-1] if word[:3] in ("al-", "el-", "as-") else word.removeprefix("d'")
    return after_article[:1].isupper() and word not in _NO_NAMES and not word.endswith((",", ":", ";", "!", "?"))
