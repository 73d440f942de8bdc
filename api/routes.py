"""Asking: answers, search, suggestions, limits and health."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi.routing import APIRoute

from api import limits
from api.contract import HOUSE, LIMITS, READERS, STREAM, failing, good
from api.desk import Desk
from api.gate import Gate
from api.porter import Porter, caller_of
from api.problems import ANSWER_NOT_FOUND, ARTICLE_NOT_FOUND, BUSY, INVALID, NOT_READY, Refusal
from api.requests import AskIn, SearchIn
from api.schemas import AnswerOut, Fault, Health, Hits, Suggestions
from api.settings import Settings
from api.stream import MEDIA_TYPE, respond, wants_stream
from index.errors import FootnoteError

_ANSWERED = good("The answer; as server-sent events when they are asked for.", **LIMITS)


def add_asking(app: FastAPI, desk: Desk, settings: Settings, porter: Porter, route_class: type[APIRoute]) -> None:
    """Add the routes that read and change nothing."""
    app.router.route_class = route_class
    gate = Gate(settings.waiting, settings.workers)

    async def answer(body: AskIn, request: Request) -> AnswerOut:
        with porter.spending(request):
            return await gate.run(partial(desk.within(caller_of(request).articles).ask, body))

    @app.post(
        "/v1/answers",
        operation_id="ask",
        tags=["answers"],
        summary="Ask a question",
        response_model=AnswerOut,
        responses={
            200: {**_ANSWERED, "content": {MEDIA_TYPE: STREAM}},
            **failing(*READERS, ARTICLE_NOT_FOUND, BUSY, body=True),
        },
    )
    async def ask(body: AskIn, request: Request) -> AnswerOut | Response:
        if body.composer == "llm":
            detail = "no language model is configured here; leave composer out, or ask for extractive"
            raise Refusal(INVALID, detail, errors=[Fault(detail=detail, pointer="#/composer")])
        answering = answer(body, request)
        if body.stream or (body.stream is None and wants_stream(request.headers.get("accept", ""))):
            return await respond(answering, request.state.request_id)
        return await answering

    @app.get(
        "/v1/answers/{answer_id}",
        operation_id="getAnswer",
        tags=["answers"],
        summary="Get an answer again",
        responses={200: good("The answer as it was given.", **LIMITS), **failing(*READERS, ANSWER_NOT_FOUND)},
    )
    async def get_answer(answer_id: str, request: Request) -> AnswerOut:
        return desk.within(caller_of(request).articles).answer(answer_id)

    @app.post(
        "/v1/search",
        operation_id="search",
        tags=["answers"],
        summary="Find passages",
        responses={200: good("Passages, best first.", **LIMITS), **failing(*HOUSE, ARTICLE_NOT_FOUND, BUSY, body=True)},
    )
    async def search(body: SearchIn) -> Hits:
        return await gate.run(partial(desk.search, body))

    @app.get(
        "/v1/suggestions",
        operation_id="suggest",
        tags=["answers"],
        summary="Questions that can be answered",
        responses={
            200: good("Questions, each one tried.", **LIMITS),
            **failing(*READERS, ARTICLE_NOT_FOUND, INVALID, BUSY),
        },
    )
    async def suggest(
        request: Request,
        article_id: Annotated[str | None, Query(description="Only from this article.")] = None,
        limit: Annotated[int, Query(ge=1, le=limits.SUGGESTIONS)] = 4,
    ) -> Suggestions:
        at = desk.within(caller_of(request).articles)
        return Suggestions(data=await gate.run(partial(at.suggestions, article_id, limit)))

    @app.get(
        "/v1/limits",
        operation_id="getLimits",
        tags=["service"],
        summary="What a request may hold",
        responses={200: good("Sizes in the unit that the name says."), **failing()},
    )
    async def get_limits() -> dict[str, int]:
        sizes = {name.lower(): value for name, value in vars(limits).items() if isinstance(value, int)}
        return {**sizes, "questions_waiting": settings.waiting, "answers_remembered": settings.remembered}

    @app.get(
        "/livez",
        operation_id="live",
        response_model_exclude_none=True,
        tags=["service"],
        summary="Is the process alive?",
        responses={200: good("It is."), **failing()},
    )
    async def live() -> Health:
        return Health()

    # `def`, not `async def`: SQLite and the encoder's loading block, so this belongs in the thread pool.
    @app.get(
        "/readyz",
        operation_id="ready",
        response_model_exclude_none=True,
        tags=["service"],
        summary="Can it answer?",
        responses={200: good("It can; what there is to answer from with `verbose`."), **failing(INVALID, NOT_READY)},
    )
    def ready(verbose: Annotated[bool, Query(description="Say more.")] = False) -> Health:
        return _health(desk, verbose=verbose)


def _health(desk: Desk, *, verbose: bool) -> Health:
    try:
        index = desk.answerer.index
        with index.snapshot() as snapshot:
            counts = (snapshot.article_count, snapshot.passage_count, snapshot.generation)
        index.encoder.encode_questions(["ready"])
    except FootnoteError as error:
        detail = "the index or the encoder cannot be used; the service's log says why"
        raise Refusal(NOT_READY, detail, headers={"Retry-After": "5"}) from error
    if not verbose:
        return Health()
    return Health(articles=counts[0], passages=counts[1], generation=counts[2])
