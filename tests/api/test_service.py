"""Everything real, the encoder and the bundled article included: what a new user sees over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from index.article import Draft
from index.sources import read_sources
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.config import Config
from tests.api_fakes import events_of
from tests.api_serving import serving

SAMPLE = Path(__file__).parents[2] / "index" / "sample"
ASK = {"question": "What does Tajikistan offer fighters who come home?"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with Index.open(tmp_path_factory.mktemp("news") / "index", create=True) as index:
        for draft in read_sources([str(SAMPLE)]):
            assert isinstance(draft, Draft)
            index.add(draft)
        answerer = Answerer(index, load_baseline(), Config(index=index.folder))
        with (
            serving(answerer, Settings(writable=True)) as (host, port),
            httpx.Client(base_url=f"http://{host}:{port}", timeout=60) as client,
        ):
            yield client


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ("created", "timings_ms")}


def test_the_bundled_article_answers_with_footnotes_that_hold(service: httpx.Client) -> None:
    answer = service.post("/v1/answers", json=ASK).json()
    assert answer["status"] == "answered"
    assert answer["statements"]
    for citation in answer["citations"]:
        text = service.get(f"/v1/articles/{citation['article']['id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["exact"]
    assert answer["as_of"] == "2015-06-05"


def test_the_stream_is_the_same_answer(service: httpx.Client) -> None:
    answer = service.post("/v1/answers", json=ASK).json()
    events = events_of(service.post("/v1/answers", json={**ASK, "stream": True}).text)
    last = httpx.Response(200, content=events[-1]["data"]).json()
    assert without_time(last["answer"]) == without_time(answer)


def test_what_the_article_does_not_say_is_not_covered(service: httpx.Client) -> None:
    answer = service.post("/v1/answers", json={"question": "What does Denmark do with returning fighters?"}).json()
    assert (answer["status"], answer["statements"], answer["citations"]) == ("not_covered", [], [])
    assert answer["nearest"]


def test_every_suggestion_is_answered(service: httpx.Client) -> None:
    suggested = service.get("/v1/suggestions").json()["data"]
    assert suggested
    for question in suggested:
        assert service.post("/v1/answers", json={"question": question}).json()["status"] == "answered"


def test_a_search_finds_passages_of_the_article(service: httpx.Client) -> None:
    data = service.post("/v1/search", json={"query": "amnesty for returning fighters", "limit": 3}).json()["data"]
    assert 0 < len(data) <= 3
    assert [hit["score"] for hit in data] == sorted((hit["score"] for hit in data), reverse=True)
