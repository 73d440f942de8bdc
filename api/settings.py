"""How the service is run, as opposed to what it answers (`rag.config`): one frozen dataclass, read in one function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from api.clients import Network, parse_networks
from api.origins import parse_origin
from api.sites import Site, read_sites
from index.errors import FootnoteError

T = TypeVar("T")


class SettingsError(FootnoteError):
    """A setting that cannot be used; the message names the variable and what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice about serving. A comment per field says when to change it."""

    admin_key: str | None = field(default=None, repr=False)  # its holders may write articles from anywhere
    writable: bool = False  # articles may be written without a key; `run_server` sets it on a loopback host
    allow_origins: tuple[str, ...] = ()  # pages on other origins that may call the API from a browser
    sites: tuple[Site, ...] = ()  # newsrooms whose pages may ask, each with its publishable key and its limits
    secret: str | None = field(default=None, repr=False)  # signs tokens: set it where several processes serve
    client_rate: int | None = None  # requests a minute of one client, 0 for any; None: 120 if there are sites
    trusted_proxies: tuple[Network, ...] = ()  # whose X-Forwarded-For is believed
    feedback: Path | None = None  # the file that keeps readers' verdicts; None keeps none
    feedback_questions: bool = False  # keep the question beside the verdict: a reader may have named themselves
    feedback_days: int | None = None  # verdicts older than this are deleted
    waiting: int = 64  # questions waiting or being answered at once; one more gets 503 and Retry-After
    workers: int = 4  # of those, how many are worked on at once; more than the cores only adds latency
    writers: int = 16  # articles waiting to be written at once; writing is one at a time anyway
    remembered: int = 1_000  # answers kept for GET /v1/answers/{id}, in memory only
    patience_s: float = 10.0  # an idle connection, or one that stops halfway, is closed after this long

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the environment; raises SettingsError, naming the variable that is wrong."""
        given = {name: value for name, value in environ.items() if value.strip()}

        def read(name: str, parse: Callable[[str], T], default: T) -> T:
            if name not in given:
                return default
            try:
                return parse(given[name])
            except ValueError as error:
                raise SettingsError(f"{name}: {error}") from error
            except OSError as error:
                raise SettingsError(f"{name}: {error.filename}: {error.strerror}; name a file to read") from error

        return cls(
            admin_key=read("FOOTNOTE_ADMIN_KEY", _long(16), None),
            allow_origins=read("FOOTNOTE_ALLOW_ORIGINS", _origins, ()),
            sites=read("FOOTNOTE_SITES", lambda path: read_sites(Path(path)), ()),
            secret=read("FOOTNOTE_SECRET", _long(32), None),
            client_rate=read("FOOTNOTE_CLIENT_RATE", _count(0), None),
            trusted_proxies=read("FOOTNOTE_TRUSTED_PROXIES", parse_networks, ()),
            feedback=read("FOOTNOTE_FEEDBACK", Path, None),
            feedback_questions=read("FOOTNOTE_FEEDBACK_QUESTIONS", _yes, False),
            feedback_days=read("FOOTNOTE_FEEDBACK_DAYS", _count(1), None),
        )


def _origins(text: str) -> tuple[str, ...]:
    return tuple(parse_origin(part) for part in re.split(r"[,\s]+", text.strip()) if part)


def _long(least: int) -> Callable[[str], str | None]:
    def parse(key: str) -> str:
        if len(key) < least or not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError(f"this is no key; make one of at least {least} characters from A-Z a-z 0-9, at random")
        return key

    return parse


def _count(least: int) -> Callable[[str], int | None]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()) or int(text) < least:
            raise ValueError(f"write a whole number from {least}")
        return int(text)

    return parse


def _yes(text: str) -> bool:
    if text.strip() not in ("0", "1"):
        raise ValueError("write 1 for yes or 0 for no")
    return text.strip() == "1"
