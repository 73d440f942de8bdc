"""Kinds of answer that can be told in a sentence: a date for "when", a number for "how many", and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question import Question, Wanted
from rag.terms import DATE, NUMBER_WORDS, Token, is_stop_word, tokens

TYPED: tuple[Wanted, ...] = ("date", "number", "person", "place", "reason")
"""Kinds of answer whose presence in a sentence can be told."""

MUST_SHOW: tuple[Wanted, ...] = ("date", "number")
"""Kinds of answer that a sentence must show to answer at all: when, and how many."""

_REASON = re.compile(
    r"(?i)\b(?:because|due to|in order to|so that|as a result|therefore|thus|owing to|thanks to|in exchange for"
    r"|to \w+|for \w+ing|led to|caused?|reasons?|in response|after|amid|since|as|over|aims?|meant)\b"
)
_NUMBER = re.compile(
    rf"(?i)\b(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)}"
    r"|half|third|quarter|dozens?|hundreds?|thousands?|millions?|billions?|once|twice)\b"
    r"|[$€£%]"
)
_VAGUE = re.compile(r"(?i)several|few|many|none")
"""Quantities that say how many only of what they stand before."""
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Tt]o|[Nn]ear|[Oo]f|[Aa]cross|[Oo]utside|[Ii]nside|[Ii]nto|[Tt]hrough|[Aa]round|[Oo]n|,)"
    r" (?:the |north(?:ern)? |south(?:ern)? |east(?:ern)? |west(?:ern)? |central )*([A-Z][a-z][\w’'-]*)"
)
_PEOPLE = re.compile(
    r"(?i)\b(?:officials?|officers?|ministers?|ministry|president|leaders?|authorit(?:y|ies)|government|police"
    r"|psychologists?|teachers?|doctors?|experts?|critics?|operators?|judges?|lawyers?|court|committee|council|agency"
    r"|company|residents?|parents?|workers?|people|men|women|families)\b"
)


def asked_words(question: Question) -> set[str]:
    """The words of the question's names, lower-cased."""
    return {t.text.casefold() for name in question.names for t in name}


def lacks(kind: Wanted, question: Question, sentence: str, words: Sequence[Token]) -> bool:
    """Whether a kind of answer is asked for and a sentence has none of that kind; for other kinds always False."""
    if kind != question.wanted or kind not in TYPED:
        return False
    if kind == "date":
        return DATE.search(sentence) is None
    if kind == "number":
        vague = quantity_near(question, words, sentence, _VAGUE) == 1.0
        return not vague and _NUMBER.search(DATE.sub(" ", sentence)) is None
    if kind == "reason":
        return _REASON.search(sentence) is None
    if kind == "place":
        return all(match[1].casefold() in asked_words(question) for match in _PLACE.finditer(sentence))
    if kind == "person" and _PEOPLE.search(sentence):
        return False
    asked = {t.stem for name in question.names for t in name} | set(question.terms)
    return not any(t.is_capitalised and t.stem not in asked and not is_stop_word(t.text) for t in words)


def quantity_near(
    question: Question, words: Sequence[Token], sentence: str, numbers_are: re.Pattern[str] = _NUMBER
) -> float:
    """How many X: 1 if a number stands within five words before X (or after it), 0 if not, 0.5 if not asked."""
    match = re.search(r"(?i)\bhow many (?:of (?:the )?)?((?:[^\W\d_]|-)+)(?: ([^\W\d_]+))?", question.standalone)
    if match is None:
        return 0.5
    heads = {t.stem for group in match.groups() if group for t in tokens(group) if not is_stop_word(t.text)}
    dates = [m.span() for m in DATE.finditer(sentence)]
    numbers = [
        i for i, t in enumerate(words) if numbers_are.fullmatch(t.text) and not any(a <= t.start < b for a, b in dates)
    ]
    places = [i for i, t in enumerate(words) if t.stem in heads]
    return float(any(-2 <= place - number <= 5 for number in numbers for place in places))
