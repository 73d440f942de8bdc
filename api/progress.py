"""How far indexing is, shown on stderr where that is a terminal: articles, a second, time to go."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from index.errors import SourceError
from index.folders import find_files

Encoded = Callable[[int, int], None]
"""Told how many of an article's texts are encoded, and how many there are."""

LINES = (".jsonl", ".ndjson")
BLOCK = 1 << 20


def expected(paths: Sequence[str]) -> int | None:
    """About how many articles the paths hold: a file each, a line each; None where that cannot be known yet."""
    count = 0
    for path in paths:
        for found in () if path == "-" else find_files(path):
            if isinstance(found, SourceError) or found.suffix.lower() not in LINES:
                count += 1
            elif found.is_file():
                with found.open("rb") as stream:
                    count += sum(block.count(b"\n") for block in iter(lambda: stream.read(BLOCK), b""))
            else:  # a pipe: counting would swallow it
                return None
    return None if "-" in paths else count


@contextmanager
def progress(tally: Counter[str], paths: Sequence[str]) -> Iterator[Encoded]:
    """Show a bar while the articles counted in `tally` grow; what it yields moves it within a long article."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    total, begun = expected(paths), time.monotonic()
    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task("starting", total=total)

        def encoded(done: int, of: int) -> None:
            articles = tally.total() + done / max(of, 1)
            rate = articles / (time.monotonic() - begun)
            said = f"{tally.total():,}" + (f" of {total:,}" if total else "") + f" articles, {rate:.1f} a second"
            bar.update(task, description=said, completed=articles)

        yield encoded
