"""Questions to begin with, made from what an article names; the caller asks each before it shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.article import Article
from rag.names import name_key
from rag.terms import is_stop_word

_NAME = r"[A-Z][\w’'-]+"
_TITLE = (
    r"(?:Colonel|General|President|Minister|Senator|Dr\.|Mr\.|Mrs\.|Ms\.|Professor|Mayor|Governor|Chancellor|Judge)"
)
_PERSON = re.compile(
    rf"\b{_TITLE} ({_NAME}(?: {_NAME})+)"
    rf"|\b({_NAME} {_NAME}), (?:\d\d|an?|the|who)\b"
    rf"|\b({_NAME} {_NAME}) (?:said|told|warned)\b"
)
_BODY = (
    r"(?:Act|Agency|Authority|Bank|Bill|Board|Commission|Committee|Council|Court|Foundation|Fund|Line|Office|Plan"
    r"|Programme|Program|Scheme|Service)"
)
_THING = re.compile(
    rf"\b[Tt]he [“\"]({_NAME}(?: {_NAME})*),?[”\"]|\b[Tt]he ((?:{_NAME} )+{_BODY})\b|[“\"]({_NAME} {_NAME}),?[”\"]"
)
_ACTOR = re.compile(rf"(?:^|[.”\"] |\n)({_NAME})(?=,? (?:has|have|is|was|will|would|also|routinely|plans|puts)\b)")


def candidate_questions(articles: Sequence[Article]) -> Iterator[str]:
    """Yield questions about what the articles name, those named most first, kinds in turn; none twice."""
    seen: set[str] = set()
    for article in articles:
        kinds = [
            [f"What is the {thing}?" for thing in _found(_THING, article.text)],
            [f"What does the article say about {actor}?" for actor in _found(_ACTOR, article.text)],
            [f"Who is {person}?" for person in _found(_PERSON, article.text)],
        ]
        for turn in range(max(map(len, kinds))):
            for kind in kinds:
                if turn < len(kind) and kind[turn] not in seen:
                    seen.add(kind[turn])
                    yield kind[turn]


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    """The distinct names a pattern finds, those named most often first."""
    names: dict[str, tuple[int, str]] = {}
    for match in pattern.finditer(text):
        name = next(group for group in match.groups() if group)
        if is_stop_word(name) or len(name) < 3:
            continue
        count, first = names.get(name_key(name), (0, name))
        names[name_key(name)] = (count + 1, first)
    return [name for count, name in sorted(names.values(), key=lambda pair: -pair[0])]
