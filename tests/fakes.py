"""Stand-ins that behave like the real thing, small and the same every time. No mocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.encoder import Vectors, unit


@dataclass
class HashingEncoder:
    """A bag of words in a few dimensions: texts that share words are near. Counts what it is asked to encode."""

    name: str = "fake/hashing"
    fingerprint: str = "fake-1"
    dimension: int = 64
    max_tokens: int = 256
    encoded: list[str] = field(default_factory=list)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return self._encode(texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def count_tokens(self, text: str) -> int:
        return len(re.findall(r"\w+|[^\w\s]", text))

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0] = 0.01
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
                vectors[row, digest[0] % self.dimension] += 1.0 if digest[1] % 2 else -1.0
        return unit(vectors)
