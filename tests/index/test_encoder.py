"""The encoder: compiled once, cached, and the same vectors as the model's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compiled import ensure_compiled, fingerprint_of, locate, read
from index.encoder import BATCH_TOKENS, DEFAULT, OnnxEncoder, batches, cache_folder, load_encoder, unit
from index.errors import EncoderError

ROOT = Path(__file__).parents[2]

TINY = """
import sys
from pathlib import Path
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast
folder = Path(sys.argv[1])
words = "[PAD] [UNK] [CLS] [SEP] [MASK] a b c query : passage".split() + list("abcdefghijklmnopqrstuvwxyz")
folder.mkdir()
(folder / "vocab.txt").write_text("\\n".join(dict.fromkeys(words)))
BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
shape = dict(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
BertModel(BertConfig(vocab_size=64, max_position_embeddings=40, **shape)).save_pretrained(folder / "bert")
bert = Transformer(str(folder / "bert"), max_seq_length=32)
model = SentenceTransformer(modules=[bert, Pooling(16)], prompts={"query": "query: ", "passage": "passage: "})
model.save(str(folder / "model"))
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of a few kilobytes, with prompts and without a layer that normalises."""
    folder = tmp_path_factory.mktemp("tiny") / "made"
    subprocess.run([sys.executable, "-c", TINY, str(folder)], check=True, capture_output=True)
    return folder / "model"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def compiling(source: Path, cache: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "index.compile", str(source), str(source), str(cache)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@given(lengths=st.lists(st.integers(1, 600), max_size=60), limit=st.integers(1, 3000))
def test_every_text_is_in_one_batch_and_no_batch_is_too_large(lengths: list[int], limit: int) -> None:
    groups = batches(lengths, limit)
    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    assert all(len(g) == 1 or max(lengths[i] for i in g) * len(g) <= limit for g in groups)


def test_rows_are_scaled_to_length_one_and_zeros_stay() -> None:
    assert np.allclose(unit(np.array([[3, 4], [0, 0]], dtype=np.float32)), [[0.6, 0.8], [0, 0]])


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CACHE", "/own")
    monkeypatch.setenv("XDG_CACHE_HOME", "/shared")
    assert cache_folder() == Path("/own")
    monkeypatch.delenv("FOOTNOTE_CACHE")
    assert cache_folder() == Path("/shared/footnote")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "footnote"


@pytest.mark.parametrize("name", ["./nowhere/at/all", "/nowhere", "a b", "x/y/z", ""])
def test_a_place_without_a_model_is_refused_with_a_remedy(cache: Path, name: str) -> None:
    with pytest.raises(EncoderError, match=r"give a model's folder|holds no sentence-transformers model"):
        load_encoder(name, cache=cache)


def test_a_folder_without_a_model_is_refused(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(EncoderError, match="holds no sentence-transformers model"):
        load_encoder(str(tmp_path), cache=cache)


def test_a_folder_with_a_broken_model_is_refused_and_leaves_no_cache(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match="cannot load the encoder"):
        load_encoder(str(tmp_path / "model"), cache=cache)
    assert list(cache.iterdir()) == []


def test_a_model_that_no_hub_gives_is_refused_with_a_remedy(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(cache / "hub"))
    with pytest.raises(EncoderError, match="check the name and the network"):
        load_encoder("nobody/no-such-model", cache=cache)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EncoderError, match="set FOOTNOTE_CACHE"):
        load_encoder(DEFAULT, cache=tmp_path / "file" / "cache")


def test_weights_under_the_packaged_name_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    command = [sys.executable, "-m", "index.compile", str(tmp_path), DEFAULT, str(tmp_path / "cache")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "failed the packaged encoder's weights are not the published ones" in done.stdout


@pytest.mark.slow
def test_prompts_go_before_questions_and_passages(tiny: Path, cache: Path) -> None:
    said: list[str] = []
    encoder = load_encoder(str(tiny), cache=cache, notify=said.append)
    assert said[0].startswith("compiling the encoder")
    assert (encoder.dimension, encoder.max_tokens) == (16, 32)
    same = encoder.encode_questions(["passage: a b"])[0] @ encoder.encode_passages(["query: a b"])[0]
    assert not np.allclose(encoder.encode_questions(["a b"]), encoder.encode_passages(["a b"]))
    assert same < 0.9999


@pytest.mark.slow
def test_a_model_named_on_a_hub_is_fetched_once(
    tiny: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = tmp_path / "hub" / "models--some--model"
    shutil.copytree(tiny, fetched / "snapshots" / "abc")
    (fetched / "refs").mkdir()
    (fetched / "refs" / "main").write_text("abc")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    first = load_encoder("some/model", cache=cache)
    shutil.rmtree(fetched)
    assert load_encoder("some/model", cache=cache).fingerprint == first.fingerprint == fingerprint_of(tiny)


@pytest.mark.slow
def test_two_processes_compiling_at_once_both_end_well(tiny: Path, cache: Path) -> None:
    cache.mkdir()
    with compiling(tiny, cache) as one, compiling(tiny, cache) as two:
        ends = [process.communicate()[0].splitlines()[-1] for process in (one, two)]
    assert ends[0] == ends[1]
    assert ends[0].startswith("done ")
    assert [path.name for path in cache.iterdir()] == [ends[0].removeprefix("done ")]


@pytest.mark.slow
def test_a_compilation_that_was_killed_leaves_no_broken_cache(tiny: Path, cache: Path) -> None:
    cache.mkdir()
    with compiling(tiny, cache) as process:
        assert process.stdout is not None
        while "writing ONNX" not in process.stdout.readline():
            pass
        process.kill()
    left = list(cache.iterdir())
    assert [path.name.startswith(".compiling-") for path in left] == [True]
    os.utime(left[0], (0, time.time() - 7200))
    assert load_encoder(str(tiny), cache=cache).encode_questions(["a"]).shape == (1, 16)
    assert not left[0].exists()


@pytest.mark.slow
def test_a_damaged_cache_is_seen_and_compiled_anew(tiny: Path, cache: Path) -> None:
    folder = ensure_compiled(str(tiny), cache, lambda _: None).folder
    for name in ("model.onnx", "tokenizer.json", "encoder.json"):
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        assert read(folder, "tiny") is None
        (folder / name).write_bytes(content if name != "model.onnx" else content[:-1])
    assert read(folder, "tiny") is None
    assert load_encoder(str(tiny), cache=cache).encode_passages(["a", "b c"]).shape == (2, 16)


def test_a_model_that_was_changed_is_another_encoder(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"a": 1}')
    (tmp_path / "README.md").write_text("says much")
    before = fingerprint_of(tmp_path)
    (tmp_path / "README.md").write_text("says more")
    assert fingerprint_of(tmp_path) == before
    (tmp_path / "config.json").write_text('{"a": 2}')
    assert fingerprint_of(tmp_path) != before


@pytest.mark.slow
def test_an_onnx_file_of_the_right_size_that_is_no_model_is_named(tiny: Path, cache: Path) -> None:
    compiled = ensure_compiled(str(tiny), cache, lambda _: None)
    (compiled.folder / "model.onnx").write_bytes(b"\0" * compiled.onnx_bytes)
    with pytest.raises(EncoderError, match="delete that folder"):
        OnnxEncoder(compiled).encode_questions(["a"])


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return load_encoder()


@pytest.mark.slow
def test_answering_imports_no_torch(encoder: OnnxEncoder) -> None:
    code = """
import sys
from index.encoder import load_encoder
load_encoder().encode_questions(["What does Tajikistan offer?"])
assert not {"torch", "transformers", "sentence_transformers", "onnx", "faiss"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert encoder.dimension == 384


@pytest.mark.slow
def test_importing_the_index_is_light() -> None:
    code = "import sys, index.store; assert not {'onnxruntime', 'faiss', 'tokenizers', 'torch'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.slow
def test_a_questions_vector_does_not_depend_on_its_company(encoder: OnnxEncoder) -> None:
    questions = ["Who?", "What does Tajikistan offer fighters who come home?", "word " * 400]
    together = encoder.encode_questions(questions)
    assert all((encoder.encode_questions([q])[0] == v).all() for q, v in zip(questions, together, strict=True))


@pytest.mark.slow
def test_a_passages_vector_hardly_depends_on_its_company(encoder: OnnxEncoder) -> None:
    texts = [f"Sentence {n} about {'law ' * (n % 90)}" for n in range(120)]
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert np.abs(encoder.encode_passages(texts) - alone).max() < 1e-6
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-6)


@pytest.mark.slow
def test_tokens_are_counted_without_a_limit_and_without_specials(encoder: OnnxEncoder) -> None:
    assert encoder.count_tokens("") == 0
    assert encoder.count_tokens("law " * 1000) == 1000
    assert encoder.max_tokens == 256 < BATCH_TOKENS


@pytest.mark.slow
def test_no_texts_have_no_vectors(encoder: OnnxEncoder) -> None:
    assert encoder.encode_passages([]).shape == encoder.encode_questions([]).shape == (0, 384)


def test_the_packaged_model_is_found_without_loading_it() -> None:
    folder = locate(DEFAULT)
    assert folder is not None
    assert (folder / "model.safetensors").is_file()
