"""What int8 costs: `python -m training.quantised --data FOLDER`, after `training.export`, on what is held back."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from training.mix import held
from training.model import load_tokenizer, targets
from training.passes import SECOND, further, ours
from training.reader import measure
from training.squad import read_all


class Exported(torch.nn.Module):
    """An exported network, asked as the trained one is; one window a run, as the reader does."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return (batch, pieces, 3) logits of each piece and (batch,) of whether the window answers."""
        pieces = torch.zeros((*input_ids.shape, 3))
        answers = torch.zeros(len(input_ids))
        given = {"input_ids": input_ids, "token_type_ids": token_type_ids, "attention_mask": attention_mask}
        for row, length in enumerate(attention_mask.sum(dim=1).tolist()):
            one = {name: np.ascontiguousarray(t[row : row + 1, :length].numpy()) for name, t in given.items()}
            logits, answer = self.session.run(None, one)
            pieces[row, :length], answers[row] = torch.from_numpy(logits[0]), float(answer[0])
        return pieces, answers


def main() -> None:
    """Measure both files and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with squad/ and qamr/")
    parser.add_argument("--model", type=Path, default=Path("rag/models/reader.onnx"))
    args = parser.parse_args()
    full = args.model.with_suffix(".float32.onnx")
    if not full.is_file():
        parser.error(f"no {full}; run: python -m training.export --weights ...")
    split = read_all(args.data)
    tests = held(split, each=120) + ours(split.held, True, SECOND.seed) + further(split.held, True, SECOND.seed)
    tested = targets(load_tokenizer(), tests)
    for path in (full, args.model):
        print(json.dumps({"model": path.name, **asdict(measure(Exported(path), tests, tested, "cpu"))}), flush=True)


if __name__ == "__main__":
    main()
