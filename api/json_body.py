"""Request bodies, read strictly in one place: size, time, media type, encoding, and JSON without its loopholes.

Python's `json` takes NaN, the last of two equal keys, integers of any length and any encoding it can guess; Starlette
reads bodies without end. A byte order mark is allowed (some editors write one) and skipped, as RFC 8259 permits.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any, Final, NoReturn

import anyio
import anyio.to_thread
from fastapi import Request, Response
from fastapi.routing import APIRoute

from api import limits
from api.problems import MALFORMED, MEDIA, TOO_LARGE, TOO_SLOW, Refusal

_SMALL: Final = 64 * 1024  # a larger body is parsed in a thread, not on the event loop
_FORM: Final = "application/x-www-form-urlencoded"


Guard = Callable[[Request], None]
"""Returns, or refuses a request before its body is read."""


def strict_route(limit: int, patience: float, guard_for: Callable[[APIRoute], Guard]) -> type[APIRoute]:
    """A route class whose bodies are at most `limit` bytes; each route is made with its guard, or not at all."""

    class StrictRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle, guard = super().get_route_handler(), guard_for(self)

            async def strictly(request: Request) -> Response:
                guard(request)
                if self.body_field is None:
                    return await handle(request)
                return await handle(await _parsed(request, limit, patience))

            return strictly

    return StrictRoute


class _ParsedRequest(Request):
    """A request whose body is read and parsed already."""

    def __init__(self, request: Request, raw: bytes, value: object) -> None:
        headers = [(name, v) for name, v in request.scope["headers"] if name != b"content-type"]
        scope = {**request.scope, "headers": [*headers, (b"content-type", b"application/json")]}
        super().__init__(scope, request.receive)
        self._raw = raw
        self._value = value

    async def body(self) -> bytes:
        return self._raw

    async def json(self) -> object:
        return self._value


async def _parsed(request: Request, limit: int, patience: float) -> Request:
    raw = await _read(request, limit, patience)
    if not raw:
        raise Refusal(MALFORMED, "the body is empty; send a JSON object")
    _check_media_type(request, raw)
    if len(raw) < _SMALL:
        return _ParsedRequest(request, raw, parse_json(raw))
    return _ParsedRequest(request, raw, await anyio.to_thread.run_sync(parse_json, raw))


async def _read(request: Request, limit: int, patience: float) -> bytes:
    """The whole body: refused when it is too large, is announced so, or stops arriving."""
    too_large = Refusal(TOO_LARGE, f"the body may be {limit:,} bytes here; send less (see /v1/limits)")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > 15 or int(announced) > limit):
        raise too_large
    body = bytearray()
    deadline = anyio.current_time() + limits.BODY_SECONDS
    while True:
        with anyio.move_on_after(min(patience, deadline - anyio.current_time())) as wait:
            message = await request.receive()
        if wait.cancelled_caught or message["type"] == "http.disconnect":
            late = "the body stopped arriving, or took too long; send it again"
            raise Refusal(TOO_SLOW, late, headers={"Connection": "close"})
        body += message.get("body", b"")
        if len(body) > limit:
            raise too_large
        if not message.get("more_body", False):
            return bytes(body)


def _check_media_type(request: Request, raw: bytes) -> None:
    """Only JSON: a page on another site can send text and forms without asking, but not JSON.

    `curl -d '{…}'` calls what it sends a form. It is believed to be JSON where it looks like it and no browser sent it.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    kind = header.get_content_type() if request.headers.get("content-type") else ""
    charset = header.get_param("charset", "utf-8")
    if kind == _FORM and "origin" not in request.headers and raw.lstrip()[:1] == b"{":
        return
    if kind != "application/json" or str(charset).lower() not in ("utf-8", "utf8"):
        raise Refusal(MEDIA, "send the body as UTF-8 JSON, with the header Content-Type: application/json")


def parse_json(raw: bytes) -> object:
    """Return the JSON value, or refuse it without repeating any of it."""
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
            parse_int=_integer,
        )
    except UnicodeDecodeError as error:
        raise Refusal(MALFORMED, f"the body is not UTF-8 (byte {error.start}); encode it so") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refusal(MALFORMED, f"the body is not JSON: {error.msg} ({where})") from error
    except RecursionError as error:
        raise Refusal(MALFORMED, "the body is nested too deeply; no request needs more than three levels") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal(MALFORMED, "an object names the same key twice; name each once")
    return found


def _constant(_: str) -> NoReturn:
    raise Refusal(MALFORMED, "NaN and Infinity are not JSON; send a number or null")


def _number(literal: str) -> float:
    value = float(literal)
    if not math.isfinite(value):
        raise Refusal(MALFORMED, "a number is too large to be one; send a smaller one")
    return value


def _integer(literal: str) -> int:
    if len(literal) > limits.INTEGER_DIGITS:
        raise Refusal(MALFORMED, f"an integer has more than {limits.INTEGER_DIGITS} digits; send a smaller one")
    return int(literal)
