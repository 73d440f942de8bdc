"""What a conversation is about: its subject, the person, the many and the place last spoken of, found by rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.names import names
from rag.terms import Token, content_stems, is_stop_word, tokens

AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|isn't|aren't"
    r"|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|can't|couldn't|won't|wouldn't)"
)
_INTRODUCED = re.compile(
    r"""(?:(?:so|and|now|ok|okay|please|can\ you|could\ you),?\ )*
        (?: (?:tell\ me|talk|teach\ me|i(?:'d|’d|\ would)\ like\ to\ (?:know|learn))(?:\ (?:more|something))?\ about
          | describe | explain | (?:what|who)(?:\ (?:is|are|was|were|exactly\ is)|['’]s) | (?:what|how)\ about )
        \ (?P<subject>[^?!]+?)[\s?.!]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""A question that opens a subject: "What is the Trust Line?", "Tell me about lung cancer."."""

_PART_OF = re.compile(r".*\b(?:of|about|between)\s+(?P<whole>.+)", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that|these|those|some|any|more|his|her|its|their)\b", re.IGNORECASE)
_DETERMINER = re.compile(r"(?i)\s*(?:an?|some|any|my|your|our)\s+")
_IN_A_PLACE = re.compile(r"\b(?:in|at|from|near|to|of)\s+(?:the\s+)?$", re.IGNORECASE)
_ASKS_WHO = re.compile(
    r"(?i)\b(?:who|whom|whose|(?:which|what) (?:person|man|woman|officer|official|minister|colonel))\b"
)
_HE_OR_SHE = re.compile(r"(?i)\b(?:he|she|him|his|hers?)\b")
_NO_NAME = re.compile(
    r"(?i)(?:(?:i|you|we|they|he|she|it|that|there)['’]\w+|ok|okay|wow|h+m+|m+|cool|interesting|hey|thanks|um|really)$"
)
_MERE_REPLIES = frozenset(
    """
    certain clarification clarify context continue correct detail details elaborate evidence example examples false
    honestly meaning next proceed proof reason reasons reference references right seriously source sources specifically
    sure surely true wrong
    """.split()
)
"""Words that, alone, ask more of the last answer, and name nothing: "Source?"."""

REMARK = re.compile(r"\w+(?: [\w’']+){0,4}(?:[.!]+|,(?! but\b))\s+(?=\S)")
"""A few words and a pause; "Yes, but" goes on."""

_REMARKS = re.compile(r"\A(?:\w+(?: [\w’']+){0,4}[.!]\s+(?=\S))+")
"""Short remarks before a question: "Interesting.", "That sounds good."."""

_PREDICATE = re.compile(r"(?:['’]s)? (?!of |and |the |for |in |on |at |&)[a-z]")
"""What follows a name and is no part of it: "What is Herbert Spencer known for?"."""

_TAIL = re.compile(r"(?:\s*\([^()]*\)|(?: (?:for|about|like|of|in|on|with|to|at|from))+)$", re.IGNORECASE)
_NOT_INTRODUCED = re.compile(r"\b(?:else|ones?|others?|he|she|him|his|hers?)\b", re.IGNORECASE)
_PLURAL = re.compile(r"[^\Wsiu]s$", re.IGNORECASE)

_LIGHT = frozenset(
    """
    interesting aspect aspects information fact facts important else other others another name names called thing
    things time year years first last main next new role many case part example examples kind kinds type types day
    common popular good best different possible one ones significant early later
    """.split()
)
"""Words that ask for more about a subject, and are none."""


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


def after(before: Focus, asked: str, standalone: str, meant: str | None, reply: str) -> Focus:
    """Return the focus after one more question and its reply; `meant` is what the question took from the one before."""
    asked = _REMARKS.sub("", asked)
    opened = None if meant else introduced(asked)
    own = None if meant else opened or _first_name(asked, before) or _new_phrase(asked, before)
    subject = meant or own or before.subject
    named = subject if subject and proper(f"of {subject}") else before.named
    person, several = before.person, before.several
    # Whoever "she" meant stays "she", until a reply names somebody or a new name is what somebody does or is.
    if meant and _HE_OR_SHE.search(asked):
        person = meant
    elif opened and re.match(r"(?i)who(?:['’]s| is| was)\b", asked):
        person = opened
    elif asks_who(asked) and (found := proper(reply)):
        person = text_of(max(found[:2], key=len), reply)
    elif own and own == named and (opened or re.search(rf"(?i)\b{AUXILIARY} {re.escape(own)}", asked)):
        person = None
    elif named is None and person is None and (found := proper(reply)):
        person = text_of(found[0], reply)
    if not meant and (phrase := _noun_phrase(asked, plural=True)):
        several = phrase
    elif opened or (meant and meant != before.subject and _PLURAL.search(meant)):
        several = meant
    places = [name for name in proper(standalone) if _IN_A_PLACE.search(standalone[: name[0].start])]
    place = text_of(places[-1], standalone) if places else before.place
    return Focus(_REMARKS.sub("", standalone), reply, subject, named, person, several, place)


def asks_who(question: str) -> bool:
    """Whether a question asks for a person: "Who …", "Which officer …"."""
    return _ASKS_WHO.match(question) is not None


def is_mere_reply(text: str) -> bool:
    """Whether a text is a word that asks more of the last answer: "Details?", "Seriously?"."""
    return text.strip(" ?!.").casefold() in _MERE_REPLIES


def introduced(question: str) -> str | None:
    """The subject that a question opens, None where it asks for a part of one: "What is the cause?", "Any others?"."""
    match = _INTRODUCED.fullmatch(question)
    if match is None:
        return None
    whole = _PART_OF.fullmatch(match["subject"])
    phrase = _TAIL.sub("", (whole["whole"] if whole else match["subject"]).strip())
    first = _DETERMINER.sub("", phrase, count=1) if _DETERMINER.match(phrase) else phrase
    if not substance(phrase) or len(phrase.split()) > 6 or _NOT_INTRODUCED.search(phrase):
        return None
    found = proper(phrase)
    if not found and (_DEFINITE.match(phrase) or first.split()[0].casefold() in _LIGHT):
        return None
    if found and found[0][0].start == 0 and _PREDICATE.match(phrase[found[0][-1].end :]):
        return text_of(found[0], phrase)
    return first


def _first_name(question: str, before: Focus) -> str | None:
    """The first name of a question; the one spoken of before where the question uses a part of it ("Khalimov")."""
    found = proper(question)
    known = {token.stem for token in tokens(before.named or "")}
    if any(token.stem in known for name in found for token in name):
        return before.named
    return text_of(found[0], question) if found else None


def _new_phrase(question: str, before: Focus) -> str | None:
    """The noun phrase of a question, where nothing was spoken of yet, or where it says enough to be the subject."""
    phrase = _noun_phrase(question, plural=False)
    if phrase and before.subject and (len(substance(phrase)) < 2 or not phrase.startswith("the ")):
        return None
    return phrase


def proper(text: str) -> list[tuple[Token, ...]]:
    """The names of a text, without contractions and cries ("I’ve", "Wow") and words that reply ("Source?")."""
    found = [name for name in names(text) if not _NO_NAME.match(name[0].text)]
    return [name for name in found if len(name) > 1 or name[0].text.casefold() not in _MERE_REPLIES]


def substance(text: str) -> list[str]:
    """The stems of a text's content words, without those that only ask for more."""
    return content_stems(" ".join(t.text for t in tokens(text) if t.text.casefold() not in _LIGHT))


def text_of(name: tuple[Token, ...], text: str) -> str:
    """Return a name as it is written in the text that it was found in: with its "the", to the end of its last word."""
    start, end = name[0].start, name[-1].end
    while end < len(text) and text[end].isalnum():
        end += 1  # "vitamin B12"
    article = text[:start].casefold().endswith(" the ")
    return ("the " if article else "") + text[start:end].removesuffix("’s").removesuffix("'s")


def _noun_phrase(question: str, *, plural: bool) -> str | None:
    """The last run of content words of a question (the first that ends in -s, for a plural), without its verb.

    The verb's place is known: after "does" it ends the run that follows, after "who" it begins one.
    """
    best: list[Token] = []
    run: list[Token] = []
    for token in (*tokens(question), None):
        if (
            token is not None
            and not is_stop_word(token.text)
            and token.text.casefold() not in _LIGHT
            and token.text.isalpha()
        ):
            run.append(token)
            continue
        phrase = _without_verb(question, run)
        phrase = phrase[:-1] if phrase and phrase[-1].text.endswith("ly") else phrase
        if phrase and (not plural or (not best and _PLURAL.search(phrase[-1].text))):
            best = phrase
        run = []
    if not best:
        return None
    text = question[best[0].start : best[-1].end]
    definite = re.search(r"(?i)\b(?:the|these|those|this|that)\s+$", question[: best[0].start]) or plural
    return f"the {text}" if definite and not best[0].is_capitalised else text


def _without_verb(question: str, run: list[Token]) -> list[Token]:
    if not run:
        return run
    lead = question[: run[0].start].casefold()
    if re.search(r"\b(?:what|who|which)\s+$", lead):
        return run[2:] if lead.rstrip().endswith("which") and len(run) > 2 else run[1:]
    opened = re.search(rf"(?:^|\b(?P<wh>\w+)\s+)(?P<verb>{AUXILIARY})\s+(?:(?:the|an?|some|any)\s+)?$", lead)
    if opened and not (opened["wh"] in ("what", "who") and opened["verb"] in ("is", "are", "was", "were")):
        return run[:-1]
    return run
