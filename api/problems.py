"""Every error as RFC 9457 problem+json: the kinds, the table from our errors to them, and the handlers."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.faults import faults, words
from api.feedback import FeedbackError
from api.schemas import Fault, Problem
from index.errors import (
    ArticleNotFound,
    EncoderError,
    FootnoteError,
    IndexBusy,
    IndexCorrupt,
    IndexMismatch,
    IndexNotFound,
    IndexProblem,
    InvalidArticle,
    SourceError,
    VersionConflict,
)
from rag.errors import ConfigError, QuestionError, ReaderError

MEDIA_TYPE = "application/problem+json"
FRAMES = 6  # the last ones; those before are the framework's, the same every time
log = logging.getLogger("footnote")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the title never changes with the occasion."""

    slug: str
    status: int
    title: str
    home: str = "/problems/"

    @property
    def type(self) -> str:
        """The URI that names it: one of ours, unless a registry has one."""
        return self.home + self.slug


MALFORMED = Kind("malformed-body", 400, "The body is not acceptable JSON")
MALFORMED_HEAD = Kind("malformed-request", 400, "This is not an HTTP request")
ORIGIN = Kind("origin-not-allowed", 400, "A page of this site may not do this")
KEY_IN_ADDRESS = Kind("key-in-address", 400, "A key stands in the address")
KEY_REQUIRED = Kind("key-required", 401, "A key is required")
TOKEN_REQUIRED = Kind("token-required", 401, "A token is required")
SITE = Kind("site-not-allowed", 403, "This key and this page do not belong together")
NOT_FOR_PAGES = Kind("not-for-pages", 403, "Pages of other sites may not do this")
READ_ONLY = Kind("read-only", 403, "Articles cannot be changed here")
NOT_FOUND = Kind("not-found", 404, "There is nothing at this address")
ARTICLE_NOT_FOUND = Kind("article-not-found", 404, "No such article")
ANSWER_NOT_FOUND = Kind("answer-not-found", 404, "No such answer")
METHOD = Kind("method-not-allowed", 405, "This method is not allowed here")
TOO_SLOW = Kind("request-timeout", 408, "The request did not arrive in time")
CONFLICT = Kind("precondition-failed", 412, "The article is not the version expected")
TOO_LARGE = Kind("body-too-large", 413, "The body is too large")
MEDIA = Kind("unsupported-media-type", 415, "The body must be JSON")
INVALID = Kind("invalid-request", 422, "The request is not valid")
UNREADABLE = Kind("unreadable-article", 422, "The text cannot become an article")
HEAD_TOO_LARGE = Kind("head-too-large", 431, "The request's headers are too large")
QUOTA = Kind(
    "quota-exceeded",
    429,
    "Request cannot be satisfied as assigned quota has been exceeded",
    home="https://iana.org/assignments/http-problem-types#",
)
INTERNAL = Kind("internal-error", 500, "Something went wrong here")
UNUSABLE = Kind("index-unusable", 500, "The index cannot be used")
BUSY = Kind("busy", 503, "Too many requests are waiting")
INDEX_BUSY = Kind("index-busy", 503, "Another process is writing to the index")
FEEDBACK_UNUSABLE = Kind("feedback-unusable", 503, "Feedback cannot be kept now")
NOT_READY = Kind("not-ready", 503, "The service is not ready")

_BY_STATUS = {kind.status: kind for kind in (NOT_FOUND, METHOD, TOO_LARGE)}
RETRY = {"Retry-After": "1"}


class Refusal(Exception):
    """Raised by `api` itself to answer with a problem; `detail` is text we wrote, never a part of the input."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        violated: Sequence[str] = (),
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.violated = tuple(violated)


_SERVICE = "the index or its encoder cannot be used; the service's log says why, and `footnote doctor` checks it"

TABLE: dict[type[FootnoteError], tuple[Kind, str]] = {
    FootnoteError: (INTERNAL, "the service could not do this; its log says more under this request's id"),
    SourceError: (UNREADABLE, ""),
    QuestionError: (INVALID, ""),
    ConfigError: (INTERNAL, _SERVICE),
    ArticleNotFound: (ARTICLE_NOT_FOUND, "no article has this id, or not this version; list them at /v1/articles"),
    InvalidArticle: (UNREADABLE, "the article's id or text cannot be stored; see /openapi.json for what can"),
    VersionConflict: (CONFLICT, "the article was changed meanwhile; read it again and repeat the change"),
    IndexBusy: (INDEX_BUSY, "another process is writing to the index; try again in a moment"),
    IndexProblem: (UNUSABLE, _SERVICE),
    IndexNotFound: (UNUSABLE, _SERVICE),
    IndexMismatch: (UNUSABLE, _SERVICE),
    IndexCorrupt: (UNUSABLE, _SERVICE),
    EncoderError: (UNUSABLE, _SERVICE),
    ReaderError: (UNUSABLE, _SERVICE),
    FeedbackError: (FEEDBACK_UNUSABLE, "the verdict could not be kept; the service's log says why"),
}
"""Each error of ours with its kind and what is said; empty: the error's own words (never a path)."""


