"""Sentences that lean on the one before ("He …", "The approach …", "Such people …"): what they mean is shown too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from index.article import Article, Sentence
from index.sentences import split_sentences
from rag.baseline import without_bullet
from rag.conflict import may_give_way
from rag.question import Question
from rag.reader import Evidence
from rag.signals import is_heading, title_words
from rag.terms import stem, tokens

_POINTS = re.compile(
    r"(?:(?:He|She|They|It|His|Her|Its|Their|This|That|These|Those|Such)\b|There (?!(?:is|are|was|were|ha[sd]|will)\b)"
    r"|(?:(?:One|Some|Many|Most|None|All|Both|Each|Half|Part|Neither|Two|Three|Four|Five|Six) of|Of|On one of|Among"
    r"|After|Before|Since|With|Despite|For|Because of|Instead of)"
    r" (?:that|this|them|these|those|it|him|her)\b|(?:Both|Neither|The former|The latter|The others?) [a-z]+)"
)
"""Opens a sentence that means nothing, or something else, without the one before it."""

_MARKS = "“\"'‘"
_NO_ANTECEDENT = re.compile(
    r"(?:It (?:is|was) (?:not )?\w+ (?:that|to|for)\b|It (?:rained|snowed)|Those who\b|That said\b)"
)
_THE = re.compile(r"(?:The|In the|On the|At the) (?P<words>(?:[a-z][\w’'-]*,? ?){2,3})")
_VERB = re.compile(
    r"(?:is|are|was|were|ha[sd]|have|will|would|can|could|may|might|must|should|did|do|does|\w+ed|\w+s)\b"
)
_EXPLAINED = frozenset("of that which who whom whose in on at for from with between against to about".split())
"""Behind a noun they say which one is meant."""

GIVES_WAY = 0.6
"""A sentence is left out for what a better one leans on if its score is at most this share of the better one's."""

_BACK = 12
"""Sentences back, at most, to the one that introduces "a telephone service named the Trust Line"."""


def with_referents(
    question: Question,
    chosen: Sequence[Sequence[Evidence]],
    article: Callable[[str, int], Article],
    limit: int,
) -> list[list[Evidence]]:
    """Add for each sentence that leans on another the one that it leans on, verbatim, if it is not shown already.

    Where there is no room, what a pronoun means takes the place of the last sentence that may give way, if that is much
    weaker and is not one of two shown together by now. `article` looks up an article by id and version.
    """
    groups = [list(group) for group in chosen]
    together: list[list[Evidence]] = []
    for group in list(groups):
        one = group[0]
        place = referent(question, article(one.article_id, one.version), one.sentence)
        if place is None or group not in groups:
            continue
        other = next((g for g in groups if any(_is_at(shown, one.article_id, place) for shown in g)), None)
        if other is None:
            spare = [g for g in may_give_way(question, groups) if g is not group and g not in together]
            if len(groups) >= limit:
                if not spare or spare[-1][0].score > GIVES_WAY * one.score or not _points(one.text):
                    continue
                groups.remove(spare[-1])
            text = article(one.article_id, one.version).text[place.start : place.end]
            other = [Evidence(one.article_id, one.version, place, text, one.score, one.title)]
            groups.append(other)
        together += [other, group]
    return groups


def _is_at(one: Evidence, article_id: str, place: Sentence) -> bool:
    return one.article_id == article_id and one.sentence.end == place.end  # with a bullet or without


def referent(question: Question, article: Article, sentence: Sentence) -> Sentence | None:
    """Return the sentence that names what `sentence` opens with, or None if it stands by itself."""
    text = article.text
    opening = text[sentence.start : sentence.end].lstrip(_MARKS)
    before = _before(text, sentence)
    if _points(opening):
        return before[-1] if before and _near(text, before[-1], sentence) else None
    known = {*question.terms, *(stem(word) for word in title_words(article.title or ""))}
    for noun in _nouns(opening):
        if stem(noun) in known:
            return None
        for one in reversed(before):
            if _introduces(text[one.start : one.end], stem(noun)):
                return one
    return None


def _nouns(opening: str) -> list[str]:
    """The words behind "The" that may be the thing meant: those with a verb behind them."""
    the = _THE.match(opening)
    words = [word.strip(",") for word in the["words"].split()] if the else []
    pairs = zip(words, words[1:], strict=False)
    return [noun for noun, following in pairs if following not in _EXPLAINED and _VERB.fullmatch(following)]


def _points(text: str) -> bool:
    opening = text.lstrip(_MARKS)
    return bool(_POINTS.match(opening)) and not _NO_ANTECEDENT.match(opening)


def _before(text: str, sentence: Sentence) -> list[Sentence]:
    """The sentences before one, headings left out, the nearest last."""
    everything = [one for one in sentences_of(text) if one.end <= sentence.start][-2 * _BACK :]
    return [one for one in everything if not is_heading(text[one.start : one.end])][-_BACK:]


@lru_cache(maxsize=64)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return an article's sentences, without bullets; cached, since what stands before one is looked up often."""
    return tuple(without_bullet(text, one) for one in split_sentences(text))


def _near(text: str, before: Sentence, sentence: Sentence) -> bool:
    """Whether nothing but a paragraph's end is between two sentences: before a list item its bullet is."""
    return not text[before.end : sentence.start].strip()


def _introduces(text: str, noun: str) -> bool:
    """Whether a sentence has a thing for the first time: "a line", "its plan", or as a name: "the Trust Line"."""
    words = tokens(text)
    for place, word in enumerate(words):
        if word.stem == noun:
            two_before = {w.text.casefold() for w in words[max(0, place - 3) : place]}
            named = word.is_capitalised and place > 0 and words[place - 1].is_capitalised
            if named or two_before & {"a", "an", "its", "his", "her", "their"}:
                return True
    return False
