"""Follow-ups made standalone ("And Australia?", "When did he go missing?"), and small talk told apart, by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.citations import Turn
from rag.focus import REMARK, Focus, after, asks_who, somebody, thing_beside
from rag.new_subject import AND, ASKS, new_subject, with_subject
from rag.phrases import AUXILIARY, introduced, is_mere_reply, proper, substance
from rag.terms import is_stop_word, tokens

_SMALL_TALK = re.compile(
    r"""\W*(?:
        hi | hiya | hello | hey | good\ (?:morning|day|afternoon|evening) | greetings | welcome
      | thanks? (?:\ you)? (?:\ (?:(?:very|so)\ much|a\ lot))? | cheers | bye | goodbye | see\ you
      | (?:thanks[\ ,!]+)? (?:you(?:['’]re|\ are)|th(?:at|is)(?:['’]s|\ is|\ was)?)\ (?:(?:very|so|really)\ )?
        (?:helps|helped|great|good|helpful|useful|useless|clever|smart|stupid|funny|amazing) (?:,\ do\ you\ know\ that)?
      | lol | haha | wow | (?:hello|hi|hey)\ there[,!.]?\ who\ are\ you
      | ok(?:ay)? | cool | great | nice | yes | no | test(?:ing)? | (?:please\ )?help
      | how\ are\ you (?:\ (?:doing|today))* | what'?s\ up
      | who\ (?:are|made)\ you | what\ are\ you | are\ you\ (?:a\ |an\ )?(?:human|robot|bot|ai) | what\ is\ your\ name
      | what (?:\ else)?\ can\ (?:you\ do|i\ ask) (?:\ (?:you|here))* | how\ do(?:es)?\ (?:you|this)\ work
      | (?:please\ )? (?:tell|sing|write|give)\ (?:me\ |us\ )? (?:a\ |an\ |another\ )? (?:joke|song|poem|story|riddle)
    )(?: [\s,]+ (?:there|footnote|everyone|all|again|bot|please|then) )*\W*""",
    re.IGNORECASE | re.VERBOSE,
)

_QUESTION_WORD = re.compile(
    rf"(?:{AND})?(?P<word>why(?: not)?|(?:since |until |by )?when|where|who|on what grounds|for how long"
    r"|how(?: (?:many|much|long|often|so|come))?|how (?:many|much) \w+)\s*\??",
    re.IGNORECASE,
)
_ADVERB = re.compile(rf"(?i)(?:when|where|how|why)(?= {AUXILIARY}\b)|(?={AUXILIARY}\b)")
"""The question word that another takes the place of: of a yes-or-no question, nothing."""

_YES_NO = re.compile(rf"(?i)\b{AUXILIARY}\b")

_IS = re.compile(r"(?i)(?:is|was|isn't|wasn't) ")

_PERSONAL = "he she him his her hers"
_PLURAL = "they them their theirs these those"
_KINDS = {
    **dict.fromkeys(_PERSONAL.split(), "person"),
    **dict.fromkeys(_PLURAL.split(), "several"),
    **dict.fromkeys(("it", "its", "it's", "it’s"), "thing"),
    **dict.fromkeys(("this", "that"), "said"),
    "there": "place",
}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})\b", re.IGNORECASE)
_POSSESSIVE = frozenset(("his", "her", "hers", "their", "theirs", "its"))
_POINTING = frozenset(("this", "that", "these", "those"))
_NOUN_NEXT = frozenset("a an the article articles kind sort type way thing things".split())
_AFTER_AUXILIARY = re.compile(rf"\b{AUXILIARY}\s+$", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|be) it \w+ (?:to|that|for you)\b|\bit (?:(?:is|was|would be) )?(?:true|possible|legal|likely)\b"
    r"|\bit (?:takes?|costs?) (?:\w+ )?to\b|\bit (?:take|mean|rain)s?\b|\btime (?:is|was) it\b"
    r"|\b(?:is|are|was|were|be|been|has|have) there\b|\bthere (?:is|are|was|were|be|has|have|any)\b",
    re.IGNORECASE,
)
"""Where "it" and "there" mean nothing."""

_OPENING = re.compile(rf"\A(?:{AND}|(?:in|at|on|for|to|by|from) )", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:article|story|text|piece|he|she|him|his|hers?)\b", re.IGNORECASE)
"""Words of a question that is about the whole article, or about somebody whom nothing names."""

_LEANS = re.compile(
    rf"\b(?:else|others?|another|more|ones?|this|that|these|those|the|(?:how many|which) {AUXILIARY})\b", re.IGNORECASE
)
_MARKER = re.compile(r"\s*\[\d+\]")
_SOMEBODY_DID = re.compile(r"(?:it|he|she|they)\b", re.IGNORECASE)
_TOLD = re.compile(r"(?:.*[.!?]\s+(?=\S))?", re.DOTALL)

LONGEST = 400
"""Characters of a question that may be a follow-up; of longer turns no more than this is looked at."""

SHORT_REPLY = 15
"""Words of a reply that is short enough to stand for "that"."""


def is_small_talk(text: str) -> bool:
    """Whether a text greets, thanks or plays rather than asks about an article."""
    return _SMALL_TALK.fullmatch(text) is not None


def make_standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it leaves to its conversation filled in; unchanged where it stands alone."""
    focus = Focus()
    for asked, reply in _exchanges(history):
        standalone, meant, focus = _resolve(asked, focus)
        focus = after(focus, asked, standalone, meant, reply)
    return _resolve(question, focus)[0]


