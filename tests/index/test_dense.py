"""The dense search against brute force."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import View, cosines, exact_view
from index.encoder import Vectors, unit
from index.vectors import Keys

DIMENSION = 8


def some_vectors(count: int, seed: int, distinct: int = 1000) -> tuple[Keys, Vectors]:
    """Keys with gaps, and vectors of which only `distinct` differ."""
    random = np.random.default_rng(seed)
    pool = unit(random.normal(size=(distinct, DIMENSION)).astype(np.float32))
    keys = np.sort(random.choice(10 * count + 1, size=count, replace=False)).astype(np.int64) + 1
    return keys, pool[random.integers(0, distinct, size=count)]


def brute_force(keys: Keys, vectors: Vectors, question: Vectors, k: int) -> list[tuple[int, float]]:
    scores = cosines(vectors, question)
    return sorted(zip(keys.tolist(), scores.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))[:k]


def question(seed: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(1, DIMENSION)).astype(np.float32))[0]


@given(count=st.integers(0, 300), distinct=st.integers(1, 50), k=st.integers(0, 40), seed=st.integers(0, 999))
@settings(deadline=None)
def test_the_nearest_are_those_of_brute_force_in_order_of_key_where_they_tie(
    count: int, distinct: int, k: int, seed: int
) -> None:
    keys, vectors = some_vectors(count, seed, distinct)
    asked = question(seed)
    assert exact_view(1, keys, vectors).search(asked, k) == brute_force(keys, vectors, asked, k)


@given(count=st.integers(1, 200), share=st.floats(0, 1), k=st.integers(1, 30), seed=st.integers(0, 999))
@settings(deadline=None)
def test_a_filter_gives_the_nearest_of_what_it_allows(count: int, share: float, k: int, seed: int) -> None:
    keys, vectors = some_vectors(count, seed, 20)
    chosen = np.random.default_rng(seed).random(count) < share
    found = exact_view(1, keys, vectors).search(question(seed), k, keys[chosen])
    assert found == brute_force(keys[chosen], vectors[chosen], question(seed), k)


def test_a_filter_of_unknown_keys_finds_nothing() -> None:
    keys, vectors = some_vectors(50, 1)
    assert exact_view(1, keys, vectors).search(question(1), 5, np.array([100_000], dtype=np.int64)) == []


@given(data=st.data(), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=50)
def test_a_view_kept_current_equals_one_made_afresh(data: st.DataObject, seed: int) -> None:
    keys, vectors = some_vectors(120, seed, 30)
    view = exact_view(0, keys[:40], vectors[:40])
    live = np.zeros(len(keys), dtype=bool)
    live[:40] = True
    last = 40
    for generation in range(1, data.draw(st.integers(1, 6))):
        more = data.draw(st.integers(0, 15))
        removed = live & (np.random.default_rng(generation).random(len(keys)) < data.draw(st.floats(0, 0.5)))
        live &= ~removed
        live[last : last + more] = True
        view = view.after(generation, (keys[last : last + more], vectors[last : last + more]), keys[removed])
        last += more
        view = view.merged() if data.draw(st.booleans()) else view
    assert view.count == live.sum()
    assert view.search(question(seed), 25) == brute_force(keys[live], vectors[live], question(seed), 25)


def test_an_older_view_is_not_changed_by_a_newer_one() -> None:
    keys, vectors = some_vectors(30, 3)
    old = exact_view(0, keys, vectors)
    before = old.search(question(3), 5)
    new = old.after(1, (keys[:0], vectors[:0]), keys[:10])
    assert old.search(question(3), 5) == before
    assert {key for key, _ in new.search(question(3), 30)} == set(keys[10:].tolist())


def test_a_view_over_another_base_holds_the_same_passages() -> None:
    keys, vectors = some_vectors(60, 4)
    base = exact_view(0, keys[:50], vectors[:50]).base
    view: View = exact_view(2, keys[5:], vectors[5:]).on(base)
    assert view.search(question(4), 60) == brute_force(keys[5:], vectors[5:], question(4), 60)


def test_a_base_is_outgrown_by_a_tail_that_is_a_large_share_of_it() -> None:
    keys, vectors = some_vectors(2000, 5)
    view = exact_view(0, keys[:900], vectors[:900])
    assert not view.after(1, (keys[900:910], vectors[900:910]), keys[:0]).outgrown
    assert view.after(1, (keys[900:], vectors[900:]), keys[:0]).outgrown
