"""The graph over many vectors and its derived file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.dense import Segment, exact_view, flat_segment
from index.encoder import unit
from index.graph import FILE, GraphFacts, build_graph, load_graph, read_facts, recall_at_10, save_graph

FACTS = GraphFacts(index_id="one", generation=3, token="t", count=800, dimension=16, recall_at_10=0.99)


@pytest.fixture(scope="module")
def segment() -> Segment:
    vectors = unit(np.random.default_rng(0).normal(size=(800, 16)).astype(np.float32))
    return build_graph(np.arange(5, 805, dtype=np.int64), vectors)


def saved(folder: Path, segment: Segment) -> GraphFacts:
    save_graph(folder, segment, FACTS)
    facts = read_facts(folder)
    assert facts is not None
    return facts


def test_a_graph_finds_nearly_all_of_the_exact_nearest(segment: Segment) -> None:
    assert recall_at_10(segment) > 0.95


def test_a_search_through_the_graph_agrees_with_the_exact_one(segment: Segment) -> None:
    empty = flat_segment(segment.keys[:0], segment.vectors[:0])
    exact = exact_view(1, segment.keys, np.array(segment.vectors))
    view = replace(exact, base=segment, tail=empty)
    same = [view.search(v, 10) == exact.search(v, 10) for v in segment.vectors[:50]]
    assert np.mean(same) > 0.8


def test_a_narrow_filter_is_searched_exactly_even_in_a_graph(segment: Segment) -> None:
    exact = exact_view(1, segment.keys, np.array(segment.vectors))
    view = replace(exact, base=segment)
    few = segment.keys[::97]
    assert view.search(segment.vectors[4], 5, few) == exact.search(segment.vectors[4], 5, few)


def test_a_saved_graph_comes_back_as_it_was(tmp_path: Path, segment: Segment) -> None:
    again = load_graph(tmp_path, saved(tmp_path, segment))
    assert again is not None
    assert (again.keys == segment.keys).all()
    assert (again.vectors == segment.vectors).all()


@pytest.mark.parametrize("cut", [0, 5, 40, 300, 5000, -1])
def test_a_truncated_file_is_not_loaded(tmp_path: Path, segment: Segment, cut: int) -> None:
    saved(tmp_path, segment)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:cut])
    facts = read_facts(tmp_path)
    assert facts is None or load_graph(tmp_path, facts) is None


def test_a_file_with_one_wrong_byte_is_not_loaded(tmp_path: Path, segment: Segment) -> None:
    facts = saved(tmp_path, segment)
    content = bytearray((tmp_path / FILE).read_bytes())
    content[-2000] ^= 1
    (tmp_path / FILE).write_bytes(content)
    assert load_graph(tmp_path, facts) is None


def test_no_half_written_file_is_left_behind(tmp_path: Path, segment: Segment) -> None:
    (tmp_path / f"{FILE}.1.part").touch()
    os.utime(tmp_path / f"{FILE}.1.part", (0, 0))
    saved(tmp_path, segment)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
