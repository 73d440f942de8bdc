"""A stream of events is the answer, piece by piece, and ends exactly once."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import stream
from api.schemas import AnswerOut, answer_json
from api.stream import events, wants_stream
from rag.citations import Answer, Statement
from tests.api_fakes import ASK, FakeAnswerer, client_of, events_of

pytestmark = pytest.mark.anyio
EVENTS = {"Accept": "text/event-stream"}


async def streamed(client: httpx.AsyncClient, question: str = ASK["question"]) -> list[dict[str, object]]:
    response = await client.post("/v1/answers", json={"question": question, "stream": True})
    assert response.status_code == 200
    found = events_of(response.text)
    data: list[dict[str, object]] = [json.loads(event["data"]) for event in found]
    for number, (event, body) in enumerate(zip(found, data, strict=True)):
        assert (event["event"], event["id"]) == (body["type"], str(number))
        assert body["sequence_number"] == number
    return data


async def test_the_events_come_in_their_order_and_carry_the_answers_id(client: httpx.AsyncClient) -> None:
    data = await streamed(client)
    names = [body["type"] for body in data]
    assert names == [
        "answer.created",
        "answer.sources",
        *["answer.text.delta"] * 3,
        *["answer.citation"] * 3,
        "answer.completed",
    ]
    assert len({body["answer_id"] for body in data}) == 1


async def test_the_last_event_is_the_answer_that_is_remembered(client: httpx.AsyncClient) -> None:
    answer = (await streamed(client))[-1]["answer"]
    assert isinstance(answer, dict)
    assert (await client.get(f"/v1/answers/{answer['id']}")).json() == answer


async def test_an_answer_that_is_not_covered_streams_its_words_and_what_is_nearest(client: httpx.AsyncClient) -> None:
    data = await streamed(client, "What does Denmark do?")
    assert [body["type"] for body in data][2:] == ["answer.text.delta", "answer.completed"]
    assert len(data[1]["sources"]) == 3  # type: ignore[arg-type]


async def test_a_stream_is_not_cached_or_held_back(client: httpx.AsyncClient) -> None:
    headers = (await client.post("/v1/answers", json=ASK, headers=EVENTS)).headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["cache-control"] == "no-cache"
    assert headers["x-accel-buffering"] == "no"


async def test_what_the_body_says_wins_over_what_is_accepted(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/answers", json={**ASK, "stream": False}, headers=EVENTS)
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("text/event-stream, */*;q=0.1", True),
        ("application/json;q=0.5, text/event-stream", True),
        ("application/json, text/event-stream;q=0.5", False),
        ("application/json, text/event-stream", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=banana", False),
        ("text/*, application/*", False),
    ],
)
def test_events_are_sent_to_those_who_prefer_them(accept: str, wanted: bool) -> None:
    assert wants_stream(accept) == wanted


async def test_a_stream_that_cannot_begin_is_a_problem_with_its_own_status(answerer: FakeAnswerer) -> None:
    async with client_of(answerer) as client:
        blank = await client.post("/v1/answers", json={"question": "", "stream": True})
        unknown = await client.post("/v1/answers", json={**ASK, "article_ids": ["x"], "stream": True})
        answerer.before = lambda: {}["nothing"]
        crashed = await client.post("/v1/answers", json=ASK, headers=EVENTS)
    assert [r.status_code for r in (blank, unknown, crashed)] == [422, 404, 500]
    assert {r.headers["content-type"] for r in (blank, unknown, crashed)} == {"application/problem+json"}


async def test_a_slow_answer_starts_with_pings_and_still_comes(
    answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "GRACE", 0.01)
    monkeypatch.setattr(stream, "PING", 0.01)
    gate = threading.Event()
    answerer.before = lambda: gate.wait(0.2) and None
    async with client_of(answerer) as client:
        body = (await client.post("/v1/answers", json=ASK, headers=EVENTS)).text
    assert body.startswith(": ping\n\n: ping\n\n")
    assert events_of(body)[-1]["event"] == "answer.completed"


async def test_a_slow_failure_is_the_only_event_and_says_nothing_of_its_cause(
    answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "GRACE", 0.0)

    def fail() -> None:
        threading.Event().wait(0.1)
        raise RuntimeError("canary")

    answerer.before = fail
    async with client_of(answerer) as client:
        body = (await client.post("/v1/answers", json=ASK, headers=EVENTS)).text
    (event,) = events_of(body)
    assert event["event"] == "answer.failed"
    assert json.loads(event["data"])["problem"]["status"] == 500
    assert "canary" not in body


async def test_a_reader_who_leaves_takes_the_waiting_question_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "GRACE", 0.0)
    cancelled = asyncio.Event()

    async def answering() -> AnswerOut:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        raise AssertionError

    response = await stream.respond(answering(), "r-1")
    body: AsyncIterator[bytes] = response.body_iterator  # type: ignore[attr-defined]
    assert await anext(body) == b": ping\n\n"
    await body.aclose()  # type: ignore[attr-defined]
    await asyncio.wait_for(cancelled.wait(), 5)


sentences = st.text(min_size=1, max_size=20)


@given(st.lists(sentences, max_size=5), st.text(max_size=5))
def test_the_deltas_joined_are_the_text_whatever_it_holds(said: list[str], between: str) -> None:
    text, statements = "", []
    for number, sentence in enumerate(said, 1):
        statements.append(Statement(sentence, len(text), len(text) + len(sentence), (number,)))
        text += f"{sentence}{between}[{number}] "
    answer = Answer("a", 0, "answered", "q", "q", text, None, tuple(statements), (), None, (), (), 1.0, None)
    found = list(events(answer_json(answer)))
    assert "".join(event.delta for event in found if isinstance(event, stream.TextDelta)) == text
    assert [event.sequence_number for event in found] == list(range(len(found)))
    assert all(stream.encode(event).count(b"\n") == 4 for event in found)
