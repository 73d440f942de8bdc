"""Asking over HTTP: the answer's JSON is the contract's, and it can be fetched again."""

from __future__ import annotations

import asyncio
import threading

import httpx
import pytest

from index.errors import EncoderError
from tests.api_fakes import ASK, TEXT, FakeAnswerer, client_of

pytestmark = pytest.mark.anyio
KEYS = (
    "id object created status question standalone_question text short_answer statements citations table nearest "
    "notices confidence as_of composer model timings_ms"
)


async def test_the_answer_has_the_contracts_keys_in_its_order(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/answers", json=ASK)).json()
    assert list(answer) == KEYS.split()
    assert list(answer["statements"][0]) == "text start end citations".split()
    assert list(answer["citations"][0]) == "number article exact prefix suffix start end speaker link dates".split()
    assert list(answer["citations"][0]["article"]) == "id version title publisher published url language".split()
    assert answer["short_answer"] == {"text": "amnesty", "citation": 1}


async def test_every_citation_is_a_slice_of_the_article_it_names(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/answers", json=ASK)).json()
    for citation in answer["citations"]:
        source = citation["article"]
        article = (await client.get(f"/v1/articles/{source['id']}?version={source['version']}")).json()
        assert article["text"][citation["start"] : citation["end"]] == citation["exact"]


async def test_everything_that_may_be_asked_reaches_what_answers(
    client: httpx.AsyncClient, answerer: FakeAnswerer
) -> None:
    history = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": ""}]
    body = {**ASK, "history": history, "article_ids": ["amnesty"], "composer": "extractive", "as_of": "2015-06-05"}
    answer = (await client.post("/v1/answers", json=body)).json()
    (asked,) = answerer.asked
    assert [(turn.role, turn.content) for turn in asked.history] == [("user", "Hi"), ("assistant", "")]
    assert (asked.article_ids, answer["as_of"]) == (("amnesty",), "2015-06-05")


async def test_nulls_stand_for_what_is_left_out(client: httpx.AsyncClient) -> None:
    body = {**ASK, "article_ids": None, "as_of": None, "stream": None}
    assert (await client.post("/v1/answers", json=body)).status_code == 200


async def test_an_unknown_article_is_named_by_its_place(client: httpx.AsyncClient) -> None:
    for path, body in (("/v1/answers", ASK), ("/v1/search", {"query": "law"})):
        response = await client.post(path, json={**body, "article_ids": ["amnesty", "nobody"]})
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (404, "#/article_ids/1")


async def test_no_model_means_no_composer_of_that_kind(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/answers", json={**ASK, "composer": "llm"})
    assert response.status_code == 422
    assert "no language model is configured" in response.json()["detail"]


async def test_an_answer_can_be_fetched_again_until_newer_ones_push_it_out(answerer: FakeAnswerer) -> None:
    async with client_of(answerer, remembered=2) as client:
        answers = [(await client.post("/v1/answers", json=ASK)).json() for _ in range(3)]
        again = [await client.get(f"/v1/answers/{answer['id']}") for answer in answers]
    assert [response.status_code for response in again] == [404, 200, 200]
    assert again[2].json() == answers[2]
    assert "restart" in again[0].json()["detail"]


async def test_a_hit_is_a_citation_with_its_scores(client: httpx.AsyncClient) -> None:
    found = (await client.post("/v1/search", json={"query": "amnesty", "limit": 1})).json()
    assert found["object"] == "list"
    (hit,) = found["data"]
    assert (hit["number"], hit["start"], hit["end"], hit["exact"]) == (1, 0, len(TEXT), TEXT)
    assert (hit["score"], hit["dense"], hit["lexical"], hit["article"]["id"]) == (0.5, 0.4, None, "amnesty")


async def test_suggestions_are_a_list_of_questions(client: httpx.AsyncClient) -> None:
    found = (await client.get("/v1/suggestions?article_id=amnesty&limit=1")).json()
    assert found == {"object": "list", "data": ["What does the law offer?"]}


async def test_the_limits_are_published(client: httpx.AsyncClient) -> None:
    limits = (await client.get("/v1/limits")).json()
    assert (limits["question_characters"], limits["history_turns"], limits["ask_bytes"]) == (2000, 20, 262_144)
    assert limits["questions_waiting"] == 64


async def test_alive_says_little_and_ready_says_more_when_asked(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json() == {"status": "ok"}
    verbose = (await client.get("/readyz?verbose=true")).json()
    assert (verbose["status"], verbose["articles"], verbose["passages"]) == ("ok", 1, 1)


async def test_a_service_whose_encoder_is_broken_is_alive_but_not_ready(
    answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(texts: object) -> None:
        raise EncoderError("canary")

    monkeypatch.setattr(answerer.index.encoder, "encode_questions", fail)
    async with client_of(answerer) as client:
        alive, ready = await client.get("/livez"), await client.get("/readyz")
    assert (alive.status_code, ready.status_code, ready.json()["type"]) == (200, 503, "/problems/not-ready")
    assert "retry-after" in ready.headers
    assert "canary" not in ready.text


async def test_one_question_too_many_is_told_to_come_back_and_the_rest_are_answered(answerer: FakeAnswerer) -> None:
    opened = threading.Event()
    answerer.before = lambda: opened.wait(10) and None
    async with client_of(answerer, waiting=3, workers=1) as client:
        asking = [asyncio.ensure_future(client.post("/v1/answers", json=ASK)) for _ in range(5)]
        while sum(task.done() for task in asking) < 2:
            await asyncio.sleep(0.01)
        assert (await client.get("/v1/articles/amnesty")).status_code == 200
        opened.set()
        responses = await asyncio.gather(*asking)
        assert (await client.post("/v1/answers", json=ASK)).status_code == 200
    refused = [response for response in responses if response.status_code == 503]
    assert len(refused) == 2
    assert {response.headers["retry-after"] for response in refused} == {"1"}


async def test_an_answer_goes_with_the_articles_that_it_quotes(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/answers", json=ASK)).json()
    assert (await client.get(f"/v1/answers/{answer['id']}")).status_code == 200
    await client.delete(f"/v1/articles/{answer['citations'][0]['article']['id']}")
    assert (await client.get(f"/v1/answers/{answer['id']}")).status_code == 404
