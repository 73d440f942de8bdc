"""An answer as server-sent events, which joined are the answer again.

The response begins with the answer at hand, so that what goes wrong is still an honest status; only an answer that
takes longer than `GRACE` starts the stream with pings, and can then end as `answer.failed`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any, Final

from fastapi import Response
from starlette.responses import StreamingResponse

from api.problems import problem_of, refusal_of, report
from api.schemas import (
    AnswerCompleted,
    AnswerCreated,
    AnswerFailed,
    AnswerOut,
    AnswerSources,
    CitationEvent,
    StreamEvent,
    TextDelta,
)

MEDIA_TYPE: Final = "text/event-stream"
HEADERS: Final = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no", "Vary": "Accept"}
GRACE: Final = 2.0  # seconds in which a failure is still a status rather than an event
PING: Final = 15.0  # seconds of silence after which proxies begin to think of hanging up


def wants_stream(accept: str) -> bool:
    """Whether an Accept header prefers events to JSON: named, and not less liked than JSON or than anything."""
    liked = dict(_preferences(accept))
    events = liked.get(MEDIA_TYPE, 0.0)
    plain = liked.get("application/json")
    anything = max(liked.get("application/*", 0.0), liked.get("*/*", 0.0))
    return events > 0 and events >= anything and (plain is None or events > plain)


def _preferences(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        yield name, float(quality) if quality.replace(".", "", 1).isdecimal() else 0.0


def events(answer: AnswerOut) -> Iterator[StreamEvent]:
    """The events of an answer in their order; the deltas joined are its text, one statement at a time."""
    made = iter(range(2 + len(answer.text) + len(answer.citations) + 1))
    yield AnswerCreated(
        sequence_number=next(made), answer_id=answer.id, created=answer.created, question=answer.question
    )
    sources = answer.nearest if answer.status == "not_covered" else answer.citations
    yield AnswerSources(sequence_number=next(made), answer_id=answer.id, sources=sources)
    for piece in pieces(answer):
        yield TextDelta(sequence_number=next(made), answer_id=answer.id, delta=piece)
    for citation in answer.citations:
        yield CitationEvent(sequence_number=next(made), answer_id=answer.id, citation=citation)
    yield AnswerCompleted(sequence_number=next(made), answer_id=answer.id, answer=answer)


def pieces(answer: AnswerOut) -> list[str]:
    """The answer's text, cut where statements begin: each piece is one with its markers."""
    cuts = sorted({0, len(answer.text), *(statement.start for statement in answer.statements[1:])})
    return [answer.text[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


def encode(event: StreamEvent) -> bytes:
    """One event on the wire; JSON holds no line break, so one data line carries it."""
    return f"event: {event.type}\nid: {event.sequence_number}\ndata: {event.model_dump_json()}\n\n".encode()


async def respond(answering: Coroutine[Any, Any, AnswerOut], request_id: str) -> Response:
    """Stream the answer being made; raises what goes wrong with it while that can still be a status."""
    task = asyncio.ensure_future(answering)
    task.add_done_callback(lambda t: t.cancelled() or t.exception())  # else asyncio logs it, message and all
    done, _ = await asyncio.wait({task}, timeout=GRACE)
    if done and task.exception() is not None:
        await task
    return StreamingResponse(_body(task, request_id), headers=HEADERS, media_type=MEDIA_TYPE)


async def _body(task: asyncio.Task[AnswerOut], request_id: str) -> AsyncIterator[bytes]:
    try:
        while not task.done():
            yield b": ping\n\n"
            await asyncio.wait({task}, timeout=PING)
        error = task.exception()
        if error is None:
            for event in events(task.result()):
                yield encode(event)
        else:
            report(error, request_id)
            yield encode(AnswerFailed(sequence_number=0, problem=problem_of(refusal_of(error), request_id)))
    finally:
        task.cancel()  # the reader may be gone: a question that still waits for its turn need not be answered
