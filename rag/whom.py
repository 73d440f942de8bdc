"""Whom a reply names: people in full or by a title, and never a country, a month or a place."""

from __future__ import annotations

import re

from rag.names import names
from rag.persons import GROUP, TITLES, people
from rag.terms import DATE

_OFFICES = TITLES - frozenset(
    """
    prime interior finance foreign justice health housing labour defence defense education home deputy vice former
    attorney chief director
    """.split()
)
"""Titles that make a name of one word a person's: "Mayor Brandl", but not "Justice" or "Home"."""

_TITLE = "|".join(sorted(map(str.title, TITLES)))
_TITLED = re.compile(rf"\b(?:[A-Z][\w’'-]* ){{0,3}}?(?P<titles>(?:(?:{_TITLE})\.? )+)(?=(?P<name>[A-Z][\w’'-]*[a-z]))")
_GOVERNED = re.compile(
    r"(?i)\b(?:about|against|an?|and|as|at|between|by|for|from|in|into|like|near|of|on|or|than|the|to|with) $"
)
_LONGEST_BEFORE = 9
"""Characters of the longest word of _GOVERNED, with a space on either side."""

_DOES = re.compile(r"(?:['’]s)? (?=[a-z])")
_PARTS_OF_THE_WORLD = frozenset(
    "north south east west northern southern eastern western central upper lower new great united san saint st".split()
)
"""Words that begin a place's name of several words, and seldom a person's."""


def somebody_in(text: str, besides: str = "", *, doing: bool = False) -> str | None:
    """The first person whom a text names, in full ("Eva Lund") or by a title ("Mayor Lund"), and `besides` does not.

    `doing` leaves out whoever something is done to, with or by: names behind a preposition or an article.
    """
    found = [(text.find(one.name), one.name) for one in people(_TITLED.sub("", text))]
    for match in _TITLED.finditer(text):
        surname = match["name"].removesuffix("’s").removesuffix("'s")
        whole = next((name for _, name in found if name.startswith(f"{surname} ")), surname)
        titles = match["titles"].replace(".", "").casefold().split()
        if whole != surname or (not _OFFICES.isdisjoint(titles) and not GROUP.search(surname)):
            found.append((match.start("titles"), match["titles"] + whole))
    known = set(re.findall(r"[\w’'-]+", besides))
    somebody = [one for one in found if not known & set(one[1].split()) and not _begins_as_a_place(one[1])]
    return min((one for one in somebody if not doing or not _governed(text, one[0])), default=(0, None))[1]


def doer_in(reply: str) -> str | None:
    """Who does something in a reply, by a surname alone too: whom "he" meant in a question where nothing told.

    A reply that says "his" of somebody tells as much by itself: "Obree called his bike Old Faithful".
    """
    for name in names(reply):
        start, end = name[0].start, name[-1].end
        text = reply[start:end].removesuffix("’s").removesuffix("'s")
        if _DOES.match(reply, end) and not _governed(reply, start) and not _begins_as_a_place(text):
            return None if DATE.fullmatch(text) or (len(name) > 1 and GROUP.search(text)) else text
    return None


def _governed(text: str, start: int) -> bool:
    return _GOVERNED.search(text, max(0, start - _LONGEST_BEFORE), start) is not None


def _begins_as_a_place(name: str) -> bool:
    first = name.split()[0]
    return first.casefold() in _PARTS_OF_THE_WORLD or is_country(first)


def is_full_name(text: str) -> bool:
    """Whether a text is a person's name in full, as far as its form tells."""
    return somebody_in(f"that {text} said") == text


def is_role(phrase: str) -> bool:
    """Whether a noun phrase is what somebody is: "the transport minister", "the mayor of Halvern"."""
    head = re.split(r" (?:of|in|at|from|for) ", phrase, maxsplit=1)[0]
    return head.startswith(("the ", "The ")) and head.rsplit(maxsplit=1)[-1].casefold() in _OFFICES


def is_country(subject: str) -> bool:
    """Whether a subject is a country or its people: names that are known in lower case too."""
    plain = subject.casefold().removeprefix("the ").removesuffix("’s").removesuffix("'s")
    text = f"of {plain}"
    return any(text[name[0].start : name[-1].end] == plain for name in names(text))
