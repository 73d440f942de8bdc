"""Trains the reader: `python -m training.reader --data FOLDER --out runs/first`. Resumable, seeded, logs its curve.

A further pass (`--pass 2 --start WEIGHTS --out runs/second`) goes on from the weights of an earlier one, or from the
mean of several; `training/passes.py` says what each pass reads.

Two cores are enough (about 90 minutes a pass); a GPU, where torch finds one, needs minutes. Started again with the same
`--out`, it goes on from the last checkpoint and ends with the same weights but for the order of floating-point sums.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from rag.network import best_span
from training.edits import BESIDE as BESIDE_EDITED
from training.edits import KIND as EDITED
from training.mix import held
from training.model import (
    ReaderNetwork,
    Target,
    collate,
    load_tokenizer,
    loss,
    mean_weights,
    sentence_logits,
    targets,
    weigher,
)
from training.passes import PASSES, SECOND, further, ours
from training.squad import SEED, read_all
from training.window import Example
from training.written import KINDS, LOOSE

BATCH, WARM, CLIP, POOL = 32, 0.06, 1.0, 1600
SAVE_EVERY, LOG_EVERY, MEASURE_EVERY = 200, 25, 600  # steps

ASKED_BY_US = ["search", "paraphrase", "several sentences"]
ON_SAME = {"adversarial": "answerable beside adversarial", EDITED: BESIDE_EDITED}
BESIDE = (
    {kind: [beside] for kind, beside in ON_SAME.items()}
    | {f"{LOOSE}, wrong window": [LOOSE]}
    | {
        kind: ["answerable"] if kind in ("near miss", "attribute not given") else ASKED_BY_US
        for kind in [*KINDS.values(), *(f"{kind}, wrong window" for kind in ASKED_BY_US)]
        if kind not in [*ASKED_BY_US, LOOSE]
    }
)
"""Which answerable examples each kind of unanswerable one is held against, where not "answerable" ones."""

ANSWERED = {"answerable", "two questions", "qamr", LOOSE, *ON_SAME.values(), *ASKED_BY_US}


@dataclass(frozen=True, slots=True)
class Measured:
    """How good a checkpoint is on what was held back: areas under the ROC curve by kind of unanswerable, and spans."""

    auroc: dict[str, float]
    span_f1: float
    evidence_best: float
    """Share of answerable windows whose best sentence is evidence."""


def _order(tokenizer: Tokenizer, examples: Sequence[Example], seed: int) -> list[list[Target]]:
    return batches([target for target in targets(tokenizer, examples) if target is not None], seed)


def batches(made: Sequence[Target], seed: int) -> list[list[Target]]:
    """Return the training order: batches of about the same length, shuffled."""
    order = list(range(len(made)))
    chance = random.Random(seed)
    chance.shuffle(order)
    found = []
    for first in range(0, len(order), POOL):
        pool = sorted(order[first : first + POOL], key=lambda i: len(made[i].packed.ids))
        found += [[made[n] for n in pool[i : i + BATCH]] for i in range(0, len(pool), BATCH)]
    chance.shuffle(found)
    return found


class Trainer:
    """Weights in half precision where the multiplications are, in full precision where they are updated."""

    def __init__(self, steps: int, device: str, rate: float) -> None:
        torch.manual_seed(SEED)
        self.device = device
        self.full = ReaderNetwork().to(device)
        self.half = ReaderNetwork().to(device)
        self.half.load_state_dict(self.full.state_dict())
        self.half.bfloat16()
        self.learned = [(a, b) for a, b in zip(self.full.parameters(), self.half.parameters(), strict=True)
                        if a.requires_grad]  # fmt: skip
        self.optimizer = torch.optim.AdamW([a for a, _ in self.learned], lr=rate, weight_decay=0.01)
        warm = max(int(WARM * steps), 1)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda s: min((s + 1) / warm, max((steps - s) / max(steps - warm, 1), 0.0))
        )

    def step(self, chosen: Sequence[Target]) -> tuple[float, float, float]:
        """Learn from one batch and return its losses."""
        batch = collate(chosen)
        with torch.device("cpu"):
            logits, answers = self.half(*(t.to(self.device) for t in (batch.ids, batch.types, batch.mask)))
            parts = loss(logits.cpu(), answers.cpu(), batch, chosen)
        (parts[0] + parts[1] + parts[2]).backward()
        with torch.no_grad():
            for full, half in self.learned:
                full.grad = half.grad.float() if half.grad is not None else None
                half.grad = None
            torch.nn.utils.clip_grad_norm_([a for a, _ in self.learned], CLIP)
            self.optimizer.step()
            self.schedule.step()
            for full, half in self.learned:
                half.copy_(full)
        return tuple(float(p.detach()) for p in parts)  # type: ignore[return-value]

    def save(self, path: Path, step: int) -> None:
        """Write a checkpoint; one that is killed half-way leaves the last."""
        state = {"step": step, "weights": self.full.state_dict(), "optimizer": self.optimizer.state_dict(),
                 "schedule": self.schedule.state_dict()}  # fmt: skip
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def begin(self, paths: Sequence[Path]) -> None:
        """Begin with the mean of the weights of earlier passes."""
        self.full.load_state_dict(mean_weights(paths))
        self.half.load_state_dict(self.full.state_dict())

    def load(self, path: Path) -> int:
        """Go on from a checkpoint; return its step."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.full.load_state_dict(state["weights"])
        self.half.load_state_dict(state["weights"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        return int(state["step"])


def measure(network: torch.nn.Module, examples: Sequence[Example], made: Sequence[Target | None], device: str,
            ) -> Measured:  # fmt: skip
    """Measure a network on held-out examples."""
    kept = [(e, t) for e, t in zip(examples, made, strict=True) if t is not None]
    kept.sort(key=lambda pair: len(pair[1].packed.ids))
    scores: dict[str, list[float]] = {}
    f1, best = [], []
    for first in range(0, len(kept), 64):
        part = kept[first : first + 64]
        chosen = [t for _, t in part]
        batch = collate(chosen)
        with torch.no_grad():
            logits, answers = network(*(t.to(device) for t in (batch.ids, batch.types, batch.mask)))
        logits, answers = logits.float().cpu(), answers.float().cpu()
        sentences = iter(sentence_logits(logits, chosen).tolist())
        for row, (example, target) in enumerate(part):
            mine = [next(sentences) for _ in target.sentences]
            scores.setdefault(example.kind, []).append(float(answers[row]))
            if target.span and target.answers:
                start, end, _ = best_span(logits[row].numpy(), target.packed)
                first_piece = target.packed.first
                f1.append(_overlap((first_piece + start, first_piece + end), target.span))
            if target.answers:
                best.append(target.sentences[int(np.argmax(mine))][2])
    auroc = {}
    for kind in sorted(scores.keys() - ANSWERED):
        yes = [score for name in BESIDE.get(kind, ["answerable"]) for score in scores[name]]
        no = scores[kind]
        auroc[kind] = round(float(roc_auc_score([1] * len(yes) + [0] * len(no), yes + no)), 4)
    return Measured(auroc, round(float(np.mean(f1)), 4), round(float(np.mean(best)), 4))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]) + 1)
    return 2 * shared / (one[1] - one[0] + other[1] - other[0] + 2)


