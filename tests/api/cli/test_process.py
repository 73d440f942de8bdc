"""The command as a process of its own, with the real encoder: what no fake can show."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli_world import ARTICLE

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]
ROOT = Path(__file__).parents[3]
QUESTION = "What toll will drivers of lorries pay?"


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "FOOTNOTE_INDEX": str(folder / "index")}


def footnote(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *args], cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )


def test_from_an_article_to_a_cited_answer(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    assert footnote(tmp_path, "index", "bridge.txt").returncode == 0
    found = json.loads(footnote(tmp_path, "search", QUESTION, "--json").stdout)
    (article,) = map(json.loads, footnote(tmp_path, "articles", "--json").stdout.splitlines())
    assert found["data"][0]["article"]["id"] == article["id"]
    assert footnote(tmp_path, "ask", QUESTION).stdout == footnote(tmp_path, "ask", QUESTION).stdout


def test_a_feed_is_acknowledged_line_by_line_and_an_interruption_keeps_what_was(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "index", "-", "--json"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": f"a{number}", "text": f"Bridge number {number} opened."}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == f"a{number}"
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 130
    assert json.loads(rest)["error"]["kind"] == "interrupted"
    assert footnote(tmp_path, "articles").stdout.count("\n") == 3


def test_asking_imports_neither_torch_nor_a_web_framework(tmp_path: Path) -> None:
    footnote(tmp_path, "index", "--sample")
    code = "from api.cli import run; import sys; run(['ask', 'What does France do?']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & {"torch", "sentence_transformers", "transformers", "fastapi", "starlette", "uvicorn", "httpx"}


def test_a_port_that_is_taken_fails_the_service_before_it_answers(tmp_path: Path) -> None:
    footnote(tmp_path, "index", "--sample")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = footnote(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert ran.returncode == 1
    assert "choose another with --port" in ran.stderr
    assert "Traceback" not in ran.stderr
