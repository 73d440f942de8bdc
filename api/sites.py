"""The sites whose pages may ask: a publishable key, the origins it works from, and how much they may use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from api.origins import parse_origin

KEY: Final = re.compile(r"pk_[A-Za-z0-9_-]{16,64}")
ARTICLES: Final = 1_000
REQUESTS: Final = 600
_FIELDS = {"key", "origins", "articles", "answers_per_day", "requests_per_minute"}
_HOW = "see docs/configuration.md"


@dataclass(frozen=True, slots=True)
class Site:
    """A newsroom's site. Its key stands in its pages: it is no secret, and opens nothing but asking."""

    key: str
    origins: tuple[str, ...]
    articles: frozenset[str] | None = None  # the ids that its readers may ask about; None: every article
    answers_per_day: int | None = None  # until 00:00 UTC; None: as many as the other limits allow
    requests_per_minute: int = REQUESTS  # of all its readers together


def read_sites(path: Path) -> tuple[Site, ...]:
    """Read the sites from a TOML file. Raises ValueError, saying what is wrong in it, or OSError."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = document.get("site")
    if set(document) != {"site"} or not isinstance(entries, list):
        raise ValueError(f"write [[site]] tables, and nothing else; {_HOW}")
    sites = tuple(_site(entry, f"site {number}") for number, entry in enumerate(entries, start=1))
    if len({site.key for site in sites}) < len(sites):
        raise ValueError("two sites have the same key; give each its own")
    return sites


def _site(entry: Mapping[str, Any], where: str) -> Site:
    if unknown := set(entry) - _FIELDS:
        raise ValueError(f"{where}: {sorted(unknown)[0]!r} is not known; there are {', '.join(sorted(_FIELDS))}")
    key = entry.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise ValueError(f"{where}: key must be pk_ and 16 to 64 of A-Z a-z 0-9 _ -; make one at random")
    origins = _texts(entry.get("origins"), f"{where}: origins")
    articles = entry.get("articles", "*")
    everything = articles in ("*", ["*"])
    return Site(
        key=key,
        origins=tuple(dict.fromkeys(parse_origin(origin) for origin in origins)),
        articles=None if everything else frozenset(_texts(articles, f"{where}: articles")),
        answers_per_day=_count(entry, "answers_per_day", where),
        requests_per_minute=_count(entry, "requests_per_minute", where) or REQUESTS,
    )


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= ARTICLES or not all(isinstance(v, str) for v in value):
        raise ValueError(f'{where} must be a list of 1 to {ARTICLES:,} texts, as ["…"]')
    return value


def _count(entry: Mapping[str, Any], name: str, where: str) -> int | None:
    value = entry.get(name)
    if value is not None and (type(value) is not int or not 1 <= value <= 10**9):
        raise ValueError(f"{where}: {name} must be a whole number from 1")
    return value
