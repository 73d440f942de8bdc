"""A service over a small index, and a client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.api_fakes import FakeAnswerer, client_of, newsroom


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def answerer(tmp_path: Path) -> Iterator[FakeAnswerer]:
    with newsroom(tmp_path) as answerer:
        yield answerer


@pytest.fixture
async def client(answerer: FakeAnswerer) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(answerer) as client:
        yield client
