"""The names that a question compares: side by side ("France and Australia"), or apart ("differ from")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.terms import Token

_JOINED = re.compile(r",|,? ?(?:and|or|versus|vs\.?|with|from|than)(?: (?:the|in|does|that of))*")
_PLACED = re.compile(r"\b(?:in|at|near|from|to|of) (?:the )?\Z", re.I)
_LISTS_ON = re.compile(r",? (?:and|or)\b", re.I)
_CUE = re.compile(
    r"\b(?:compare[sd]?|comparison|differ(?:s|ent|ence|ences)?|contrast|versus|vs\.?|unlike|similar)\b", re.I
)
_THEN = re.compile(
    r"(?:['’]s?)?(?: [\w’'-]+){0,6}? (?:and|with|from|to|versus|vs\.?|than)"
    r"(?: the [\w’'-]+ (?:in|of)\b)?(?: (?:the|in|does|do|that of|those of|of))*",
    re.I,
)


def compared(text: str, names: Sequence[tuple[Token, ...]]) -> tuple[tuple[Token, ...], ...]:
    """Return those of a question's names that it compares or puts side by side; none for one alone."""
    return adjoining(text, names) or _set_apart(text, names)


def adjoining(text: str, found: Sequence[tuple[Token, ...]]) -> tuple[tuple[Token, ...], ...]:
    """The names joined by "and", "or", "versus", and by the commas of such a list."""
    listed: list[tuple[Token, ...]] = []
    run: list[tuple[Token, ...]] = []
    joints: list[str] = []
    for name in found:
        between = text[run[-1][-1].end : name[0].start].strip(" ").casefold() if run else ""
        if run and not _JOINED.fullmatch(between):
            listed += _listed(text, run, joints)
            run, joints = [], []
        run.append(name)
        joints.append(between)
    return (*listed, *_listed(text, run, joints))


def _listed(text: str, run: list[tuple[Token, ...]], joints: list[str]) -> list[tuple[Token, ...]]:
    """Of names side by side those that are compared: a comma that begins no list sets a place beside its town.

    So "France, Australia and Britain" are three, "Springfield, Illinois, and Denver, Colorado" two. `joints` are what
    stands before each name.
    """
    if len(run) > 1 and joints[-1] == ",":
        commas_only = set(joints[1:]) == {","}
        begins = len(run) > 2 or _LISTS_ON.match(text, run[-1][-1].end)
        if not commas_only or not begins or _PLACED.search(text[: run[0][0].start]):
            run = [name for name, joint in zip(run, joints, strict=True) if joint != ","]
    return run if len(run) > 1 else []


def _set_apart(text: str, names: Sequence[tuple[Token, ...]]) -> tuple[tuple[Token, ...], ...]:
    """Return the names compared at some distance: "How does Ostrand's charge differ from Halvern's?"."""
    if len(names) != 2 or not _CUE.search(text):
        return ()
    between = text[names[0][-1].end : names[1][0].start].rstrip(" ")
    return tuple(names) if _THEN.fullmatch(between) else ()
