"""A new subject, place or time in the question before: "And Australia?", "In Skelby?", "What about cyclists?"."""

from __future__ import annotations

import re

from rag.focus import Focus, somebody
from rag.names import names
from rag.phrases import AUXILIARY, proper, text_of
from rag.terms import tokens
from rag.whom import is_country, is_full_name, is_role

AND = r"(?:(?:and|but|so|or|ok|okay)[,\s]+)+"
_WORD = r"(?:(?:[^\W\d_]\.){2,}|[^\s.,?!]+(?:[.,][^\s.,?!]+)*)"
"""A word without what ends a sentence, or the dots of "U.S."."""

_END = r"[\s?.!]*"
_ABOUT = re.compile(rf"(?:{AND})?(?:what|how) about (?P<subject>{_WORD}(?: {_WORD}){{0,5}}){_END}", re.IGNORECASE)
_BARE = re.compile(rf"{AND}(?P<subject>{_WORD},?(?: {_WORD},?){{0,5}}){_END}", re.IGNORECASE)
_PLACED = re.compile(
    rf"(?P<subject>(?P<in>in|from|at|for|of|to|by|with|under|during)\s+{_WORD}(?:\s{_WORD}){{0,2}}){_END}",
    re.IGNORECASE,
)
ASKS = re.compile(
    rf"(?:who|whom|whose|what|when|where|why|how|which|{AUXILIARY}|tell|describe|explain|any\w*)\b", re.IGNORECASE
)


def new_subject(question: str, focus: Focus) -> str | None:
    """The subject of "And Australia?", "What about cyclists?", "In Skelby?", "The UK?"; None for a whole question."""
    match = _ABOUT.fullmatch(question) or _BARE.fullmatch(question) or _PLACED.fullmatch(question)
    subject = match["subject"] if match else _named_alone(question.rstrip(" ?"), focus)
    return None if subject is None or ASKS.match(subject) else subject


def _named_alone(text: str, focus: Focus) -> str | None:
    """The name that a text is; None where its capital is only that of a beginning, as far as can be told."""
    about = f"About {text}"
    for name in proper(about):
        subject = text_of(name, about)
        if subject.casefold() == text.casefold():
            said = tokens(f"{focus.asked} {focus.reply}")
            common = len(name) == 1 and any(t.stem == name[0].stem and not t.is_capitalised for t in said)
            return None if common and not is_country(subject) else subject
    return None


def with_subject(subject: str, focus: Focus, last: str) -> tuple[str, str | None, Focus]:
    """Put a new subject in the place of the old: "What does France do?" and "Britain": "What does Britain do?".

    `last` is the question that was asked last. Returned with the question are what it is about, and the focus with the
    new in the place of the old: after "the carbon price in Germany" and "In Sweden?", "the carbon price in Sweden".
    """
    placed = _PLACED.fullmatch(subject)
    new = subject[placed.end("in") :].strip() if placed else subject
    meant = focus.subject if placed else subject
    for start, end in reversed(_replaceable(last, new, focus, placed=placed is not None)):
        old = last[start:end]
        alike = is_country(new) and is_country(old)
        if not placed or alike or re.search(rf"(?i)\b{placed['in']} (?:the )?$", last[:start]):
            kept = last[:start]
            text = (kept[:-4] if (kept[-4:] + new[:4]).casefold() == "the the " else kept) + new + last[end:]
            replaced = focus.with_new(old, new)
            return text, meant if replaced.subject == focus.subject else replaced.subject, replaced
    asked = last.rstrip(" ?")
    added = f" {subject[0].lower()}{subject[1:]}" if placed else f": {subject}"
    if placed and meant and asked.endswith(meant) and proper(f"of {new}"):
        meant += added
    return f"{asked}{added}?", meant, focus


def _replaceable(last: str, new: str, focus: Focus, *, placed: bool) -> list[tuple[int, int]]:
    """Where a question has what a new subject can take the place of: its names, or its numbers for a number."""
    if placed and new[0].isdigit():
        return [match.span() for match in re.finditer(r"\b\d\S*\b", last)]
    if not placed and not names(f"About {new}"):
        return []
    spans = [(name[0].start, name[-1].end) for name in proper(last)]
    spans = [(start, end - 2 if last[start:end].endswith(("’s", "'s")) else end) for start, end in spans]
    if placed or is_country(new):
        return spans
    in_full = is_full_name(new)
    role = focus.subject if in_full and is_role(focus.subject or "") else None
    for whom in filter(None, (somebody(focus), role)):
        at = last.find(whom)
        if at < 0 or (is_role(whom) and not in_full):
            continue  # "And Skelby?" after "the mayor of Halvern" asks of a mayor too
        end = at + len(whom)
        return [(at, end)] if in_full else sorted([(at, end), *(one for one in spans if one[1] <= at or one[0] >= end)])
    return spans
