"""Every failure is a problem of one shape, and tells nothing that it should not."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx
import pytest

import index.errors
import rag.errors
from api.problems import TABLE, refusal_of
from index.errors import FootnoteError
from tests.api_fakes import ASK, FakeAnswerer, client_of

pytestmark = pytest.mark.anyio
FOLDER = Path("/canary/index")
ERRORS = [
    error
    for module in (index.errors, rag.errors)
    for error in vars(module).values()
    if isinstance(error, type) and issubclass(error, FootnoteError)
]
RAISED: list[tuple[FootnoteError, int]] = [
    (index.errors.SourceError("canary", "the text is blank", "write some"), 422),
    (rag.errors.QuestionError("ask a question"), 422),
    (index.errors.ArticleNotFound(FOLDER, "canary"), 404),
    (index.errors.InvalidArticle(FOLDER, "canary"), 422),
    (index.errors.VersionConflict(FOLDER, "canary", 1, 2), 412),
    (index.errors.IndexBusy(FOLDER, "canary"), 503),
    (index.errors.IndexNotFound(FOLDER), 500),
    (index.errors.IndexMismatch(FOLDER, "canary"), 500),
    (index.errors.IndexCorrupt(FOLDER, "canary"), 500),
    (index.errors.IndexProblem(FOLDER, "canary"), 500),
    (index.errors.EncoderError("canary"), 500),
    (rag.errors.ConfigError("canary", 1, "2"), 500),
    (rag.errors.ReaderError("canary"), 500),
    (FootnoteError("canary"), 500),
]


@pytest.mark.parametrize("error", ERRORS)
def test_no_error_of_ours_is_without_its_problem(error: type[FootnoteError]) -> None:
    assert error in TABLE
    assert error in [type(raised) for raised, _ in RAISED]


@pytest.mark.parametrize(("error", "status"), RAISED, ids=lambda value: type(value).__name__)
async def test_an_error_of_ours_becomes_its_status_without_a_path_or_a_name(
    answerer: FakeAnswerer, error: FootnoteError, status: int
) -> None:
    def fail() -> None:
        raise error

    answerer.before = fail
    async with client_of(answerer) as client:
        response = await client.post("/v1/answers", json=ASK)
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert "canary" not in response.text
    assert ("retry-after" in response.headers) == (status == 503)
    assert set(response.json()) - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert refusal_of(error).detail


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/canary", 404),
        ("GET", "/v1/articles/", 404),
        ("GET", "/v1/articles/canary", 404),
        ("GET", "/v1/articles/%00canary", 404),
        ("GET", "/v1/articles/amnesty?version=2", 404),
        ("GET", "/v1/articles/amnesty?version=0", 422),
        ("GET", "/v1/articles/amnesty?version=99999999999999999999", 422),
        ("GET", "/v1/articles?limit=canary", 422),
        ("GET", "/v1/answers/canary", 404),
        ("GET", "/v1/suggestions?limit=0", 422),
        ("GET", "/v1/suggestions?article_id=canary", 404),
        ("GET", "/widget/canary.js", 404),
        ("GET", "/widget/../app.py", 404),
        ("GET", "/widget/%2e%2e/app.py", 404),
        ("POST", "/widget/footnote.js", 405),
        ("PATCH", "/v1/answers", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "/v1/answers", 405),
    ],
)
async def test_an_address_or_method_that_is_wrong_is_a_problem_too(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert "canary" not in response.text
    assert response.headers["x-request-id"] in response.json()["instance"]


async def test_a_405_names_every_method_of_the_address(client: httpx.AsyncClient) -> None:
    response = await client.request("PATCH", "/v1/articles/amnesty")
    assert response.headers["allow"] == "DELETE, GET, HEAD, PUT"


async def test_an_unforeseen_error_says_nothing_of_its_cause_and_is_logged_without_the_question(
    answerer: FakeAnswerer, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "canary" if ASK else ""

    def fail() -> None:
        raise ZeroDivisionError(f"{secret} while answering {answerer.asked[-1].question}")

    answerer.before = fail
    with caplog.at_level(logging.DEBUG, logger="footnote"):
        async with client_of(answerer) as client:
            response = await client.post("/v1/answers", json=ASK, headers={"X-Request-Id": "r-1"})
    assert response.status_code == 500
    assert not {"canary", "Zero", ".py"} & set(response.text.split())
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name == "footnote")
    assert "r-1" in ours
    assert "ZeroDivisionError" in ours
    assert "canary" not in ours
    assert ASK["question"] not in ours


async def test_nothing_that_is_asked_is_ever_logged(
    answerer: FakeAnswerer, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    canary = {"question": "Is my name Canary?"}
    with caplog.at_level(logging.DEBUG, logger=""):
        await client.post("/v1/answers", json=canary)
        await client.post("/v1/answers", json={**canary, "stream": True})
        await client.post("/v1/answers", json={**canary, "limit": 1})
        await client.post("/v1/search", json={"query": "Canary"})
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [record for record in ours if "anary" in record.getMessage()]
