"""The OpenAPI document: what FastAPI cannot know of problems, events and headers, said once for every operation."""

from __future__ import annotations

from typing import Any, Final

from api import problems
from api.audience import AUDIENCES
from api.problems import Kind
from api.schemas import AnswerCompleted, AnswerCreated, AnswerFailed, AnswerSources, CitationEvent, Problem, TextDelta

DESCRIPTION: Final = """Questions about news articles, answered with a footnote at every sentence.

Every citation is a verbatim slice of its article: `article.text[start:end] == exact`, in Unicode code points,
half-open. Every failure is an RFC 9457 problem (`application/problem+json`), also that of an address or a method that
does not exist. Bodies are UTF-8 JSON, at most as large as `GET /v1/limits` says; equal keys, NaN and unknown fields are
refused, a byte order mark is skipped. Every response carries `X-Request-Id`: the one that was sent, or a new one.
`POST` with `stream: true` (or `Accept: text/event-stream`) answers as server-sent events.
"""
EVENTS: Final = (AnswerCreated, AnswerSources, TextDelta, CitationEvent, AnswerCompleted, AnswerFailed)

REQUEST_ID: Final = {
    "description": "The request's id, for asking about it.",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$"},
}
ETAG: Final = {
    "description": "Strong; changes with any field of the article.",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
}
LIMITS: Final = {
    "RateLimit-Policy": {"description": "The quota, where there is one.", "schema": {"type": "string"}},
    "RateLimit": {"description": "What is left of it, and when it is full again.", "schema": {"type": "string"}},
}
"""Headers of what is limited, as draft-ietf-httpapi-ratelimit-headers-11 writes them."""

_RETRY_AFTER = {"description": "Seconds.", "required": True, "schema": {"type": "string", "pattern": "^[0-9]+$"}}
_BEARER = {"type": "http", "scheme": "bearer"}
_CHALLENGE = {"description": "Bearer.", "required": True, "schema": {"type": "string"}}
_BODY = (problems.MALFORMED, problems.TOO_SLOW, problems.TOO_LARGE, problems.MEDIA, problems.INVALID)
_ANY = (problems.KEY_IN_ADDRESS, problems.INTERNAL, problems.UNUSABLE)
READERS: Final = (problems.TOKEN_REQUIRED, problems.QUOTA)
HOUSE: Final = (problems.NOT_FOR_PAGES, problems.QUOTA)

_REFS = [{"$ref": f"#/components/schemas/{event.__name__}"} for event in EVENTS]
STREAM: Final = {
    # Each event, as FastAPI describes streams: OpenAPI 3.2 has this word, readers of 3.1 pass over it or know it too.
    "itemSchema": {
        "type": "object",
        "properties": {
            "event": {"type": "string", "enum": [event.model_fields["type"].default for event in EVENTS]},
            "id": {"type": "string", "pattern": "^[0-9]+$"},
            "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": {"oneOf": _REFS}},
        },
        "required": ["event", "id", "data"],
    },
    "example": 'event: answer.text.delta\nid: 2\ndata: {"type":"answer.text.delta","sequence_number":2,'
    '"answer_id":"ans_1f0c","delta":"The law offers amnesty. [1]"}\n\n',
}
"""An answer as server-sent events."""

Responses = dict[int | str, dict[str, Any]]


def failing(*kinds: Kind, body: bool = False) -> Responses:
    """The problems that an operation may answer with, those that any of them may included."""
    by_status: dict[int, list[Kind]] = {}
    for kind in (*kinds, *(_BODY if body else ()), *_ANY):
        by_status.setdefault(kind.status, []).append(kind)
    return {status: _problem(found) for status, found in sorted(by_status.items())}


def _problem(kinds: list[Kind]) -> dict[str, Any]:
    headers = {
        "X-Request-Id": REQUEST_ID,
        **({"Retry-After": _RETRY_AFTER} if kinds[0].status in (429, 503) else {}),
        **(LIMITS if kinds[0].status == 429 else {}),
        **({"WWW-Authenticate": _CHALLENGE} if kinds[0].status == 401 else {}),
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    description = "; ".join(f"{kind.title} (`{kind.type}`)" for kind in kinds)
    return {"description": description, "headers": headers, "content": {problems.MEDIA_TYPE: {"schema": schema}}}


def good(description: str, **headers: dict[str, Any]) -> dict[str, Any]:
    """A response that is not a problem; a header's name is written with underscores."""
    named = {name.replace("_", "-"): header for name, header in headers.items()}
    return {"description": description, "headers": {"X-Request-Id": REQUEST_ID, **named}}


def complete(document: dict[str, Any], *, with_key: bool, with_token: bool) -> dict[str, Any]:
    """Add what only our own responses refer to, drop what only FastAPI's would.

    `with_key`: writing needs the key; `with_token`: pages of other sites may ask with a token.
    """
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for model in (Problem, *EVENTS):
        own = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas.update(own.pop("$defs", {}))
        schemas[model.__name__] = own
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            audience = AUDIENCES[f"{method.upper()} {path}"]
            if "application/json" in operation["responses"].get("422", {}).get("content", {}):
                del operation["responses"]["422"]
            if with_key and audience == "writers":
                operation["security"] = [{"key": []}]
            if with_token and audience == "readers":
                operation["security"] = [{}, {"token": []}]
    schemes = {name: _BEARER for name, there in (("key", with_key), ("token", with_token)) if there}
    if schemes:
        document["components"]["securitySchemes"] = schemes
    return document
