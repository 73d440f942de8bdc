"""Keys in addresses: refused, and never logged."""

from __future__ import annotations

import logging

import httpx
import pytest

from tests.api_fakes import FakeAnswerer
from tests.api_sites import KEY, ORIGIN, at_sites, page_of

pytestmark = pytest.mark.anyio
ADMIN = "a-long-random-key-0123456789"


@pytest.mark.parametrize(
    "address",
    [
        f"/v1/suggestions?site={KEY}",
        "/v1/suggestions?key=anything",
        "/v1/suggestions?API_KEY=anything",
        "/v1/suggestions?limit=1&access_token=",
        "/v1/suggestions?%74oken=x",
        f"/v1/suggestions?article_id={KEY}",
        f"/v1/suggestions?article_id=a{KEY}b",
        f"/v1/suggestions?article_id=%70k_{KEY.removeprefix('pk_')}",
        f"/v1/articles/{KEY}",
        f"/v1/tokens/{KEY}",
        f"/?a={ADMIN}",
        f"/widget/footnote.js?{KEY}",
        "/v1/answers/TOKEN",
        "/v1/suggestions?article_id=TOKEN",
        "/nothing?next=TOKEN",
    ],
)
async def test_a_key_in_an_address_is_refused_and_never_logged(
    answerer: FakeAnswerer, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_sites(answerer, admin_key=ADMIN) as client:
        page = await page_of(client)
        token = page["Authorization"].removeprefix("Bearer ")
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger=""):
            response = await client.get(address.replace("TOKEN", token), headers=page)
    assert (response.status_code, response.json()["type"]) == (400, "/problems/key-in-address")
    assert response.headers["access-control-allow-origin"] == ORIGIN
    said = response.text + "".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))
    for secret in (KEY, ADMIN, token, "anything"):
        assert secret not in said


@pytest.mark.parametrize("name", ["ft_the-markets-2026-01-02", "pk_peshawar.talks", "ft_a.b", "token"])
async def test_an_article_may_be_called_much_like_a_key(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/v1/articles/{name}")).status_code == 404
    assert (await client.get(f"/v1/suggestions?article_id={name}")).status_code == 404
