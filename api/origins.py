"""Origins of web pages: written one way, compared exactly, so that nothing passes which only looks like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # settings are read by commands that start without a web framework
    from starlette.datastructures import Headers

MOST: Final = 300
_ORIGIN = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?")
_DEFAULT_PORT = {"http": 80, "https": 443}


def parse_origin(text: str) -> str:
    """Return an origin as browsers send it: lower case, no default port, no slash. Raises ValueError."""
    found = _ORIGIN.fullmatch(text.strip().lower().removesuffix("/"))
    port = int(found[3] or 0) if found else 0
    if found is None or len(text) > MOST or port > 65_535:
        hint = "without a path, and with xn-- for letters beyond a-z"
        raise ValueError(f"{text[:80]!r} is not an origin; write it like https://news.example, {hint}")
    shown = "" if port in (0, _DEFAULT_PORT[found[1]]) else f":{port}"
    return f"{found[1]}://{found[2]}{shown}"


def is_foreign(headers: Headers) -> bool:
    """Whether a page of another origin than ours sent this request; a program that is no browser is not foreign."""
    fetched = headers.get("sec-fetch-site")  # no page can forge it; it is right behind a proxy too, where Host is not
    if fetched is not None:
        return fetched not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    host = headers.get("host", "").lower()
    return origin not in (f"http://{host}", f"https://{host}")
