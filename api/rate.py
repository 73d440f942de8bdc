"""How much a client or a site may use: token buckets and daily budgets, in memory, and bounded.

The headers are those of draft-ietf-httpapi-ratelimit-headers-11. Of a site only what is used up is told: how busy a
newsroom's pages are is nothing for each reader to see.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from api.problems import QUOTA, Refusal

REMEMBERED: Final = 16_384  # buckets; the one used longest ago is dropped first, and would begin full again
DAY: Final = 86_400
_TINY = 1e-6  # what floating-point numbers may lack of a whole request


@dataclass(frozen=True, slots=True)
class Policy:
    """So many requests in so many seconds; the name is what a client is told."""

    name: str
    quota: int
    window: int = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands after asking for one more: `reset` is in seconds, to the next one when none remain."""

    policy: Policy
    allowed: bool
    remaining: int
    reset: int


class Buckets:
    """A token bucket per key: full at first, refilled evenly. Safe to share between threads."""

    def __init__(self, size: int = REMEMBERED, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, key: str, policy: Policy) -> Standing:
        """Take one from the key's bucket, if there is one."""
        per_second = policy.quota / policy.window
        with self._lock:
            now = self._clock()
            level, before = self._levels.pop(key, (float(policy.quota), now))
            level = min(policy.quota, level + max(0.0, now - before) * per_second)
            allowed = level > 1 - _TINY
            level = max(0.0, level - allowed)
            self._levels[key] = (level, now)
            while len(self._levels) > self._size:
                self._levels.popitem(last=False)
        missing = 1 - level if level < 1 else policy.quota - level
        return Standing(policy, allowed, int(level + _TINY), max(1, math.ceil(missing / per_second)))


class Budgets:
    """How many answers each site has had today, in UTC. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._day = 0
        self._spent: Counter[str] = Counter()
        self._lock = threading.Lock()

    def spend(self, key: str, quota: int) -> Standing:
        """Spend one answer, if there is one left; a clock that goes back begins no new day."""
        with self._lock:
            now = self._clock()
            if now // DAY > self._day:
                self._day = int(now // DAY)
                self._spent.clear()
            allowed = self._spent[key] < quota
            self._spent[key] += allowed
            left = quota - self._spent[key]
        reset = min(DAY, max(1, math.ceil((self._day + 1) * DAY - now)))
        return Standing(Policy("day", quota, DAY), allowed, left, reset)

    def give_back(self, key: str) -> None:
        """Take back what was spent on an answer that was not given."""
        with self._lock:
            self._spent[key] = max(0, self._spent[key] - 1)


def headers(standings: Sequence[Standing]) -> dict[str, str]:
    """Return the two header fields."""
    return {
        "RateLimit-Policy": ", ".join(f'"{s.policy.name}";q={s.policy.quota};w={s.policy.window}' for s in standings),
        "RateLimit": ", ".join(f'"{s.policy.name}";r={s.remaining};t={s.reset}' for s in standings),
    }


_WORDS = {
    "client": "too many requests from this address",
    "site": "too many requests from this site's readers together",
    "day": "the site's answers for today are used up",
}


def exceeded(violated: Standing, *others: Standing) -> Refusal:
    """The refusal of what is over a quota; a client that waits as long as it says is not refused for this again."""
    wait = "tomorrow (UTC)" if violated.policy.window == DAY else f"in {violated.reset} seconds"
    return Refusal(
        QUOTA,
        f"{_WORDS[violated.policy.name]}; ask again {wait}",
        headers={"Retry-After": str(violated.reset), **headers([violated, *others])},
        violated=[violated.policy.name],
    )
