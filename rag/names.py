"""Names in questions and whether an article has them: countries and their people, acronyms, spelled alike or not.

A question about Denmark must not be answered from an article that never names Denmark, however close it sounds; yet
"British", "Britain" and "the UK" are one name. Facts about names are kept here, as few as will do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rag.terms import NUMBER_WORDS, Token, is_stop_word, tokens

_ALIASES: tuple[str, ...] = (
    # one line: names that mean the same; the plainest first
    "britain british briton britons uk u.k. united-kingdom great-britain",
    "england english",
    "scotland scottish scots scot",
    "wales welsh",
    "america american americans us u.s. usa u.s.a. united-states",
    "france french frenchman frenchmen",
    "germany german germans",
    "spain spanish spaniard spaniards",
    "netherlands dutch holland",
    "denmark danish dane danes",
    "sweden swedish swede swedes",
    "finland finnish finn finns",
    "poland polish pole poles",
    "switzerland swiss",
    "greece greek greeks",
    "ireland irish",
    "norway norwegian norwegians",
    "belgium belgian belgians",
    "turkey turkish turk turks türkiye",
    "portugal portuguese",
    "iceland icelandic",
    "czechia czech czechs czech-republic",
    "ukraine ukrainian ukrainians",
    "hungary hungarian hungarians",
    "philippines filipino filipinos philippine",
    "thailand thai",
    "israel israeli israelis",
    "cyprus cypriot",
    "china chinese",
    "europe european europeans eu e.u. european-union",
    "un u.n. united-nations",
    "is isis isil daesh islamic-state",
    "argentina argentine argentinian argentines",
    "new-zealand",
    "peru peruvian peruvians",
    "serbia serbian serbians serb serbs",
    "croatia croatian croatians croat croats",
    "slovakia slovakian slovakians slovak slovaks",
    "kosovo kosovar kosovars",
    "congo congolese",
    "saudi-arabia saudi saudis",
    "niger nigerien nigeriens",
    "nigeria nigerian nigerians",
)
_KIN: dict[str, str] = {name: line.split()[0] for line in _ALIASES for name in line.split()}

_APART: dict[str, frozenset[str]] = {
    "africa": frozenset({"south"}),
    "america": frozenset({"north", "south", "central", "latin"}),
    "england": frozenset({"new"}),
    "guinea": frozenset({"new", "equatorial"}),
    "ireland": frozenset({"northern"}),
    "korea": frozenset({"north", "south"}),
    "mexico": frozenset({"new"}),
    "sudan": frozenset({"south"}),
}
"""Words that make another country of one: New Mexico is not Mexico."""

_SIDES = frozenset("north south east west new northern southern eastern western upper lower".split())
"""Words that tell two names apart which end alike: North Korea and South Korea."""

TITLES = frozenset("mr mrs ms miss dr sir lord lady dame".split())
"""Words before a name that are none by themselves."""

_ALSO_WORDS = frozenset(
    """
    us is un eu pole poles polish scot scots turkey dane danes welsh english kiwi isis
    """.split()
)
"""Spellings that are names only when they are capitalised."""

_GIVEN = frozenset(
    """
    abraham adam andrew daniel david edward evan hugh isaac jacob jame john mark matthew michael owen peter phillip
    richard robert roger samuel simon stephen william
    """.split()
)
"""Given names that are surnames with an s: Mr Williams is not Prince William."""

_PEOPLE = frozenset("istan istani istanis ans an ns n ians ian is i ese ish s er ers".split())
"""Endings that make a people of a country, or many of one."""

_OPENERS = frozenset(
    """
    who whom whose what which when where why how is are was were do does did can could will would should has
    have had if in on at by for from to of and or but not the a an this that these those tell name list give
    describe explain compare summarise summarize please according under with since until after before during
    """.split()
)

_AUXILIARIES = frozenset("is are was were do does did can could should would has have had".split())

JOINS = frozenset("of the for and".split())
"""Small words inside a name."""


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c)).removesuffix("'s").removesuffix("'")
    return plain if plain in _KIN else plain.replace(".", "")


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Return the form under which all spellings of one name meet: "British" and "UK" give "britain"."""
    plain = "-".join(_bare(part) for part in re.split(r"[\s-]+", name.strip()) if part)
    return _KIN.get(plain, plain)


@lru_cache(maxsize=65536)
def same_name(asked: str, written: str) -> bool:
    """Whether two single-word names are one: equal, aliases, or a country and its people (Tajikistan, Tajiks).

    "Austria" and "Australia" are not: only regular endings may differ, never the root.
    """
    a, b = name_key(asked), name_key(written)
    if a == b:
        return True
    if a in _KIN.values() or b in _KIN.values():
        return False
    short, long = sorted((a, b), key=len)
    if len(short) < 4 or (short in _GIVEN and long == f"{short}s"):
        return False
    roots = {short, short[:-1]} if short[-1] in "aeouy" and len(short) > 4 else {short}
    return any(long.startswith(root) and long[len(root) :] in _PEOPLE for root in roots)


