"""Services and files of answers: whatever goes wrong is a failure of one case, said in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from eval.errors import TargetError
from eval.records import Failure
from eval.targets import Recorded, Service
from tests.eval_cases import DENMARK, RIGHT, SET, TEXT, TOLL, answered

URL = "http://127.0.0.1:8000"
Handler = Callable[[httpx.Request], httpx.Response]


def service(handler: Handler) -> Service:
    return Service(URL + "/", httpx.Client(transport=httpx.MockTransport(handler)))


def failure(handler: Handler) -> Failure | None:
    return service(handler).ask(TOLL, None).failure


def test_a_service_is_asked_as_a_reader_would() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={**RIGHT["toll"], "created": 7, "timings_ms": {"read": 2.0}})

    with service(answer) as target:
        reply = target.ask(TOLL, ("bridge",))
    assert reply.answer == {**RIGHT["toll"], "created": 0, "timings_ms": {}}
    assert (reply.timings_ms, reply.failure) == ({"read": 2.0}, None)
    body = {"question": TOLL.question, "history": [], "stream": False, "article_ids": ["bridge"]}
    assert (str(asked[0].url), json.loads(asked[0].content)) == (f"{URL}/v1/answers", body)


def raising(error: Exception) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    return handler


@pytest.mark.parametrize(
    ("handler", "kind", "message"),
    [
        (raising(httpx.ReadTimeout("slow")), "timeout", "no answer in time"),
        (raising(httpx.ConnectError("refused")), "connection", "ConnectError: refused"),
        (lambda _: httpx.Response(500, text="oops"), "http_error", "500 Internal Server Error"),
        (lambda _: httpx.Response(404, json={"detail": "no article"}), "http_error", "404 no article"),
        (lambda _: httpx.Response(404, json=["?"]), "http_error", "404 Not Found"),
        (lambda _: httpx.Response(200, text="<html>"), "broken_answer", "Expecting value"),
        (lambda _: httpx.Response(200, json=[]), "broken_answer", "not an object"),
        (lambda _: httpx.Response(200, json={"status": "ok"}), "broken_answer", "status is 'ok'"),
    ],
)
def test_what_goes_wrong_is_a_failure(handler: Handler, kind: str, message: str) -> None:
    found = failure(handler)
    assert found is not None
    assert found.kind == kind
    assert message in found.message


def test_a_service_that_says_later_is_asked_again() -> None:
    said = iter([httpx.Response(429, headers={"retry-after": "0"}), httpx.Response(200, json=RIGHT["toll"])])
    assert failure(lambda _: next(said)) is None
    found = failure(lambda _: httpx.Response(503, headers={"retry-after": "0"}))
    assert found is not None
    assert found.message.startswith("503")


def articles(texts: dict[str, str]) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        text = texts.get(request.url.path.rsplit("/", 1)[-1])
        return httpx.Response(404, json={}) if text is None else httpx.Response(200, json={"text": text})

    return handler


def test_a_service_must_have_the_articles_letter_by_letter() -> None:
    service(articles({"bridge": TEXT})).check(SET)
    for texts in ({}, {"bridge": TEXT + " Edited."}):
        with pytest.raises(TargetError, match=r"1 of 1 articles not, or otherwise \(bridge\)"):
            service(articles(texts)).check(SET)


def test_a_service_that_is_not_there_is_said_before_anything_is_asked() -> None:
    with pytest.raises(TargetError, match="cannot be asked"):
        service(raising(httpx.ConnectError("refused"))).check(SET)


def recorded(tmp_path: Path, *rows: object) -> Recorded:
    path = tmp_path / "theirs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Recorded(path, SET)


def test_answers_made_elsewhere_are_looked_up(tmp_path: Path) -> None:
    with recorded(tmp_path, {"id": "toll", "answer": RIGHT["toll"], "latency_ms": 12}) as target:
        reply = target.ask(TOLL, None)
    assert (reply.failure, reply.latency_ms, target.system) == (None, 12.0, "theirs")


@pytest.mark.parametrize(
    ("row", "kind", "message"),
    [
        ({"id": "when", "answer": RIGHT["when"]}, "broken_answer", "no answer to this case"),
        ({"id": "toll", "error": "out of credit"}, "internal", "out of credit"),
        ({"id": "toll", "answer": {"status": "?"}}, "broken_answer", "status is '?'"),
        ({"id": "toll", "answer": "six"}, "broken_answer", "not an object"),
    ],
)
def test_an_answer_that_is_missing_or_broken_is_a_failure(tmp_path: Path, row: object, kind: str, message: str) -> None:
    found = recorded(tmp_path, row).ask(TOLL, None).failure
    assert found is not None
    assert (found.kind, message in found.message) == (kind, True)


@pytest.mark.parametrize("row", [7, {"answer": {}}, {"id": "toll"}])
def test_a_file_of_another_shape_is_refused_with_its_line(tmp_path: Path, row: object) -> None:
    with pytest.raises(TargetError, match="line 2: write"):
        recorded(tmp_path, {"id": "when", "answer": {}}, row)


def test_a_file_that_is_not_json_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{oops")
    with pytest.raises(TargetError, match="line 1: it is not JSON"):
        Recorded(tmp_path / "x.jsonl", SET)


def test_a_citation_without_offsets_is_looked_up_where_its_words_stand_once(tmp_path: Path) -> None:
    def start(exact: str) -> object:
        answer = {**answered("six euros"), "citations": [{"article_id": "bridge", "exact": exact}]}
        reply = recorded(tmp_path, {"id": "toll", "answer": answer}).ask(TOLL, None)
        assert reply.answer is not None
        return reply.answer["citations"][0].get("start")

    assert start("six euros") == TEXT.index("six euros")
    assert start("for") is start("never said") is None


def test_the_contents_of_a_file_are_its_configuration(tmp_path: Path) -> None:
    one = recorded(tmp_path, {"id": "toll", "answer": RIGHT["toll"]}).config
    assert one != recorded(tmp_path, {"id": "toll", "answer": RIGHT["when"]}).config
    assert recorded(tmp_path, {"id": "x", "answer": {}}).ask(DENMARK, None).failure is not None
