"""How the commands get at an index and at what answers from it; tests put their own behind the doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api import show

if TYPE_CHECKING:
    from index.store import Index
    from rag.answer import Answerer
    from rag.config import Config


def open_index(config: Config, create: bool) -> Index:
    """Open the index folder; what takes long, as compiling the encoder once does, is narrated."""
    from index.encoder import load_encoder
    from index.store import Index

    encoder = load_encoder(config.encoder, notify=show.say) if config.encoder else None
    return Index.open(config.index, encoder, create=create, notify=show.say)


def open_answerer(config: Config) -> Answerer:
    """Open what answers from the index that the configuration names."""
    from rag.answer import Answerer

    return Answerer.open(config)


@dataclass(frozen=True, slots=True)
class Doors:
    """Opens an index or an answerer, and closes it afterwards."""

    open_index: Callable[[Config, bool], Index] = open_index
    open_answerer: Callable[[Config], Answerer] = open_answerer

    @contextmanager
    def index(self, config: Config, *, create: bool = False) -> Iterator[Index]:
        """Give the index of the configuration; `create` makes the folder where there is none."""
        index = self.open_index(config, create)
        try:
            yield index
        finally:
            index.close()

    @contextmanager
    def answerer(self, config: Config) -> Iterator[Answerer]:
        """Give what answers from the index of the configuration."""
        answerer = self.open_answerer(config)
        try:
            yield answerer
        finally:
            answerer.index.close()
