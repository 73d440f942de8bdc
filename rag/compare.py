"""Comparisons: what is set side by side in a question, and who in an article does what ("Summarise the policies")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.article import Article, Sentence
from index.sentences import split_sentences
from rag.names import contains_name, name_key, same_name
from rag.overview import CONFIDENCE
from rag.persons import GROUP, people
from rag.question import Question
from rag.quotations import masked, quotations
from rag.reader import Evidence, Reading
from rag.signals import is_heading, title_words
from rag.terms import Token, is_stop_word, stem, tokens

MOST_ARTICLES = 3
"""Articles, best first, in which a table is looked for."""

SHORT = 80
"""Characters; a sentence of fewer is followed by the next one in its row, if that goes on about the same."""

ROWS = 8
"""Subjects in a table, at most, of those that the question does not name."""

MOST_NAMES = 200
"""Subjects of an article's sentences that are told apart, at most: the world has no more countries."""

Name = tuple[Token, ...]
Row = tuple[Name, Sentence]

_COUNTRIES = r"(?:countr(?:y|ies)|nations?|states|governments?|places)"
_BODIES = r"(?:organi[sz]ations?|groups?|bodies|parties|unions?|associations?|institutions?|agencies)"
_STANCES = (
    r"(?:polic(?:y|ies)|approach(?:es)?|measures?|rules?|positions?|methods?|responses?|stances?|practices?|laws?|views?"
    r"|arguments?|objections?)"
)
_EACH = r"(?:(?:all\ )?(?:the\ )?(?:each|every|all|the|these|those|\w+)\ )"
_ROUNDUP = re.compile(
    rf"""(?:please\ |can\ you\ |could\ you\ )*(?:
        (?:which|what)\ (?:other\ )?(?P<kind>{_COUNTRIES}|{_BODIES})\b.*\b(?:and|,)\ (?:what|how)
            \ (?:are|is|do|does|did|has|have)\ (?:they|it|each|their|these|those)\b.*
      | (?:summari[sz]e|sum\ up|compare|list|outline|describe|name
            |give\ (?:me\ )?(?:an?\ )?(?:overview|summary|table|list)\ of)
            \ (?:all\ )?(?:the\ )?(?:different\ |various\ )?{_STANCES}\b.*
      | (?:compare|summari[sz]e)\ (?:all\ )?(?:the\ )?(?P<kind2>{_COUNTRIES}|{_BODIES})\b.*
      | (?:what|how)\ (?:are\ the\ {_STANCES}\ of|do|does|did|have|has)\ {_EACH}?(?P<kind3>{_COUNTRIES}|{_BODIES})\b
            (?:\ each)?\ (?:do|differ|deal|treat|handle|respond|react|say|think)\b.*
      | what\ {_STANCES}\ do\ {_EACH}?(?P<kind4>{_COUNTRIES}|{_BODIES})\ (?:have|take|follow|pursue)\b.*
      | what\ (?:are|were)\ the\ (?:different\ |various\ )?{_STANCES}\ of\ {_EACH}?(?P<kind5>{_COUNTRIES}|{_BODIES})\b.*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FORM = frozenset(
    stem(word)
    for word in """
    country countries nation state government place organisation organization group body party union association
    institution agency policy approach measure rule position method response stance practice law view argument
    objection summarise summarize sum compare list outline describe give overview summary table name mention mentioned
    besides different various other each differ deal treat handle respond react take follow pursue follow
    versus vs contrast comparison difference different similar unlike
    three four five two six several adopt named discussed cover text story report
    """.split()
)
"""Words that ask for a table, and say nothing of what it is about."""

_ACTS = (
    r"(?: (?:also|only|now|already|still|routinely|previously|recently|never|long|once|then|simply))*"
    r" (?:has|have|had|is|was|will|would|does|did|can|may|must|should|[a-z]{2,}s|[a-z]{2,}ed|put|set|let|gave|took)\b"
)
_NEXT_NAME = r"[A-Z][\w’'-]*[a-z’](?: (?:of the |of |the )?[A-Z][\w’'-]*[a-z])*"
_SUBJECT = re.compile(
    r"(?:(?:But|And|While|Meanwhile,?|Neighbouring|Neighboring|By contrast,|In contrast,|Elsewhere,?) )?(?:[Tt]he )?"
    rf"(?P<name>{_NEXT_NAME}|[A-Z]{{2,6}})(?: \([A-Z]{{2,6}}\))?(?:{_ACTS}|, (?:which|the|an?)\b)"
)
_ASIDE = re.compile(rf"(?:like|as|and|or|by|with|,) (?:the )?(?P<name>{_NEXT_NAME}), which{_ACTS}")
_TOWN = r"(?:town|city|county|village|port|resort|capital|mayor|district|province|region|street|suburb)"
_WORD = r"(?P<name>[A-Z][\w’'-]{0,60})"
_COUNTRY_AHEAD = re.compile(rf"\b(?:[Nn]eighbou?ring|countries like|nations like) (?={_WORD})")
_COUNTRY_BEHIND = re.compile(
    rf"\b(?={_WORD}['’]s? (?:parliament|government|president|prime minister|army|king|queen|embassy|citizens)\b)"
)
_TOWN_AHEAD = re.compile(rf"\b{_TOWN} of (?={_WORD})")
_TOWN_BEHIND = re.compile(rf"\b(?={_WORD}(?:, (?:the|a) [\w -]{{0,30}}\b|’s ){_TOWN}\b)")

_SOVEREIGN = frozenset(
    """
    afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahrain bangladesh
    belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria cambodia cameroon
    canada chad chile china colombia congo croatia cuba cyprus czechia denmark djibouti ecuador egypt england
    eritrea estonia eswatini ethiopia fiji finland france gabon gambia georgia germany ghana greece guatemala guinea
    guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan
    kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania
    luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova monaco mongolia
    montenegro morocco mozambique myanmar namibia nepal netherlands new-zealand nicaragua niger nigeria norway oman
    pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa
    saudi-arabia scotland senegal serbia seychelles singapore slovakia slovenia somalia south-africa south-korea
    north-korea spain sri-lanka sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo
    tonga tunisia turkey turkmenistan uganda ukraine united-arab-emirates uruguay uzbekistan vanuatu venezuela
    vietnam wales yemen zambia zimbabwe america
    bahamas barbados burkina-faso burundi cape-verde central-african-republic comoros costa-rica
    democratic-republic-congo dominican-republic east-timor el-salvador equatorial-guinea grenada guinea-bissau
    ivory-coast nauru north-macedonia northern-ireland papua-new-guinea republic-congo san-marino sierra-leone
    solomon-islands south-sudan
    """.split()
)
"""Countries by the form in which `rag.names.name_key` gives them, less "of" and "the"."""


@dataclass(frozen=True, slots=True)
class Roundup:
    """A table of who does what: the question with its rows as subjects, and what is `chosen` to fill them.

    Of each that is the subject of a sentence of the article that is the first one, with the next where it is short. A
    subject that the question names may have none, and then `is_asked_for` is False: an answer as such is better.
    """

    question: Question
    reading: Reading
    chosen: tuple[tuple[Evidence, ...], ...]
    is_asked_for: bool


def roundup(question: Question, articles: Sequence[Article]) -> Roundup | None:
    """Return who does what in the first of the articles that says so, if the question asks for that; None if not.

    It does so by its form ("Summarise the policies": at most ROWS that act), or by nothing but names ("Compare France
    and Belgium": these). None too where none of the first MOST_ARTICLES both is about what else the question asks and
    has two that act (of those named: one).
    """
    asked = _ROUNDUP.fullmatch(question.standalone.strip(" ?.!"))
    if asked is None and len(question.subjects) < 2:
        return None
    besides = [name for name in question.names if _besides(question.standalone, name)]
    aside = {token.stem for name in (besides if asked else question.names) for token in name}
    about = [term for term in question.terms if term not in _FORM | aside]
    if asked is None and about:
        return None
    bodies = asked is not None and any(kind and re.fullmatch(_BODIES, kind, re.I) for kind in asked.groups())
    others = re.search(r"\bother (?:\w+ )?(?:countries|nations|states)\b", question.standalone, re.I) is not None
    for article in articles[:MOST_ARTICLES]:
        if not _is_about(about, article):
            continue
        rows = _acting(article.text, bodies=bodies)
        if asked is None:
            found = [(name, place) for name in question.subjects for who, place in rows if _is_one(name, who)]
        else:
            headline = title_words(article.title or "") if others else ()
            found = [row for row in rows if not contains_name(headline, row[0])]
            found = [row for row in found if not any(_is_one(name, row[0]) for name in besides)][:ROWS]
        if len(found) >= (2 if asked else 1):
            return _table_of(question, article, found, named=asked is None)
    return None


def _table_of(question: Question, article: Article, rows: Sequence[Row], *, named: bool) -> Roundup:
    chosen = []
    for name, first in rows:
        for sentence in (first, *_goes_on(article.text, first, name)):
            text = article.text[sentence.start : sentence.end]
            one = (Evidence(article.id, article.version, sentence, text, CONFIDENCE, article.title or ""),)
            chosen += [one] if one not in chosen else []
    subjects = question.subjects if named else tuple(name for name, _ in rows)
    reading = Reading(CONFIDENCE, tuple(group[0] for group in chosen))
    return Roundup(replace(question, names=(), subjects=subjects), reading, tuple(chosen), not named)


def _goes_on(text: str, first: Sentence, name: Name) -> list[Sentence]:
    """The next sentence of the paragraph, where the first is too short to say much and that one names the same."""
    if first.end - first.start >= SHORT:
        return []
    end = text.find("\n", first.end)
    following = split_sentences(text[first.end : end if end >= 0 else len(text)])[:1]
    places = [Sentence(first.end + one.start, first.end + one.end) for one in following]
    return [one for one in places if contains_name([t.text for t in tokens(text[one.start : one.end])], name)]


def _is_one(name: Name, other: Name) -> bool:
    """Whether two names are one: alike as a whole, or one has no more than words before the other's.

    Khalimov is Colonel Khalimov; North Korea is not South Korea, nor Guinea Equatorial Guinea.
    """
    if _whole(name) == _whole(other):
        return True
    short, long = sorted((name, other), key=len)
    if not same_name(short[-1].text, long[-1].text) or not contains_name([token.text for token in long], short):
        return False
    if len(short) > 1 and {_whole(short), _whole(long)} <= _SOVEREIGN:
        return False  # the Republic of Congo and the Democratic Republic of Congo
    return {name_key(word) for word in _words(short)[:-1]} <= {name_key(word) for word in _words(long)}


def _whole(name: Name) -> str:
    return name_key(" ".join(_words(name)))


def _words(name: Name) -> list[str]:
    return [token.text for token in name if token.text not in ("of", "the")]


def _is_about(asked: Sequence[str], article: Article) -> bool:
    """Whether an article is about the terms that are asked for: each is in its headline, or said often."""
    headline = {stem(word) for word in title_words(article.title or "")}
    left = [term for term in asked if term not in headline]
    return not left or _said_often(article.text).issuperset(left)


@lru_cache(maxsize=32)
def _said_often(text: str) -> frozenset[str]:
    return frozenset(term for term, times in Counter(token.stem for token in tokens(text)).items() if times >= 2)


def _besides(text: str, name: Name) -> bool:
    return re.search(r"\b(?:besides|except|other than|apart from|beyond)\s+\Z", text[: name[0].start], re.I) is not None


@lru_cache(maxsize=32)
def _acting(text: str, *, bodies: bool) -> tuple[Row, ...]:
    """The countries (or bodies) that are subjects of an article's sentences, in order, each with its first sentence."""
    words = masked(text, quotations(text))
    places = frozenset[str]() if bodies else _places(words)
    seen: set[str] = set()
    wholes: set[str] = set()
    alike: dict[str, list[Name]] = {}  # the names that end in a word, each as it stands in full
    rows: list[Row] = []
    for written, sentence in _subjects(text, words):
        name = tokens(written)
        if written in seen or not (_is_body(written) if bodies else written in places or _whole(name) in _SOVEREIGN):
            continue
        seen.add(written)
        others = alike.setdefault(name_key(name[-1].text), [])
        place = next((at for at, other in enumerate(others) if _is_one(name, other)), None)
        if place is not None:
            others[place] = max(others[place], name, key=len)
        else:
            others.append(name)
            rows += [] if _whole(name) in wholes else [(name, sentence)]
        wholes.add(_whole(name))
        if len(rows) == MOST_NAMES:
            break
    return tuple(rows)


def _subjects(text: str, words: str) -> Iterator[tuple[str, Sentence]]:
    """The names that a sentence of the text is about, as they are written; `words` is it with quotations masked."""
    for sentence in split_sentences(text):
        if not is_heading(text[sentence.start : sentence.end]):
            first = _SUBJECT.match(words, sentence.start, sentence.end)
            asides = _ASIDE.finditer(words, sentence.start, sentence.end)
            yield from ((match["name"], sentence) for match in (first, *asides) if match)


def _is_body(name: str) -> bool:
    return GROUP.search(name) is not None or name.isupper()


def _places(words: str) -> frozenset[str]:
    """The words that a text uses as a country's name: it has a parliament or neighbours, and is no town or person."""
    found = _put_so(words, _COUNTRY_AHEAD, _COUNTRY_BEHIND)
    found = {name for name in found if name and not is_stop_word(name) and not GROUP.search(name)}
    if found:
        found -= _put_so(words, _TOWN_AHEAD, _TOWN_BEHIND)
        found -= {part for one in people(words) for part in one.name.split()}
    return frozenset(found)


def _put_so(words: str, ahead: re.Pattern[str], behind: re.Pattern[str]) -> set[str]:
    """The words behind what one pattern matches and before what the other does, with the first parts of "Bel-Air"."""
    found = {match["name"] for match in behind.finditer(words)}
    for match in ahead.finditer(words):
        found |= {match["name"][: end.start()] for end in re.finditer(r"\b", match["name"])}
    return found
