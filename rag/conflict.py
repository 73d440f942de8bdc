"""Two articles that say different things of one matter: found by rules that would rather miss than invent a conflict.

A conflict is a number of the same things ("2,100 dwellings let to visitors", "1,340 dwellings are let to visitors"), a
date, or a yes and a no, in sentences of two articles that name the same names and share their other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.article import Article
from rag.attribution import spelled_day
from rag.citations import Notice
from rag.names import name_key, names
from rag.parts import parts_of
from rag.question import Question
from rag.reader import Evidence
from rag.terms import DATE, NUMBER_WORDS, content_stems, is_stop_word, stem, tokens

AMONG = 12
"""Sentences of the best evidence in which the other side is looked for."""

ALIKE = 0.75
"""Share of the words of two sentences, numbers and dates apart, that are the same where two dates contradict."""

_NUMBER = re.compile(
    r"(?P<hedge>\b(?:about|around|some|nearly|almost|roughly|at least|at most|more than|over|up to|fewer than|less than"
    r"|under|only|an estimated) )?"
    rf"(?<![\w.,-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|{'|'.join(NUMBER_WORDS)})\b(?![.,]?\d)"
    r"(?P<scale> (?:hundred|thousand|million|billion))?(?P<unit>(?:[ -](?:[^\W\d_]|[’'-])+){1,4}| ?%)",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"at least|at most|more than|over|up to|fewer|less|under", re.IGNORECASE)
_ROUGH = re.compile(r"about|around|some|nearly|almost|roughly|estimated", re.IGNORECASE)
_SCALES = {"": 1.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_NOT = re.compile(r"\b(?:not|never|no longer|no|neither|nor|cannot)\b|n[’']t\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[^,.;:()—–]{0,60}")
_LABEL = re.compile(r"(?:\b(?:number|no\.|article|chapter|section|page|point)s?|[–-]) ?\Z", re.IGNORECASE)
_LEANS = re.compile(
    r"\A(?:He|She|It|They|This|That|These|Those|Here)\b|\bthere(?! (?:is|are|was|were|has|have)\b)"
    r"|\b(?:the|this|that) (?:country|nation|state|town|city|county|region|village|area|latter|former)\b",
    re.IGNORECASE,
)
"""Words that mean something else in another article."""
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_LINKS = frozenset(
    "a an the of to in at by is are was were be been being has have had that which who will would".split()
)
_NO_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday
    """.split()
)
_SOURCE = re.compile(
    r",? (?:according to|by the estimate of) [^,.;]+"
    r"|, (?:the |[A-Z])[\w ’'-]{2,40} (?:said|says|reported|announced)[^,;]*"
)
_ROUND_ABOUT = 0.1


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number in a sentence: what it counts, its value, how sure it is, and the words it stands in."""

    counted: tuple[str, ...]
    value: float
    hedge: str
    words: str


def with_the_other_side(
    question: Question, chosen: Sequence[Sequence[Evidence]], evidence: Sequence[Evidence], limit: int
) -> list[list[Evidence]]:
    """Return the chosen sentences, and one of another article that disagrees with one of them, if there is one.

    Where there is no room for it, it takes the place of the last one that may give way.
    """
    groups = [list(group) for group in chosen]
    shown = {(one.article_id, one.sentence.start) for group in groups for one in group}
    asked = [name_key(name[-1].text) for name in question.names]
    for place, group in enumerate(groups):
        if place and len(groups) >= limit:
            break  # only for the best is another left out
        if asked and not _names_of(group[0].text) & set(asked):
            continue
        for other in evidence[:AMONG]:
            if (other.article_id, other.sentence.start) in shown or disagreement(group[0], other) is None:
                continue
            spare = may_give_way(question, groups)
            if len(groups) >= limit and spare:
                groups.remove(spare[-1])
            return [*groups, [other]] if len(groups) < limit else groups
    return groups


def may_give_way(question: Question, groups: Sequence[list[Evidence]]) -> list[list[Evidence]]:
    """Return those of the sentences shown that an answer can do without.

    They are in no disagreement and do not come first: the best answers, or the best for each of its parts or subjects.
    """
    first = max(len(parts_of(question.standalone)), len(question.subjects))
    return [g for g in groups[first:] if not any(disagreement(g[0], other[0]) for other in groups)]


def conflict_notice(chosen: Sequence[Sequence[Evidence]], article: Callable[[str, int], Article]) -> tuple[Notice, ...]:
    """Return a notice for each two of the sentences shown that disagree; it names both articles with their dates."""
    found = []
    everything = [group[0] for group in chosen]
    for place, one in enumerate(everything):
        for other in everything[place + 1 :]:
            words = disagreement(one, other)
            if words is not None:
                sides = [
                    f"{_named(article(side.article_id, side.version))} says “{said}”"
                    for side, said in zip((one, other), words, strict=True)
                ]
                found.append(Notice("conflict", f"Two articles disagree: {sides[0]}, {sides[1]}."))
    return tuple(found)


def _named(article: Article) -> str:
    dated = "undated" if article.published is None else spelled_day(article.published)
    return f"“{article.title or article.id}” ({dated})"


def disagreement(one: Evidence, other: Evidence) -> tuple[str, str] | None:
    """Return the words in which sentences of two articles disagree, one's and the other's; None if they do not."""
    if one.article_id == other.article_id or one.text == other.text:
        return None
    if not _same_names(one.text, other.text) or _LEANS.search(one.text) or _LEANS.search(other.text):
        return None
    if not _names_of(one.text) and not set(content_stems(one.title)) & set(content_stems(other.title)):
        return None  # "the median age was 35 years": of two towns, it may be
    return _amounts_differ(one.text, other.text) or _dates_differ(one.text, other.text) or _denied(one.text, other.text)


def _amounts_differ(one: str, other: str) -> tuple[str, str] | None:
    ours, theirs = _amounts(one), _amounts(other)
    if _dates(one) and _dates(other) and _dates(one) != _dates(other):
        return None
    if _YEAR.findall(one) != _YEAR.findall(other):
        return None  # what was so in May may be otherwise in June
    for a in ours:
        same = [b for b in theirs if _same_things(a, b, one, other)]
        if len(same) == 1 and sum(_same_things(b, same[0], other, one) for b in ours) == 1 and _apart(a, same[0]):
            return a.words, same[0].words
    return None


def _same_things(a: _Amount, b: _Amount, one: str, other: str) -> bool:
    """Whether two amounts are of the same things: the same unit and next word, or the same sentence around them."""
    if not a.counted or not b.counted or a.counted[0] != b.counted[0]:
        return False
    if len(set(a.counted) & set(b.counted)) >= 3 and _names_of(one):
        return True
    return _overlap(one, other) >= ALIKE


def _apart(a: _Amount, b: _Amount) -> bool:
    if a.value == b.value or _LOOSE.search(a.hedge) or _LOOSE.search(b.hedge):
        return False
    rough = _ROUGH.search(a.hedge) or _ROUGH.search(b.hedge)
    return not rough or abs(a.value - b.value) > _ROUND_ABOUT * max(a.value, b.value)


def _dates_differ(one: str, other: str) -> tuple[str, str] | None:
    ours, theirs = _dates(one), _dates(other)
    if len(ours) != 1 or len(theirs) != 1 or _overlap(one, other) < ALIKE or _values(one) != _values(other):
        return None
    (a,), (b,) = ours, theirs
    same_form = re.sub(r"\d+", "0", _form(a)) == re.sub(r"\d+", "0", _form(b))
    return (a, b) if same_form and a.casefold() != b.casefold() else None


def _denied(one: str, other: str) -> tuple[str, str] | None:
    if len(_NOT.findall(one)) + len(_NOT.findall(other)) != 1 or _overlap(one, other) < ALIKE:
        return None
    return (one, other) if _dates(one) == _dates(other) and _values(one) == _values(other) else None


_MONTHS = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?", re.IGNORECASE)


def _form(date: str) -> str:
    return _MONTHS.sub("M", date)


@lru_cache(maxsize=1024)
def _amounts(text: str) -> tuple[_Amount, ...]:
    found = []
    dates = [match.span() for match in DATE.finditer(text)]
    for match in _NUMBER.finditer(text):
        at = match.start("number")
        if any(start <= at < end for start, end in dates) or _LABEL.search(text[:at]):
            continue
        value = NUMBER_WORDS.get(match["number"].casefold())
        number = float(match["number"].replace(",", "")) if value is None else float(value)
        scale = (match["scale"] or "").strip().casefold()
        clause = _CLAUSE.match(text, match.start("unit"))
        tail = [t for t in tokens(clause[0] if clause else "") if t.text.casefold() not in _LINKS]
        counted = ("%",) if match["unit"].strip() == "%" else tuple(t.stem for t in tail[:3])
        if counted != ("%",) and (not tail or is_stop_word(match["unit"].split()[0].lstrip("-"))):
            continue  # "46 and", "number 19 on": it counts nothing
        unit = match["unit"].split(maxsplit=1)[0] if match["unit"].strip() else ""
        shown = f"{match['number']}{match['scale'] or ''}{'' if unit == '%' or match['unit'][:1] == '-' else ' '}{unit}"
        words = text[at : at + len(shown)] if text[at:].startswith(shown) else match["number"]
        found.append(_Amount(counted, number * _SCALES[scale], match["hedge"] or "", words))
    return tuple(found)


@lru_cache(maxsize=1024)
def _dates(text: str) -> tuple[str, ...]:
    return tuple(match[0] for match in DATE.finditer(_SOURCE.sub(" ", text)))


@lru_cache(maxsize=1024)
def _names_of(text: str) -> frozenset[str]:
    """The names that a sentence uses for sure, but for that of its source and of months and days."""
    found = names(_SOURCE.sub(" ", text))
    sure = [name_key(name[-1].text) for name in found if len(name) > 1 or name[0].start > 0]
    return frozenset(key for key in sure if key not in _NO_NAMES)


def _same_names(one: str, other: str) -> bool:
    """Whether two sentences name the same: a word that opens one may be a name, and must then stand in the other."""
    if _names_of(one) != _names_of(other):
        return False
    for text, counterpart in ((one, other), (other, one)):
        opening = tokens(text)[:1]
        known = {token.stem for token in tokens(counterpart)}
        if any(
            not is_stop_word(t.text) and t.text.casefold() not in NUMBER_WORDS and t.stem not in known for t in opening
        ):
            return False
    return True


def _values(text: str) -> list[float]:
    return [amount.value for amount in _amounts(text)]


def _overlap(one: str, other: str) -> float:
    ours, theirs = _matter(one), _matter(other)
    return len(ours & theirs) / max(len(ours | theirs), 1) if len(ours) > 1 else 0.0


@lru_cache(maxsize=1024)
def _matter(text: str) -> frozenset[str]:
    """What a sentence is about: its content words without numbers, dates and its source."""
    bare = DATE.sub(" ", _SOURCE.sub(" ", text))
    numbers = {stem(word) for word in NUMBER_WORDS}
    return frozenset(word for word in content_stems(bare) if not word[0].isdigit() and word not in numbers)
