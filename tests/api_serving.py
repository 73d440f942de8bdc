"""A real server in a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from api.serve import configured, listen
from api.settings import Settings


@contextmanager
def serving(answerer: Any, settings: Settings) -> Iterator[tuple[str, int]]:  # noqa: ANN401 (real or fake)
    """Serve on a free port; gives the address."""
    with listen("127.0.0.1", 0) as bound:
        server = uvicorn.Server(configured(answerer, settings))
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        try:
            yield bound.getsockname()
        finally:
            server.should_exit = True
            thread.join()
