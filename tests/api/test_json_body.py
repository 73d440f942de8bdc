"""Bodies that break services: each trap is refused as a problem, and nothing of it comes back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import suppress

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.json_body import parse_json
from api.problems import Refusal
from api.settings import Settings
from tests.api_fakes import FakeAnswerer

pytestmark = pytest.mark.anyio
JSON = {"Content-Type": "application/json"}
CANARY = "canary"


async def post(client: httpx.AsyncClient, body: bytes, path: str = "/v1/answers", **headers: str) -> httpx.Response:
    return await client.post(path, content=body, headers={**JSON, **headers})


def is_problem(response: httpx.Response, status: int) -> bool:
    assert response.headers["content-type"] == "application/problem+json", response.text
    assert CANARY not in response.text
    return response.status_code == response.json()["status"] == status


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": NaN}',
        b'{"question": "canary", "history": [-Infinity]}',
        b'{"question": 1e999}',
        b'{"question": "canary", "question": "twice"}',
        b'{"question": "canary", "history": [{"role": "user", "role": "user", "content": "a"}]}',
        b'{"question": ' + b"9" * 5_000 + b"}",
        b'{"question": "canary \xff"}',
        '{"question": "canary"}'.encode("utf-16"),
        b'{"question": "canary"',
        b"canary",
        b"",
        b"[" * 20_000,
        b"[" * 20_000 + b"]" * 20_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_what_is_not_strict_json_is_a_400_that_repeats_nothing(client: httpx.AsyncClient, body: bytes) -> None:
    assert is_problem(await post(client, body), 400)


@pytest.mark.parametrize(
    "question",
    [r"\ud800", r"canary \udfff", r"canary \u0000", "", "   ", r"\u3000\n", "x" * 2001, "x" * 90_000],
    ids=lambda question: question[:10],
)
async def test_a_question_that_cannot_be_asked_is_a_422_that_names_it(client: httpx.AsyncClient, question: str) -> None:
    response = await post(client, b'{"question": "%s"}' % question.encode())
    assert is_problem(response, 422)
    assert response.json()["errors"][0]["pointer"] == "#/question"
    assert len(response.content) < 1_000


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/question"),
        ([], "#"),
        ({"question": 5}, "#/question"),
        ({"question": "a", "stream": "yes"}, "#/stream"),
        ({"question": "a", "as_of": 1433462400}, "#/as_of"),
        ({"question": "a", "as_of": "2015-06-05T00:00:00"}, "#/as_of"),
        ({"question": "a", "as_of": "20150605"}, "#/as_of"),
        ({"question": "a", "as_of": "2015-02-30"}, "#/as_of"),
        ({"question": "a", "top_k": 3}, "#/top_k"),
        ({"question": "a", "<canary of 90 kB>" * 9: 3}, "#/?"),
        ({"question": "a", "history": [{"role": "system", "content": "a"}]}, "#/history/0/role"),
        ({"question": "a", "history": [{"role": "user", "content": "a" * 8001}]}, "#/history/0/content"),
        ({"question": "a", "history": [{"role": "user", "content": "a"}] * 21}, "#/history"),
        ({"question": "a", "article_ids": []}, "#/article_ids"),
        ({"question": "a", "article_ids": ["a"] * 101}, "#/article_ids"),
        ({"question": "a", "article_ids": ["a/b"]}, "#/article_ids/0"),
        ({"question": "a", "composer": "llm"}, "#/composer"),
    ],
    ids=str,
)
async def test_a_field_that_is_wrong_is_pointed_at(client: httpx.AsyncClient, body: object, pointer: str) -> None:
    response = await post(client, json.dumps(body).encode())
    assert is_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


async def test_many_mistakes_make_a_short_problem(client: httpx.AsyncClient) -> None:
    response = await post(client, json.dumps({"question": "a", "article_ids": ["/canary"] * 20_000}).encode())
    assert is_problem(response, 422)
    assert len(response.json()["errors"]) <= 10


@pytest.mark.parametrize("search", [{"limit": 0}, {"limit": 101}, {"limit": "5"}, {"limit": 2.5}, {"limit": True}])
async def test_a_limit_is_a_whole_number_in_its_range(client: httpx.AsyncClient, search: dict[str, object]) -> None:
    response = await post(client, json.dumps({"query": "a", **search}).encode(), "/v1/search")
    assert is_problem(response, 422)


async def test_a_number_written_with_a_fraction_of_zero_is_whole(client: httpx.AsyncClient) -> None:
    assert (await post(client, b'{"query": "a", "limit": 1.0}', "/v1/search")).status_code == 200


@pytest.mark.parametrize("length", [256 * 1024 + 1, 3_000_000])
async def test_a_body_too_large_is_the_same_413_announced_or_in_chunks(client: httpx.AsyncClient, length: int) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(length // 1000 + 1):
            yield b" " * 1000

    announced = await post(client, b" " * length)
    in_chunks = await client.post("/v1/answers", content=chunks(), headers=JSON)
    assert is_problem(announced, 413)
    assert is_problem(in_chunks, 413)
    assert {**announced.json(), "instance": ""} == {**in_chunks.json(), "instance": ""}


async def test_an_article_may_be_larger_than_a_question_but_not_endless(client: httpx.AsyncClient) -> None:
    article = json.dumps({"text": "One sentence of a long article.\n" * 20_000, "id": "long"}).encode()
    assert (await post(client, article, "/v1/articles")).status_code == 201
    assert is_problem(await post(client, b" " * (10 * 1024 * 1024 + 1), "/v1/articles"), 413)


@pytest.mark.parametrize(
    "media_type",
    ["", "text/plain", "text/html", "multipart/form-data", "application/xml", "application/json; charset=utf-16"],
)
async def test_a_body_that_does_not_say_it_is_json_is_a_415(client: httpx.AsyncClient, media_type: str) -> None:
    assert is_problem(await post(client, b'{"question": "canary"}', **{"Content-Type": media_type}), 415)


async def test_curl_may_call_its_json_a_form_but_a_page_on_another_site_may_not(client: httpx.AsyncClient) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await post(client, b' {"question": "a"}', **form)).status_code == 200
    assert is_problem(await post(client, b"question=canary", **form), 415)
    assert is_problem(await post(client, b'{"question": "a"}', Origin="https://evil.example", **form), 415)


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; charset=UTF-8"])
async def test_a_byte_order_mark_is_skipped(client: httpx.AsyncClient, media_type: str) -> None:
    body = b'\xef\xbb\xbf{"question": "a"}'
    assert (await post(client, body, **{"Content-Type": media_type})).status_code == 200


async def test_a_body_that_stops_halfway_is_a_408(answerer: FakeAnswerer) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b'{"question": '
        await anyio.sleep_forever()

    app = create_app(answerer, settings=Settings(patience_s=0.05))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        response = await client.post("/v1/answers", content=half(), headers=JSON)
    assert is_problem(response, 408)
    assert response.headers["connection"] == "close"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_json_can_say_is_read_as_it_was_said(value: object) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=True).encode()) == value


@given(st.binary())
def test_any_bytes_are_a_value_or_a_refusal(raw: bytes) -> None:
    with suppress(Refusal):
        parse_json(raw)
