"""A newsroom's site, and requests as its pages and others send them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from api.clients import parse_networks
from api.sites import Site
from tests.api_fakes import FakeAnswerer, client_of

KEY = "pk_0123456789abcdef"
ORIGIN = "https://news.example"
SITE = Site(KEY, (ORIGIN, "https://www.news.example"))
OTHER = Site("pk_of-the-other-paper", ("https://other.example",))
PAGE = {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}
READERS = [
    ("POST", "/v1/answers", {"question": "What does the law offer?"}),
    ("GET", "/v1/answers/ans_1", None),
    ("GET", "/v1/suggestions", None),
    ("GET", "/v1/articles/amnesty", None),
    ("POST", "/v1/feedback", {"answer_id": "ans_1", "verdict": "up"}),
]
HOUSE = [("POST", "/v1/search", {"query": "law"}), ("GET", "/v1/articles", None)]
WRITERS = [
    ("POST", "/v1/articles", {"text": "A bridge opened."}),
    ("PUT", "/v1/articles/bridge", {"text": "A bridge opened."}),
    ("DELETE", "/v1/articles/amnesty", None),
]
Call = tuple[str, str, object]


@asynccontextmanager
async def at_sites(answerer: FakeAnswerer, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ANN401
    """A client of a service that two newsrooms use, behind a proxy that it trusts; nothing is limited by client."""
    proxies = parse_networks("127.0.0.1")
    given = {"sites": (SITE, OTHER), "client_rate": 0, "writable": False, "trusted_proxies": proxies, **settings}
    async with client_of(answerer, **given) as client:
        yield client


async def token_of(client: httpx.AsyncClient, key: str = KEY, origin: str = ORIGIN) -> str:
    response = await client.post("/v1/tokens", json={"site": key}, headers={**PAGE, "Origin": origin})
    assert response.status_code == 200, response.text
    token: str = response.json()["token"]
    return token


async def page_of(client: httpx.AsyncClient, key: str = KEY, origin: str = ORIGIN) -> dict[str, str]:
    """The headers of a page that has its token."""
    token = await token_of(client, key, origin)
    return {**PAGE, "Origin": origin, "Authorization": f"Bearer {token}"}


async def send(client: httpx.AsyncClient, call: Call, headers: dict[str, str] | None = None) -> httpx.Response:
    method, path, body = call
    return await client.request(method, path, headers=headers, **({} if body is None else {"json": body}))
