"""A service that speaks the contract with scripted answers: for states that are hard to get from the real one."""

from __future__ import annotations

import json
import mimetypes
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

from api.release import read_release
from tests.browser.script import (
    ARABIC_HEAD,
    ARTICLES,
    FERRY_HEAD,
    QUESTIONS,
    SCHOOL_HEAD,
    TWO_CHATS,
    Json,
    events,
    hosted,
)

WIDGET = Path(__file__).parents[2] / "api" / "widget"
RELEASE = read_release(WIDGET)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)


@dataclass
class FakeService:
    """The server, and what it was asked; `held` keeps slow answers back until it is set; `site`: the key it wants."""

    held: Event = field(default_factory=Event)
    asked: list[Json] = field(default_factory=list)
    refusals: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    opinions: list[Json] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    site: str | None = None
    pace: float = 0.0

    def start(self) -> None:
        """Serve on a free port, in a thread."""
        service = self

        class Handler(_Handler):
            fake = service

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def reset(self) -> None:
        """Let go what was held, and forget."""
        self.held.set()
        self.held = Event()
        self.asked.clear()
        self.refusals.clear()
        self.opinions.clear()
        self.tokens.clear()
        self.site = None
        self.pace = 0.0

    def stop(self) -> None:
        """Stop serving."""
        self.held.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def refuse_next(self, status: int, detail: str, **headers: str) -> None:
        """Answer the next question with a problem."""
        self.refusals.append((status, detail, headers))


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    fake: FakeService
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def do_GET(self) -> None:
        """Files, articles, suggestions."""
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path == "/":
            self._file(WIDGET / "demo.html")
        elif url.path == "/two":
            self._send(200, TWO_CHATS.encode(), "text/html; charset=utf-8")
        elif url.path == "/host":
            attributes = " ".join(f'{name}="{values[0]}"' for name, values in query.items() if name != "article")
            self._send(200, hosted(FERRY_HEAD, attributes).encode(), "text/html; charset=utf-8")
        elif url.path == "/arabic":
            self._send(200, hosted(ARABIC_HEAD, "").encode(), "text/html; charset=utf-8")
        elif url.path.startswith("/widget/"):
            self._file(WIDGET / url.path.removeprefix("/widget/").removeprefix(f"{RELEASE.name}/"))
        elif url.path == "/v1/articles":
            self._json(
                200, {"object": "list", "data": [FERRY_HEAD, SCHOOL_HEAD], "has_more": False, "next_cursor": None}
            )
        elif url.path.startswith("/v1/articles/") and (article := ARTICLES.get(url.path.rsplit("/", 1)[1])):
            self._json(200, article)
        elif url.path == "/v1/suggestions":
            chosen = query.get("article_id", [FERRY_HEAD["id"]])[0] == FERRY_HEAD["id"]
            self._json(200, {"object": "list", "data": QUESTIONS if chosen else ["How many pupils has the school?"]})
        else:
            self._problem(404, "there is nothing at this address")

    def do_OPTIONS(self) -> None:
        """Let every other origin in."""
        self._send(204, b"", "text/plain", {"Access-Control-Allow-Headers": "authorization, content-type"})

    def do_POST(self) -> None:
        """Give a token, take an opinion, answer a question, or refuse as told."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/tokens":
            self._token(body)
            return
        if (
            self.fake.site
            and self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.fake.tokens[-1:]
        ):
            self._problem(401, "the token is missing or has expired")
            return
        if self.path == "/v1/feedback" and not self.fake.refusals:
            self.fake.opinions.append(body)
            self._json(201, {"object": "feedback", "stored": True})
            return
        if self.path != "/v1/feedback":
            self.fake.asked.append(body)
        if self.fake.refusals:
            status, detail, headers = self.fake.refusals.pop(0)
            self._problem(status, detail, headers)
            return
        self.send_response(200)
        self._common("text/event-stream; charset=utf-8", {"Cache-Control": "no-cache", "Connection": "close"})
        self.end_headers()
        self.close_connection = True
        held = self.fake.held
        try:
            for number, (event, data) in enumerate(events(body["question"], held)):
                text = json.dumps({"type": event, "sequence_number": number, "answer_id": "ans_0"} | data)
                self.wfile.write(f"event: {event}\nid: {number}\ndata: {text}\n\n".encode())
                self.wfile.flush()
                time.sleep(self.fake.pace)
        except (BrokenPipeError, ConnectionResetError):
            return  # the reader stopped it

    def _token(self, body: Json) -> None:
        if body["site"] != self.fake.site:
            self._problem(403, "this key is not for this page")
            return
        self.fake.tokens.append(f"ft_{len(self.fake.tokens)}")
        self._json(200, {"object": "token", "token": self.fake.tokens[-1], "token_type": "Bearer", "expires_in": 900})

    def _file(self, path: Path) -> None:
        if not path.is_file():
            self._problem(404, "there is no such file")
            return
        kind = {".js": "text/javascript"}.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
        self._send(200, path.read_bytes(), f"{kind}; charset=utf-8")

    def _json(self, status: int, body: Json) -> None:
        self._send(status, json.dumps(body).encode(), "application/json")

    def _problem(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        titles = {
            404: "There is nothing at this address",
            429: "Too many requests",
            503: "Too many requests are waiting",
        }
        body = {
            "type": "/problems/x",
            "title": titles.get(status, "Something went wrong here"),
            "status": status,
            "detail": detail,
            "violated-policies": [detail],
        }
        self._send(status, json.dumps(body).encode(), "application/problem+json", headers)

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self._common(kind, {"Content-Length": str(len(body)), **(headers or {})})
        try:
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the reader went away

    def _common(self, kind: str, headers: dict[str, str]) -> None:
        fixed = {
            "Content-Type": kind, "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
            "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After",
        }  # fmt: skip
        for name, value in (fixed | headers).items():
            self.send_header(name, value)
