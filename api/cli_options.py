"""The options that several commands share, and what they stand for."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.doors import Doors
from rag.config import Config
from rag.errors import QuestionError

Folder = Annotated[
    Path | None,
    typer.Option("--index", envvar="FOOTNOTE_INDEX", metavar="FOLDER", help="The index folder.  [default: .footnote]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one document a line; a failure too.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="Ask the service running there instead.")]
Articles = Annotated[
    list[str] | None,
    typer.Option("--article", metavar="ID", help="Only this article; give it again for more."),
]


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write one as 2026-01-31") from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=_day,
        help="Answer as on this day (YYYY-MM-DD); later articles are left out.",
    ),
]


def words(text: str) -> str:
    """Return what was typed, unless it was bytes that are no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise QuestionError(f"{text!r} is not UTF-8 text") from None
    return text


def doors(context: typer.Context) -> Doors:
    """Return how this run gets at indexes."""
    assert isinstance(context.obj, Doors)
    return context.obj


def config(folder: Path | None) -> Config:
    """Return the configuration of the environment, with the folder that was named on the command line."""
    found = Config.from_env(os.environ)
    return found if folder is None else replace(found, index=folder)
