"""What every response carries, the page, and the OpenAPI document."""

from __future__ import annotations

import httpx
import pytest

from tests.api_fakes import ASK, FakeAnswerer, client_of

pytestmark = pytest.mark.anyio
ADDRESSES = ["/", "/livez", "/openapi.json", "/v1/articles", "/widget/footnote.js", "/nothing", "/v1/answers"]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_response_keeps_browsers_careful(client: httpx.AsyncClient, address: str) -> None:
    headers = (await client.get(address)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] in ("no-store", "no-cache")
    assert "server" not in headers


async def test_a_crash_is_dressed_like_any_other_response(answerer: FakeAnswerer) -> None:
    answerer.before = lambda: {}["nothing"]
    async with client_of(answerer, allow_origins=("https://news.example",)) as client:
        response = await client.post("/v1/answers", json=ASK, headers={"Origin": "https://news.example"})
    assert response.status_code == 500
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["access-control-allow-origin"] == "https://news.example"


@pytest.mark.parametrize(("sent", "kept"), [("abc-1.X_9", True), ("a b", False), ("a" * 129, False), ("", False)])
async def test_a_request_id_is_kept_if_it_is_one_and_made_if_not(
    client: httpx.AsyncClient, sent: str, kept: bool
) -> None:
    for address in ADDRESSES:
        response = await client.get(address, headers={"X-Request-Id": sent})
        assert (response.headers["x-request-id"] == sent) == kept
        assert response.headers["x-request-id"]


@pytest.mark.parametrize("address", ["/", "/livez", "/v1/articles/amnesty", "/widget/footnote.js", "/nothing"])
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, address: str) -> None:
    head, get = await client.head(address), await client.get(address)
    assert head.content == b""
    assert head.status_code == get.status_code
    assert head.headers.get("content-length") == get.headers.get("content-length")
    assert head.headers.get("etag") == get.headers.get("etag")


@pytest.mark.parametrize(
    ("address", "media_type"),
    [("/", "text/html; charset=utf-8"), ("/widget/footnote.js", "text/javascript; charset=utf-8")],
)
async def test_the_page_and_its_scripts_have_their_types_and_are_asked_for_again(
    client: httpx.AsyncClient, address: str, media_type: str
) -> None:
    first = await client.get(address)
    assert (first.status_code, first.headers["content-type"]) == (200, media_type)
    assert first.headers["cache-control"] == "no-cache"
    again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_nothing_but_the_widget_is_served_from_its_folder(client: httpx.AsyncClient) -> None:
    for name in ("", "footnote", "README.md", "demo.py", "..%2fapp.py", "/etc/passwd"):
        assert (await client.get(f"/widget/{name}")).status_code == 404


async def test_no_other_site_may_call_us_unless_it_is_listed(client: httpx.AsyncClient) -> None:
    response = await client.get("/livez", headers={"Origin": "https://news.example"})
    assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/livez", "/nothing", "/v1/articles/x"])
async def test_a_listed_site_may_read_answers_and_problems(answerer: FakeAnswerer, path: str) -> None:
    async with client_of(answerer, allow_origins=("https://news.example",)) as client:
        headers = (await client.get(path, headers={"Origin": "https://news.example"})).headers
    assert headers["access-control-allow-origin"] == "https://news.example"
    assert "access-control-allow-credentials" not in headers
    assert {"ETag", "Retry-After", "X-Request-Id"} <= set(headers["access-control-expose-headers"].split(", "))
    assert "Origin" in headers["vary"]


@pytest.mark.parametrize(
    "origin", ["https://evilnews.example", "https://news.example.evil.example", "null", "http://news.example", ""]
)
async def test_a_site_that_only_looks_listed_is_not(answerer: FakeAnswerer, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    async with client_of(answerer, allow_origins=("https://news.example",)) as client:
        preflight = await client.options("/v1/answers", headers=asked)
        response = await client.get("/livez", headers={"Origin": origin})
    assert preflight.status_code == 400
    assert preflight.headers["content-type"] == "application/problem+json"
    assert "access-control-allow-origin" not in {**preflight.headers, **response.headers}


async def test_a_listed_site_may_ask_in_json(answerer: FakeAnswerer) -> None:
    asked = {
        "Origin": "https://news.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    async with client_of(answerer, allow_origins=("https://news.example",)) as client:
        response = await client.options("/v1/answers", headers=asked)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "https://news.example"


async def test_every_operation_has_an_id_a_summary_and_documented_problems(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) >= 12
    for operation in operations:
        assert operation["summary"]
        assert "500" in operation["responses"]
        for status, response in operation["responses"].items():
            assert "X-Request-Id" in response["headers"]
            assert int(status) < 400 or list(response["content"]) == ["application/problem+json"]


async def test_no_page_of_ours_loads_anything_from_another_site(client: httpx.AsyncClient) -> None:
    for address in ("/docs", "/redoc"):
        assert (await client.get(address)).status_code == 404
