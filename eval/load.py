"""How a running service bears load: questions sent at a fixed rate, whatever becomes of the earlier ones.

Latency counts from when a question was due, not from when it got out. A service that stalls for a second thus shows
that second to everybody who came meanwhile; a client that waits for each answer before it asks again would hide it.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

import httpx
import numpy as np

from index.errors import FootnoteError

MOST_RATE: Final = 200.0
"""Questions a second; one Python process keeps no better time than this."""

LONGEST: Final = 600.0
"""Seconds."""

IN_FLIGHT: Final = 500
"""Questions waiting for an answer at once; past it they wait here, which their latency includes."""

TIMEOUT: Final = 30.0
"""Seconds from sending."""

NEEDED: Final = {50: 20, 90: 100, 95: 200, 99: 1_000}
"""How many answers a percentile needs before it is said: ten at least above it."""


class LoadError(FootnoteError):
    """A load that is not sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One question: seconds from the start when it was due, was sent and was answered; `error` is the kind of one."""

    due: float
    sent: float
    done: float
    error: str | None = None
    server_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def latency(self) -> float:
        """Seconds from when it was due: what a reader waits."""
        return self.done - self.due

    @property
    def service(self) -> float:
        """Seconds from when it was sent: what the service took once it had it."""
        return self.done - self.sent


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of every question that was due."""

    url: str
    rate: float
    duration: float
    sent: tuple[Sent, ...]

    @property
    def answered(self) -> tuple[Sent, ...]:
        """Those that got an answer."""
        return tuple(one for one in self.sent if one.error is None)

    @property
    def errors(self) -> dict[str, int]:
        """How many failed, by kind, the most frequent first."""
        return dict(Counter(one.error for one in self.sent if one.error is not None).most_common())

    @property
    def throughput(self) -> float:
        """Answers a second, from the first question due to the last answer."""
        return len(self.answered) / max((one.done for one in self.sent), default=1.0)

    @property
    def server_ms(self) -> dict[str, list[float]]:
        """The service's own timings by stage."""
        stages: dict[str, list[float]] = {}
        for one in self.answered:
            for stage, taken in one.server_ms.items():
                stages.setdefault(stage, []).append(taken)
        return stages


def load(
    url: str,
    *,
    rate: float,
    duration: float,
    questions: Sequence[str],
    token: str | None = None,
    anywhere: bool = False,
    timeout: float = TIMEOUT,
    in_flight: int = IN_FLIGHT,
) -> LoadReport:
    """Ask the service at `url` `rate` questions a second for `duration` seconds, in turn from `questions`.

    Only a service on this machine, unless `anywhere`: load on somebody else's is an attack. One question goes first
    and is not counted: it pays for what is loaded lazily. Raises LoadError where that one gets no answer, and for a
    load that is not sent.
    """
    _check(url, rate, duration, questions, anywhere=anywhere)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    limits = httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight)
    client = httpx.AsyncClient(headers=headers, limits=limits, timeout=timeout, trust_env=False)
    return asyncio.run(_send(client, url, rate, duration, questions, asyncio.Semaphore(in_flight)))


def quantile(values: Sequence[float], percent: int) -> float | None:
    """The percentile, a value that was observed; None where there are too few for it."""
    if len(values) < NEEDED[percent]:
        return None
    return float(np.quantile(values, percent / 100, method="inverted_cdf"))


