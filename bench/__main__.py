"""How fast is it here? `python -m bench`: cold start, answers over HTTP, memory, each beside what the machine can do.

Times of shared machines are noise; the ratios, taken in one run, are what to compare. Prints Markdown.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import numpy as np

from index.encoder import load_encoder

FOOTNOTE = [sys.executable, "-c", "from api.cli import main; main()"]
QUESTIONS = (
    "What does Tajikistan offer fighters who come home?",
    "When was the Trust Line opened?",
    "What does France do with returning fighters?",
    "What does Denmark do with returning fighters?",
    "How many of the six were given an amnesty?",
    "Who is Colonel Khalimov?",
    "What did Rizvon Ahmadov say?",
    "What is the best pizza in Naples?",
)
COLD, WARM = 7, 400


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return how long each of `times` calls took, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def run(arguments: Sequence[str], folder: Path) -> str:
    """Run a command to its end and return what it printed."""
    environment = {**os.environ, "FOOTNOTE_INDEX": str(folder)}
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start a service over an index on a free port, and return it with its address once it is ready."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {**os.environ, "FOOTNOTE_INDEX": str(folder)}
    service = subprocess.Popen(
        [*FOOTNOTE, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return service, url
        except httpx.ConnectError:
            time.sleep(0.1)
    service.kill()
    raise SystemExit("the service did not come up within 30 seconds; run footnote doctor")


def peak_memory(process: subprocess.Popen[bytes]) -> float:
    """Return the most memory a process held, in MB; nan where the system does not say."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return float("nan")
    return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def row(name: str, taken: Sequence[float], base: float | None = None) -> str:
    """Return one line of the table: median, 95th percentile, and the ratio of medians to a base."""
    middle = float(np.median(taken))
    ratio = "" if base is None else f"{middle / base:.2f}"
    return f"| {name} | {len(taken)} | {middle:.1f} | {np.quantile(taken, 0.95):.1f} | {ratio} |"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "index"
        run([*FOOTNOTE, "index", "--sample"], folder)
        encoder = load_encoder()
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
        print("| what | n | p50 ms | p95 ms | ratio |\n|---|---|---|---|---|")
        python = timed(lambda: run([sys.executable, "-c", "import numpy, onnxruntime"], folder), COLD)
        print(row("`python -c 'import numpy, onnxruntime'`", python))
        ask = timed(lambda: run([*FOOTNOTE, "ask", QUESTIONS[0]], folder), COLD)
        print(row("`footnote ask`, cold, encoder compiled (to the line above)", ask, float(np.median(python))))
        one = timed(lambda: encoder.encode_questions([QUESTIONS[0]]), WARM)
        print(row("one question encoded", one))
        service, url = serve(folder)
        try:
            with httpx.Client() as client:

                def post(number: list[int]) -> None:
                    number[0] += 1
                    body = json.dumps({"question": QUESTIONS[number[0] % len(QUESTIONS)]})
                    headers = {"Content-Type": "application/json"}
                    client.post(f"{url}/v1/answers", content=body, headers=headers).raise_for_status()

                count = [0]
                timed(lambda: post(count), 20)
                print(row("`POST /v1/answers`, one article (to the line above)", timed(lambda: post(count), WARM),
                          float(np.median(one))))  # fmt: skip
                print(row("`GET /livez`, the least HTTP costs", timed(lambda: client.get(f"{url}/livez"), WARM)))
            memory = peak_memory(service)
        finally:
            service.terminate()
            service.wait(timeout=20)
        print(f"\nPeak memory of the service: {memory:.0f} MB; of this process and its largest child: "
              f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB (child).")  # fmt: skip


if __name__ == "__main__":
    main()
