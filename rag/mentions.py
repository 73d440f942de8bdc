"""Whether a text speaks of a name that was asked about: by its whole, by a part of it, or as "the line"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.names import JOINS, contains_name, name_key, same_name
from rag.persons import TITLES, people
from rag.terms import Token

_NOT_SOMEBODY = frozenset(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday western eastern northern southern central muslim muslims islamic
    islamist christian christians jewish arab arabs internet god ok ceo cfo mp mps pm tv ai gdp vat
    """.split()
)
"""Capitalised words that are no person, place or body whose absence would settle a question."""

_OFFICES_OF = frozenset(
    "interior finance foreign justice health housing labour defence defense education home former".split()
)
"""Words within titles that are none by themselves."""


def is_no_name(name: tuple[Token, ...]) -> bool:
    """Whether a capitalised word need not be a name: a weekday, or any word at the start of a question."""
    if name[-1].text.casefold() in _NOT_SOMEBODY:
        return True
    return len(name) == 1 and name[0].start == 0 and name_key(name[0].text) == name[0].text.casefold()


def mentions(words: Sequence[Token], name: tuple[Token, ...]) -> bool:
    """Whether words have a name, or its words in small letters side by side: the mayor is the Mayor."""
    if contains_name([word.text for word in words], name):
        return True
    if len(name) == 1:
        return any(word.stem == name[0].stem and not word.is_capitalised for word in words)
    return has_whole_name(words, name)


def has_whole_name(words: Sequence[Token], name: tuple[Token, ...]) -> bool:
    """Whether every word of a name stands side by side among words, in any order ("the Ministry of the Interior").

    A capitalised word may stand between them: George W. Bush. `contains_name` asks for the last alone.
    """
    asked = untitled(name)
    kept = [word for word in words if word.text.casefold() not in JOINS]
    size = len(asked)
    for at in range(len(kept) - size + 1):
        run, wider = kept[at : at + size], kept[at : at + size + 1]
        if _holds(run, asked) or (size > 1 and all(word.is_capitalised for word in wider) and _holds(wider, asked)):
            return True
    return False


def has_every_word(words: Sequence[Token], name: tuple[Token, ...]) -> bool:
    """Whether words have each word of a name, capitalised or not, wherever."""
    return _holds(words, name)


def _holds(run: Sequence[Token], asked: Sequence[Token]) -> bool:
    return all(any(_same_word(token, word) for word in run) for token in asked)


def _same_word(asked: Token, written: Token) -> bool:
    return same_name(asked.text, written.text) if written.is_capitalised else asked.stem == written.stem


def names_a_thing(name: tuple[Token, ...], words: Iterable[str]) -> bool:
    """Whether a name ends in a common noun, as words around it show: the "line" of the Trust Line.

    Of such a name the last word says little: the Hope Line is another. A person's or a country's stands for the whole.
    """
    return len(untitled(name)) > 1 and name[-1].text.casefold() in words


def names_another(name: tuple[Token, ...], text: str, words: Sequence[Token]) -> bool:
    """Whether a text has a person's last name, but of somebody else: Joe Biden where Jill is asked about."""
    bare = untitled(name)
    if len(bare) < 2 or any(_same_word(bare[0], word) for word in words):
        return False
    others = [m.name.split() for m in people(text) if same_name(bare[-1].text, m.name.split()[-1])]
    return bool(others) and all(other[0][:2] != bare[0].text[:2] for other in others)  # Joe may be Joseph


def untitled(name: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a name without the titles before it: "Berg" for "Interior Minister Berg", but all of "Health Ministry"."""
    rest = 0
    for at, token in enumerate(name[:-1], start=1):
        word = token.text.casefold()
        if word not in TITLES:
            break
        rest = rest if word in _OFFICES_OF else at
    return name if name[-1].text.casefold() in TITLES else name[rest:]
