"""Pages of other sites: who gets a token, what it opens, and what nobody gets with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi.routing import APIRoute

from api.app import create_app
from api.audience import AUDIENCES
from api.sites import Site
from api.tokens import Tokens
from tests.api_fakes import ASK, FakeAnswerer, client_of
from tests.api_sites import (
    HOUSE,
    KEY,
    ORIGIN,
    OTHER,
    PAGE,
    READERS,
    SITE,
    WRITERS,
    Call,
    at_sites,
    page_of,
    send,
    token_of,
)

pytestmark = pytest.mark.anyio
ADMIN = "a-long-random-key-0123456789"
SECRET = "a-secret-of-more-than-thirty-two-characters"


@pytest.fixture
async def sites(answerer: FakeAnswerer) -> AsyncIterator[httpx.AsyncClient]:
    async with at_sites(answerer) as client:
        yield client


def named(call: object) -> str:
    return f"{call[0]} {call[1]}" if isinstance(call, tuple) else str(call)


async def test_a_page_gets_a_token_for_its_key_and_asks_with_it(sites: httpx.AsyncClient) -> None:
    response = await sites.post("/v1/tokens", json={"site": KEY}, headers=PAGE)
    assert response.status_code == 200
    body = response.json()
    assert (body["object"], body["token_type"], body["expires_in"]) == ("token", "Bearer", 900)
    assert response.headers["cache-control"] == "no-store"
    headers = {**PAGE, "Authorization": f"Bearer {body['token']}"}
    answer = await sites.post("/v1/answers", json=ASK, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    for call in READERS:
        assert (await send(sites, call, headers)).status_code in (200, 201), call


@pytest.mark.parametrize(
    ("key", "origin"),
    [
        ("pk_nobody-has-this-key", ORIGIN),
        ("nonsense", ORIGIN),
        ("\u0000\ufffd", ORIGIN),
        (KEY.upper(), ORIGIN),
        (f"{KEY} ", ORIGIN),
        (KEY[:-1], ORIGIN),
        (OTHER.key, ORIGIN),
        (KEY, OTHER.origins[0]),
        (KEY, "https://evilnews.example"),
        (KEY, "https://news.example.evil.example"),
        (KEY, "https://sub.news.example"),
        (KEY, "http://news.example"),
        (KEY, "https://news.example:8443"),
        (KEY, "https://news.example:443"),
        (KEY, "https://news.example/"),
        (KEY, "HTTPS://NEWS.EXAMPLE"),
        (KEY, "https://news.example, https://evil.example"),
        (KEY, "null"),
        (KEY, ""),
        (KEY, "http://127.0.0.1"),
        (KEY, None),
    ],
)
async def test_an_unknown_key_and_a_wrong_one_are_told_the_same(
    sites: httpx.AsyncClient, key: str, origin: str | None
) -> None:
    headers = {} if origin is None else {"Origin": origin}
    response = await sites.post("/v1/tokens", json={"site": key}, headers={**headers, "X-Request-Id": "r"})
    unknown = await sites.post("/v1/tokens", json={"site": "pk_unknown-unknown"}, headers={"X-Request-Id": "r"})
    assert response.status_code == unknown.status_code == 403
    assert response.content == unknown.content
    assert response.json()["type"] == "/problems/site-not-allowed"


@pytest.mark.parametrize("call", READERS, ids=named)
async def test_a_page_without_a_token_is_told_to_get_one(sites: httpx.AsyncClient, call: Call) -> None:
    response = await send(sites, call, PAGE)
    assert (response.status_code, response.json()["type"]) == (401, "/problems/token-required")
    assert response.headers["www-authenticate"] == 'Bearer realm="pages"'
    assert response.headers["access-control-allow-origin"] == ORIGIN


async def refused(client: httpx.AsyncClient, headers: dict[str, str | bytes], call: Call = READERS[0]) -> bool:
    method, path, body = call
    response = await client.request(method, path, json=body, headers=headers)
    assert KEY not in response.text
    return (response.status_code, response.json()["type"]) == (401, "/problems/token-required")


@pytest.mark.parametrize(
    "origin", [*OTHER.origins, "https://www.news.example", "https://evilnews.example", "null", "", "http://127.0.0.1"]
)
async def test_a_token_works_only_from_the_origin_it_was_given_to(sites: httpx.AsyncClient, origin: str) -> None:
    assert await refused(sites, {**await page_of(sites), "Origin": origin})


@pytest.mark.parametrize("change", ["{}x", "{}.", "{} {}", "x{}", "{}\t", "ft_{}", "{},{}"])
async def test_a_token_with_anything_around_it_is_none(sites: httpx.AsyncClient, change: str) -> None:
    token = await token_of(sites)
    assert await refused(sites, {**PAGE, "Authorization": f"Bearer {change.format(token, token)}"})


@pytest.mark.parametrize(
    "sent", [b"Bearer ft_\xe9\xff", b"Bearer", b"Bearer ", b"Basic ft_a.b", b"Bearer " + KEY.encode(), b"\xff"]
)
async def test_a_header_that_holds_no_token_is_none(sites: httpx.AsyncClient, sent: bytes) -> None:
    assert await refused(sites, {**PAGE, "Authorization": sent})


async def test_a_token_of_nobody_is_refused_even_to_those_who_need_none(sites: httpx.AsyncClient) -> None:
    response = await sites.post("/v1/answers", json=ASK, headers={"Authorization": "Bearer ft_a.b"})
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer realm="pages", error="invalid_token"'
    assert await refused(sites, {"Authorization": f"Bearer {KEY}"})


@pytest.mark.parametrize(
    "now",
    [
        (OTHER,),
        (Site(KEY, ("https://moved.example",)), OTHER),
        (Site(KEY, ("https://www.news.example",)), OTHER),
        (Site("pk_a-new-key-for-it", SITE.origins), OTHER),
    ],
    ids=["site-gone", "origin-moved", "origin-lost", "key-changed"],
)
async def test_a_token_ends_with_what_it_was_given_for(answerer: FakeAnswerer, now: tuple[Site, ...]) -> None:
    async with at_sites(answerer, secret=SECRET) as before:
        page = await page_of(before)
    async with at_sites(answerer, secret=SECRET) as same:
        assert (await same.post("/v1/answers", json=ASK, headers=page)).status_code == 200
    async with at_sites(answerer, secret=SECRET, sites=now) as after:
        assert await refused(after, dict(page))


async def test_a_token_of_another_process_is_refused_where_no_secret_is_shared(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer) as before:
        page = await page_of(before)
    async with at_sites(answerer) as after:
        assert await refused(after, dict(page))


async def test_an_expired_token_is_refused(answerer: FakeAnswerer) -> None:
    old = Tokens(SECRET, lambda: 1_000_000_000.0).issue(KEY, ORIGIN)
    async with at_sites(answerer, secret=SECRET) as client:
        assert await refused(client, {**PAGE, "Authorization": f"Bearer {old}"})


@pytest.mark.parametrize("call", [*HOUSE, *WRITERS], ids=named)
@pytest.mark.parametrize("admin", [None, ADMIN])
@pytest.mark.parametrize("bearer", ["token", KEY])
async def test_what_a_page_has_opens_nothing_else(
    answerer: FakeAnswerer, call: Call, admin: str | None, bearer: str
) -> None:
    async with at_sites(answerer, admin_key=admin, writable=True, trusted_proxies=()) as client:
        sent = await token_of(client) if bearer == "token" else bearer
        for origin in ({}, PAGE):
            response = await send(client, call, {**origin, "Authorization": f"Bearer {sent}"})
            if call in HOUSE and bearer == KEY and not origin:
                assert response.status_code == 401  # from here no key is needed, so a page's is out of place
            else:
                assert (response.status_code, response.json()["type"]) == (403, "/problems/not-for-pages")
        assert [a["id"] for a in (await client.get("/v1/articles", headers=admin_of(admin))).json()["data"]] == [
            "amnesty"
        ]


def admin_of(admin: str | None) -> dict[str, str]:
    return {} if admin is None else {"Authorization": f"Bearer {admin}"}


@pytest.mark.parametrize("call", [*HOUSE, *WRITERS], ids=named)
async def test_a_page_of_another_site_gets_no_further_without_a_token(answerer: FakeAnswerer, call: Call) -> None:
    """On a loopback address articles may be written without a key, but not by a page that happens to be open."""
    async with at_sites(answerer, writable=True, trusted_proxies=()) as client:
        assert (await send(client, call, PAGE)).status_code == 403
        assert (await send(client, call, {"Origin": "https://evil.example"})).status_code == 403


@pytest.mark.parametrize("call", [*READERS, *HOUSE], ids=named)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}],
    ids=str,
)
async def test_our_own_page_and_programs_ask_as_ever(
    sites: httpx.AsyncClient, call: Call, headers: dict[str, str]
) -> None:
    await sites.post("/v1/answers", json=ASK)
    assert (await send(sites, call, headers)).status_code in (200, 201)


@pytest.mark.parametrize("call", [*READERS, *HOUSE], ids=named)
async def test_an_origin_that_the_operator_listed_by_hand_needs_no_token(answerer: FakeAnswerer, call: Call) -> None:
    async with at_sites(answerer, allow_origins=("https://intranet.example",)) as client:
        await client.post("/v1/answers", json=ASK)
        response = await send(client, call, {"Origin": "https://intranet.example", "Sec-Fetch-Site": "cross-site"})
    assert response.status_code in (200, 201)
    assert response.headers["access-control-allow-origin"] == "https://intranet.example"


async def test_the_services_key_opens_everything_from_anywhere(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, admin_key=ADMIN) as client:
        headers = {"Authorization": f"Bearer {ADMIN}", "Origin": "https://evil.example"}
        for call in (*READERS, *HOUSE, *WRITERS):
            assert (await send(client, call, headers)).status_code < 300, call


async def test_without_sites_nothing_has_changed(answerer: FakeAnswerer) -> None:
    async with client_of(answerer) as client:
        assert (await client.post("/v1/answers", json=ASK, headers=PAGE)).status_code == 200
        assert (await client.post("/v1/tokens", json={"site": KEY}, headers=PAGE)).status_code == 403
        response = await client.get("/v1/articles", headers=PAGE)
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith(("access-control", "ratelimit"))]


def test_every_route_says_whom_it_is_for(answerer: FakeAnswerer) -> None:
    app = create_app(answerer)
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    declared = {f"{method} {route.path}" for route in routes for method in route.methods}
    assert declared == set(AUDIENCES)
    others = {getattr(route, "path", None) for route in app.routes if not isinstance(route, APIRoute)}
    assert others == {"/openapi.json", "/widget"}


def test_a_route_that_does_not_say_it_cannot_be_made(answerer: FakeAnswerer) -> None:
    app = create_app(answerer)
    with pytest.raises(LookupError):
        app.post("/v1/secrets")(lambda: None)


async def test_these_tests_know_every_route_that_has_an_audience(answerer: FakeAnswerer) -> None:
    known = {"readers": READERS, "house": HOUSE, "writers": WRITERS}
    for audience, calls in known.items():
        paths = {path.replace("{answer_id}", "ans_1") for path, found in AUDIENCES.items() if found == audience}
        assert len(paths) == len(calls)
