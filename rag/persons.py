"""The people an article names: whom "he" means, and a surname's full name, where the text leaves no doubt."""

from __future__ import annotations

import re
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
_TITLES = frozenset(
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
_PLACED = r"\b(?:in|near|outside|across|around|towards?|leave|visit) (?:the )?"
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
        while len(parts) > 1 and parts[0].casefold() in _TITLES | _NOT_FIRST:
            start += len(parts.pop(0)) + 1
        name = re.sub(r"['’]s?$", "", " ".join(parts))
        after_the = words[max(0, start - 4) : start].casefold() == "the "
        if len(parts) < 2 or after_the or GROUP.search(name) or len(parts) > 4:
            continue
        if not any(part.casefold() in _TITLES for part in parts):
            found.append(Mention(name, start, start + len(name)))
    names = {one.name for one in found}
    places = {name for name in names if re.search(_PLACED + re.escape(name), words, re.IGNORECASE)}
    return tuple(one for one in found if one.name not in places)


def full_name(name: str, words: str, end: int) -> str:
    """Return the one full name that a surname stands for before `end`; the name itself where there is none, or two."""
    bare = name.split(" ")
    while len(bare) > 1 and bare[0].casefold() in _TITLES:
        bare.pop(0)
    if len(bare) != 1 or not bare[0][:1].isupper() or len(bare[0]) < 3:
        return name
    known = {one.name for one in people(words) if one.start < end and one.name.split(" ")[-1] == bare[0]}
    return known.pop() if len(known) == 1 else name


def others_named(person: str, words: str, start: int, end: int) -> bool:
    """Whether somebody else is named between two places of an article, in full or by a surname known before."""
    known = set(person.split())
    everybody = people(words)
    if any(start <= one.start < end and not known & set(one.name.split()) for one in everybody):
        return True
    surnames = {one.name.split(" ")[-1] for one in everybody if one.start < start} - known
    return any(word in surnames for word in re.findall(r"[A-Z][\w’-]+", words[start:end]))


def subject_of(words: str, start: int, end: int) -> str | None:
    """Return the person whom the sentence at `start` to `end` is about: its subject, by name; None for nobody."""
    for pattern in (_APPOSED, _SUBJECT):
        match = pattern.match(words, start, end)
        if match:
            within = [one for one in people(words) if match.start("name") <= one.start < match.end("name")]
            if len(within) == 1 and within[0].end == match.end("name"):
                return within[0].name
    return None
