"""Who may change articles."""

from __future__ import annotations

import httpx
import pytest

from api.auth import is_loopback
from api.settings import Settings, SettingsError
from tests.api_fakes import ASK, FakeAnswerer, client_of

pytestmark = pytest.mark.anyio
KEY = "a-long-random-key-0123456789"
BODY = {"text": "A bridge opened."}


async def change(client: httpx.AsyncClient, **headers: str | bytes) -> list[int]:
    return [
        (await client.post("/v1/articles", json=BODY, headers=headers)).status_code,
        (await client.put("/v1/articles/bridge", json=BODY, headers=headers)).status_code,
        (await client.delete("/v1/articles/bridge", headers=headers)).status_code,
    ]


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY}x", b"Bearer \xe9", KEY])
async def test_without_the_key_nothing_changes(answerer: FakeAnswerer, sent: str | bytes) -> None:
    async with client_of(answerer, admin_key=KEY) as client:
        assert await change(client, Authorization=sent) == [401] * 3
        response = await client.delete("/v1/articles/amnesty", headers={"Authorization": sent})
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.json()["type"] == "/problems/key-required"
    assert KEY not in response.text


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_with_the_key_everything_may_be_changed_from_anywhere(answerer: FakeAnswerer, scheme: str) -> None:
    async with client_of(answerer, admin_key=KEY, writable=False) as client:
        assert await change(client, Authorization=f"{scheme} {KEY}", Host="news.example") == [201, 201, 204]


async def test_a_key_in_the_address_is_no_key(answerer: FakeAnswerer) -> None:
    async with client_of(answerer, admin_key=KEY) as client:
        assert (await client.delete(f"/v1/articles/amnesty?key={KEY}&api_key={KEY}")).status_code == 400


async def test_a_service_for_others_without_a_key_is_read_only_and_says_how_not_to_be(answerer: FakeAnswerer) -> None:
    async with client_of(answerer, writable=False) as client:
        assert await change(client) == [403] * 3
        assert (await client.post("/v1/answers", json=ASK)).status_code == 200
        response = await client.delete("/v1/articles/amnesty")
    assert "FOOTNOTE_ADMIN_KEY" in response.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "127.0.0.1.evil.example:8000"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
    ],
    ids=str,
)
async def test_without_a_key_only_this_machine_itself_may_write(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert await change(client, **headers) == [403] * 3


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "127.8.9.1"])
async def test_this_machine_by_any_of_its_names_may_write(client: httpx.AsyncClient, host: str) -> None:
    assert await change(client, Host=host) == [201, 201, 204]


async def test_who_may_not_write_is_told_before_the_body_is_read(answerer: FakeAnswerer) -> None:
    async with client_of(answerer, writable=False) as client:
        response = await client.post("/v1/articles", content=b"not json")
    assert response.status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "news.example", "", "localhost.evil.example"])
def test_an_address_that_others_reach_is_not_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_env(
        {"FOOTNOTE_ADMIN_KEY": KEY, "FOOTNOTE_ALLOW_ORIGINS": "https://News.example/, http://localhost:3000"}
    )
    assert settings.admin_key == KEY
    assert settings.allow_origins == ("https://news.example", "http://localhost:3000")
    assert Settings.from_env({}) == Settings()


@pytest.mark.parametrize("origins", ["*", "news.example", "https://news.example/page", "null", "https://*.example"])
def test_an_origin_that_is_none_is_refused_by_name(origins: str) -> None:
    with pytest.raises(SettingsError, match="FOOTNOTE_ALLOW_ORIGINS"):
        Settings.from_env({"FOOTNOTE_ALLOW_ORIGINS": origins})


def test_a_key_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(SettingsError, match="16 characters"):
        Settings.from_env({"FOOTNOTE_ADMIN_KEY": "secret"})
