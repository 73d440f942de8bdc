"""What is asked: the kind of answer wanted, the names and terms that it turns on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.citations import Turn
from rag.compared import compared
from rag.conversation import is_small_talk, make_standalone
from rag.names import display, names
from rag.terms import Token, content_stems

Wanted = Literal["person", "date", "number", "place", "reason", "yes_no", "thing"]

_WHICH_PERSON = "person|man|woman|official|officer|minister|politician|colonel|general|leader"
_WHICH_PLACE = "city|town|place|country|countries|state|region|province|village"
_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    ("number", re.compile(r"\bhow (?:many|much|long|old|often|far|large|big|high)\b")),
    ("number", re.compile(r"\b(?:what|which) (?:number|percentage|share|proportion|age)\b")),
    ("date", re.compile(r"\bwhen\b|\b(?:what|which) (?:date|day|month|year|time)\b")),
    ("place", re.compile(rf"\bwhere\b|\b(?:what|which) (?:{_WHICH_PLACE})\b")),
    ("person", re.compile(rf"\bwho(?:m|se)?\b|\b(?:what|which) (?:{_WHICH_PERSON})\b")),
    ("reason", re.compile(r"\bwhy\b|\bfor what reason\b|\bhow come\b|\bwhat (?:is|was|were) the reasons?\b")),
)
_PIECE = r"(?:(?:this|the)\ )?(?:(?:news|whole|entire|full)\ )?(?:article|story|piece|text|report|news)s?"
_OVERVIEW = re.compile(
    rf"""(?:please\ |can\ you\ |could\ you\ )*(?:
        what(?:'s|’s|\ is|\ are)\ (?:{_PIECE}|this|it)\ (?:all\ )?about
      | what\ does\ {_PIECE}\ (?:say|report|cover|deal\ with)
      | (?:give\ me\ |write\ )?(?:a\ |the\ )?(?:short\ |brief\ )?(?:summary|overview|gist)(?:\ of\ {_PIECE})?
      | (?:summari[sz]e|sum\ up)(?:\ (?:{_PIECE}|this|it))?(?:\ for\ me)?
      | what(?:'s|’s|\ is|\ are)\ the\ (?:main|key)\ (?:points?|ideas?|message|facts?|takeaways?)(?:\ of\ {_PIECE})?
      | tl;?dr
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""Questions about an article as a whole."""

_YES_NO = re.compile(r"(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood as far as rules go.

    `standalone` asks the same without its conversation. `terms` are stems of its content words, `names` its proper
    names (each one or more words), `subjects` those of them that stand side by side ("France and Australia").
    """

    asked: str
    standalone: str
    wanted: Wanted
    terms: tuple[str, ...]
    names: tuple[tuple[Token, ...], ...]
    subjects: tuple[tuple[Token, ...], ...]
    is_small_talk: bool
    is_overview: bool = False


def understand(asked: str, history: Sequence[Turn] = ()) -> Question:
    """Return what a question asks, its follow-up words resolved against the conversation before it."""
    text = " ".join(asked.split())
    if is_small_talk(text):
        return Question(asked, text, "thing", (), (), (), True)
    # "What are the main points?" asks for the article's, whatever was spoken of; "What is it about?" need not.
    overview = _OVERVIEW.fullmatch(text) is not None and "it" not in text.casefold().split()
    standalone = text if overview else make_standalone(text, history)
    found = tuple(names(standalone))
    return Question(
        asked=asked,
        standalone=standalone,
        wanted=wanted(standalone),
        terms=tuple(content_stems(standalone)),
        names=found,
        subjects=compared(standalone, found),
        is_small_talk=False,
        is_overview=_OVERVIEW.fullmatch(standalone) is not None,
    )


def without(question: Question, subjects: Sequence[str]) -> Question:
    """Return a comparison without some of its subjects: "How do France and Denmark differ?" read for France alone.

    Names that are none of its subjects stay, and so does a question of which no subject would be left.
    """
    dropped = {display(name) for name in question.subjects}.intersection(subjects)
    left = tuple(name for name in question.subjects if display(name) not in dropped)
    if not dropped or not left:
        return question
    kept = tuple(name for name in question.names if display(name) not in dropped)
    gone = {token.stem for name in question.names if name not in kept for token in name}
    gone -= {token.stem for name in kept for token in name}
    terms = tuple(term for term in question.terms if term not in gone)
    return replace(question, names=kept, subjects=left, terms=terms)


def wanted(question: str) -> Wanted:
    """Return what kind of answer a question calls for: by its first question word, "thing" where that says nothing."""
    lowered = question.casefold()
    if _YES_NO.match(lowered):
        return "yes_no"
    found = [(match.start(), kind) for kind, pattern in _WANTED if (match := pattern.search(lowered))]
    open_ended = re.search(r"\b(?:what|which|how)\b", lowered)
    if not found or (open_ended and open_ended.start() < min(found)[0]):
        return "thing"
    return min(found)[1]
