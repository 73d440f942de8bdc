"""The words of a question that may be its subject: names, noun phrases with their places, names side by side."""

from __future__ import annotations

import re

from rag.compared import adjoining, compared
from rag.names import names
from rag.terms import DATE, Token, content_stems, is_stop_word, tokens

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

_WHO_IS = re.compile(r"(?:so |and |now )*who(?:['’]s| is| was) the\b", re.IGNORECASE)
"""Asks for one person, whatever they are of: "Who is the mayor of Halvern?"."""

_PART_OF = re.compile(r".*\b(?:of|about|between)\s+(?P<whole>.+)", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that|these|those|some|any|more|his|her|its|their)\b", re.IGNORECASE)
_DETERMINER = re.compile(r"(?i)\s*(?:an?|some|any|my|your|our)\s+")
_BEHIND = re.compile(r"(?<=\S)\s(?:in|at|from|of)\s+(?:the\s+)?$", re.IGNORECASE)
"""What stands between a noun phrase and its place: "the ban in" Utrecht."""

_PLACE = re.compile(r" (?:in|at|from|of) ")
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

_PREDICATE = re.compile(r"(?:['’]s)? (?!of |and |the |for |in |on |at |&)[a-z]")
"""What follows a name and is no part of it: "What is Herbert Spencer known for?"."""

_TAIL = re.compile(r"(?:\s*\([^()]*\)|(?: (?:for|about|like|of|in|on|with|to|at|from))+)$", re.IGNORECASE)
_NOT_INTRODUCED = re.compile(r"\b(?:else|ones?|others?|he|she|him|his|hers?)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|these|those|this|that|an?)\s+$", re.IGNORECASE)
_HOW_HIGH = re.compile(
    r"\bhow (?!many|much|long|often|far)\w+ (?:is|are|was|were) (?:the )?$|\b(?:when|where) (?:is|are) the $"
)
_PLURAL = re.compile(r"[^\Wsiu]s$", re.IGNORECASE)

_LIGHT = frozenset(
    """
    interesting aspect aspects information fact facts important else other others another name names called thing
    things time year years first last main next new role many case part example examples kind kinds type types day
    common popular good best different possible one ones significant early later
    """.split()
)
"""Words that ask for more about a subject, and are none."""


def is_mere_reply(text: str) -> bool:
    """Whether a text is a word that asks more of the last answer: "Details?", "Seriously?"."""
    return text.strip(" ?!.").casefold() in _MERE_REPLIES


def introduced(question: str) -> str | None:
    """The subject that a question opens, None where it asks for a part of one: "What is the cause?", "Any others?"."""
    match = _INTRODUCED.fullmatch(question)
    if match is None:
        return None
    whole = None if _WHO_IS.match(question) else _PART_OF.fullmatch(match["subject"])
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


def noun_phrase(question: str, *, plural: bool) -> str | None:
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
    if _HOW_HIGH.search(lead):
        return run
    opened = re.search(rf"(?:^|\b(?P<wh>\w+)\s+)(?P<verb>{AUXILIARY})\s+(?:(?:the|an?|some|any)\s+)?$", lead)
    if opened and not (opened["wh"] in ("what", "who") and opened["verb"] in ("is", "are", "was", "were")):
        return run[:-1]
    return run


def side_by_side(question: str) -> str | None:
    """The names that a question compares or puts side by side, with what they are the places of; None for one alone."""
    found = proper(question)
    run = compared(question, found)
    if not run:
        return None
    if adjoining(question, found) and (phrase := with_its_place(question, run[0][0].start, run[-1][-1].end)):
        return phrase
    texts = [text_of(name, question) for name in run]
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def with_its_place(question: str, start: int, end: int) -> str | None:
    """The noun phrase before a name that says where, with it: "the ban in Utrecht"; None where there is none."""
    behind = _BEHIND.search(question[:start])
    head: list[Token] = []
    for token in reversed(tokens(question[: behind.start()]) if behind else []):
        if is_stop_word(token.text) or not token.text.isalpha():
            break
        head.insert(0, token)
    if not head:
        return None
    definite = _ARTICLE.search(question[: head[0].start])
    # "When does the ban in Utrecht start?" has its verb behind the place, "When did it begin in Utrecht?" before it.
    goes_on = re.search(r"\w", DATE.sub("", re.sub(r"['’]s\b", "", question[end:])))
    noun = head if goes_on or (definite and len(head) == 1) else _without_verb(question, head)
    if not noun or not (definite or _PLURAL.search(noun[-1].text)):
        return None
    return ("the " if definite else "") + question[noun[0].start : noun[-1].end if noun != head else end]


def is_behind(place: int, text: str) -> bool:
    """Whether a name is the place of what stands before it: Utrecht in "the ban in Utrecht"."""
    return _BEHIND.search(text[:place]) is not None


def is_plural(phrase: str) -> bool:
    """Whether a phrase is of many, wherever they are: "the wards in Carrow"."""
    return _PLURAL.search(_PLACE.split(phrase, maxsplit=1)[0]) is not None
