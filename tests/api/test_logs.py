"""Logs tell where an error came from, and nothing of what was asked."""

from __future__ import annotations

import io
import logging
import logging.config
import sys

from api.logs import CONFIG, PrivateFormatter


def logged(error: BaseException) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter("%(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.error("Exception in ASGI application", exc_info=error)
    return stream.getvalue()


def test_an_exception_is_its_type_and_place_without_its_message_or_its_cause() -> None:
    secret = "canary"[::1]
    try:
        try:
            raise KeyError(secret)
        except KeyError as cause:
            raise ValueError(f"cannot answer {secret}") from cause
    except ValueError as error:
        text = logged(error)
    assert "ValueError" in text
    assert __file__ in text
    assert "canary" not in text


def test_an_exception_that_was_never_raised_is_logged_too() -> None:
    assert "RuntimeError" in logged(RuntimeError("canary"))


def test_the_configuration_is_one_that_logging_takes() -> None:
    logging.config.dictConfig({**CONFIG, "incremental": False})
    handler = logging.getLogger("footnote").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    assert handler.stream is sys.stderr
    for name in CONFIG["loggers"]:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
