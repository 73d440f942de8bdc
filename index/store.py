"""The Index: a folder that holds articles and finds passages in them. SQLite is the truth, all else is derived."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from index import database
from index.article import Article, Draft
from index.database import Readers, file_errors, sqlite_errors
from index.dense import EXACT_LIMIT
from index.doctor import find_problems
from index.encoder import DEFAULT, Encoder, load_encoder
from index.errors import ArticleNotFound, IndexBusy, IndexCorrupt, IndexMismatch, IndexNotFound, VersionConflict
from index.identity import check_draft, derive_id
from index.manifest import write_manifest
from index.passages import cut_passages
from index.schema import Meta, PassageSettings, advance_generation, read_meta
from index.sentences import split_sentences
from index.snapshot import Snapshot
from index.vectors import known_hashes, pack
from index.views import Views
from index.writing import (
    Cut,
    article_of,
    current_version,
    cut_up,
    delete_article,
    next_version,
    put_article,
    same_content,
)

__all__ = ["Added", "Index", "Snapshot", "derive_id"]

BUSY_SECONDS = 30.0
"""How long a writer waits for another one: much longer than any one article takes to store."""

CHUNK = 128
"""Texts encoded between two reports of progress."""

Notify = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft. `encoded` texts were new; `reused` ones (passages and sentences) had a vector already."""

    article: Article
    outcome: Literal["created", "updated", "unchanged"]
    encoded: int
    reused: int


