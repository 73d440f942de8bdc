"""Writes trained weights as int8 ONNX: `python -m training.export --weights runs/reader/weights.pt`."""

from __future__ import annotations

import argparse
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from training.model import ReaderNetwork, mean_weights


def export(weights: Sequence[Path], out: Path) -> None:
    """Write `out` in int8 and, beside it for comparison, `*.float32.onnx`; of several weights, the mean."""
    network = ReaderNetwork()
    network.load_state_dict(mean_weights(weights))
    network.eval()
    example = {name: torch.ones((2, 16), dtype=torch.long)
               for name in ("input_ids", "token_type_ids", "attention_mask")}  # fmt: skip
    full = out.with_suffix(".float32.onnx")
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer and the older exporter announce themselves at length
        torch.onnx.export(
            network,
            tuple(example.values()),
            str(full),
            input_names=list(example),
            output_names=["pieces", "answers"],
            dynamic_axes={name: {0: "window", 1: "piece"} for name in (*example, "pieces")}
            | {"answers": {0: "window"}},
            opset_version=17,
            dynamo=False,
        )
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(out), per_channel=True, weight_type=QuantType.QInt8)


def main() -> None:
    """Export and say how large the files are."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="of one pass; the mean of several")
    parser.add_argument("--out", type=Path, default=Path("rag/models/reader.onnx"))
    args = parser.parse_args()
    export(args.weights, args.out)
    print(f"wrote {args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
