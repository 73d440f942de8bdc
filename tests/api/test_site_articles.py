"""A site that is narrowed to some articles: the others are as if they were not there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from index.article import Draft
from tests.api_fakes import ASK, FakeAnswerer
from tests.api_sites import KEY, ORIGIN, OTHER, SITE, at_sites, page_of

pytestmark = pytest.mark.anyio
NARROW = replace(SITE, articles=frozenset({"bridge", "not-written-yet"}))


@pytest.fixture
async def narrow(answerer: FakeAnswerer) -> AsyncIterator[httpx.AsyncClient]:
    answerer.index.add(Draft("A bridge opened in May. It is free to cross.", id="bridge"))
    async with at_sites(answerer, sites=(NARROW, OTHER)) as client:
        client.headers.update(await page_of(client, KEY, ORIGIN))
        yield client


async def test_a_question_is_answered_from_the_sites_articles_only(
    narrow: httpx.AsyncClient, answerer: FakeAnswerer
) -> None:
    answer = (await narrow.post("/v1/answers", json=ASK)).json()
    assert {citation["article"]["id"] for citation in answer["citations"]} == {"bridge"}
    assert answerer.asked[-1].article_ids == ("bridge",)
    assert answerer.asked[-1].visible == NARROW.articles  # a refusal points to no other article


@pytest.mark.parametrize("ids", [["amnesty"], ["bridge", "amnesty"], ["nowhere"]])
async def test_an_article_of_others_is_as_unknown_as_one_that_is_nowhere(
    narrow: httpx.AsyncClient, ids: list[str]
) -> None:
    response = await narrow.post("/v1/answers", json={**ASK, "article_ids": ids})
    assert (response.status_code, response.json()["type"]) == (404, "/problems/article-not-found")
    assert response.json()["errors"][0]["pointer"] == f"#/article_ids/{len(ids) - 1}"
    mine = await narrow.post("/v1/answers", json={**ASK, "article_ids": ["bridge"]})
    assert mine.status_code == 200


async def test_its_text_is_not_given_and_nothing_is_suggested_from_it(narrow: httpx.AsyncClient) -> None:
    hidden = await narrow.get("/v1/articles/amnesty", headers={"X-Request-Id": "r"})
    nowhere = await narrow.get("/v1/articles/nowhere", headers={"X-Request-Id": "r"})
    assert (hidden.status_code, hidden.content) == (404, nowhere.content)
    assert (await narrow.get("/v1/articles/bridge")).status_code == 200
    assert (await narrow.get("/v1/articles/amnesty?version=1")).status_code == 404
    assert (await narrow.get("/v1/suggestions?article_id=amnesty")).status_code == 404
    assert (await narrow.get("/v1/suggestions?article_id=bridge")).json()["data"]
    assert len((await narrow.get("/v1/suggestions?limit=1")).json()["data"]) == 1


async def test_answers_from_other_articles_are_not_shown_and_not_judged(narrow: httpx.AsyncClient) -> None:
    others = await page_of(narrow, OTHER.key, OTHER.origins[0])
    answer = (await narrow.post("/v1/answers", json=ASK, headers=others)).json()
    assert {citation["article"]["id"] for citation in answer["citations"]} == {"amnesty"}
    verdict = {"answer_id": answer["id"], "verdict": "down"}
    assert (await narrow.get(f"/v1/answers/{answer['id']}")).status_code == 404
    assert (await narrow.post("/v1/feedback", json=verdict)).status_code == 404
    assert (await narrow.get(f"/v1/answers/{answer['id']}", headers=others)).status_code == 200
    assert (await narrow.post("/v1/feedback", json=verdict, headers=others)).status_code == 201


async def test_a_site_none_of_whose_articles_is_there_yet_has_nothing_to_ask(answerer: FakeAnswerer) -> None:
    early = replace(SITE, articles=frozenset({"not-written-yet"}))
    async with at_sites(answerer, sites=(early,)) as client:
        page = await page_of(client)
        assert (await client.post("/v1/answers", json=ASK, headers=page)).status_code == 404
        assert (await client.get("/v1/suggestions", headers=page)).status_code == 404
