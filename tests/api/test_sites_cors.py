"""What browsers are told of pages of other sites: exact origins, no credentials, and failures that can be read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.api_fakes import ASK, FakeAnswerer
from tests.api_sites import KEY, ORIGIN, PAGE, SITE, at_sites, page_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def sites(answerer: FakeAnswerer) -> AsyncIterator[httpx.AsyncClient]:
    async with at_sites(answerer) as client:
        yield client


def preflight(origin: str, method: str = "POST", headers: str = "authorization,content-type") -> dict[str, str]:
    return {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}


@pytest.mark.parametrize("origin", SITE.origins)
@pytest.mark.parametrize(
    ("path", "method"), [("/v1/tokens", "POST"), ("/v1/answers", "POST"), ("/v1/articles/a", "GET")]
)
async def test_a_sites_page_may_ask_and_its_browser_remembers_that(
    sites: httpx.AsyncClient, origin: str, path: str, method: str
) -> None:
    response = await sites.options(path, headers=preflight(origin, method))
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == origin
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, POST"
    assert response.headers["access-control-max-age"] == "7200"
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_a_sites_page_may_not_even_try_to_change_articles(sites: httpx.AsyncClient, method: str) -> None:
    response = await sites.options("/v1/articles/amnesty", headers=preflight(ORIGIN, method))
    assert (response.status_code, response.json()["type"]) == (400, "/problems/origin-not-allowed")
    assert "access-control-allow-origin" not in response.headers


async def test_an_origin_listed_by_hand_keeps_its_methods(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, allow_origins=(ORIGIN, "https://desk.example")) as client:
        for origin in (ORIGIN, "https://desk.example"):
            assert (await client.options("/v1/articles/a", headers=preflight(origin, "PUT"))).status_code == 200


STRANGERS = [
    "https://evilnews.example",
    "https://news.example.evil.example",
    "https://sub.news.example",
    "https://newsxexample",
    "http://news.example",
    "https://news.example:443",
    "https://news.example:8443",
    "https://NEWS.example",
    "https://news.example/",
    "https://news.example.",
    "null",
    "*",
    "",
]


@pytest.mark.parametrize("origin", STRANGERS)
async def test_an_origin_that_only_looks_listed_is_told_nothing(sites: httpx.AsyncClient, origin: str) -> None:
    asked = await sites.options("/v1/tokens", headers=preflight(origin))
    assert asked.status_code == 400
    for response in (
        asked,
        await sites.post("/v1/tokens", json={"site": KEY}, headers={"Origin": origin}),
        await sites.post("/v1/answers", json=ASK, headers={"Origin": origin}),
        await sites.get("/livez", headers={"Origin": origin}),
    ):
        assert "access-control-allow-origin" not in response.headers
        assert "Origin" in response.headers["vary"]


async def test_every_failure_can_be_read_by_the_page_that_caused_it(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, client_rate=7) as client:
        page = {**await page_of(client), "Content-Type": "application/json"}
        answerer.before = lambda: {}["nothing"]
        found = [
            await client.post("/v1/answers", json=ASK, headers=PAGE),  # 401
            await client.get("/v1/articles", headers=page),  # 403
            await client.get("/v1/articles/none", headers=page),  # 404
            await client.post("/v1/answers", content=b" " * 300_000, headers=page),  # 413
            await client.post("/v1/answers", content=b"{}", headers=page),  # 422
            await client.post("/v1/answers", json=ASK, headers=page),  # 500
            await client.post("/v1/answers", json=ASK, headers=page),  # 429
        ]
    assert [response.status_code for response in found] == [401, 403, 404, 413, 422, 500, 429]
    for response in found:
        assert response.headers["access-control-allow-origin"] == ORIGIN
        assert response.headers["content-type"] == "application/problem+json"
        exposed = set(response.headers["access-control-expose-headers"].split(", "))
        assert {"RateLimit", "RateLimit-Policy", "Retry-After", "ETag", "X-Request-Id"} <= exposed
        assert response.headers["ratelimit-policy"] == '"client";q=7;w=60'


@pytest.mark.parametrize("origin", [ORIGIN, "https://evil.example", None])
async def test_the_widgets_files_may_be_loaded_by_any_page(sites: httpx.AsyncClient, origin: str | None) -> None:
    response = await sites.get("/widget/footnote.js", headers={} if origin is None else {"Origin": origin})
    assert response.headers["access-control-allow-origin"] in ("*", origin)
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    again = await sites.get("/widget/footnote.js", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")
    assert "access-control-allow-origin" not in (await sites.get("/")).headers
