"""`ask`, `chat` and `search`: what is printed, what is JSON, how a conversation goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.cli_world import ARTICLE, Footnote

TOLL = "What toll will drivers of lorries pay?"


def test_an_answer_shows_its_sentences_and_where_they_stand(footnote: Footnote, bridge: str) -> None:
    ran = footnote("ask", TOLL)
    assert ran.code == 0
    assert "a toll of six euros for each crossing. [1]" in ran.out
    start = ARTICLE.index("Drivers")
    assert "Sources" in ran.out
    assert "“Harbour bridge to open in May”" in ran.out
    assert start


def test_an_answer_as_json_is_the_contract_on_one_line(footnote: Footnote, bridge: str) -> None:
    (line,) = footnote("ask", TOLL, "--json").out.splitlines()
    answer = json.loads(line)
    assert (answer["object"], answer["status"]) == ("answer", "answered")
    assert answer["citations"][0]["article"]["id"] == bridge
    assert "toll of six euros" in answer["citations"][0]["exact"]


def test_a_question_can_come_from_stdin(footnote: Footnote, bridge: str) -> None:
    assert footnote("ask", "-", stdin=TOLL + "\n").out == footnote("ask", TOLL).out


def test_what_the_articles_do_not_say_is_a_success_unless_the_exit_status_is_asked_for(
    footnote: Footnote, bridge: str
) -> None:
    question = "Who won the election in Denmark?"
    assert footnote("ask", question).code == 0
    assert footnote("ask", question, "--exit-status").code == 3
    assert footnote("ask", TOLL, "--exit-status").code == 0


def test_an_answer_can_be_limited_to_articles(footnote: Footnote, bridge: str) -> None:
    assert footnote("ask", TOLL, "--article", bridge).code == 0
    ran = footnote("ask", TOLL, "--article", "nobody", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["error"]["kind"] == "article_not_found"


def test_an_empty_question_is_refused(footnote: Footnote, bridge: str) -> None:
    ran = footnote("ask", " ", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["error"]["kind"] == "question"


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-W01-1"])
def test_a_day_that_is_no_day_is_wrong_usage(footnote: Footnote, bridge: str, day: str) -> None:
    ran = footnote("ask", TOLL, "--as-of", day)
    assert ran.code == 2
    assert "is no day; write one as 2026-01-31" in ran.err


def test_an_answer_can_be_as_on_a_day(footnote: Footnote, bridge: str) -> None:
    assert footnote("ask", TOLL, "--as-of", "2026-01-31").code == 0


@pytest.mark.parametrize("command", [("ask", "caf\udce9"), ("search", "caf\udce9"), ("remove", "caf\udce9")])
def test_bytes_that_are_no_text_are_refused(footnote: Footnote, bridge: str, command: tuple[str, str]) -> None:
    ran = footnote(*command, "--json")
    assert (ran.code, json.loads(ran.out)["error"]["kind"]) == (1, "question")


def test_a_file_can_be_asked_without_an_index(footnote: Footnote, bridge: str) -> None:
    ran = footnote("ask", TOLL, "--file", "bridge.txt", "--index", "nowhere")
    assert "a toll of six euros for each crossing. [1]" in ran.out
    assert footnote("articles", "--index", "nowhere").code == 1


def test_a_file_that_cannot_be_read_fails_the_question(footnote: Footnote) -> None:
    ran = footnote("ask", TOLL, "--file", "gone.txt", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["error"]["kind"] == "source"


def test_a_file_and_a_service_exclude_each_other(footnote: Footnote) -> None:
    assert footnote("ask", TOLL, "--file", "a.txt", "--url", "http://127.0.0.1:1").code == 2


def test_a_service_that_is_not_there_has_an_exit_code_of_its_own(footnote: Footnote) -> None:
    ran = footnote("ask", TOLL, "--url", "http://127.0.0.1:1", "--json")
    assert ran.code == 4
    assert json.loads(ran.out)["error"]["kind"] == "unreachable"


def test_an_address_that_is_none_says_how_to_write_one(footnote: Footnote) -> None:
    assert "http://127.0.0.1:8000" in footnote("ask", TOLL, "--url", "local").err


@contextmanager
def service(status: int, body: str, media_type: str) -> Iterator[str]:
    class Fixed(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Fixed) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_an_answer_from_a_service_prints_as_a_local_one(footnote: Footnote, bridge: str) -> None:
    local = footnote("ask", TOLL, "--json").out
    with service(200, local, "application/json") as url:
        assert json.loads(footnote("ask", TOLL, "--json", "--url", url).out) == json.loads(local)
        assert footnote("ask", TOLL, "--url", url).out == footnote("ask", TOLL).out


BUSY = {
    "type": "/problems/busy",
    "title": "Busy",
    "status": 503,
    "detail": "too many requests are waiting",
    "instance": "",
}


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        (json.dumps(BUSY), "application/problem+json", "too many requests are waiting"),
        ("<h1>Bad gateway</h1>", "text/html", "is this a Footnote service?"),
        ("not json", "application/problem+json", "is this a Footnote service?"),
    ],
)
def test_what_a_service_refuses_is_said(footnote: Footnote, body: str, media_type: str, said: str) -> None:
    with service(503, body, media_type) as url:
        ran = footnote("ask", TOLL, "--url", url, "--json")
    error = json.loads(ran.out)["error"]
    assert (ran.code, error["kind"], error["status"]) == (1, "refused", 503)
    assert said in error["message"]


def test_a_service_that_is_no_footnote_is_refused(footnote: Footnote) -> None:
    with service(200, '{"hello": 1}', "application/json") as url:
        assert "no Footnote answer" in footnote("ask", TOLL, "--url", url).err


def test_a_conversation_through_a_pipe_answers_every_line(footnote: Footnote, bridge: str) -> None:
    ran = footnote("chat", "--json", stdin=f"{TOLL}\n\nAnd cyclists?\n/quit\nnever asked\n")
    first, second = map(json.loads, ran.out.splitlines())
    assert (ran.code, first["question"], second["question"]) == (0, TOLL, "And cyclists?")
    assert second["standalone_question"] != "And cyclists?"


def test_a_question_that_cannot_be_asked_does_not_end_the_conversation(footnote: Footnote, bridge: str) -> None:
    ran = footnote("chat", "--json", stdin=f"{'why ' * 2000}\n{TOLL}\n")
    refused, answered = map(json.loads, ran.out.splitlines())
    assert (ran.code, refused["error"]["kind"], answered["object"]) == (1, "question", "answer")


def test_a_search_shows_passages_best_first(footnote: Footnote, bridge: str) -> None:
    ran = footnote("search", "toll for lorries", "--limit", "1")
    assert ran.out.startswith(f"1. {bridge}, ")
    assert "toll of six euros" in ran.out


def test_a_search_as_json_is_what_the_service_gives(footnote: Footnote, bridge: str) -> None:
    found = json.loads(footnote("search", "toll for lorries", "--json").out)
    assert found["object"] == "list"
    assert found["data"][0]["article"]["id"] == bridge


def test_a_search_for_no_passages_is_wrong_usage(footnote: Footnote, bridge: str) -> None:
    assert footnote("search", "toll", "--limit", "0").code == 2
