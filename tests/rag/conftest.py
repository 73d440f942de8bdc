"""Articles and an answerer over them, with a fake encoder and the shipped coefficients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from index.article import Draft
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.config import Config
from tests.fakes import HashingEncoder

AMNESTY = Draft(
    "The ministry offers an amnesty to fighters who come home and repent.\n"
    "The hotline was opened on 9 May. Officers and psychologists answer it, the ministry said.\n"
    "At least six fighters have returned, and five of them received the amnesty. The sixth is to stand trial.\n"
    "France puts returning fighters in prison. Australia has threatened to take away their citizenship.",
    id="amnesty",
    title="An amnesty for fighters",
    published=date(2015, 6, 5),
    publisher="The Paper",
    url="https://paper.example/amnesty",
)
FEES = Draft(
    "The council raised the parking fee to 5 euros an hour. The new fee applies from 1 March.\n"
    "Residents with a permit pay nothing, the mayor said.",
    id="fees",
    title="Parking fees go up",
    published=date(2026, 2, 1),
)

MakeAnswerer = Callable[..., Answerer]


@pytest.fixture
def make_answerer(tmp_path: Path) -> Iterator[MakeAnswerer]:
    opened: list[Index] = []

    def make(*drafts: Draft, threshold: float | None = 0.02) -> Answerer:
        index = Index.open(tmp_path / f"index-{len(opened)}", HashingEncoder(), create=True)
        opened.append(index)
        for draft in drafts:
            index.add(draft)
        return Answerer(index, load_baseline(), Config(threshold=threshold))

    yield make
    for index in opened:
        index.close()
