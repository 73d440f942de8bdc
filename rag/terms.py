"""Words as evidence: tokens, stems, stop words, numbers and dates, all without a model."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer


class _Stemmers(threading.local):
    """A stemmer for each thread: one holds the word that it is working on."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_STEMMERS = _Stemmers()

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'.&/-][^\W\d_]+)*\.?|\d+[^\W\d_]+")

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any anybody anyone anything are aren't as at be
    because been before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't done down during each either else ever every few for from further get gets getting
    give gives go goes got had hadn't has hasn't have haven't having he her here hers herself him himself his
    how however i if in into is isn't it it's its itself just let like many may me might more most much must
    my myself neither no nor not now of off often on once one only onto or other others our ours ourselves out
    over own per quite rather really same say says said shall she should shouldn't since so some somebody
    someone something still such than that that's the their theirs them themselves then there these they thing
    things this those through thus till to too under until up upon us use used very was wasn't we were weren't
    what what's whatever when where whether which while who who's whom whose why will with within without
    won't would wouldn't yes yet you your yours yourself yourselves tell know article articles according
    happen happened happens mean means exactly actually please explain describe regarding concerning did'nt
    kind sort type way ways
    """.split()
)
"""Words that carry no subject of their own, among them the verbs with which people ask about an article."""

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
    """.split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "dozen": 12,
}

_MONTH = (
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?"
    "|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
)
_SPANS = "(?:years?|months?|weeks?|days?|decades?|centuries)"
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}\b(?: \d{{1,2}}\b)?(?:,? \d{{4}}\b)?"
    r"|\b(?:1[5-9]|20|21)\d\d(?:s\b|\b)|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
    r"|\b(?:last|next|this|each|every|in|since|early|late) (?:the )?(?:year|month|week|spring|summer|autumn|winter)s?\b"
    r"|\b(?:yesterday|today|tonight|tomorrow)\b|\b(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+) century\b"
    rf"|\b(?:\d+|two|three|several|many|a few) {_SPANS} (?:ago|later|earlier|before|after)\b"
    r"|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?"
)
"""Calendar expressions: dates, months, years, weekdays, times of day."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written, where (code points, half-open), its stem, and whether it opens with a capital."""

    text: str
    start: int
    end: int
    stem: str

    @property
    def is_capitalised(self) -> bool:
        """Whether the first character is an upper-case letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball (Porter 2) stem of a word, lower-cased, apostrophes made plain, possessive dropped."""
    plain = word.replace("’", "'").casefold()
    plain = plain.removesuffix("'s").removesuffix("'").rstrip(".").replace(".", "")
    if plain in NUMBER_WORDS:
        return str(NUMBER_WORDS[plain])
    stemmed: str = _STEMMERS.english.stemWord(plain)
    return stemmed


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of a text in order; a hyphenated word is given part by part.

    Cached: to answer one question the same sentences are looked at from several sides.
    """
    found = []
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start()
        if word.endswith(".") and word.count(".") == 1:
            word = word[:-1]
        parts = [part for part in re.split(r"[-/]", word) if part] if "-" in word or "/" in word else []
        if len(parts) > 1:
            at = start
            for part in parts:
                at = text.index(part, at)
                found.append(Token(part, at, at + len(part), stem(part)))
                at += len(part)
        else:
            found.append(Token(word, start, start + len(word), stem(word)))
    return tuple(found)


def is_stop_word(word: str) -> bool:
    """Whether a word carries no subject of its own."""
    return word.replace("’", "'").casefold() in STOP_WORDS


def content_stems(text: str) -> list[str]:
    """Return the distinct stems of a text's content words, in order of first use."""
    return list(dict.fromkeys(t.stem for t in tokens(text) if not is_stop_word(t.text)))
