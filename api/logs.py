"""What is logged, to stderr: where an error came from, never what a reader asked or an article says."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any, Final


class PrivateFormatter(logging.Formatter):
    """Shows of an exception its type and where it was raised; its message may hold anything, so it is left out."""

    def formatException(  # noqa: N802  (the name is logging's)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the last place that the exception passed through, and its type."""
        kind, _, trace = ei
        last = traceback.extract_tb(trace)[-1:]
        where = "".join(f"{frame.filename}:{frame.lineno} in {frame.name}: " for frame in last)
        return f"{where}{kind.__name__ if kind else 'no exception'}"


CONFIG: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": PrivateFormatter, "format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "private", "stream": "ext://sys.stderr"}},
    "loggers": {
        "footnote": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "asyncio": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
"""For `logging.config.dictConfig`. There is no access log: addresses and questions are nobody's business."""
