"""`POST /v1/feedback`: what is taken, what is kept of it, and what is not."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.clients import parse_networks
from api.feedback import Cited, Feedback, FeedbackError, FeedbackFile
from api.serve import run_server
from api.settings import Settings
from tests.api_fakes import ASK, FakeAnswerer, client_of

pytestmark = pytest.mark.anyio
UP = {"answer_id": "ans_1", "verdict": "up"}
DOWN = {"answer_id": "ans_1", "verdict": "down", "reasons": ["tone", "incorrect", "tone"], "comment": " It is wrong. "}


def kept(path: Path) -> list[Feedback]:
    return list(FeedbackFile(path).all())


async def test_a_verdict_is_taken_but_not_kept_where_no_file_is_named(client: httpx.AsyncClient) -> None:
    await client.post("/v1/answers", json=ASK)
    response = await client.post("/v1/feedback", json=DOWN)
    assert (response.status_code, response.json()) == (201, {"object": "feedback", "stored": False})


async def test_what_is_kept_is_the_verdict_and_what_it_is_about(answerer: FakeAnswerer, tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    async with client_of(answerer, feedback=path) as client:
        created = (await client.post("/v1/answers", json=ASK)).json()["created"]
        response = await client.post("/v1/feedback", json=DOWN)
    assert (response.status_code, response.json()) == (201, {"object": "feedback", "stored": True})
    (feedback,) = kept(path)
    assert feedback.given > 0
    assert created
    assert (feedback.verdict, feedback.reasons, feedback.comment) == ("down", ("incorrect", "tone"), "It is wrong.")
    assert (feedback.answer_id, feedback.articles) == ("ans_1", (Cited("amnesty", 1),))
    assert feedback.question is None
    everything = b"".join(file.read_bytes() for file in tmp_path.glob("feedback*"))
    assert ASK["question"].encode() not in everything
    assert b"127.0.0.1" not in everything


async def test_the_question_is_kept_only_by_choice(answerer: FakeAnswerer, tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    async with client_of(answerer, feedback=path, feedback_questions=True) as client:
        await client.post("/v1/answers", json=ASK)
        await client.post("/v1/feedback", json=UP)
    assert kept(path)[0].question == ASK["question"]


async def test_a_reader_may_think_again_and_another_has_a_verdict_too(answerer: FakeAnswerer, tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    async with client_of(answerer, feedback=path, trusted_proxies=parse_networks("127.0.0.1")) as client:
        await client.post("/v1/answers", json=ASK)
        for reader, verdict in (("203.0.113.1", UP), ("203.0.113.1", DOWN), ("203.0.113.2", UP)):
            await client.post("/v1/feedback", json=verdict, headers={"X-Forwarded-For": reader})
    assert sorted(feedback.verdict for feedback in kept(path)) == ["down", "up"]


async def test_an_answer_that_was_not_covered_can_be_judged_as_well(answerer: FakeAnswerer, tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    async with client_of(answerer, feedback=path) as client:
        await client.post("/v1/answers", json={"question": "What does Denmark do?"})
        assert (await client.post("/v1/feedback", json=UP)).status_code == 201
    assert kept(path)[0].articles == (Cited("amnesty", 1),)


@pytest.mark.parametrize("answer_id", ["ans_2", "nonsense", "../ans_1", "' OR 1=1 --"])
async def test_an_answer_that_was_never_given_has_no_verdict(
    answerer: FakeAnswerer, tmp_path: Path, answer_id: str
) -> None:
    async with client_of(answerer, feedback=tmp_path / "feedback.sqlite") as client:
        await client.post("/v1/answers", json=ASK)
        response = await client.post("/v1/feedback", json={**UP, "answer_id": answer_id})
    assert (response.status_code, response.json()["type"]) == (404, "/problems/answer-not-found")
    assert not list(tmp_path.glob("feedback*"))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"verdict": "meh"}, "#/verdict"),
        ({"verdict": None}, "#/verdict"),
        ({"answer_id": ""}, "#/answer_id"),
        ({"answer_id": "a" * 129}, "#/answer_id"),
        ({"reasons": ["because"]}, "#/reasons/0"),
        ({"reasons": "tone"}, "#/reasons"),
        ({"reasons": ["tone"] * 7}, "#/reasons"),
        ({"comment": "a" * 1_001}, "#/comment"),
        ({"comment": "a\u0000b"}, "#/comment"),
        ({"comment": 5}, "#/comment"),
        ({"email": "me@example.org"}, "#/email"),
    ],
    ids=str,
)
async def test_a_verdict_that_is_none_is_pointed_at(
    client: httpx.AsyncClient, change: dict[str, Any], pointer: str
) -> None:
    await client.post("/v1/answers", json=ASK)
    response = await client.post("/v1/feedback", json={**UP, **change})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer
    assert "example.org" not in response.text


@pytest.mark.parametrize(
    "comment",
    ["\U0001f600" * 1_000, "<script>alert(1)</script>", "'; DROP TABLE feedback; --", "\u202egnorw", "{{7*7}}", "   "],
    ids=lambda comment: comment[:10],
)
async def test_a_comment_is_kept_as_the_text_it_is(answerer: FakeAnswerer, tmp_path: Path, comment: str) -> None:
    path = tmp_path / "feedback.sqlite"
    async with client_of(answerer, feedback=path) as client:
        await client.post("/v1/answers", json=ASK)
        assert (await client.post("/v1/feedback", json={**DOWN, "comment": comment})).status_code == 201
    assert kept(path)[0].comment == (comment.strip() or None)


async def test_feedback_is_no_place_for_megabytes(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/feedback", json={**UP, "comment": "a" * 20_000})).status_code == 413


async def test_feedback_changes_no_answer_and_no_article(answerer: FakeAnswerer, tmp_path: Path) -> None:
    async with client_of(answerer, feedback=tmp_path / "feedback.sqlite") as client:
        before = (await client.post("/v1/answers", json=ASK)).json()
        await client.post("/v1/feedback", json={**DOWN, "comment": "The law offers ice cream."})
        again = (await client.get("/v1/answers/ans_1")).json()
        found = (await client.post("/v1/search", json={"query": "ice cream"})).text
    assert again == before
    assert "ice cream" not in found


async def test_a_file_that_cannot_be_used_is_a_503_and_only_the_log_says_why(
    answerer: FakeAnswerer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    canary = {**DOWN, "comment": "I am Canary."}
    async with client_of(answerer, feedback=tmp_path / "nowhere" / "feedback.sqlite") as client:
        await client.post("/v1/answers", json=ASK)
        with caplog.at_level(logging.DEBUG, logger="footnote"):
            response = await client.post("/v1/feedback", json=canary)
    assert (response.status_code, response.json()["type"]) == (503, "/problems/feedback-unusable")
    assert response.headers["retry-after"]
    assert "nowhere" not in response.text
    assert "nowhere" in caplog.text
    assert "Canary" not in caplog.text


def test_a_server_that_could_not_keep_feedback_does_not_start(answerer: FakeAnswerer, tmp_path: Path) -> None:
    settings = Settings(feedback=tmp_path / "nowhere" / "feedback.sqlite")
    with pytest.raises(FeedbackError, match="No such file"):
        run_server(answerer, host="127.0.0.1", port=0, settings=settings)
