"""Articles from files into an index: each acknowledged when it is safe, the bad ones named, the good ones still in."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api import failures, show
from api.progress import Encoded, progress
from index.errors import InvalidArticle, SourceError

if TYPE_CHECKING:
    from api.doors import Doors
    from index.article import Draft
    from index.store import Index
    from rag.answer import Answerer
    from rag.config import Config

SAMPLE = Path(__file__).parent.parent / "index" / "sample"
"""The folder of the bundled article."""


OUTCOMES = ("created", "updated", "unchanged", "failed")


def ingest(index: Index, sources: Iterable[Draft | SourceError], *, as_json: bool, paths: Sequence[str] = ()) -> int:
    """Add every article, acknowledge each once it is durable, and return the exit code.

    `paths` are where the sources come from, for telling how far it is.
    """
    tally: Counter[str] = Counter()
    try:
        with progress(tally, paths) as encoded:
            for source in sources:
                tally[_one(index, source, encoded, as_json=as_json)] += 1
                encoded(0, 1)
    except KeyboardInterrupt:
        stopped = KeyboardInterrupt(f"interrupted; in {index.folder} so far: {_said(tally)}")
        return failures.report(stopped, as_json=as_json)
    show.say(f"{_said(tally)}, in {index.folder}")
    return failures.FAILED if tally["failed"] else failures.OK


def _one(index: Index, source: Draft | SourceError, encoded: Encoded, *, as_json: bool) -> str:
    try:
        if isinstance(source, SourceError):
            raise source
        added = index.add(source, progress=encoded)
    except (SourceError, InvalidArticle) as error:
        failures.report(
            error, as_json=False
        )  # on stderr even with --json: each line of stdout is an article that is in
        return "failed"
    if as_json:
        show.data({"id": added.article.id, "version": added.article.version, "outcome": added.outcome})
    else:
        show.write([show.Line(f"{added.outcome}\t{added.article.id}\t{added.article.title or '-'}")])
        sys.stdout.flush()
    return added.outcome


def _said(tally: Counter[str]) -> str:
    return ", ".join(f"{tally[outcome]} {outcome}" for outcome in OUTCOMES if tally[outcome]) or "nothing"


@contextmanager
def over_files(doors: Doors, config: Config, paths: list[str]) -> Iterator[Answerer]:
    """Give what answers from these files alone, indexed for the occasion; one that cannot be read raises."""
    from index.sources import read_sources

    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        config = replace(config, index=Path(folder) / "index")
        with doors.index(config, create=True) as index:
            for source in read_sources(paths):
                if isinstance(source, SourceError):
                    raise source
                index.add(source)
        with doors.answerer(config) as answerer:
            yield answerer