def refusal_of(error: BaseException) -> Refusal:
    """The problem that stands for an error, whatever it is; an unforeseen one says nothing of its cause."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, SourceError):
        return Refusal(UNREADABLE, f"{error.problem}; {error.remedy}", errors=_in_text(error))
    if isinstance(error, QuestionError):
        return Refusal(INVALID, str(error), errors=[Fault(detail=str(error), pointer=f"#/{error.field}")])
    if isinstance(error, FootnoteError):
        kind, detail = next(TABLE[cls] for cls in type(error).__mro__ if cls in TABLE)
        return Refusal(kind, detail, headers=RETRY if kind.status == 503 else None)
    return Refusal(INTERNAL, "an unforeseen error; the service's log says more under this request's id")


def _in_text(error: SourceError) -> list[Fault]:
    return [Fault(detail=error.problem, pointer="#/text")] if error.problem.startswith("the text") else []


def problem_of(refusal: Refusal, request_id: str) -> Problem:
    """The body of a problem. `instance` is the request's id, which the service's log shows too."""
    return Problem(
        type=refusal.kind.type,
        title=refusal.kind.title,
        status=refusal.kind.status,
        detail=refusal.detail,
        instance=f"urn:request:{request_id}",
        errors=list(refusal.errors) or None,
        violated_policies=list(refusal.violated) or None,
    )


def problem_response(refusal: Refusal, request_id: str) -> Response:
    """A problem as a response."""
    body = problem_of(refusal, request_id).model_dump_json(exclude_none=True)
    return Response(body, refusal.kind.status, headers=refusal.headers, media_type=MEDIA_TYPE)


def report(error: BaseException, request_id: str) -> None:
    """Log what the operator must know: where an error came from, never what was asked."""
    if isinstance(error, IndexProblem | EncoderError | ReaderError | FeedbackError):
        log.error("request %s: %s: %s", request_id, type(error).__name__, error)
    elif not isinstance(error, FootnoteError | Refusal):
        frames = "".join(traceback.format_tb(error.__traceback__)[-FRAMES:])
        log.error("request %s: unforeseen %s\n%s", request_id, type(error).__name__, frames.rstrip())


def install(app: FastAPI) -> None:
    """Make every failure of `app` a problem: ours, the framework's, and the unforeseen."""

    async def ours(request: Request, error: Exception) -> Response:
        refusal = refusal_of(error)
        if refusal.kind.status >= 500:
            report(error, request.state.request_id)
        return problem_response(refusal, request.state.request_id)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = faults(error.errors())
        return problem_response(Refusal(INVALID, words(found), errors=found), request.state.request_id)

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        refusal = Refusal(_kind(error.status_code), _WORDS.get(error.status_code, "the request cannot be served"))
        if error.status_code == 405:
            allowed = ", ".join(_allowed(app, request))
            refusal = Refusal(METHOD, f"allowed here: {allowed}", headers={"Allow": allowed})
        return problem_response(refusal, request.state.request_id)

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, framework)
    app.add_exception_handler(Refusal, ours)
    app.add_exception_handler(FootnoteError, ours)
    app.add_exception_handler(Exception, ours)  # Starlette raises it again for the server's log: see api.logs


_WORDS = {404: "nothing is served at this address; the addresses are listed in /openapi.json"}


def _kind(status: int) -> Kind:
    phrase = HTTPStatus(status).phrase
    return _BY_STATUS.get(status) or Kind(phrase.lower().replace(" ", "-"), status, phrase)


def _allowed(app: FastAPI, request: Request) -> list[str]:
    methods: set[str] = set()
    for route in app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= set(getattr(route, "methods", None) or {"GET"})
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
