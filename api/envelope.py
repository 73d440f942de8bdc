"""What every response carries, problems and crashes included: a request id, and headers that keep browsers careful."""

from __future__ import annotations

import re
import uuid
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import limits
from api.problems import ORIGIN, Refusal, problem_response

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_REQUEST_ID = re.compile(rf"[A-Za-z0-9._-]{{1,{limits.REQUEST_ID_CHARACTERS}}}")


class Envelope:
    """ASGI: names the request, answers HEAD as a GET without its body, and adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get("x-request-id", "")
        request_id = sent if _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        is_head = scope["method"] == "HEAD"
        inner = {
            **scope,
            "method": "GET" if is_head else scope["method"],
            "state": {**scope.get("state", {}), "request_id": request_id},
        }

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                for name, value in inner["state"].get("headers", {}).items():  # what the porter has to say
                    headers.setdefault(name, value)
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app(inner, receive, dressed)


ASKING: Final = ("GET", "HEAD", "POST")


class Origins(CORSMiddleware):
    """CORS for the origins on the list, without credentials; a refused preflight is a problem like any other.

    From `pages`, the sites' origins, a browser is told no method that changes articles.
    """

    def __init__(self, app: ASGIApp, allow_origins: tuple[str, ...], *, pages: frozenset[str] = frozenset()) -> None:
        self._pages = pages
        super().__init__(
            app,
            allow_origins=(*allow_origins, *pages),
            max_age=7_200,  # as long as any browser keeps it
            allow_methods=("GET", "HEAD", "POST", "PUT", "DELETE"),
            allow_headers=("Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-Id"),
            expose_headers=(
                *("ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"),
            ),
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a preflight."""
        response = super().preflight_response(request_headers)
        of_a_site = request_headers["origin"] in self._pages
        if of_a_site:
            response.headers["Access-Control-Allow-Methods"] = ", ".join(ASKING)
        if response.status_code == 200 and (
            not of_a_site or request_headers["access-control-request-method"] in ASKING
        ):
            return response
        refusal = Refusal(ORIGIN, "this origin, method or header is not allowed from another site")
        refused = problem_response(refusal, request_headers.get("x-request-id", "preflight"))
        refused.headers["Vary"] = response.headers["Vary"]
        return refused