class Index:
    """An index folder, open. Safe to use from many threads, and from many processes at once."""

    def __init__(
        self, folder: Path, meta: Meta, encoder: Encoder | None, notify: Notify | None, busy: float, exact_limit: int
    ) -> None:
        self.folder = folder
        self.meta = meta
        self._encoder = encoder
        self._notify = notify
        self._busy = busy
        self._readers = Readers(folder, busy)
        self._views = Views(folder, meta, exact_limit)
        self._exact_limit = exact_limit
        self._loading = threading.Lock()
        self._writing = threading.Lock()
        self._noting = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._wrote = False

    @classmethod
    def open(
        cls,
        folder: Path,
        encoder: Encoder | None = None,
        *,
        create: bool = False,
        notify: Notify | None = None,
        settings: PassageSettings | None = None,
        busy_seconds: float = BUSY_SECONDS,
        exact_limit: int = EXACT_LIMIT,
    ) -> Self:
        """Open the index in `folder`, or make one there if `create`.

        Without `encoder`, the one that the index names is loaded when first needed (the default one for a new index).
        `settings` say how a new index cuts articles; an existing one keeps its own.
        """
        with file_errors(folder), sqlite_errors(folder):
            there = database.look(folder, create=create)
            if not there:
                database.prepare_folder(folder)
            connection = database.connect(folder, busy_seconds)
            try:
                if not database.is_ours(connection, folder):
                    if not create:
                        raise IndexNotFound(folder)
                    encoder = encoder or load_encoder(DEFAULT, notify=notify)
                    meta = Meta(
                        secrets.token_hex(8),
                        encoder.name,
                        encoder.fingerprint,
                        encoder.dimension,
                        settings or PassageSettings(),
                    )
                    database.initialise(connection, folder, meta)
                meta = read_meta(connection)
            finally:
                connection.close()
        if encoder is not None:
            _check_encoder(folder, meta, encoder)
        index = cls(folder, meta, encoder, notify, busy_seconds, exact_limit)
        if not there:
            index._write_manifest()
        return index

    @property
    def encoder(self) -> Encoder:
        """The encoder that the index was built with."""
        with self._loading:
            if self._encoder is None:
                encoder = load_encoder(self.meta.encoder, notify=self._notify)
                _check_encoder(self.folder, self.meta, encoder)
                self._encoder = encoder
            return self._encoder

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Look at the index as it is now; writes that come later are not seen, and do not wait."""
        with sqlite_errors(self.folder), self._readers.transaction() as connection:
            snapshot = Snapshot(self.folder, connection, self.meta, self._views)
            try:
                yield snapshot
            finally:
                snapshot.end()

    def add(self, draft: Draft, *, if_version: int | None = None, progress: Progress | None = None) -> Added:
        """Store an article, or a new version of it; what is returned has reached the disk.

        With `if_version`, only if the article is at that version (0: only if there is none), else VersionConflict.
        `progress` is called with the texts encoded so far and in all.
        """
        check_draft(self.folder, draft)
        article_id = draft.id or derive_id(draft)
        cut: Cut | None = None
        encoded: dict[bytes, bytes] = {}
        while True:
            known = self._known(article_id, if_version)
            if known and same_content(known, draft):
                return Added(known, "unchanged", 0, 0)
            cut = cut or self._cut(draft)
            self._encode_missing(cut, encoded, progress)
            with self._transaction() as connection:
                version = self._expect(connection, article_id, if_version)
                stored = known_hashes(connection, cut.texts)
                moved = version != (known.version if known else 0)
                if moved or any(value not in stored and value not in encoded for value in cut.texts):
                    continue  # another writer changed the article, or removed a vector that was counted on
                new = {value: blob for value, blob in encoded.items() if value not in stored}
                article = article_of(article_id, next_version(connection, article_id), draft)
                put_article(connection, article, cut, new, advance_generation(connection, secrets.token_hex(8)))
            self._write_manifest()
            return Added(article, "updated" if version else "created", len(encoded), len(cut.texts) - len(encoded))

    def remove(self, article_id: str, *, if_version: int | None = None) -> None:
        """Remove an article with all its versions; nothing of it stays. Raises ArticleNotFound, VersionConflict."""
        with self._transaction() as connection:
            if not self._expect(connection, article_id, if_version):
                raise ArticleNotFound(self.folder, article_id)
            delete_article(connection, article_id, advance_generation(connection, secrets.token_hex(8)))
        with sqlite_errors(self.folder), self._writing:
            database.empty_log(self._connected(), self._busy)
        self._write_manifest()

    def settle(self) -> None:
        """Make what is derived fit what is stored: builds the search graph where one is due, which may take minutes."""
        with self.snapshot() as snapshot:
            if snapshot.passage_count > self._exact_limit:
                self._views.at(snapshot.connection, snapshot.generation)
        self._views.wait()
        self._write_manifest()

    def check(self) -> list[str]:
        """Look for damage: every problem found, in a sentence each."""
        try:
            with sqlite_errors(self.folder), self._writing:
                return find_problems(self._connected(), self.folder, self.meta)
        except IndexCorrupt as error:
            return [str(error)]

    def close(self) -> None:
        """Close the files; after writing, first do what `settle` does."""
        if self._wrote:
            self._wrote = False
            self.settle()
        self._views.wait()
        self._readers.close()
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _known(self, article_id: str, if_version: int | None) -> Article | None:
        with self.snapshot() as snapshot:
            version = self._expect(snapshot.connection, article_id, if_version)
            return snapshot.article(article_id) if version else None

    def _expect(self, connection: sqlite3.Connection, article_id: str, if_version: int | None) -> int:
        version = current_version(connection, article_id)
        if if_version is not None and if_version != version:
            raise VersionConflict(self.folder, article_id, if_version, version)
        return version

    def _cut(self, draft: Draft) -> Cut:
        settings, encoder = self.meta.passages, self.encoder
        title = draft.title if settings.with_title else None
        room = encoder.max_tokens - (encoder.count_tokens(title) if title else 0)
        sentences = split_sentences(draft.text)
        passages = cut_passages(
            draft.text,
            sentences,
            encoder.count_tokens,
            max_tokens=max(room, encoder.max_tokens // 2),
            target_tokens=settings.target_tokens,
            overlap=settings.overlap,
            paragraph_share=settings.paragraph_share,
        )
        return cut_up(draft.text, sentences, passages, title)

    def _encode_missing(self, cut: Cut, encoded: dict[bytes, bytes], progress: Progress | None) -> None:
        """Add to `encoded` the vectors of texts that neither it nor the index has."""
        with self.snapshot() as snapshot:
            stored = known_hashes(snapshot.connection, cut.texts)
        missing = [value for value in cut.texts if value not in stored and value not in encoded]
        missing.sort(key=lambda value: len(cut.texts[value]))  # texts of one length make full batches
        for first in range(0, len(missing), CHUNK):
            chunk = missing[first : first + CHUNK]
            vectors = self.encoder.encode_passages([cut.texts[value] for value in chunk])
            encoded.update(zip(chunk, pack(vectors), strict=True))
            if progress is not None:
                progress(first + len(chunk), len(missing))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One write, all or nothing; other writers wait, in this process and in others."""
        if not self._writing.acquire(timeout=self._busy):
            raise IndexBusy(self.folder, f"another thread is writing to {self.folder}; try again when it has finished")
        try:
            with sqlite_errors(self.folder):
                connection = self._connected()
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                self._wrote = True
        finally:
            self._writing.release()

    def _connected(self) -> sqlite3.Connection:
        if self._writer is None:
            self._writer = database.connect(self.folder, self._busy)
        return self._writer

    def _write_manifest(self) -> None:
        with self._noting, self.snapshot() as snapshot:
            write_manifest(self.folder, self.meta, snapshot)


def _check_encoder(folder: Path, meta: Meta, encoder: Encoder) -> None:
    if (encoder.fingerprint, encoder.dimension) != (meta.fingerprint, meta.dimension):
        raise IndexMismatch(
            folder,
            f"the index at {folder} was built with the encoder {meta.encoder} ({meta.fingerprint[:12]}), not with "
            f"{encoder.name} ({encoder.fingerprint[:12]}); use that one, or index the articles again in another folder",
        )
