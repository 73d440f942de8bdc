"""How the service is run, as opposed to what it answers (`rag.config`): one frozen dataclass, read in one function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import FootnoteError

_ORIGIN = re.compile(r"https?://[a-z0-9.\-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


class SettingsError(FootnoteError):
    """A setting that cannot be used; the message names the variable and what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice about serving. A comment per field says when to change it."""

    admin_key: str | None = None  # set it to let holders of the key write articles from anywhere
    writable: bool = False  # articles may be written without a key; `run_server` sets it on a loopback host
    allow_origins: tuple[str, ...] = ()  # pages on other origins that may call the API from a browser
    waiting: int = 64  # questions waiting or being answered at once; one more gets 503 and Retry-After
    workers: int = 4  # of those, how many are worked on at once; more than the cores only adds latency
    writers: int = 16  # articles waiting to be written at once; writing is one at a time anyway
    remembered: int = 1_000  # answers kept for GET /v1/answers/{id}, in memory only
    patience_s: float = 10.0  # an idle connection, or one that stops halfway, is closed after this long

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read `FOOTNOTE_ADMIN_KEY` and `FOOTNOTE_ALLOW_ORIGINS` (origins, separated by commas or spaces)."""
        origins = tuple(re.split(r"[,\s]+", environ.get("FOOTNOTE_ALLOW_ORIGINS", "").strip()))
        key = environ.get("FOOTNOTE_ADMIN_KEY") or None
        if key is not None and not (len(key) >= 16 and key.isascii() and key.isprintable() and " " not in key):
            raise SettingsError("FOOTNOTE_ADMIN_KEY is no key; make one of at least 16 characters from A-Z a-z 0-9")
        return cls(admin_key=key, allow_origins=tuple(_origin(o) for o in origins if o))


def _origin(origin: str) -> str:
    plain = origin.rstrip("/").lower()
    if not _ORIGIN.fullmatch(plain):
        raise SettingsError(
            f"FOOTNOTE_ALLOW_ORIGINS: {origin!r} is not an origin; write it like https://news.example, without a path"
        )
    return plain
