"""What a conversation is about: its subject, the person, the many and the place last spoken of, found by rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.phrases import (
    AUXILIARY,
    introduced,
    is_behind,
    is_plural,
    noun_phrase,
    proper,
    side_by_side,
    substance,
    text_of,
    with_its_place,
)
from rag.terms import DATE, tokens
from rag.whom import doer_in, is_country, is_full_name, is_role, somebody_in

_IN_A_PLACE = re.compile(r"\b(?:in|at|from|near|to|of)\s+(?:the\s+)?$", re.IGNORECASE)
_IN_IT = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?$", re.IGNORECASE)
_ASKS_WHO = re.compile(
    r"(?i)\b(?:who|whom|whose|(?:which|what) (?:person|man|woman|officer|official|minister|colonel))\b"
)
_HE_OR_SHE = re.compile(r"(?i)\b(?:he|she|him|his|hers?)\b")
REMARK = re.compile(r"\w+(?: [\w’']+){0,4}(?:[.!]+|,(?! but\b))\s+(?=\S)")
"""A few words and a pause; "Yes, but" goes on."""

_REMARKS = re.compile(r"\A(?:\w+(?: [\w’']+){0,4}[.!]\s+(?=\S))+")
"""Short remarks before a question: "Interesting.", "That sounds good."."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What the last question (standalone) was, what was replied, and who and what a pronoun may mean after them.

    `subject` is what was last spoken of, `named` the last subject that has a name; `person`, `several` and `place` are
    what "he", "they" and "there" were last, or would be.
    """

    asked: str = ""
    reply: str = ""
    subject: str | None = None
    named: str | None = None
    person: str | None = None
    several: str | None = None
    place: str | None = None

    def with_new(self, old: str, new: str) -> Focus:
        """Return the focus with a new name in the place of an old one, wherever that was spoken of."""
        return replace(
            self,
            subject=_with_new(self.subject, old, new),
            named=_with_new(self.named, old, new),
            person=_with_new(self.person, old, new),
            several=_with_new(self.several, old, new),
        )


def _with_new(text: str | None, old: str, new: str) -> str | None:
    if text is None or text.removeprefix("the ") == old.removeprefix("the "):
        return text and new
    for name in proper(f"of {text}"):  # "Lund" stands for "Eva Lund"
        start, end = name[0].start - 3, name[-1].end - 3
        if set(old.split()) <= set(text[start:end].split()):
            doubled = text[:start].endswith(" the ") and new.startswith("the ")
            return text[: start - 4 if doubled else start] + new + text[end:]
    return text


def after(before: Focus, asked: str, standalone: str, meant: str | None, reply: str) -> Focus:
    """Return the focus after one more question and its reply; `meant` is what the question took from the one before."""
    asked = _REMARKS.sub("", asked)
    opened = None if meant else introduced(asked)
    listed = None if meant or opened else side_by_side(asked)
    own = None if meant else opened or listed or _first_name(asked, before) or _new_phrase(asked, before)
    subject = meant or own or before.subject
    named = subject if subject and not listed and _is_named(subject, asked) else before.named
    person = _person(before, asked, meant, own, opened, reply)
    if person is None and named is None:
        person = _doer(asked, reply)
    several = before.several
    if listed:
        several = listed
    elif not meant and (phrase := noun_phrase(asked, plural=True)):
        several = phrase
    elif own and own != opened and is_plural(own):
        several = own
    elif opened or (meant and meant != before.subject and is_plural(meant)):
        several = meant
    places = [name for name in proper(standalone) if _IN_A_PLACE.search(standalone[: name[0].start])]
    place = text_of(places[-1], standalone) if places else before.place
    return Focus(_REMARKS.sub("", standalone), reply, subject, named, person, several, place)


def _person(
    before: Focus, asked: str, meant: str | None, own: str | None, opened: str | None, reply: str
) -> str | None:
    """Whom "he" or "she" means after a question: who it asked for, else whoever it meant by them before.

    Whoever "she" meant stays "she", until a reply names somebody or a new name is what somebody does or is.
    """
    if meant and _HE_OR_SHE.search(asked):
        return somebody(before)
    found = somebody_in(reply, besides=asked)
    if opened and re.match(r"(?i)who(?:['’]s| is| was)\b", asked):
        return (found if opened.startswith("the ") else None) or opened
    if found and asks_who(asked):
        return found
    if own and is_role(own):
        return own
    if meant and meant in asked and is_full_name(meant) and meant != before.person:
        return None  # "And Jon Berg?": the name is the subject, and may be a firm's
    if own and _is_named(own, asked) and (opened or re.search(rf"(?i)\b{AUXILIARY} {re.escape(own)}", asked)):
        return None
    return before.person


def _doer(asked: str, reply: str) -> str | None:
    """Who does something in a reply: by a surname alone where the question or the reply says "he" of them."""
    doer = doer_in(reply)
    if doer and (_HE_OR_SHE.search(asked) or _HE_OR_SHE.search(reply[reply.find(doer) :])):
        return doer
    return somebody_in(reply, besides=asked, doing=True)


def somebody(focus: Focus) -> str | None:
    """Whom "he" and "she" mean: the person last spoken of, or the last subject with a name, which is no country."""
    return focus.person or (focus.named if focus.named and not is_country(focus.named) else None)


def thing_beside(person: str, reply: str) -> str | None:
    """The last name of a reply that is no person's and no date: what "it" means where somebody was spoken of."""
    for name in reversed(proper(reply)):
        thing = text_of(name, reply)
        if not DATE.fullmatch(thing) and not somebody_in(f"that {thing} said") and thing not in person:
            return thing
    return None


def asks_who(question: str) -> bool:
    """Whether a question asks for a person: "Who …", "Which officer …"."""
    return _ASKS_WHO.match(question) is not None


def _is_named(subject: str, asked: str) -> bool:
    """Whether a subject has a name of its own and is not only a place: not "the ban in Utrecht", nor "in Utrecht"."""
    found = proper(f"of {subject}")
    if not found or is_behind(found[0][0].start - 3, subject):
        return False
    at = asked.find(subject)
    return at < 0 or _IN_IT.search(asked[:at]) is None


def _first_name(question: str, before: Focus) -> str | None:
    """The first name of a question, behind the noun phrase that it is the place of: "the ban in Utrecht".

    The one spoken of before, where the question uses a part of it ("Khalimov").
    """
    found = proper(question)
    if found and (phrase := with_its_place(question, found[0][0].start, found[0][-1].end)):
        return phrase
    known = {token.stem for token in tokens(before.named or "")}
    if any(token.stem in known for name in found for token in name):
        return before.named
    return text_of(found[0], question) if found else None


def _new_phrase(question: str, before: Focus) -> str | None:
    """The noun phrase of a question, where nothing was spoken of yet, or where it says enough to be the subject."""
    phrase = noun_phrase(question, plural=False)
    if phrase and before.subject and (len(substance(phrase)) < 2 or not phrase.startswith("the ")):
        return None
    return phrase
