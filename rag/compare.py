"""Comparisons: what is set side by side in a question, and who in an article does what ("Summarise the policies")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
"""Subjects in a table that the question does not name, at most."""

Name = tuple[Token, ...]

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
_NEXT_NAME = r"[A-Z][\w’'-]*[a-z’](?: (?:of |the )?[A-Z][\w’'-]*[a-z])*"
_SUBJECT = re.compile(
    r"(?:(?:But|And|While|Meanwhile,?|Neighbouring|Neighboring|By contrast,|In contrast,|Elsewhere,?) )?(?:[Tt]he )?"
    rf"(?P<name>{_NEXT_NAME}|[A-Z]{{2,6}})(?: \([A-Z]{{2,6}}\))?(?:{_ACTS}|, (?:which|the|an?)\b)"
)
_ASIDE = re.compile(rf"(?:like|as|and|or|by|with|,) (?:the )?(?P<name>{_NEXT_NAME}), which{_ACTS}")
_TOWN = r"(?:town|city|county|village|port|resort|capital|mayor|district|province|region|street|suburb)"

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
    """.split()
)
"""Countries by the form in which `rag.names.name_key` gives them."""


@dataclass(frozen=True, slots=True)
class Roundup:
    """A table of who does what: the question with its rows as subjects, and a sentence for each that does something.

    `is_asked_for` is False where the question names the rows itself, and an answer to it as such is better.
    """

    question: Question
    reading: Reading
    chosen: tuple[tuple[Evidence, ...], ...]
    is_asked_for: bool


def roundup(question: Question, articles: Sequence[Article]) -> Roundup | None:
    """Return who does what in the best of the articles, if the question asks for that; None if it does not.

    It does so by its form ("Summarise the policies"), or by nothing but names ("Compare France and Belgium"). None too
    where no article is about what else the question asks, and where fewer than two act in it (of those named: one).
    """
    asked = _ROUNDUP.fullmatch(question.standalone.strip(" ?.!"))
    named = asked is None and len(question.subjects) > 1
    if asked is None and not named:
        return None
    besides = [name for name in question.names if _besides(question.standalone, name)]
    others = re.search(r"\bother (?:\w+ )?(?:countries|nations|states)\b", question.standalone, re.I) is not None
    aside = besides if asked else question.names
    bodies = asked is not None and any(kind and re.fullmatch(_BODIES, kind, re.I) for kind in asked.groups())
    for article in articles[:MOST_ARTICLES]:
        if not _is_about(question, article, but={token.stem for name in aside for token in name}, anything=not named):
            continue
        rows = _acting(article, bodies=bodies)
        if named:
            rows = [
                (name, place) for name in question.subjects for who, place in rows if same_name(_key(name), _key(who))
            ]
        else:
            out = {_key(name) for name in besides} | {name_key(w) for w in title_words(article.title or "") if others}
            rows = [row for row in rows if _key(row[0]) not in out]
        if len(rows) >= (1 if named else 2):
            return _table_of(question, article, rows[:ROWS], named=named)
    return None


def _table_of(question: Question, article: Article, rows: Sequence[tuple[Name, Sentence]], *, named: bool) -> Roundup:
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
    end = text.find("\n", first.end)
    following = split_sentences(text[first.end : end if end >= 0 else len(text)])[:1]
    places = [Sentence(first.end + one.start, first.end + one.end) for one in following]
    short = first.end - first.start < SHORT
    words = [[token.text for token in tokens(text[one.start : one.end])] for one in places]
    return [one for one, said in zip(places, words, strict=True) if short and contains_name(said, name)]


def _key(name: Name) -> str:
    return name_key(name[-1].text)


def _is_about(question: Question, article: Article, *, but: set[str], anything: bool) -> bool:
    """Whether what a question asks besides its form is what the article is about: in its headline, or said often.

    Without `anything` it must ask nothing besides.
    """
    often = [token.stem for token in tokens(article.text)]
    headline = {stem(word) for word in title_words(article.title or "")}
    asked = [term for term in question.terms if term not in _FORM | but]
    return (anything or not asked) and all(term in headline or often.count(term) >= 2 for term in asked)


def _besides(text: str, name: tuple[Token, ...]) -> bool:
    return re.search(r"\b(?:besides|except|other than|apart from|beyond)\s+\Z", text[: name[0].start], re.I) is not None


def _acting(article: Article, *, bodies: bool) -> list[tuple[Name, Sentence]]:
    """The countries (or bodies) that are subjects of an article's sentences, in order, each with its first sentence."""
    words = masked(article.text, quotations(article.text))
    found: dict[str, tuple[Name, Sentence]] = {}
    for sentence in split_sentences(article.text):
        if is_heading(article.text[sentence.start : sentence.end]):
            continue
        matches = [_SUBJECT.match(words, sentence.start, sentence.end)]
        matches += _ASIDE.finditer(words, sentence.start, sentence.end)
        for match in matches:
            if match and _is_kind(match["name"], words, bodies=bodies):
                name = tuple(tokens(match["name"]))
                found.setdefault(_key(name), (name, sentence))
    return list(found.values())


def _is_kind(name: str, words: str, *, bodies: bool) -> bool:
    if bodies:
        return GROUP.search(name) is not None or name.isupper()
    key = name_key(name)
    if key in _SOVEREIGN:
        return True
    if (
        is_stop_word(name)
        or " " in name
        or GROUP.search(name)
        or any(name in one.name.split() for one in people(words))
    ):
        return False
    bare = re.escape(name)
    country = re.search(
        rf"\b(?:[Nn]eighbou?ring|countries like|nations like) {bare}\b"
        rf"|\b{bare}['’]s? (?:parliament|government|president|prime minister|army|king|queen|embassy|citizens)\b",
        words,
    )
    town = re.search(
        rf"\b{_TOWN} of {bare}\b|\b{bare}, (?:the|a) [\w -]{{0,30}}\b{_TOWN}\b|\b{bare}’s {_TOWN}\b", words
    )
    return country is not None and town is None
