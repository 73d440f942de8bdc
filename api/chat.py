"""A conversation on the terminal or through a pipe: a question a line, each understood after those before it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from api import failures, show
from rag.citations import Turn
from rag.errors import QuestionError

if TYPE_CHECKING:
    from api.schemas import AnswerOut
    from rag.citations import Answer

REMEMBERED = 20
"""Messages of the conversation that go with a question; a service takes no more."""

LEAVE = frozenset({"/quit", "/exit", "/q"})


def converse(
    answer_to: Callable[[str, tuple[Turn, ...]], Answer | AnswerOut],
    tell: Callable[[Answer | AnswerOut], None],
    *,
    as_json: bool = False,
) -> int:
    """Answer every question that comes; one that cannot be asked is said so, and the exit code is then 1."""
    history: tuple[Turn, ...] = ()
    code = failures.OK
    for question in questions():
        try:
            answer = answer_to(question, history)
        except QuestionError as error:
            code = failures.report(error, as_json=as_json)
            continue
        tell(answer)
        history = (*history, Turn("user", question), Turn("assistant", answer.text))[-REMEMBERED:]
    return code


def questions() -> Iterator[str]:
    """Yield the lines that are not blank, up to the end or /quit; on a terminal with a prompt and line editing."""
    for line in _typed() if sys.stdin.isatty() and sys.stdout.isatty() else sys.stdin:
        question = line.strip()
        if question in LEAVE:
            return
        if question:
            yield question


def _typed() -> Iterator[str]:
    import contextlib

    with contextlib.suppress(ImportError):  # absent on Windows: no line editing there
        import readline  # noqa: F401

    show.say("Ask about the articles. Leave with /quit or Ctrl-D.")
    while True:
        try:
            yield input("\n> ")
        except EOFError:
            show.say("")
            return
