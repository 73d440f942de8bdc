"""Questions of several parts ("Who introduced it, and when does it start?"): each a question of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.citations import Notice, Turn
from rag.conversation import make_standalone
from rag.phrases import AUXILIARY
from rag.terms import is_stop_word, tokens

MOST = 4
"""Parts that are looked up one by one; of a longer list the rest stays with the last."""

_ASKS = (
    r"(?:(?:with|in|at|for|from|by|to|of|on|under|since|until|about) )?"
    r"(?:who|whom|whose|what|when|where|why|how|which)\b"
)
_SPLIT = re.compile(
    rf"\s*[,;]?\s+(?:and|but|or)(?: also)? (?={_ASKS})|,\s+(?={_ASKS})"
    r"|\s*[?;]+\s+(?:(?:and|but|or)(?: also)? )?(?=[A-Za-z]{2})",
    re.I,
)
_QUESTION = re.compile(rf"(?:{_ASKS}|(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had)\b)", re.I)
_BARE = re.compile(
    r"(?P<word>(?:(?:with|in|at|for|from|by|to|on|since|until) )?"
    r"(?:who|when|where|why|how(?: (?:many|much|long|often|far|old))?|(?:which|what) [^\W\d_]+))[\s?.!]*",
    re.I,
)
_WHEN = (
    r"(?:when|where|why|how(?: (?:long|often|far|soon))?"
    r"|(?:with|in|at|for|from|by|to|of|on|under|since|until|about)"
    r" (?:whom|what|when|where|(?:which|what|whose)(?: [^\W\d_]+){1,2}))"
)
_SHARED = re.compile(
    rf"\b(?P<words>(?:{_WHEN}(?:,\s+{_WHEN})+,?|{_WHEN})\s+and\s+{_WHEN})\s+(?={AUXILIARY}\b)", re.IGNORECASE
)
"""Question words that share what follows: "Where and when was she born?"."""

_NO_VERB = re.compile(
    r"(?:(?:with|in|at|for|from|by|to|of|on|since|until) )?"
    r"(?:who|whom|whose|what|when|where|why|how(?: (?:many|much|long|often|far|old))?|which(?: [^\W\d_]+)?)",
    re.I,
)
_OF_WHAT = re.compile(r"(?P<word>what|whose|how)(?: (?:many|much))? (?P<what>[^\W\d_]+)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|its|their|hers|theirs|this|that|these|those|there)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(?:say|said|know|explain|describe|tell|asked?|wonder|decide[sd]?|depends?)\b[^,;?]*\Z", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question: as it was asked, and so that it stands alone."""

    asked: str
    standalone: str


def parts_of(question: str) -> tuple[Part, ...]:
    """Return the parts of a question, in order; the question itself where it has only one."""
    only = (Part(question, question),)
    pieces: list[str] = []
    for piece in _completed(_split(question)):
        if pieces and not _QUESTION.match(piece):
            return only
        pieces.append(piece)
    if len(pieces) < 2 or not _QUESTION.match(pieces[0]) or _lacks_its_verb(*pieces[:2]):
        return only
    parts = [Part(pieces[0], pieces[0])]
    for piece in pieces[1:]:
        bare = _BARE.fullmatch(piece)
        if bare and bare["word"].count(" ") > 1:
            return only  # "and in which towns": one thing asked two ways
        if bare:
            parts.append(Part(piece, f"{bare['word'].capitalize()}: {pieces[0]}"))
        elif _pronouns(piece) - _pronouns(pieces[0]):  # what both have neither explains
            parts.append(Part(piece, make_standalone(piece, (Turn("user", pieces[0]),))))
        elif any(not is_stop_word(token.text) for token in tokens(piece)):
            parts.append(Part(piece, piece))
        else:
            return only
    return tuple(parts)


def _pronouns(piece: str) -> set[str]:
    return {match.group().casefold() for match in _PRONOUN.finditer(piece)}


def _split(question: str) -> list[str]:
    found: list[str] = []
    start = 0
    shared = [match.span("words") for match in _SHARED.finditer(question)]
    for match in _SPLIT.finditer(question):
        if len(found) + 1 == MOST or _RELATIVE.search(question[start : match.start()]):
            continue
        if any(begin < match.start() < end for begin, end in shared):
            continue
        found.append(question[start : match.start()].strip())
        start = match.end()
    return [piece for piece in (*found, question[start:].strip(" ?.!")) if piece]


def _completed(pieces: list[str]) -> list[str]:
    """Give each of the question words that share a question all of it, where that does not make too many."""
    whole: list[str] = []
    for piece in pieces:
        match = _SHARED.match(piece)
        words = re.split(r",?\s+and\s+|,\s+", match["words"]) if match else []
        whole += [f"{word} {piece[match.end() :]}" for word in words] if match else [piece]
    return whole if len(whole) <= MOST else pieces


def _lacks_its_verb(piece: str, after: str) -> bool:
    """Whether a piece asks nothing without the one after it: "Which team" and "which player won?"."""
    if _NO_VERB.fullmatch(piece):
        return True
    # "How many men and how many women fell?" may be; "How many died and how many were hurt?" is not.
    one, other = _OF_WHAT.fullmatch(piece), _OF_WHAT.match(after)
    if one is None or other is None or one["word"].casefold() != other["word"].casefold():
        return False
    return not is_stop_word(one["what"]) and not is_stop_word(other["what"])


def missing_notice(missing: Sequence[str]) -> Notice:
    """Say what of a question is not answered, in its own words."""
    listed = " and ".join(f"“{part.rstrip(' ?.!')}”" for part in missing)
    return Notice("missing", f"Not answered here: {listed}.")