def names(question: str) -> list[tuple[Token, ...]]:
    """Return the proper names a question uses, each as its words: capitalised words not explained by position.

    A capital at the start of the question counts only for words that do not usually open one. Questions all in
    capitals, Or With A Capital For Every Word, have no names that can be told.
    """
    found: list[tuple[Token, ...]] = []
    words = tokens(question)
    if _is_headline(question, words):
        return []
    run: list[Token] = []
    for position, token in enumerate(words):
        opens = position == 0 or question[: token.start].rstrip(" \"'“”‘’([").endswith((".", "?", "!", ":"))
        is_name = (token.text in _KIN and token.text not in _ALSO_WORDS) or (
            token.is_capitalised
            and not (opens and (token.text.casefold() in _OPENERS or is_stop_word(token.text)))
            and not (is_stop_word(token.text) and name_key(token.text) not in _KIN.values() and not run)
            and token.text.casefold() not in NUMBER_WORDS
        )
        if is_name and run and question[run[-1].end : token.start] not in (" ", "-", ". "):
            found.append(tuple(run))
            run = []
        if is_name:
            run.append(token)
        elif run:
            found.append(tuple(run))
            run = []
    if run:
        found.append(tuple(run))
    return [name for name in found if any(token.text.casefold() not in TITLES for token in name)]


def _is_headline(question: str, words: Sequence[Token]) -> bool:
    letters = [c for c in question if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.7 * len(letters) and len(words) > 2:
        return True
    inner = words[1:]
    asking = [token for token in inner if token.text.casefold() in _AUXILIARIES]
    content = [token for token in inner if not is_stop_word(token.text) and token.text[0].isalpha()]
    return bool(asking) and all(token.is_capitalised for token in (*asking, *content))


def display(name: tuple[Token, ...]) -> str:
    """Return a name as it is shown: as written, but with a capital, and without a possessive ending."""
    words = [re.sub("['’]s$", "", token.text) for token in name]
    return " ".join(word if any(map(str.isupper, word)) or word in JOINS else word.capitalize() for word in words)


def contains_name(words: Sequence[str], name: tuple[Token, ...]) -> bool:
    """Whether a text's words, in their order, hold a name. Of several words the last must be there.

    "United States" is looked up as one name as well as word by word, "IMF" by its initials. What tells two names apart
    that end alike must stand before it: North Korea is not South Korea, nor Mexico New Mexico. Only capitalised words
    are names, and of the short ones that are words too only capitals ("US" is a name, "us" and "Us" are not).
    """
    whole = name_key(" ".join(token.text for token in name))
    if whole in _KIN.values():
        return _contains_known(words, whole)
    last, single = name[-1].text, len(name) == 1
    side = "" if single or name[-2].text.casefold() not in _SIDES else name[-2].text.casefold()
    apart = _APART.get(name_key(last), frozenset()) if single else frozenset()
    for place, word in enumerate(words):
        if word[0].isupper() and (same_name(last, word) if single else _same_last(last, word)):
            before = words[place - 1].casefold() if place else ""
            if before not in apart and (not side or before == side):
                return True
    return _by_initials(words, name)


def _contains_known(words: Sequence[str], whole: str) -> bool:
    """Whether words have a country, or whatever else is known by several names."""
    apart = _APART.get(whole, frozenset())
    for place, word in enumerate(words):
        if not word[0].isupper() or (word.casefold() in _ALSO_WORDS and len(word) < 3 and not word.isupper()):
            continue
        if name_key(word) == whole and (not place or words[place - 1].casefold() not in apart):
            return True
        if place and words[place - 1][0].isupper() and name_key(f"{words[place - 1]} {word}") == whole:
            return True
    return False


def _same_last(asked: str, written: str) -> bool:
    """Whether two words that end names of several words are one: "Un" of Kim Jong Un is not the UN."""
    if asked.casefold() in _ALSO_WORDS:
        return asked == written
    a, b = _bare(asked), _bare(written)
    return same_name(asked, written) and b != f"{a}s" and a != f"{b}s"


def _by_initials(words: Sequence[str], name: tuple[Token, ...]) -> bool:
    """Whether "IMF" is asked for and the International Monetary Fund named, or the other way round."""
    kept = [word for word in words if word.casefold() not in JOINS]
    if len(name) == 1:
        asked = name[0].text.rstrip("s") if name[0].text[:-1].isupper() else name[0].text
        size = len(asked)
        if size < 3 or not asked.isupper() or not asked.isalpha():
            return False
        return any("".join(word[0] for word in kept[at : at + size]) == asked for at in range(len(kept) - size + 1))
    initials = "".join(token.text[0] for token in name)
    return len(name) > 2 and initials.isupper() and initials in kept
