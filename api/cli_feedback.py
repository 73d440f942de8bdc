"""The command `feedback`: what readers thought of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api import failures, show
from api.cli_options import Debug, Json
from api.feedback import Feedback, FeedbackFile
from api.settings import SettingsError


def feedback(
    file: Annotated[
        Path | None,
        typer.Option("--file", envvar="FOOTNOTE_FEEDBACK", metavar="FILE", help="Where the service keeps it."),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """List what readers thought of the answers, oldest first.

    \b
    Examples:
      footnote feedback --file feedback.sqlite
      footnote feedback --json | jq 'select(.verdict == "down")'
    """
    if file is None:
        raise SettingsError("FOOTNOTE_FEEDBACK: no file is named; set it as for the service, or give --file")
    given = FeedbackFile(file).all()
    if json:
        for one in given:
            show.data(asdict(one))
    else:
        show.write(_lines(given))
    return failures.OK


def _lines(given: Iterable[Feedback]) -> Iterable[show.Line]:
    for one in given:
        when = datetime.fromtimestamp(one.given, UTC).strftime("%Y-%m-%d %H:%M")
        articles = ", ".join(f"{cited.id} v{cited.version}" for cited in one.articles)
        yield show.Line(f"{when}  {one.verdict:<4}  {one.answer_id}  {articles}".rstrip(), "bold")
        for said in (", ".join(one.reasons), one.question, one.comment):
            if said:
                yield show.Line(" ".join(said.split()), indent=4)
