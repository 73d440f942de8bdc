"""Asking a service that runs elsewhere, so that `ask --url` and `chat --url` print what a local index would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from pydantic import ValidationError

from api.failures import ServiceRefused, ServiceUnreachable
from api.schemas import AnswerOut, Problem

if TYPE_CHECKING:
    from rag.citations import Ask

TIMEOUT = httpx.Timeout(60.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class Service:
    """A Footnote service; `url` is where it is mounted, as http://127.0.0.1:8000."""

    url: str

    def answer(self, ask: Ask) -> AnswerOut:
        """Ask it; raises ServiceUnreachable when nothing answers, ServiceRefused when it answers a problem."""
        body = {
            "question": ask.question,
            "history": [{"role": turn.role, "content": turn.content} for turn in ask.history],
            "article_ids": list(ask.article_ids) if ask.article_ids else None,
            "as_of": str(ask.as_of) if ask.as_of else None,
            "stream": False,
        }
        try:
            response = httpx.post(f"{self.url.rstrip('/')}/v1/answers", json=body, timeout=TIMEOUT)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise ServiceUnreachable(self.url, _why(error)) from error
        if response.is_success:
            try:
                return AnswerOut.model_validate_json(response.content)
            except ValidationError as error:
                raise ServiceRefused(self.url, response.status_code, "this is no Footnote answer") from error
        raise ServiceRefused(self.url, response.status_code, _detail(response))


def _why(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError):
        return "nothing listens there"
    return "not an address that can be asked; write it like http://127.0.0.1:8000"


def _detail(response: httpx.Response) -> str:
    try:
        return Problem.model_validate_json(response.content).detail
    except ValidationError:
        return f"{response.reason_phrase}; is this a Footnote service?"
