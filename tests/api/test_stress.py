"""Many ask while articles come, change and go: nobody gets an error, and no citation points at the wrong words."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.config import Config
from tests.api_serving import serving
from tests.fakes import HashingEncoder

CLIENTS, WRITERS, ASKED, WRITTEN = 32, 3, 12, 30
CITIES = "Westport Norwick Aldham Cray Dunmore Elmsford".split()
QUESTIONS = ["What toll do lorries pay in {}?", "When does the bridge in {} open?", "Who paid for the tunnel in {}?"]


def report(city: str, number: int) -> str:
    return (
        f"The bridge in {city} opens on {number} May, officials said.\n"
        f"In {city} lorries pay a toll of {number} euros. 🚚 Cyclists pay nothing.\n"
        f"The council of {city} met {number} times."
    )


def write(client: httpx.Client, writer: int, seen: Counter[int]) -> None:
    """Each writer has cities of its own; an id that was removed is not used again."""
    choose = random.Random(writer)
    lives = dict.fromkeys(CITIES[writer::WRITERS], 1)
    for number in range(1, WRITTEN + 1):
        city = choose.choice(list(lives))
        path = f"/v1/articles/{city}.{lives[city]}"
        if choose.random() < 0.25:
            lives[city] += 1
            seen[client.delete(path).status_code] += 1
        else:
            body = {"text": report(city, number), "title": city, "published": "2020-05-01"}
            seen[client.put(path, json=body).status_code] += 1


def ask(client: httpx.Client, asker: int, seen: Counter[int]) -> list[dict[str, Any]]:
    choose = random.Random(asker)
    citations: list[dict[str, Any]] = []
    for _ in range(ASKED):
        question = choose.choice(QUESTIONS).format(choose.choice(CITIES))
        response = client.post("/v1/answers", json={"question": question})
        seen[response.status_code] += 1
        if response.is_success:
            answer = response.json()
            citations += answer["citations"] + answer["nearest"]
            assert {n for s in answer["statements"] for n in s["citations"]} <= {
                c["number"] for c in answer["citations"]
            }
        hits = client.post("/v1/search", json={"query": question})
        seen[hits.status_code] += 1
        citations += hits.json()["data"] if hits.is_success else []
        for citation in citations[-3:]:
            resolve(client, citation, seen)
    return citations


def resolve(client: httpx.Client, citation: dict[str, Any], seen: Counter[int]) -> None:
    source = citation["article"]
    response = client.get(f"/v1/articles/{source['id']}", params={"version": source["version"]})
    seen[response.status_code] += 1
    if response.status_code != 404:
        assert response.json()["text"][citation["start"] : citation["end"]] == citation["exact"]


@pytest.mark.slow
def test_thirty_two_clients_ask_while_articles_are_added_replaced_and_removed(tmp_path: Path) -> None:
    seen: Counter[int] = Counter()
    start = threading.Barrier(CLIENTS + WRITERS)

    def run(work: Callable[..., Any], number: int) -> list[dict[str, Any]]:
        with httpx.Client(base_url=url, timeout=120) as client:
            start.wait()
            return work(client, number, seen) or []

    with Index.open(tmp_path / "index", HashingEncoder(), create=True) as index:
        answerer = Answerer(index, load_baseline(), Config(index=index.folder))
        with serving(answerer, Settings(writable=True)) as (host, port), ThreadPoolExecutor(CLIENTS + WRITERS) as pool:
            url = f"http://{host}:{port}"
            jobs = [pool.submit(run, write, n) for n in range(WRITERS)] + [
                pool.submit(run, ask, n) for n in range(CLIENTS)
            ]
            citations = [citation for job in jobs for citation in job.result()]
            with httpx.Client(base_url=url, timeout=120) as client:
                for citation in {
                    (c["article"]["id"], c["article"]["version"], c["start"]): c for c in citations
                }.values():
                    resolve(client, citation, seen)
        assert index.check() == []
    assert not [status for status in seen if status >= 500], seen
    assert set(seen) <= {200, 201, 204, 404}, seen
    assert len(citations) > CLIENTS * ASKED
