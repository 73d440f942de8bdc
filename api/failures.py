"""How a command fails: one line on stderr saying what to do next, or one JSON object on stdout, and an exit code."""

from __future__ import annotations

import json
import os
import sys
from types import TracebackType
from typing import Final

import typer

from api.feedback import FeedbackError
from api.settings import SettingsError
from index.errors import (
    ArticleNotFound,
    EncoderError,
    FootnoteError,
    IndexBusy,
    IndexCorrupt,
    IndexMismatch,
    IndexNotFound,
    IndexProblem,
    InvalidArticle,
    SourceError,
)
from rag.errors import ConfigError, QuestionError, ReaderError

OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
ABSTAINED: Final = 3
UNREACHABLE: Final = 4
INTERRUPTED: Final = 130


class ServiceUnreachable(FootnoteError):
    """No service answers at the address given with --url."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"no service at {url} ({why}); start one with: footnote serve")
        self.url = url


class ServiceRefused(FootnoteError):
    """The service answered with a problem instead of an answer; `status` is its HTTP status."""

    def __init__(self, url: str, status: int, detail: str) -> None:
        super().__init__(f"{url} answered {status}: {detail}")
        self.url = url
        self.status = status


KINDS: Final[dict[type[BaseException], str]] = {
    FootnoteError: "failed",
    SourceError: "source",
    EncoderError: "encoder",
    ReaderError: "reader",
    IndexProblem: "index",
    IndexNotFound: "index_not_found",
    IndexMismatch: "index_mismatch",
    IndexBusy: "index_busy",
    IndexCorrupt: "index_corrupt",
    ArticleNotFound: "article_not_found",
    InvalidArticle: "invalid_article",
    QuestionError: "question",
    ConfigError: "config",
    SettingsError: "config",
    FeedbackError: "feedback",
    ServiceUnreachable: "unreachable",
    ServiceRefused: "refused",
    OSError: "io",
    typer.TyperException: "usage",
    KeyboardInterrupt: "interrupted",
}
"""Every `kind` a failure can have, by the nearest of these classes; any other is `internal`, a defect."""


def kind_of(error: BaseException) -> str:
    """Return the failure's kind, by its nearest ancestor in `KINDS`."""
    return next((KINDS[c] for c in type(error).__mro__ if c in KINDS), "internal")


def exit_code(error: BaseException) -> int:
    """Return the exit code that goes with a failure."""
    codes = {"usage": USAGE, "unreachable": UNREACHABLE, "interrupted": INTERRUPTED}
    return codes.get(kind_of(error), FAILED)


def failure_json(error: BaseException) -> str:
    """Return the failure as one line of JSON: `{"error": {"kind", "message", …}}`."""
    facts = {name: getattr(error, name) for name in ("source", "line", "article_id", "status") if hasattr(error, name)}
    body = {"kind": kind_of(error), "message": message_of(error), **facts}
    return json.dumps({"error": body}, ensure_ascii=False)


def message_of(error: BaseException) -> str:
    """Return what to tell the user; of a defect of ours only how to see more."""
    if kind_of(error) == "internal":
        return f"internal error ({type(error).__name__}); run the command again with --debug to see where"
    if isinstance(error, typer.TyperException):
        return error.format_message()
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or "interrupted"


def report(error: BaseException, *, as_json: bool) -> int:
    """Tell the user of a failure, in the form asked for, and return the exit code."""
    if not (as_json and _on_stdout(failure_json(error))):
        if isinstance(error, typer.TyperException) and hasattr(error, "show"):
            error.show()
        else:
            typer.echo(f"error: {message_of(error)}", err=True)
    return exit_code(error)


def _on_stdout(line: str) -> bool:
    try:
        typer.echo(line)
    except OSError:  # a full disk: then at least stderr says so
        return False
    return finish_stdout()


def finish_stdout() -> bool:
    """Send what is in the buffer; where that fails give up on stdout, or it would fail once more when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """`sys.excepthook` of the command: no traceback unless --debug asked for one."""
    asked = arguments(sys.argv[1:])
    if "--debug" in asked:
        sys.__excepthook__(kind, error, trace)
    else:
        report(error, as_json="--json" in asked)


def arguments(args: list[str]) -> list[str]:
    """Return the arguments that can be options: those before a bare `--`."""
    return args[: args.index("--")] if "--" in args else args