def _exchanges(history: Sequence[Turn]) -> list[tuple[str, str]]:
    """Each question with the reply to it, small talk left out."""
    pairs: list[tuple[str, str]] = []
    chatting = False
    for turn in history:
        text = " ".join(turn.content.split())
        if turn.role == "user":
            chatting = not text or is_small_talk(text) or is_mere_reply(text)
            if not chatting:
                pairs.append((text[-LONGEST:], ""))
        elif pairs and not chatting:
            pairs[-1] = (pairs[-1][0], _MARKER.sub("", text[:LONGEST]))
    return pairs


def _resolve(question: str, focus: Focus) -> tuple[str, str | None, Focus]:
    """Return a question resolved against what was asked before, and what it took from there (None: it stands alone).

    The focus comes back with it: with a new subject in the place of the old, where the question brings one.
    """
    if not focus.asked or len(question) > LONGEST:
        return question, None, focus
    bare = _without_remarks(question)
    if match := _QUESTION_WORD.fullmatch(bare):
        return _asked_again(match["word"], focus), focus.subject, focus
    if (new := new_subject(bare, focus)) and not _PRONOUN.fullmatch(new):
        return with_subject(new, focus, focus.asked[_told(focus.asked) :])
    told = question[: _told(question)]
    text, meant = _without_pronouns(question[len(told) :], focus, told)
    subject = focus.subject
    if meant is None and subject and len(substance(told)) < 2 and _leans(question[len(told) :], subject):
        return f"{question.rstrip(' ?.')} ({subject})?", subject, focus
    return told + text, meant, focus


def _without_remarks(question: str) -> str:
    """Return a question without the thanks and remarks before it: "Thank you! What about Australia?"."""
    while match := REMARK.match(question):
        remark = match.group()
        says = len(substance(remark)) + (_SOMEBODY_DID.match(remark) is not None)
        if not is_small_talk(remark) and (says > 1 or remark.rstrip().endswith(",")):
            break
        question = question[match.end() :]
    return question


def _told(text: str) -> int:
    """Where the last sentence of a text begins."""
    match = _TOLD.match(text)
    return match.end() if match else 0


def _asked_again(word: str, focus: Focus) -> str:
    """Ask the last question again with a question word alone: "How much?" of "Does France charge visitors?"."""
    last, word = focus.asked, word.capitalize()
    reply = _short_reply(focus)
    if reply and ((word == "Why" and _YES_NO.match(last)) or (asks_who(last) and _YES_NO.search(reply))):
        return f"{word}: {reply}?"  # of what was replied: it may have been "no", and "who" leaves open what matters
    if opened := introduced(last):
        return f"{word} ({opened})?"
    if (match := _ADVERB.match(last)) and last[match.end() :].strip():
        rest = re.sub(r" (?:too|also|as well)(?=\W*$)", "", last[match.end() :].lstrip())
        return f"{word} {rest[0].lower()}{rest[1:]}"
    return f"{word}: {last}"


