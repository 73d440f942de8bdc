"""Who is asked: our own Answerer in this process, a service at an address, or a file of answers made elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import httpx

from eval.cases import CaseSet, fingerprint, numbered_lines
from eval.errors import TargetError
from eval.given import BrokenAnswer, read_given, without_clock
from eval.journal import Reply
from eval.records import Case, Failure

TIMEOUT = httpx.Timeout(60.0, connect=5.0)
TRIES = 4
LONGEST_WAIT = 30.0
"""Seconds: how long a service that says "later" is waited for, each time."""


class Target(Protocol):
    """Answers cases, from many threads at once. `system` says who answers, `config` how it is set."""

    system: str
    config: str
    threshold: float | None

    def ask(self, case: Case, article_ids: tuple[str, ...] | None) -> Reply:
        """Answer a case, limited to those articles; whatever goes wrong is a failure in the reply."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of what it holds."""


class Service:
    """A Footnote service, or whatever answers `POST /v1/answers` as one does."""

    threshold: float | None = None
    config = "as it is set there"

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self.system = url.rstrip("/")
        self._client = client or httpx.Client(timeout=TIMEOUT)

    def check(self, cases: CaseSet) -> None:
        """Raise TargetError unless it has the articles that cases are about, letter by letter as labelled."""
        wanted = {span.article_id for case in cases.cases for group in case.evidence for span in group}
        wanted |= {article_id for case in cases.cases for article_id in case.article_ids or ()}
        wrong = []
        for article_id in sorted(wanted):
            try:
                response = self._client.get(f"{self.system}/v1/articles/{article_id}")
                body = response.json() if response.is_success else {}
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise TargetError(
                    f"{self.system} cannot be asked ({error}); is `footnote serve` running there?"
                ) from error
            if not isinstance(body, dict) or body.get("text") != cases.articles[article_id].text:
                wrong.append(article_id)
        if wrong:
            raise TargetError(
                f"{self.system} has {len(wrong)} of {len(wanted)} articles not, or otherwise ({', '.join(wrong[:3])}): "
                "the labels do not describe them; index what `footnote eval articles CASES` prints, and ask again"
            )

    def ask(self, case: Case, article_ids: tuple[str, ...] | None) -> Reply:
        """Ask over HTTP; where the service says when to come again, come again."""
        history = [{"role": role, "content": content} for role, content in case.history]
        body: dict[str, Any] = {"question": case.question, "history": history, "stream": False}
        if article_ids is not None:
            body["article_ids"] = list(article_ids)
        started = time.perf_counter()
        try:
            for left in reversed(range(TRIES)):
                started = time.perf_counter()
                response = self._client.post(f"{self.system}/v1/answers", json=body)
                pause = _pause(response)
                if pause is None or not left:
                    break
                time.sleep(pause)
        except httpx.TimeoutException:
            return _failed(case, started, "timeout", "no answer in time")
        except httpx.HTTPError as error:
            return _failed(case, started, "connection", f"{type(error).__name__}: {error}")
        if not response.is_success:
            return _failed(case, started, "http_error", f"{response.status_code} {_detail(response)}")
        try:
            return _reply(case, response.json(), _since(started))
        except ValueError as error:  # BrokenAnswer is one
            return _failed(case, started, "broken_answer", str(error))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()


class Recorded:
    """A file of answers made elsewhere, one JSON object a line: `{"id": case, "answer": {…}}`, or `"error"`.

    An answer is Footnote's JSON or a part of it (see `eval.given.read_given`); `latency_ms` may stand beside it. A
    citation without `start` and `end` is looked up where its words stand in its article exactly once.
    """

    threshold: float | None = None

    def __init__(self, path: Path, cases: CaseSet) -> None:
        self.system = path.stem
        self._texts = {key: draft.text for key, draft in cases.articles.items()}
        self._rows: dict[str, dict[str, Any]] = {}
        lines = list(numbered_lines(path))
        for number, line in lines:
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise TargetError(f"{path}, line {number}: it is not JSON ({error}); write an object a line") from error
            if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not ({"answer", "error"} & set(row)):
                raise TargetError(f'{path}, line {number}: write {{"id": "the case\'s", "answer": {{…}}}}')
            self._rows[row["id"]] = row
        self.config = fingerprint(line for _, line in lines)

    def ask(self, case: Case, article_ids: tuple[str, ...] | None) -> Reply:
        """Look it up; a case without a line failed."""
        row = self._rows.get(case.id)
        if row is None:
            return _failed(case, None, "broken_answer", "the file has no answer to this case")
        if row.get("answer") is None:
            return _failed(case, None, "internal", str(row.get("error")))
        try:
            return _reply(case, _located(row["answer"], self._texts), float(row.get("latency_ms") or 0.0))
        except (BrokenAnswer, TypeError) as error:
            return _failed(case, None, "broken_answer", str(error))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass


def _reply(case: Case, value: object, latency_ms: float) -> Reply:
    """The reply that an answer makes; raises BrokenAnswer where it cannot be scored."""
    if not isinstance(value, Mapping):
        raise BrokenAnswer(f"it is {value!r:.60}, not an object")
    read_given(value)
    timings = value.get("timings_ms")
    reply = Reply(case.id, without_clock(value), None, round(latency_ms, 3))
    return replace(reply, timings_ms=dict(timings)) if isinstance(timings, Mapping) else reply


def _located(value: object, texts: Mapping[str, str]) -> object:
    if not isinstance(value, Mapping) or not isinstance(value.get("citations"), list):
        return value
    citations = []
    for cited in value["citations"]:
        if isinstance(cited, Mapping) and cited.get("start") is None and cited.get("exact"):
            article = cited.get("article")
            article_id = article.get("id") if isinstance(article, Mapping) else cited.get("article_id")
            text, exact = texts.get(str(article_id), ""), str(cited["exact"])
            if text.count(exact) == 1:
                cited = {**cited, "start": text.index(exact), "end": text.index(exact) + len(exact)}
        citations.append(cited)
    return {**value, "citations": citations}


def _failed(case: Case, started: float | None, kind: str, message: str) -> Reply:
    return Reply(case.id, None, Failure(kind, message), 0.0 if started is None else round(_since(started), 3))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _pause(response: httpx.Response) -> float | None:
    """How many seconds the service asks us to wait; None where it does not."""
    said = response.headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if response.status_code in (429, 503) and said.isdigit() else None


def _detail(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return response.reason_phrase
    return str(body.get("detail") or response.reason_phrase) if isinstance(body, dict) else response.reason_phrase
