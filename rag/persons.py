"""The people an article names: whom "he" means, and a surname's full name, where the text leaves no doubt."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

GROUP = re.compile(
    r"\b(?:ministry|department|agency|office|committee|council|government|party|commission|company|bank|union|army"
    r"|police|court|parliament|embassy|service|group|team|nations|international|news|times|post|bbc|cnn|afp|reuters"
    r"|report|newspaper|people|media|prosecution|defen[cs]e|board|firm|club|college|university|corporation|federation"
    r"|association|charity|hospital|school|website|magazine|study|survey|paper|statement|opposition|regime|movement"
    r"|authority|fund|league|alliance|act|bill|line|programme|program|scheme|states|kingdom|republic|valley|street"
    r"|road|county|city|house|centre|center|institute|foundation|church|guild|society|state|front|bloc)\b"
    r"|/|(?-i:\A[A-Z]{2,}\Z|\A\w+s\Z|\s[a-z]+s\Z)",
    re.IGNORECASE,
)
"""What is no single person."""

_NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*[a-z][\w’'-]*(?: (?:al |de |von |van |bin )?[A-Z][\w’'-]+)+")
TITLES = frozenset(
    """
    president prime minister interior finance foreign justice health housing labour defence defense education home
    colonel general major captain lieutenant sergeant senator governor mayor judge justice chancellor secretary
    professor doctor director chief inspector ambassador king queen prince princess pope sheikh imam bishop lord lady
    sir dame mr mrs ms dr deputy vice former attorney commissioner
    """.split()
)
_NOT_FIRST = frozenset(
    """
    the a an in on at by for from to of and or but not after before since until when while as if with under last
    next this that these those monday tuesday wednesday thursday friday saturday sunday january february march april
    june july august september october november december
    """.split()
)
_PLACED = re.compile(r"\b(?:in|near|outside|across|around|towards?|leave|visit) (?:the )?", re.IGNORECASE)
_LAST_WORD = re.compile(r"[A-Z][\w’-]+(?![\w’-]| [A-Z])")  # not the "Berg" of Berg Street
_BODY_OF = re.compile(r"\b(?P<body>[A-Z][a-z]+(?<!s)) (?:of|for) (?:the )?\Z")
_TITLED = re.compile(rf"\b(?i:{'|'.join(sorted(TITLES))}) (?=(?P<name>[A-Z][\w’-]+))")
_APPOSED = re.compile(
    r"(?:The|Its|His|Her|Their|A|An|One|Another) [^,.;:\x01]{2,60}, (?:\d+-year-old )?(?P<name>[^,.;:\x01]+),"
)
_SUBJECT = re.compile(r"(?P<name>[^,.;:\x01()]{4,60}?)(?:,| \(| (?=[a-z]))")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name as it stands in a text, titles left out; code points, half-open."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=16)
def people(words: str) -> tuple[Mention, ...]:
    """Return where an article names people in full, in order; `words` is its text with its quotations masked."""
    found = []
    for match in _NAME.finditer(words):
        start = match.start()
        parts = match[0].split(" ")
        while len(parts) > 1 and parts[0].casefold() in TITLES | _NOT_FIRST:
            start += len(parts.pop(0)) + 1
        name = re.sub(r"['’]s?$", "", " ".join(parts))
        after_the = words[max(0, start - 4) : start].casefold() == "the "
        body = _BODY_OF.search(words, max(0, start - 40), start)  # the Association of Care Providers, one name
        if len(parts) < 2 or after_the or GROUP.search(name) or len(parts) > 4 or (body and GROUP.search(body["body"])):
            continue
        if not any(part.casefold() in TITLES for part in parts):
            found.append(Mention(name, start, start + len(name)))
    placed = _placed(words, {len(one.name) for one in found})
    return tuple(one for one in found if one.name.lower() not in placed)


def _placed(words: str, lengths: Collection[int]) -> set[str]:
    """The stretches of these lengths, in lower case, that begin where a place is named: "in …", "near the …"."""
    starts = [match.end() for match in _PLACED.finditer(words)]
    return {words[start : start + length].lower() for start in starts for length in lengths}


@lru_cache(maxsize=16)
def _by_surname(words: str) -> dict[str, tuple[Mention, ...]]:
    """The people of an article by the last word of their names, each surname's in order."""
    found: dict[str, list[Mention]] = {}
    for one in people(words):
        found.setdefault(one.name.split(" ")[-1], []).append(one)
    return {surname: tuple(all_of_it) for surname, all_of_it in found.items()}


def _named_within(words: str, start: int, end: int) -> tuple[Mention, ...]:
    """The people whose names begin between two places of an article."""
    everybody = people(words)
    first, last = (bisect_left(everybody, place, key=lambda one: one.start) for place in (start, end))
    return everybody[first:last]


def full_name(name: str, words: str, end: int) -> str:
    """Return the one full name that a surname stands for before `end`; the name itself where there is none, or two."""
    bare = name.split(" ")
    while len(bare) > 1 and bare[0].casefold() in TITLES:
        bare.pop(0)
    if len(bare) != 1 or not bare[0][:1].isupper() or len(bare[0]) < 3:
        return name
    known = {one.name for one in _by_surname(words).get(bare[0], ()) if one.start < end}
    return known.pop() if len(known) == 1 else name


def others_named(person: str, words: str, start: int, end: int) -> bool:
    """Whether somebody else is named between two places of an article: in full, with a title, or by a known surname.

    Who shares no more than a surname is somebody else too.
    """
    known = {re.sub(r"['’]s?$", "", word) for word in person.split()}
    for one in _named_within(words, start, end):
        named = set(one.name.split())
        if not (named <= known or known <= named):
            return True
    titled = {match["name"] for match in _TITLED.finditer(words, start, end)}
    if any(not (word.casefold() in TITLES | _NOT_FIRST or GROUP.search(word)) for word in titled - known):
        return True
    others = set(_LAST_WORD.findall(words[start:end])) - known
    return any(one.start < start for word in others for one in _by_surname(words).get(word, ())[:1])


def subject_of(words: str, start: int, end: int) -> str | None:
    """Return the person whom the sentence at `start` to `end` is about: its subject, by name; None for nobody."""
    for pattern in (_APPOSED, _SUBJECT):
        match = pattern.match(words, start, end)
        if match:
            within = _named_within(words, *match.span("name"))
            if len(within) == 1 and within[0].end == match.end("name"):
                return within[0].name
    return None
