"""A gate before slow work: a few at a time, some waiting, and one more is told to come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from api.problems import BUSY, RETRY, Refusal

T = TypeVar("T")


class Gate:
    """At most `places` calls inside, `workers` of them running in threads; the next one is refused with 503."""

    def __init__(self, places: int, workers: int) -> None:
        self._places = places
        self._inside = 0
        self._running = anyio.CapacityLimiter(workers)

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in a thread and return its result; a caller that is cancelled while waiting leaves the queue."""
        if self._inside >= self._places:
            raise Refusal(BUSY, "too many requests are waiting already; try again in a moment", headers=RETRY)
        self._inside += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._running)
        finally:
            self._inside -= 1
