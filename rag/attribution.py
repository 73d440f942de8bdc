"""Who is reported as saying a sentence, and what a reader must know about the age and the voice of what is cited."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.article import Sentence
from rag.citations import Citation, Notice
from rag.persons import GROUP, full_name, others_named, subject_of
from rag.quotations import MASK, masked, quotations
from rag.speech import introduced_in, spoken_by

STALE_AFTER_DAYS = 365

_CLOSING = '”’"»“'
_MONTHS = "January February March April May June July August September October November December".split()
_SEVERAL = re.compile(r"\b(?:and|nor)\b")
_BEGINS_SMALL = re.compile(
    r"(?:The|An?|Its|His|Her|Their|One|Two|Three|Another|Officials|Authorities|Police|Critics|Residents|Experts)\b"
)


@dataclass(frozen=True, slots=True)
class _Person:
    """The last person who spoke: the words, the sentence's number and its paragraph's."""

    name: str
    sentence: int
    paragraph: int


def speaker(article_text: str, sentence: Sentence, sentences: Sequence[Sentence]) -> str | None:
    """Return who is reported as saying `sentence`, in the article's own words; None for nobody.

    `sentences` are all of the article; `sentence` ends with one of them, and may begin behind the bullet of that one.
    A quotation keeps its speaker over several sentences. "He said" is the last person who spoke, in the same paragraph
    or the one before, unless somebody else is named beside that person or since, or that person has been "she".
    """
    all_of_them = tuple(sentences)
    return speakers(article_text, all_of_them)[bisect_left(all_of_them, sentence.end, key=lambda s: s.end)]


@lru_cache(maxsize=16)
def speakers(article_text: str, sentences: tuple[Sentence, ...]) -> tuple[str | None, ...]:
    """Return the speaker of each of the article's sentences."""
    spans = quotations(article_text)
    words = masked(article_text, spans)
    goes_on = {start for start, end in spans for start in _starts_inside(sentences, start, end)}
    found: list[str | None] = []
    person: _Person | None = None
    pronouns: dict[str, str] = {}  # the first "he" or "she" that stood for each person
    paragraph = waiting = 0  # the sentences from number `waiting` on are of the quotation that is open now
    for number, sentence in enumerate(sentences):
        before = sentences[number - 1] if number else None
        new_paragraph = before is not None and "\n" in article_text[before.end : sentence.start]
        paragraph += new_paragraph
        inside = sentence.start in goes_on
        if not inside:
            waiting = number
        name = _named(words, sentence)
        pronoun = name.lower() if name else None
        is_pronoun = pronoun in {"he", "she"}
        if pronoun and is_pronoun:
            name = _resolved(person, words, sentences, number, paragraph)
            name = name if name and pronouns.setdefault(name, pronoun) == pronoun else None
            person = person if name else None
        if name is not None:
            name = full_name(name, words, sentence.end)
            if not GROUP.search(name):
                person = None if _SEVERAL.search(name) else _Person(name, number, paragraph)
            if inside:
                found[waiting:] = [found[n] or name for n in range(waiting, number)]
            waiting = number
        elif not is_pronoun:
            if before is not None and (inside or _is_bare_quotation(words, article_text, before, sentence)):
                name = found[-1]
            elif introduced := introduced_in(words[sentence.start : sentence.end]):
                person = _Person(_slice(words, sentence, introduced), number, paragraph)
            elif person is None or person.paragraph < paragraph:
                about = subject_of(words, sentence.start, sentence.end)
                person = _Person(about, number, paragraph) if about else person
        found.append(name)
    return tuple(found)


def _starts_inside(sentences: tuple[Sentence, ...], start: int, end: int) -> list[int]:
    first = bisect_left(sentences, start + 1, key=lambda s: s.start)
    last = bisect_left(sentences, end, key=lambda s: s.start)
    return [s.start for s in sentences[first:last]]


def _is_bare_quotation(words: str, text: str, before: Sentence, sentence: Sentence) -> bool:
    """Whether `sentence` is nothing but quoted, and goes on with what was said in the sentence before."""
    if any(c.isalnum() for c in words[sentence.start : sentence.end]):
        return False
    unclosed = words[before.end - 1] == MASK and text[before.end - 1] not in _CLOSING
    return unclosed or "\n" not in text[before.end : sentence.start]


def _slice(words: str, sentence: Sentence, span: tuple[int, int]) -> str:
    return words[sentence.start + span[0] : sentence.start + span[1]]


def _named(words: str, sentence: Sentence) -> str | None:
    span = spoken_by(words[sentence.start : sentence.end])
    return _slice(words, sentence, span) if span else None


def _resolved(
    person: _Person | None, words: str, sentences: tuple[Sentence, ...], number: int, paragraph: int
) -> str | None:
    """Return who "he" is, if nobody else has been named since that person's own sentence began."""
    if person is None or paragraph - person.paragraph > 1:
        return None
    since = sentences[person.sentence].start
    return None if others_named(person.name, words, since, sentences[number].end) else person.name


def speech_notice(names: Sequence[str]) -> Notice | None:
    """Say whose words the cited sentences are; None where no sentence is reported speech."""
    each = list(dict.fromkeys(_inside_a_sentence(name) for name in names))
    if not each:
        return None
    listed = each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"
    return Notice("reported_speech", f"Reported speech: the words of {listed}, not findings of the article.")


def _inside_a_sentence(name: str) -> str:
    return name[0].lower() + name[1:] if _BEGINS_SMALL.match(name) else name


def notices_of(citations: Sequence[Citation], today: date) -> tuple[Notice, ...]:
    """Return what a reader must know of the articles cited: that one is old, and whose words are reported."""
    articles = list({citation.article.id: citation.article for citation in citations}.values())
    stale = []
    for article in sorted(articles, key=lambda one: (one.published or date.max, one.id)):
        title = f"“{article.title}”" if article.title and len(articles) > 1 else "This article"
        updated = article.updated if article.updated and article.updated <= today else None
        if article.published and (updated is None or staleness(updated, today)):
            stale.append(staleness(article.published, today, title))
    speech = speech_notice([c.speaker for c in citations if c.speaker is not None])
    return tuple(notice for notice in (*stale, speech) if notice is not None)


def staleness(published: date, today: date, title: str = "This article") -> Notice | None:
    """Warn of an article more than a year old."""
    if (today - published).days <= STALE_AFTER_DAYS:
        return None
    years = today.year - published.year - ((today.month, today.day) < (published.month, published.day))
    age = "a year" if years < 2 else f"{years} years"
    exact = "" if (today.month, today.day) == (published.month, published.day) else "more than "
    return Notice(
        "stale",
        f"{title} was published on {spelled_day(published)}, {exact}{age} ago; things may have changed.",
    )


def spelled_day(day: date) -> str:
    """Return a date as it is said: "5 June 2015"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
