"""Looks at everything a question needs, through the very functions that answering uses, and changes nothing."""

from __future__ import annotations

import difflib
import os
import platform
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from api import failures, show
from api.settings import Settings
from index.compiled import fingerprint_of, locate, read
from index.encoder import DEFAULT, cache_folder
from index.errors import EncoderError, FootnoteError, IndexNotFound, IndexProblem
from index.machine import sqlite_lacks, sqlite_version
from rag.config import Config

Verdict = Literal["ok", "warn", "fail"]

VARIABLES = (
    "FOOTNOTE_INDEX",
    "FOOTNOTE_ENCODER",
    "FOOTNOTE_RISK",
    "FOOTNOTE_THRESHOLD",
    "FOOTNOTE_CACHE",
    "FOOTNOTE_ADMIN_KEY",
    "FOOTNOTE_ALLOW_ORIGINS",
    "FOOTNOTE_SITES",
    "FOOTNOTE_SECRET",
    "FOOTNOTE_CLIENT_RATE",
    "FOOTNOTE_TRUSTED_PROXIES",
    "FOOTNOTE_FEEDBACK",
    "FOOTNOTE_FEEDBACK_QUESTIONS",
    "FOOTNOTE_FEEDBACK_DAYS",
)
"""Every environment variable that Footnote reads; those ending in _KEY or _SECRET are never shown."""

ROOM = 500_000_000
"""Bytes free below which the disk is worth a word."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `fix` says what to do about it, where something is to be done."""

    name: str
    status: Verdict
    detail: str
    fix: str | None = None


def examine(folder: Path | None, *, port: int, as_json: bool) -> int:
    """Make every check, print them, and return 1 if one failed."""
    checks = list(checks_of(os.environ, folder, port=port))
    worst: Verdict = max((check.status for check in checks), key=("ok", "warn", "fail").index)
    if as_json:
        show.data({"status": worst, "checks": [asdict(check) for check in checks]})
    else:
        show.write(line for check in checks for line in _lines(check))
    return failures.FAILED if worst == "fail" else failures.OK


def _lines(check: Check) -> Iterator[show.Line]:
    style = {"ok": "green", "warn": "yellow", "fail": "bold red"}[check.status]
    yield show.Line(f"{check.status:<5} {check.name:<9} {check.detail}", style)
    if check.fix:
        yield show.Line(f"→ {check.fix}", indent=16)


def checks_of(environ: Mapping[str, str], folder: Path | None, *, port: int) -> Iterator[Check]:
    """Yield every check for this environment; `folder` overrides the index that the environment names."""
    settings, config = _settings(environ)
    config = config if folder is None else replace(config, index=folder)
    yield Check("python", "ok", f"{platform.python_version()} at {sys.executable}")
    yield packages()
    yield _sqlite()
    yield settings
    yield from (_cache(), encoder(config), index(config), _disk(config.index), free_port(port))


def packages() -> Check:
    """Compare what is installed with what Footnote requires."""
    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in metadata.requires("footnote") or ()]
    except metadata.PackageNotFoundError:
        return Check("packages", "warn", "footnote itself is not installed", "make setup, or pip install -e .")
    wrong: list[str] = []
    fine: list[str] = []
    for requirement in wanted:
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        have = _installed(requirement.name)
        good = have is not None and requirement.specifier.contains(have, prereleases=True)
        (fine if good else wrong).append(f"{requirement.name} {have or 'missing'}")
    if wrong:
        return Check("packages", "fail", ", ".join(wrong), "make setup, or pip install -c constraints.txt -e .")
    return Check("packages", "ok", ", ".join(fine))


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _sqlite() -> Check:
    lacking = sqlite_lacks()
    if lacking:
        return Check("sqlite", "fail", f"{sqlite_version()}: {lacking}", "use a Python built with a newer SQLite")
    return Check("sqlite", "ok", f"{sqlite_version()} with FTS5")


def _settings(environ: Mapping[str, str]) -> tuple[Check, Config]:
    try:
        config = Config.from_env(environ)
        Settings.from_env(environ)
    except FootnoteError as error:
        return Check("settings", "fail", str(error), "change or unset the variable"), Config()
    unknown = sorted(name for name in environ if name.startswith("FOOTNOTE_") and name not in VARIABLES)
    if unknown:
        near = difflib.get_close_matches(unknown[0], VARIABLES, n=1)
        fix = f"did you mean {near[0]}?" if near else f"Footnote reads {', '.join(VARIABLES)}"
        return Check("settings", "warn", f"not known: {', '.join(unknown)}", fix), config
    given = [f"{name}={_masked(name, environ[name])}" for name in VARIABLES if environ.get(name)]
    return Check("settings", "ok", ", ".join(given) or "all at their defaults"), config


def _masked(name: str, value: str) -> str:
    return "(set)" if name.endswith(("_KEY", "_SECRET")) else value


def _cache() -> Check:
    folder = cache_folder()
    if _writable(folder):
        return Check("cache", "ok", str(folder))
    return Check("cache", "fail", f"{folder} cannot be written", "set FOOTNOTE_CACHE to a folder that can be written")


def encoder(config: Config) -> Check:
    """Say whether the encoder is there, and compiled; the first use compiles it."""
    name = config.encoder or DEFAULT
    try:
        folder = locate(name)
    except EncoderError as error:
        return Check("encoder", "fail", str(error), "name another with FOOTNOTE_ENCODER")
    if folder is None:
        return Check("encoder", "warn", f"{name} comes from a model hub", "its first use needs the network")
    if read(cache_folder() / fingerprint_of(folder), name) is not None:
        return Check("encoder", "ok", f"{name}, compiled")
    if find_spec("torch") is None:
        return Check("encoder", "fail", f"{name} is not compiled and torch is missing", "pip install torch==2.13.0")
    return Check("encoder", "warn", f"{name}, not compiled yet", "its first use compiles it: once, about 15 seconds")


def index(config: Config) -> Check:
    """Open the index as a question would, let it check itself, and count what is in it."""
    from index.store import Index

    folder = config.index
    try:
        with Index.open(folder) as opened:
            problems = opened.check()
            with opened.snapshot() as snapshot:
                counts = f"{snapshot.article_count} article(s), {snapshot.passage_count} passages in {folder}"
    except IndexNotFound as error:
        return Check("index", "warn", f"none at {folder} yet", str(error).partition("; ")[2])
    except IndexProblem as error:
        detail, _, fix = str(error).partition("; ")
        return Check("index", "fail", detail, fix or None)
    if problems:
        said = [problem.partition("; ") for problem in problems]
        return Check(
            "index", "fail", "; ".join(what for what, _, _ in said), "; ".join(dict.fromkeys(fix for *_, fix in said))
        )
    if not _writable(folder):
        return Check("index", "warn", f"{counts}, read-only", "articles cannot be added; change the folder's owner")
    return Check("index", "ok", counts)


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(_existing(folder)).free
    said = f"{free / 1e9:.1f} GB free"
    return Check("disk", "ok", said) if free > ROOM else Check("disk", "warn", said, "make room before indexing more")


def free_port(port: int) -> Check:
    """Say whether `serve` could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            fix = "another program has it, Footnote itself perhaps; choose another with: footnote serve --port"
            return Check("port", "warn", f"{port}: {error.strerror}", fix)
    return Check("port", "ok", f"{port} is free")


def _writable(folder: Path) -> bool:
    return os.access(_existing(folder), os.W_OK | os.X_OK)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
