"""Debian's Firefox over Marionette, which it speaks by itself: Playwright drives only a Firefox of its own making."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BINARY = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,  # a free one, written into the profile
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "ui.prefersReducedMotion": 1,
}
NAMES = """
    const chat = document.querySelector("footnote-chat"), root = chat?.shadowRoot;
    const done = arguments[arguments.length - 1];
"""
DONE = "(value) => done([value]), (error) => done(String(error))"
Json = Any
PATIENCE = 300  # seconds; on a busy machine a browser takes its time
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}


class Firefox:
    """One window: addresses, scripts, keys and clicks."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rb")
        self._number = 0
        self._read()  # the greeting
        self.send("WebDriver:NewSession", capabilities={"alwaysMatch": {"timeouts": {"script": PATIENCE * 1000}}})

    def _read(self) -> Json:
        length = b"".join(iter(lambda: self._stream.read(1), b":"))
        return json.loads(self._stream.read(int(length)))

    def send(self, command: str, **parameters: Json) -> Json:
        """Send one command and return what it gives."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._connection.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._read()
        assert error is None, f"{command}: {error['error']}: {error['message']}"
        return result

    def goto(self, url: str) -> None:
        """Open an address and wait until it has loaded."""
        self.send("WebDriver:Navigate", url=url)

    def run(self, script: str, *args: Json) -> Json:
        """Run the body of an async function in the page; `chat` and `root` are the widget and its shadow root."""
        body = f"{NAMES} (async (...args) => {{ {script} }})(...arguments).then({DONE});"
        result = self.send("WebDriver:ExecuteAsyncScript", script=body, args=args, sandbox=None)["value"]
        assert isinstance(result, list), result
        return result[0]

    def wait(self, condition: str) -> None:
        """Wait until an expression of the page is true."""
        until = time.monotonic() + PATIENCE
        while not self.run(f"return Boolean({condition});"):
            assert time.monotonic() < until, f"never came true: {condition}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Press keys as a hand does: names of `KEYS`, or characters."""
        values = [KEYS.get(key, key) for key in keys]
        actions = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        self.send("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def point(self, selector: str, *, click: bool = False) -> None:
        """Move the pointer onto an element of the widget, and press there."""
        x, y = self.run(
            "const one = root.querySelector(args[0]); one.scrollIntoView({ block: 'center' });"
            "const box = one.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2];",
            selector,
        )
        actions: list[dict[str, Any]] = [{"type": "pointerMove", "x": round(x), "y": round(y)}]
        if click:
            actions += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}
        self.send("WebDriver:PerformActions", actions=[mouse])


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile; it is ended afterwards."""
    assert BINARY is not None
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [BINARY, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with socket.create_connection(("127.0.0.1", _port(profile, process)), timeout=PATIENCE) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    written = profile / "MarionetteActivePort"
    until = time.monotonic() + PATIENCE
    while not (written.exists() and written.read_text()):
        assert process.poll() is None, "Firefox has ended"
        assert time.monotonic() < until, "Firefox did not start"
        time.sleep(0.1)
    return int(written.read_text())
