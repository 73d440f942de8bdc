"""Follow-ups made standalone ("And Australia?", "When did he go missing?"), and small talk told apart, by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.citations import Turn
from rag.names import names
from rag.terms import Token, is_stop_word, tokens

_SMALL_TALK = re.compile(
    r"""\W*(?:
        hi | hiya | hello | hey | good\ (?:morning|day|afternoon|evening) | greetings | welcome
      | thanks? (?:\ you)? (?:\ (?:very|so)\ much)? | cheers | bye | goodbye | see\ you
      | lol | haha | wow | (?:hello|hi|hey)\ there[,!.]?\ who\ are\ you
      | ok(?:ay)? | cool | great | nice | yes | no | test(?:ing)? | (?:please\ )?help
      | how\ are\ you (?:\ (?:doing|today))* | what'?s\ up
      | who\ (?:are|made)\ you | what\ are\ you | are\ you\ (?:a\ |an\ )?(?:human|robot|bot|ai) | what\ is\ your\ name
      | what (?:\ else)?\ can\ (?:you\ do|i\ ask) (?:\ (?:you|here))* | how\ do(?:es)?\ (?:you|this)\ work
      | (?:please\ )? (?:tell|sing|write|give)\ (?:me\ |us\ )? (?:a\ |an\ |another\ )? (?:joke|song|poem|story|riddle)
    )(?: [\s,]+ (?:there|footnote|everyone|all|again|bot|please|then) )*\W*""",
    re.IGNORECASE | re.VERBOSE,
)

_AND = r"(?:(?:and|but|so|or|ok|okay)[,\s]+)"
_ABOUT = re.compile(rf"{_AND}?(?:what|how)\ about\ (?P<subject>.+?)\s*\??", re.IGNORECASE)
_BARE = re.compile(rf"{_AND}(?P<subject>.+?)\s*\??", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|can|could|will|would|has|have|had)\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    rf"{_AND}?(?P<word>why(?: not)?|(?:since |until |by )?when|where|who|on what grounds|for how long"
    r"|how(?: (?:many|much|long|often|so|come))?|how (?:many|much) \w+)\s*\??",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|his|her|hers|they|them|their|theirs|it|its|there|this|that|these|those)\b", re.IGNORECASE
)
_PERSONAL = frozenset(("he", "she", "him", "his", "her", "hers"))
_PLURAL = frozenset(("they", "them", "their", "theirs", "these", "those"))
_POSSESSIVE = frozenset(("his", "her", "hers", "their", "theirs", "its"))
_POINTING = frozenset(("this", "that", "these", "those"))
_NO_ANTECEDENT = re.compile(
    r"\b(?:is|was)\ (?:it|there|this|that)\ (?:true|possible|legal|likely|an?|any|the)\b"
    r"|\b(?:are|were|is|was|does|do)\ there\b|\bsaid\ that\b|\bthat\ (?:the|an?)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*\[\d+\]")


def is_small_talk(text: str) -> bool:
    """Whether a text greets, thanks or plays rather than asks about an article."""
    return _SMALL_TALK.fullmatch(text) is not None


def make_standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it leaves to its conversation filled in; unchanged where it stands alone."""
    asked_before = [" ".join(turn.content.split()) for turn in history if turn.role == "user"]
    asked_before = [text for text in asked_before if text and not is_small_talk(text)]
    if not asked_before:
        return question
    replies = [_MARKER.sub("", turn.content) for turn in history if turn.role == "assistant"]
    last = asked_before[0]
    for text in asked_before[1:]:
        last = _follow_up(text, last, "")
    return _follow_up(question, last, replies[-1] if replies else "")


def _follow_up(question: str, last: str, reply: str) -> str:
    """Resolve one question against the one before it (already standalone) and the reply to that."""
    if match := _QUESTION_WORD.fullmatch(question):
        return f"{match['word'].capitalize()}: {last}"
    match = _ABOUT.fullmatch(question) or _BARE.fullmatch(question)
    if match and not _ASKS.match(match["subject"]):
        return _with_subject(last, match["subject"].strip())
    return _without_pronoun(question, last, reply)


def _with_subject(last: str, subject: str) -> str:
    """Put a new subject in the place of the old: "What does France do?" and "Britain": "What does Britain do?"."""
    old = names(last)
    if old and names("About " + subject):
        first, final = old[-1][0].start, old[-1][-1].end
        return last[:first] + subject + last[final:]
    return f"{last.rstrip(' ?')}: {subject}?"


def _without_pronoun(question: str, last: str, reply: str) -> str:
    """Put the antecedent in the place of the first pronoun that has none in the question itself."""
    match = _PRONOUN.search(question)
    if match is None or _NO_ANTECEDENT.search(question):
        return question
    before, after = question[: match.start()], question[match.end() :]
    if names(before) or sum(not is_stop_word(t.text) for t in tokens(before)) >= 2:
        return question
    pronoun = match.group().casefold()
    subject = _antecedent(pronoun, last, reply)
    if subject is None:
        return question
    if pronoun in _POSSESSIVE and after.strip(" ?"):
        return f"{before}{subject}{'’' if subject.endswith('s') else '’s'}{after}"
    if pronoun in _POINTING and after[:1] == " " and after[1:2].isalpha():
        return f"{question.rstrip(' ?')}: {subject}?"  # "this policy": what it is goes with the last question's subject
    return before + subject + after


def _antecedent(pronoun: str, last: str, reply: str) -> str | None:
    """What a pronoun most likely means: for a person the one asked about or answered with, else the last subject."""
    if pronoun in _PERSONAL:
        for text in (last, reply):
            people = [name for name in names(text) if len(name) > 1 or text is last]
            if people and not (text is last and re.match(r"(?i)(?:who|which|what)\b", last) and names(reply)):
                return text_of(people[0], text)
    if pronoun in _PLURAL and (phrase := _noun_phrase(last, plural=True)):
        return phrase
    found = names(last)
    return text_of(found[-1], last) if found else _noun_phrase(last, plural=False)


def text_of(name: tuple[Token, ...], text: str) -> str:
    """Return a name as it is written in the text that it was found in."""
    return text[name[0].start : name[-1].end].removesuffix("’s").removesuffix("'s")


def _noun_phrase(question: str, *, plural: bool) -> str | None:
    """The last run of content words of a question (one that ends in -s, for a plural), as what it was about."""
    best: list[Token] = []
    run: list[Token] = []
    for token in tokens(question):
        run = [] if is_stop_word(token.text) else [*run, token]
        if run and (not plural or token.text.casefold().endswith("s")):
            best = run
    return f"the {question[best[0].start : best[-1].end]}" if best else None