def as_text(report: LoadReport) -> str:
    """The report for a terminal: errors first."""
    answered = report.answered
    failed = len(report.sent) - len(answered)
    kinds = ", ".join(f"{count} {kind}" for kind, count in report.errors.items())
    lines = [
        f"{report.url}: {len(report.sent)} questions, {report.rate:g} a second for {report.duration:g} s",
        f"without an answer: {failed}" + (f" ({kinds})" if kinds else ""),
        f"answered: {len(answered)}, {report.throughput:.1f} a second",
        "",
        f"{'milliseconds':<24}" + "".join(f"{f'p{percent}':>10}" for percent in NEEDED) + f"{'max':>10}",
        _row("from when it was due", [one.latency * 1000 for one in answered]),
        _row("  sent late by", [(one.sent - one.due) * 1000 for one in answered]),
        _row("from when it was sent", [one.service * 1000 for one in answered]),
        *(_row(f"  service: {stage}", taken) for stage, taken in sorted(report.server_ms.items())),
    ]
    if any(len(answered) < needed for needed in NEEDED.values()):
        few = ", ".join(f"p{percent} from {needed}" for percent, needed in NEEDED.items())
        lines += ["", f"– too few answers for it ({few})"]
    return "\n".join(lines) + "\n"


def _row(name: str, values: Sequence[float]) -> str:
    cells = [quantile(values, percent) for percent in NEEDED] + [max(values, default=None)]
    return f"{name:<24}" + "".join(f"{'–' if cell is None else f'{cell:.1f}':>10}" for cell in cells)


def _check(url: str, rate: float, duration: float, questions: Sequence[str], *, anywhere: bool) -> None:
    if not (math.isfinite(rate) and 0 < rate <= MOST_RATE):
        raise LoadError(f"a rate of {rate:g} questions a second; give one above 0 and up to {MOST_RATE:g}")
    if not (math.isfinite(duration) and 0 < duration <= LONGEST):
        raise LoadError(f"a duration of {duration:g} seconds; give one above 0 and up to {LONGEST:g}")
    if not questions:
        raise LoadError("there is no question to send; name a file of cases that holds some")
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise LoadError(f"{url!r} is no address; write it like http://127.0.0.1:8000") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise LoadError(f"{url!r} is no address of a service; write it like http://127.0.0.1:8000")
    if not anywhere and not _is_here(address.host):
        raise LoadError(f"{address.host} is another machine; if it is yours to load, say so with --anywhere")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _send(
    client: httpx.AsyncClient, url: str, rate: float, duration: float, questions: Sequence[str], room: asyncio.Semaphore
) -> LoadReport:
    address = f"{url.rstrip('/')}/v1/answers"
    async with client:
        first = await _ask(client, address, questions[0], time.perf_counter(), 0.0, room)
        if first.error is not None:
            raise LoadError(f"{url} did not answer a first question ({first.error}); is a Footnote service there?")
        start = time.perf_counter()
        asked = []
        for number in range(max(1, math.ceil(rate * duration - 1e-9))):
            due = number / rate
            await asyncio.sleep(max(0.0, start + due - time.perf_counter()))
            question = questions[number % len(questions)]
            asked.append(asyncio.create_task(_ask(client, address, question, start, due, room)))
        sent = await asyncio.gather(*asked)
    return LoadReport(url, rate, duration, tuple(sent))


async def _ask(
    client: httpx.AsyncClient, address: str, question: str, start: float, due: float, room: asyncio.Semaphore
) -> Sent:
    error: str | None = None
    server_ms: Mapping[str, float] = {}
    async with room:
        sent = time.perf_counter() - start
        try:
            response = await client.post(address, json={"question": question, "stream": False})
            error, server_ms = _read(response)
        except httpx.TimeoutException:
            error = "timeout"
        except httpx.TransportError:
            error = "connection"
        except httpx.RequestError:
            error = "broken answer"
    return Sent(due, sent, time.perf_counter() - start, error, server_ms)


def _read(response: httpx.Response) -> tuple[str | None, Mapping[str, float]]:
    """The kind of error, if it is one, and the service's own timings."""
    if not response.is_success:
        return f"http {response.status_code}", {}
    try:
        value = response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return "broken answer", {}
    if not isinstance(value, dict) or "status" not in value:
        return "broken answer", {}
    timings = value.get("timings_ms")
    shown = timings.items() if isinstance(timings, dict) else ()
    return None, {str(stage): float(taken) for stage, taken in shown if isinstance(taken, int | float)}
