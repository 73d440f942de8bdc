"""How far a run is, on stderr where that is a terminal: a bar, cases a second, time to go. Elsewhere silence."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """What it yields is told how many are done, and of how many."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        begun, before = time.monotonic(), -1

        def tell(done: int, of: int) -> None:
            nonlocal before
            before = done if before < 0 else before  # what an earlier run has done says nothing about this one's rate
            rate = (done - before) / max(time.monotonic() - begun, 1e-9)
            bar.update(task, total=of, completed=done, description=f"{done:,} of {of:,} {what}, {rate:.1f} a second")

        yield tell