def _short_reply(focus: Focus) -> str | None:
    """The reply, where it is a short statement."""
    words = len(focus.reply.split())
    return focus.reply.rstrip(".!,") if 3 <= words <= SHORT_REPLY or (words < 3 and proper(focus.reply)) else None


def _without_pronouns(question: str, focus: Focus, told: str) -> tuple[str, str | None]:
    """Put its antecedent in the place of the first pronoun of each kind that has none in the question itself."""
    text, done, first, tail = "", 0, None, ""
    kinds: set[str] = set()
    taken: set[str] = set()
    unsaid = [match.span() for match in _EXPLETIVE.finditer(question)]
    for match in _PRONOUN.finditer(question):
        word, kind = match.group().casefold(), _KINDS[match.group().casefold()]
        before, rest = question[: match.start()], question[match.end() :]
        if kind in kinds or any(a <= match.start() < b for a, b in unsaid) or not _refers(word, told + before, rest):
            continue
        meant = _antecedent(kind, focus)
        if meant is None or meant in taken:
            continue  # "How did he shape it?": two pronouns of two kinds are two things
        kinds.add(kind)
        taken.add(meant)
        first = first or (focus.subject if kind in ("said", "place") else meant) or meant
        if kind == "said":
            tail = f" ({meant})"
            continue
        text, done = text + question[done : match.start()] + _written(word, meant, rest), match.end()
    text += question[done:]
    return (f"{text.rstrip(' ?.')}{tail}?" if tail else text), first


def _refers(pronoun: str, before: str, rest: str) -> bool:
    """Whether a pronoun means something outside its question, by what stands before and after it."""
    following = _next_word(rest)
    if pronoun in ("this", "that") and _IS.fullmatch(before) and len(tokens(rest)) < 2:
        return True  # "Is that true?"
    if pronoun in _POINTING and following and (not is_stop_word(following) or following in _NOUN_NEXT):
        return False  # "that policy", "said that the"
    if pronoun == "that" and following and re.fullmatch(_PRONOUN, following):
        return False
    if before.endswith("about "):
        return True
    content = sum(not is_stop_word(token.text) for token in tokens(before))
    if content and pronoun in _POSSESSIVE and re.search(r"(?i)\b(?:and|or|with) $", before):
        return False
    if _AFTER_AUXILIARY.search(before) and content < 4:
        return True
    return not proper(before) and (content < 2 or _KINDS[pronoun] in ("person", "place", "said"))


def _next_word(rest: str) -> str:
    return (rest.split(maxsplit=1) or [""])[0].strip("?.,!")


def _antecedent(kind: str, focus: Focus) -> str | None:
    """What a pronoun of a kind most likely means."""
    if kind == "person":
        return somebody(focus)
    if kind == "several":
        return focus.several or focus.named or (focus.subject if (focus.subject or "").endswith("s") else None)
    if kind == "place":
        return focus.place or focus.named
    if kind == "said":
        return focus.asked.rstrip(" ?") if asks_who(focus.asked) else _short_reply(focus) or focus.subject
    if focus.subject and focus.subject == focus.person:
        return thing_beside(focus.person, focus.reply)
    return focus.subject


def _written(pronoun: str, meant: str, rest: str) -> str:
    """How an antecedent is written in the place of a pronoun."""
    if pronoun == "there":
        return f"in {meant}"
    if pronoun in ("it's", "it’s"):
        return f"{meant} is"
    following = _next_word(rest)
    if pronoun in _POSSESSIVE and following and not (pronoun == "her" and is_stop_word(following)):
        return meant + ("’" if meant.endswith("s") else "’s")
    return meant


def _leans(question: str, subject: str) -> bool:
    """Whether a question without names or pronouns is too bare to stand alone: "Did the band tour?", "What else?"."""
    if not ASKS.match(_OPENING.sub("", question)) or _WHOLE.search(question):
        return False
    if proper(question) or introduced(question) or set(substance(subject)) & set(substance(question)):
        return False
    return len(substance(question)) <= (2 if _LEANS.search(question) else 1)
