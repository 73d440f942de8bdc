"""Open-loop load against a small real server: what is counted, when, and what is never sent."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
import uvicorn

from eval.load import NEEDED, LoadError, LoadReport, Sent, as_text, load, quantile

Reply = tuple[int, bytes]
GOOD: Reply = (200, json.dumps({"status": "answered", "timings_ms": {"read": 1.5}}).encode())


class App:
    """Answers from a script by the number of the question; `delay` says for how many seconds it holds each back."""

    def __init__(self, reply: Callable[[int], Reply], delay: Callable[[int], float], encoding: str) -> None:
        self.seen: list[str] = []
        self._reply, self._delay, self._encoding = reply, delay, encoding
        self._turn = asyncio.Lock()

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        message = await receive()
        number = len(self.seen)
        self.seen.append(json.loads(message["body"])["question"])
        async with self._turn:  # one at a time, so that a stall holds up whoever comes after
            await asyncio.sleep(self._delay(number))
        status, body = self._reply(number)
        headers = [(b"content-type", b"application/json"), (b"content-encoding", self._encoding.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@contextmanager
def service(
    reply: Callable[[int], Reply] = lambda _: GOOD,
    delay: Callable[[int], float] = lambda _: 0.0,
    encoding: str = "identity",
) -> Iterator[tuple[str, App]]:
    app = App(reply, delay, encoding)
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", interface="asgi3"))
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}", app
        finally:
            server.should_exit = True
            thread.join()


def test_every_question_that_is_due_is_sent_in_turn() -> None:
    with service() as (url, app):
        report = load(url, rate=50, duration=0.4, questions=["Who?", "When?"])
    assert Counter(app.seen) == {"Who?": 11, "When?": 10}  # the first one is not counted
    assert len(report.answered) == len(report.sent) == 20
    assert report.errors == {}


def test_questions_are_due_at_the_rate_and_never_sent_before() -> None:
    with service() as (url, _):
        report = load(url, rate=100, duration=0.2, questions=["Who?"])
    assert [one.due for one in report.sent] == [number / 100 for number in range(20)]
    assert all(one.due <= one.sent <= one.done for one in report.sent)


def test_questions_go_out_while_earlier_ones_wait() -> None:
    with service(delay=lambda number: 1.0 if number == 1 else 0.0) as (url, _):
        report = load(url, rate=50, duration=0.2, questions=["Who?"])
    stalled = report.sent[0]
    assert all(one.sent < stalled.done for one in report.sent)


def test_a_client_that_was_held_up_counts_from_when_the_question_was_due() -> None:
    late = Sent(due=1.0, sent=3.0, done=3.5)
    assert (late.latency, late.service) == (2.5, 0.5)


def test_a_stall_shows_in_the_latency_of_all_who_came_meanwhile() -> None:
    with service(delay=lambda number: 0.5 if number == 1 else 0.0) as (url, _):
        report = load(url, rate=50, duration=0.2, questions=["Who?"], in_flight=1)
    stalled, *later = report.sent
    assert all(one.due < stalled.done <= one.sent for one in later)
    assert all(one.latency >= stalled.done - one.due + one.service for one in later)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ((503, b"{}"), "http 503"),
        ((200, b"<html>"), "broken answer"),
        ((200, b"[]"), "broken answer"),
        ((200, b"\xff"), "broken answer"),
    ],
)
def test_errors_are_counted_by_kind(reply: Reply, kind: str) -> None:
    with service(lambda number: reply if number > 5 else GOOD) as (url, _):
        report = load(url, rate=50, duration=0.2, questions=["Who?"])
    assert report.errors == {kind: 5}
    assert f"without an answer: 5 (5 {kind})" in as_text(report)


def test_a_question_without_an_answer_in_time_is_a_timeout() -> None:
    with service(delay=lambda number: 1.8 if number == 10 else 0.0) as (url, _):
        report = load(url, rate=50, duration=0.2, questions=["Who?"], timeout=1.2)
    assert report.errors == {"timeout": 1}


@pytest.mark.parametrize("reply", [(401, b"{}"), (404, b"")])
def test_a_service_that_refuses_the_first_question_gets_no_load(reply: Reply) -> None:
    with service(lambda _: reply) as (url, app), pytest.raises(LoadError, match=f"http {reply[0]}"):
        load(url, rate=50, duration=0.2, questions=["Who?"])
    assert len(app.seen) == 1


def test_an_answer_that_cannot_be_decoded_is_broken() -> None:
    with service(encoding="gzip") as (url, _), pytest.raises(LoadError, match="broken answer"):
        load(url, rate=50, duration=0.2, questions=["Who?"])


def test_where_nothing_listens_there_is_no_load() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        port = bound.getsockname()[1]
    with pytest.raises(LoadError, match="connection"):
        load(f"http://127.0.0.1:{port}", rate=50, duration=0.2, questions=["Who?"])


@pytest.mark.parametrize("url", ["http://192.0.2.7:8000", "https://footnote.example", "http://127.0.0.1.example"])
def test_another_machine_is_loaded_only_on_request(url: str) -> None:
    with pytest.raises(LoadError, match="--anywhere"):
        load(url, rate=1, duration=1, questions=["Who?"])


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://127.0.0.1", "http://", "http://[::1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(LoadError, match="write it like"):
        load(url, rate=1, duration=1, questions=["Who?"])


@pytest.mark.parametrize("rate", [0, -1, 1e9, float("nan"), float("inf")])
def test_a_rate_beyond_the_bounds_is_refused(rate: float) -> None:
    with pytest.raises(LoadError, match="up to 200"):
        load("http://127.0.0.1:1", rate=rate, duration=1, questions=["Who?"])


@pytest.mark.parametrize("duration", [0, -1, 1e9, float("nan")])
def test_a_duration_beyond_the_bounds_is_refused(duration: float) -> None:
    with pytest.raises(LoadError, match="up to 600"):
        load("http://127.0.0.1:1", rate=1, duration=duration, questions=["Who?"])


def test_without_questions_there_is_nothing_to_send() -> None:
    with pytest.raises(LoadError, match="no question"):
        load("http://127.0.0.1:1", rate=1, duration=1, questions=[])


@pytest.mark.parametrize(("percent", "needed"), NEEDED.items())
def test_a_percentile_needs_its_answers(percent: int, needed: int) -> None:
    assert quantile([1.0] * (needed - 1), percent) is None
    assert quantile([1.0] * needed, percent) == 1.0


def test_the_services_own_timings_stand_beside_ours() -> None:
    sent = tuple(Sent(n / 10, n / 10, n / 10 + 0.05, None, {"read": 20.0 + n}) for n in range(20))
    text = as_text(LoadReport("http://127.0.0.1:8000", 10, 2, sent))
    assert "service: read" in text
    assert "from when it was due" in text
    assert "p99 from 1000" in text
