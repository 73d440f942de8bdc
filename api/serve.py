"""Running the service: a socket, uvicorn with the right options, one line when it listens, a clean end."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from api import logs
from api.app import create_app
from api.auth import is_loopback
from api.feedback import FeedbackFile
from api.porter import DEFAULT_RATE
from api.protocol import patient_for
from api.settings import Settings
from index.errors import FootnoteError

if TYPE_CHECKING:
    from rag.answer import Answerer

SHUTDOWN_SECONDS = 10


class CannotListen(FootnoteError):
    """The address cannot be listened on: taken, not ours, or not allowed."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"cannot listen on {host} port {port}: {why}; choose another with --port or --host")
        self.host = host
        self.port = port


class _Announcing(uvicorn.Server):
    """A server that says when it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for bound in sockets or []:
            host, port = bound.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            sys.stderr.write(f"Footnote is at http://{shown}:{port}\n")
            sys.stderr.flush()


def run_server(answerer: Answerer, *, host: str, port: int, settings: Settings) -> None:
    """Serve until interrupted. SIGTERM lets what is being answered finish and returns; port 0 takes a free one.

    Raises CannotListen and FeedbackError. Where no key is set, articles can be written over HTTP only if `host` is
    this machine alone.
    """
    settings = settled(settings, host)
    if settings.feedback is not None:
        FeedbackFile(settings.feedback, settings.feedback_days).prepare()  # better now than at the first verdict
    with listen(host, port) as bound:
        answerer.index.encoder.encode_questions(["warm"])  # loads it before the port says that we are here
        server = _Announcing(configured(answerer, settings))
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _leave)  # uvicorn raises the signal again once everything is finished
        server.run(sockets=[bound])


def settled(settings: Settings, host: str) -> Settings:
    """The settings with what follows from the address: this machine alone may write, and others are limited."""
    if is_loopback(host):
        return replace(settings, writable=True)
    return settings if settings.client_rate is not None else replace(settings, client_rate=DEFAULT_RATE)


def configured(answerer: Answerer, settings: Settings) -> uvicorn.Config:
    """How uvicorn is run."""
    return uvicorn.Config(
        create_app(answerer, settings=settings),
        http=patient_for(settings.patience_s),
        ws="none",
        lifespan="off",
        log_config=logs.CONFIG,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raises CannotListen."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise CannotListen(host, port, "another program has it" if taken else _said(error)) from error
    # Connections inherit it. asyncio sets it only on sockets made with an explicit protocol; without it each answer
    # on a connection kept alive waits 40 ms for the client's delayed acknowledgement.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def _said(error: OSError) -> str:
    return (error.strerror or "it is not an address").partition(" (while")[0]


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
