"""What pages of other sites need beside asking: a token for their publishable key, and somewhere to put verdicts."""

from __future__ import annotations

import time
from functools import partial
from typing import get_args

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute

from api.contract import LIMITS, READERS, failing, good
from api.desk import Desk
from api.feedback import Cited, Disguise, Feedback, FeedbackFile
from api.gate import Gate
from api.porter import Porter, caller_of
from api.problems import ANSWER_NOT_FOUND, BUSY, FEEDBACK_UNUSABLE, QUOTA, SITE
from api.schemas import AnswerOut
from api.settings import Settings
from api.site_bodies import FeedbackIn, FeedbackOut, Reason, TokenIn, TokenOut


def add_tokens(app: FastAPI, porter: Porter, route_class: type[APIRoute]) -> None:
    """Add the route that gives tokens."""
    app.router.route_class = route_class

    @app.post(
        "/v1/tokens",
        operation_id="getToken",
        tags=["sites"],
        summary="Get a token for a page of another site",
        description="The page's `Origin` must be one of the site's; the token works from that origin only.",
        responses={200: good("The token; keep it in memory only.", **LIMITS), **failing(SITE, QUOTA, body=True)},
    )
    async def get_token(body: TokenIn, request: Request) -> TokenOut:
        token, seconds = porter.token(request, body.site)
        return TokenOut(token=token, expires_in=seconds)


def add_feedback(app: FastAPI, desk: Desk, settings: Settings, route_class: type[APIRoute]) -> None:
    """Add the route that takes verdicts, and keeps them where the settings name a file."""
    app.router.route_class = route_class
    gate = Gate(settings.writers, 1)
    file = None if settings.feedback is None else FeedbackFile(settings.feedback, settings.feedback_days)
    disguise = Disguise()

    @app.post(
        "/v1/feedback",
        operation_id="giveFeedback",
        tags=["answers"],
        summary="Say whether an answer was good",
        status_code=201,
        responses={
            201: good("Taken; `stored` says whether it is kept.", **LIMITS),
            **failing(*READERS, ANSWER_NOT_FOUND, BUSY, FEEDBACK_UNUSABLE, body=True),
        },
    )
    async def give_feedback(body: FeedbackIn, request: Request) -> FeedbackOut:
        caller = caller_of(request)
        answer = desk.within(caller.articles).answer(body.answer_id)
        if file is None:
            return FeedbackOut(stored=False)
        feedback = _feedback(body, answer, with_question=settings.feedback_questions)
        await gate.run(partial(file.keep, feedback, disguise.of(caller.client)))
        return FeedbackOut(stored=True)


def _feedback(body: FeedbackIn, answer: AnswerOut, *, with_question: bool) -> Feedback:
    shown = {(c.article.id, c.article.version) for c in (*answer.citations, *answer.nearest)}
    return Feedback(
        given=int(time.time()),
        answer_id=answer.id,
        verdict=body.verdict,
        reasons=tuple(reason for reason in get_args(Reason) if reason in body.reasons),
        comment=(body.comment or "").strip() or None,
        articles=tuple(Cited(*cited) for cited in sorted(shown)),
        question=answer.question if with_question else None,
    )
