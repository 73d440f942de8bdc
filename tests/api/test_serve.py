"""The service as a process with a port: what only a real server shows."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from api.serve import CannotListen, listen
from api.settings import Settings
from tests.api_fakes import ASK, FakeAnswerer
from tests.api_serving import serving

ROOT = Path(__file__).parents[2]
PATIENCE = 0.5
SETTINGS = Settings(writable=True, patience_s=PATIENCE)
SERVE = """
import sys
from pathlib import Path
from api.serve import run_server
from api.settings import Settings
from tests.api_fakes import newsroom
with newsroom(Path(sys.argv[1])) as answerer:
    run_server(answerer, host="127.0.0.1", port=0, settings=Settings())
print("the end")
"""


def dialogue(address: tuple[str, int], *said: bytes) -> bytes:
    """What the server says until it closes the connection; fails if it does not."""
    with socket.create_connection(address, timeout=20 * PATIENCE) as connection:
        for part in said:
            connection.sendall(part)
            time.sleep(0.05)
        heard = b""
        while part := connection.recv(65536):
            heard += part
        return heard


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([], b""),
        ([b"GET /livez HT"], b""),
        ([b"GET /livez HTTP/1.1\r\n", b"Host: a\r\n"], b""),
        ([b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"], b"200"),
        ([b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /li"], b"200"),
        ([b"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", b"abc"], b"405"),
        ([b"POST /v1/answers HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", b"{"], b"408"),
        ([b"POST /v1/answers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n"], b"408"),
        ([b"GET /livez HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n"], b"431"),
        ([b"POST /v1/answers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"no chunk\r\n"], b"400"),
        ([b"\x16\x03\x01 this is TLS\r\n\r\n"], b"400"),
        ([b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"], b"400"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_connection_that_says_too_little_or_nonsense_is_closed(
    answerer: FakeAnswerer, said: list[bytes], status: bytes
) -> None:
    with serving(answerer, SETTINGS) as address:
        heard = dialogue(address, *said)
    assert heard.split(b" ", 2)[1:2] == ([status] if status else [])
    assert not status.startswith(b"4") or b"application/problem+json" in heard


@pytest.mark.slow
def test_two_hundred_idle_connections_neither_stay_nor_keep_others_waiting(answerer: FakeAnswerer) -> None:
    with serving(answerer, SETTINGS) as address:
        idle = [socket.create_connection(address, timeout=20 * PATIENCE) for _ in range(200)]
        for number, connection in enumerate(idle):
            connection.sendall(b"GET / HTTP/1.1\r\n"[: number % 16])
        url = f"http://{address[0]}:{address[1]}"
        assert httpx.post(f"{url}/v1/answers", json=ASK).status_code == 200
        for connection in idle:
            with connection:
                assert connection.recv(1) == b""


@pytest.mark.slow
def test_a_head_that_drips_in_is_not_waited_for(answerer: FakeAnswerer) -> None:
    def drip(connection: socket.socket) -> None:
        for _ in range(200):
            connection.sendall(b"X")
            time.sleep(PATIENCE / 10)

    with (
        serving(answerer, SETTINGS) as address,
        socket.create_connection(address) as connection,
        pytest.raises(ConnectionError),
    ):
        drip(connection)


@pytest.mark.slow
def test_a_slow_answer_is_not_an_idle_connection(answerer: FakeAnswerer) -> None:
    answerer.before = lambda: time.sleep(3 * PATIENCE)
    with serving(answerer, SETTINGS) as (host, port):
        assert httpx.post(f"http://{host}:{port}/v1/answers", json=ASK, timeout=30).status_code == 200


@pytest.mark.slow
def test_a_refused_upload_is_answered_although_it_is_not_read(answerer: FakeAnswerer) -> None:
    with serving(answerer, SETTINGS) as (host, port):
        response = httpx.post(f"http://{host}:{port}/v1/answers", content=b" " * 5_000_000, timeout=30)
    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.slow
def test_events_arrive_one_by_one_over_the_wire(answerer: FakeAnswerer) -> None:
    with serving(answerer, SETTINGS) as (host, port):
        request = {"json": {**ASK, "stream": True}, "timeout": 30}
        with httpx.stream("POST", f"http://{host}:{port}/v1/answers", **request) as response:  # type: ignore[arg-type]
            names = [line[7:] for line in response.iter_lines() if line.startswith("event: ")]
    assert names[-1] == "answer.completed"


@pytest.mark.slow
def test_sigterm_lets_the_answer_finish_and_ends_well(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        assert line.startswith("Footnote is at http://127.0.0.1:")
        response = httpx.post(f"{line.split()[-1]}/v1/answers", json=ASK, timeout=30)
        assert json.loads(response.content)["status"] == "answered"
        process.send_signal(signal.SIGTERM)
        _, narration = process.communicate(timeout=30)
        assert (process.returncode, narration) == (0, b"")


def test_a_port_that_is_taken_is_said_to_be() -> None:
    with listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"127.0.0.1 port {port}: another program has it; choose another"):
            listen("127.0.0.1", port)


def test_a_host_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(CannotListen, match="--host"):
        listen("192.0.2.1", 0)


def test_accepted_connections_do_not_wait_to_fill_a_packet() -> None:
    with listen("127.0.0.1", 0) as bound, socket.create_connection(bound.getsockname()):
        accepted, _ = bound.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
