"""uvicorn's HTTP/1.1 protocol, with a clock on every connection that is not being answered, and problems as errors.

uvicorn itself waits forever for a request's head, and for the rest of a body that nobody reads any more.
"""

from __future__ import annotations

import asyncio
import sys
import uuid
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import HEAD_TOO_LARGE, MALFORMED_HEAD, MEDIA_TYPE, Refusal, problem_of


def patient_for(seconds: float) -> type[H11Protocol]:
    """A protocol that closes a connection which for `seconds` neither is being answered nor completes a request."""

    class GuardedProtocol(H11Protocol):
        deadline: asyncio.TimerHandle | None = None
        refused = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self.unwatch()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if not self.refused:
                super().data_received(data)
            self.watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self.watch()

        def watch(self) -> None:
            """Start the clock if nothing is being answered, leave it alone if it runs, else stop it."""
            if self.cycle is not None and not self.cycle.response_complete and not self.refused:
                self.unwatch()
            elif self.deadline is None and not self.transport.is_closing():
                self.deadline = self.loop.call_later(seconds, self.transport.abort)

        def unwatch(self) -> None:
            """Stop the clock."""
            if self.deadline is not None:
                self.deadline.cancel()
                self.deadline = None

        def send_400_response(self, msg: str) -> None:
            """Say what is wrong with the head, as a problem; called while h11's error is being handled."""
            hint = getattr(sys.exc_info()[1], "error_status_hint", 400)
            kind = HEAD_TOO_LARGE if hint == 431 else MALFORMED_HEAD
            request_id = uuid.uuid4().hex
            refusal = Refusal(kind, "the request's first lines could not be read; see RFC 9112 for their form")
            body = problem_of(refusal, request_id).model_dump_json(exclude_none=True).encode()
            headers: list[Any] = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                ("connection", "close"),
                ("x-request-id", request_id),
                ("x-content-type-options", "nosniff"),
            ]
            if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
                self.transport.close()
                return
            for event in (h11.Response(status_code=kind.status, headers=headers), h11.Data(data=body)):
                self.transport.write(self.conn.send(event) or b"")
            # Not closed yet: while the rest of what was sent is unread, that would take our words back as well.
            self.transport.write_eof()
            self.refused = True
            if self.cycle is not None:
                self.cycle.disconnected = True  # whatever still waits for the body need not answer any more
                self.cycle.message_event.set()

    return GuardedProtocol
