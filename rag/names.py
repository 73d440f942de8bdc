"""Names in questions and whether an article has them: countries and their people, acronyms, spelled alike or not.

A question about Denmark must not be answered from an article that never names Denmark, however close it sounds; yet
"British", "Britain" and "the UK" are one name. Facts about names are kept here, as few as will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    "niger nigerien nigeriens",
    "nigeria nigerian nigerians",
)
_KIN: dict[str, str] = {name: line.split()[0] for line in _ALIASES for name in line.split()}

_ALSO_WORDS = frozenset(
    """
    us is un eu pole poles polish scot scots turkey dane danes welsh english kiwi isis
    """.split()
)
"""Spellings that are names only when they are capitalised."""

_PEOPLE = frozenset("istan istani istanis ans an ns n ians ian is i ese ish s er ers".split())
"""Endings that make a people of a country, or many of one."""

_OPENERS = frozenset(
    """
    who whom whose what which when where why how is are was were do does did can could will would should has
    have had if in on at by for from to of and or but not the a an this that these those tell name list give
    describe explain compare summarise summarize please according under with since until after before during
    """.split()
)

_JOINS = frozenset("of the for and".split())
"""Small words inside a name."""


def _bare(word: str) -> str:
    plain = word.replace("’", "'").casefold().removesuffix("'s").removesuffix("'")
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
    if len(short) < 4:
        return False
    roots = {short, short[:-1]} if short[-1] in "aeouy" and len(short) > 4 else {short}
    return any(long.startswith(root) and long[len(root) :] in _PEOPLE for root in roots)


def names(question: str) -> list[tuple[Token, ...]]:
    """Return the proper names a question uses, each as its words: capitalised words not explained by position.

    A capital at the start of the question counts only for words that do not usually open one. All-capital questions
    have no names that can be told.
    """
    found: list[tuple[Token, ...]] = []
    words = tokens(question)
    letters = [c for c in question if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.7 * len(letters) and len(words) > 2:
        return []
    run: list[Token] = []
    for position, token in enumerate(words):
        opens = position == 0 or question[: token.start].rstrip(" \"'“”‘’([").endswith((".", "?", "!", ":"))
        is_name = (token.text in _KIN and token.text not in _ALSO_WORDS) or (
            token.is_capitalised
            and not (opens and (token.text.casefold() in _OPENERS or is_stop_word(token.text)))
            and not (is_stop_word(token.text) and name_key(token.text) not in _KIN.values())
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
    return found


def display(name: tuple[Token, ...]) -> str:
    """Return a name as it is shown: as written, but with a capital, and without a possessive ending."""
    words = [re.sub("['’]s$", "", token.text) for token in name]
    return " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words)


def contains_name(words: Iterable[str], name: tuple[Token, ...]) -> bool:
    """Whether a text's words hold a name. Of a name of several words the last (a surname, a thing) must be there.

    "United States" is looked up as one name as well as word by word. Only capitalised words are names, and of the
    short acronyms only capitals ("US" is a name, "us" and "Us" are not).
    """
    present = [word for word in words if word[0].isupper() and (len(word) > 2 or word.isupper())]
    whole = name_key(" ".join(token.text for token in name))
    if whole in _KIN.values():
        if any(name_key(word) == whole for word in present):
            return True
        return any(name_key(f"{a} {b}") == whole for a, b in zip(present, present[1:], strict=False))
    return any(same_name(name[-1].text, word) for word in present)


def has_whole_name(words: Sequence[Token], name: tuple[Token, ...]) -> bool:
    """Whether every word of a name stands side by side among words, in any order ("the Ministry of the Interior").

    `contains_name` asks for the last alone. Another spelling of the whole is as good.
    """
    if name_key(" ".join(token.text for token in name)) in _KIN.values():
        return contains_name([word.text for word in words if word.is_capitalised], name)
    kept = [word for word in words if word.text.casefold() not in _JOINS]
    runs = [kept[place : place + len(name)] for place in range(len(kept) - len(name) + 1)]
    return any(all(any(_same_word(token, word) for word in run) for token in name) for run in runs)


def _same_word(asked: Token, written: Token) -> bool:
    return asked.stem == written.stem or (written.is_capitalised and same_name(asked.text, written.text))


def names_a_thing(name: tuple[Token, ...], words: Iterable[str]) -> bool:
    """Whether a name ends in a common noun, as words around it show: the "line" of the Trust Line.

    Of such a name the last word says little: the Hope Line is another. A person's or a country's stands for the whole.
    """
    return len(name) > 1 and name[-1].text.casefold() in words