def main() -> None:
    """Make the examples, train, measure, and leave `weights.pt` in the folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with squad/ and qamr/")
    parser.add_argument("--out", type=Path, default=Path("runs/first"))
    parser.add_argument("--pass", type=int, choices=list(PASSES), default=1, dest="number")
    parser.add_argument("--start", type=Path, nargs="+", help="weights of earlier passes; the mean of several")
    parser.add_argument("--steps", type=int, help="stop after so many; the learning rate reaches zero there")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()
    for path in args.start or []:
        if not path.is_file():
            parser.error(f"no weights at {path}; an earlier pass leaves them: --out runs/first")
    if (args.number > 1) != bool(args.start):
        parser.error("--start is for every pass but the first, and needed there: the weights of earlier ones")
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    split = read_all(args.data)
    tokenizer = load_tokenizer()
    this = PASSES[args.number]
    start = ReaderNetwork().to(device)
    if args.start:
        start.load_state_dict(mean_weights(args.start))
    order: list[list[Target]] = []
    for number, stage in enumerate(this.stages(split, weigher(start.bfloat16(), tokenizer, device))):
        order += _order(tokenizer, stage.examples, this.seed + number)[: stage.steps]
    order = order[: args.steps]
    tests = held(split, each=120)
    if args.start:
        tests += ours(split.held, True, SECOND.seed) + further(split.held, True, SECOND.seed)
    tested = targets(tokenizer, tests)
    trainer = Trainer(args.steps or len(order), device, this.rate)
    if args.start:
        trainer.begin(args.start)
    checkpoint = args.out / "checkpoint.pt"
    begin = trainer.load(checkpoint) if checkpoint.exists() else 0
    print(f"{len(order)} steps, from step {begin}, on {device}", file=sys.stderr)
    curve = (args.out / "curve.jsonl").open("a", encoding="utf-8")
    losses: list[tuple[float, float, float]] = []
    clock = time.monotonic()
    for step in range(begin, len(order)):
        losses.append(trainer.step(order[step]))
        done = step + 1
        if done % LOG_EVERY == 0:
            span, answered, evidence = (round(float(x), 4) for x in np.mean(losses, axis=0))
            rate = round(LOG_EVERY * BATCH / (time.monotonic() - clock), 1)
            row = {"step": done, "span": span, "answered": answered, "evidence": evidence, "examples_per_s": rate}
            print(json.dumps(row), file=curve, flush=True)
            losses, clock = [], time.monotonic()
        if done % SAVE_EVERY == 0:
            trainer.save(checkpoint, done)
        if done % MEASURE_EVERY == 0 or done == len(order):
            row = {"step": done, **asdict(measure(trainer.half, tests, tested, device))}
            print(json.dumps(row), file=curve, flush=True)
            print(json.dumps(row), file=sys.stderr)
            clock = time.monotonic()
    torch.save(trainer.full.state_dict(), args.out / "weights.pt")
    print(f"wrote {args.out / 'weights.pt'}", file=sys.stderr)


if __name__ == "__main__":
    main()
