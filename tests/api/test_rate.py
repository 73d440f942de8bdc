"""Limits: even for everybody, bounded in memory, and honest about when to come back."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rate import DAY, Buckets, Budgets, Policy, headers
from api.serve import configured, settled
from api.settings import Settings
from tests.api_fakes import ASK, FakeAnswerer, client_of
from tests.api_sites import KEY, OTHER, PAGE, SITE, at_sites, page_of

pytestmark = pytest.mark.anyio
POLICY = Policy("client", 3, 60)
QUOTA_TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded"
NOON = 20_000 * DAY + DAY / 2


class Clock:
    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_gives_its_quota_at_once_and_then_one_at_a_time() -> None:
    clock = Clock()
    buckets = Buckets(clock=clock)
    assert [buckets.take("a", POLICY).allowed for _ in range(4)] == [True, True, True, False]
    clock.now = 19.9
    assert not buckets.take("a", POLICY).allowed
    clock.now = 20.0
    assert [buckets.take("a", POLICY).allowed for _ in range(2)] == [True, False]
    clock.now = 1_000_000.0
    assert [buckets.take("a", POLICY).remaining for _ in range(3)] == [2, 1, 0]


def test_what_one_client_uses_is_not_missing_to_another() -> None:
    buckets = Buckets(clock=Clock())
    assert [buckets.take(key, POLICY).allowed for key in "aaaabbbb"] == [True, True, True, False] * 2


@given(st.integers(1, 1_000), st.integers(1, 86_400), st.floats(0, 1e9), st.integers(0, 1_100))
def test_whoever_waits_as_long_as_was_said_is_let_in(quota: int, window: int, now: float, used: int) -> None:
    clock = Clock(now)
    buckets, policy = Buckets(clock=clock), Policy("client", quota, window)
    for _ in range(min(used, quota)):
        assert buckets.take("a", policy).allowed
    standing = buckets.take("a", policy)
    while standing.allowed:
        standing = buckets.take("a", policy)
    assert standing.remaining == 0
    clock.now += standing.reset
    assert buckets.take("a", policy).allowed


@given(st.lists(st.floats(-1e6, 1e6), max_size=50))
def test_a_clock_that_goes_anywhere_neither_locks_anybody_out_nor_lets_more_in(moves: list[float]) -> None:
    clock = Clock(1e6)
    buckets = Buckets(clock=clock)
    forward = 0.0
    allowed = 0
    for move in moves:
        clock.now += move
        forward += max(0.0, move)
        standing = buckets.take("a", POLICY)
        assert 0 <= standing.remaining <= POLICY.quota
        assert 1 <= standing.reset <= POLICY.window
        allowed += standing.allowed
    assert allowed <= POLICY.quota + forward * POLICY.quota / POLICY.window + 1
    clock.now += POLICY.window
    assert buckets.take("a", POLICY).allowed


def test_a_clock_set_back_takes_nothing_away() -> None:
    clock = Clock(1_000.0)
    buckets = Buckets(clock=clock)
    buckets.take("a", POLICY)
    clock.now = 0.0
    assert buckets.take("a", POLICY).remaining == 1


def test_ten_thousand_clients_take_the_room_of_a_hundred() -> None:
    buckets = Buckets(size=100, clock=Clock())
    for number in range(10_000):
        assert buckets.take(str(number), POLICY).allowed
    assert len(buckets) == 100


def test_whoever_is_busy_is_not_forgotten_for_the_sake_of_strangers() -> None:
    buckets = Buckets(size=100, clock=Clock())
    for number in range(10_000):
        buckets.take("busy", POLICY)
        buckets.take(str(number), POLICY)
    assert not buckets.take("busy", POLICY).allowed


def test_a_budget_is_for_a_day_that_ends_at_midnight_utc() -> None:
    clock = Clock(NOON)
    budgets = Budgets(clock)
    assert [budgets.spend(KEY, 2).allowed for _ in range(3)] == [True, True, False]
    assert budgets.spend(KEY, 2).reset == DAY / 2
    assert budgets.spend("another", 2).allowed
    clock.now += DAY / 2
    assert budgets.spend(KEY, 2).allowed


def test_a_clock_set_back_begins_no_new_day() -> None:
    clock = Clock(NOON)
    budgets = Budgets(clock)
    assert budgets.spend(KEY, 1).allowed
    clock.now -= 3 * DAY
    standing = budgets.spend(KEY, 1)
    assert (standing.allowed, standing.reset) == (False, DAY)


def test_what_was_given_back_can_be_spent_again_but_never_more() -> None:
    budgets = Budgets(Clock(NOON))
    for _ in range(5):
        budgets.give_back(KEY)
    assert [budgets.spend(KEY, 1).allowed for _ in range(2)] == [True, False]
    budgets.give_back(KEY)
    assert budgets.spend(KEY, 1).allowed


def test_the_headers_are_structured_fields() -> None:
    standing = Buckets(clock=Clock()).take("a", POLICY)
    assert headers([standing, standing]) == {
        "RateLimit-Policy": '"client";q=3;w=60, "client";q=3;w=60',
        "RateLimit": '"client";r=2;t=20, "client";r=2;t=20',
    }


def is_quota(response: httpx.Response, policy: str) -> bool:
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert f'"{policy}";r=0;t={response.headers["retry-after"]}' in response.headers["ratelimit"]
    assert f'"{policy}";q=' in response.headers["ratelimit-policy"]
    return (response.status_code, body["type"], body["violated-policies"]) == (429, QUOTA_TYPE, [policy])


async def test_a_client_that_asks_too_often_is_told_when_to_come_back(answerer: FakeAnswerer) -> None:
    async with client_of(answerer, client_rate=2) as client:
        first = await client.post("/v1/answers", json=ASK)
        assert first.headers["ratelimit-policy"] == '"client";q=2;w=60'
        assert first.headers["ratelimit"] == '"client";r=1;t=30'
        assert "retry-after" not in first.headers
        await client.post("/v1/answers", json={**ASK, "stream": True})
        response = await client.post("/v1/answers", json={**ASK, "stream": True})
        assert is_quota(response, "client")
        assert response.headers["retry-after"] in ("29", "30")
        assert (await client.get("/livez")).status_code == 200
        assert (await client.get("/v1/limits")).status_code == 200
        assert "ratelimit" not in (await client.get("/livez")).headers


async def test_nothing_is_limited_here_unless_somebody_says_so(answerer: FakeAnswerer) -> None:
    async with client_of(answerer) as client:
        for _ in range(300):
            response = await client.get("/v1/articles/amnesty")
    assert response.status_code == 200
    assert "ratelimit" not in response.headers


@pytest.mark.parametrize(
    ("settings", "limited"),
    [
        ({}, False),
        ({"sites": (SITE,)}, True),
        ({"sites": (SITE,), "client_rate": 0}, False),
        ({"client_rate": 5}, True),
    ],
)
async def test_sites_bring_limits_unless_they_are_turned_off(
    answerer: FakeAnswerer, settings: dict[str, object], limited: bool
) -> None:
    async with client_of(answerer, **settings) as client:
        assert ("ratelimit" in (await client.get("/v1/articles/amnesty")).headers) == limited


async def test_readers_behind_a_trusted_proxy_are_counted_one_by_one(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, client_rate=1) as client:
        found = [
            (await client.get("/v1/articles/amnesty", headers={"X-Forwarded-For": reader})).status_code
            for reader in ("203.0.113.1", "203.0.113.2", "203.0.113.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
        ]
    assert found == [200, 200, 429, 200, 429, 200]


async def test_an_invented_proxy_header_makes_nobody_a_new_client(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, client_rate=1, trusted_proxies=()) as client:
        found = [
            (await client.get("/v1/articles/amnesty", headers={"X-Forwarded-For": f"203.0.113.{n}"})).status_code
            for n in range(3)
        ]
    assert found == [200, 429, 429]


async def test_guessing_tokens_counts_too(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, client_rate=3) as client:
        guess = {**PAGE, "Authorization": "Bearer ft_a.b"}
        found = [(await client.post("/v1/answers", json=ASK, headers=guess)).status_code for _ in range(4)]
        assert is_quota(await client.post("/v1/tokens", json={"site": KEY}, headers=PAGE), "client")
    assert found == [401, 401, 401, 429]


async def test_a_sites_readers_have_a_limit_together_and_others_are_not_touched_by_it(answerer: FakeAnswerer) -> None:
    narrow = replace(SITE, requests_per_minute=3)
    async with at_sites(answerer, sites=(narrow, OTHER), client_rate=100) as client:
        page = await page_of(client)
        for reader in ("203.0.113.1", "203.0.113.2"):
            response = await client.get("/v1/articles/amnesty", headers={**page, "X-Forwarded-For": reader})
            assert response.status_code == 200
            assert "site" not in response.headers["ratelimit"]  # how busy the others are is nobody's business
        response = await client.get("/v1/articles/amnesty", headers={**page, "X-Forwarded-For": "203.0.113.3"})
        assert is_quota(response, "site")
        assert '"client";q=100' in response.headers["ratelimit-policy"]
        assert is_quota(await client.post("/v1/tokens", json={"site": KEY}, headers=PAGE), "site")
        other = await page_of(client, OTHER.key, OTHER.origins[0])
        assert (await client.get("/v1/articles/amnesty", headers=other)).status_code == 200
        assert (await client.get("/v1/articles/amnesty")).status_code == 200


async def test_a_sites_answers_of_a_day_come_to_an_end_and_nothing_else_does(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, sites=(replace(SITE, answers_per_day=2), OTHER)) as client:
        page = await page_of(client)
        for stream in (False, True):
            assert (await client.post("/v1/answers", json={**ASK, "stream": stream}, headers=page)).status_code == 200
        for stream in (False, True):
            response = await client.post("/v1/answers", json={**ASK, "stream": stream}, headers=page)
            assert is_quota(response, "day")
            assert 1 <= int(response.headers["retry-after"]) <= DAY
            assert "tomorrow" in response.json()["detail"]
        assert (await client.get("/v1/articles/amnesty", headers=page)).status_code == 200
        assert (await client.get("/v1/suggestions", headers=page)).status_code == 200
        assert (await client.post("/v1/answers", json=ASK)).status_code == 200


async def test_what_was_never_answered_is_not_counted(answerer: FakeAnswerer) -> None:
    async with at_sites(answerer, sites=(replace(SITE, answers_per_day=1),)) as client:
        page = await page_of(client)
        for wrong in ({"question": ""}, {**ASK, "article_ids": ["nowhere"]}, {**ASK, "composer": "llm"}):
            assert (await client.post("/v1/answers", json=wrong, headers=page)).status_code in (404, 422)
        assert (await client.post("/v1/answers", json=ASK, headers=page)).status_code == 200
        assert is_quota(await client.post("/v1/answers", json=ASK, headers=page), "day")


async def test_the_services_key_is_not_limited(answerer: FakeAnswerer) -> None:
    headers = {"Authorization": "Bearer a-long-random-key-0123456789"}
    async with at_sites(answerer, admin_key="a-long-random-key-0123456789", client_rate=1) as client:
        found = [(await client.get("/v1/articles", headers=headers)).status_code for _ in range(3)]
    assert found == [200, 200, 200]


def test_a_server_for_others_limits_its_clients(answerer: FakeAnswerer) -> None:
    assert settled(Settings(), "127.0.0.1") == Settings(writable=True)
    assert settled(Settings(), "0.0.0.0") == Settings(client_rate=120)
    assert settled(Settings(client_rate=0), "::").client_rate == 0
    assert configured(answerer, Settings()).proxy_headers is False
