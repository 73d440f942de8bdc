"""What `index` raises, as a tree. Every message says what is wrong, where, and what to do next.

FootnoteError
├── SourceError              an input that cannot become an article
└── IndexProblem             something about the index folder
    ├── IndexNotFound
    ├── IndexMismatch        built with another encoder or format
    ├── IndexBusy            another process holds the write lock for too long
    ├── IndexCorrupt         the database fails its own check
    ├── ArticleNotFound
    ├── InvalidArticle       an id or a text that cannot be stored
    └── VersionConflict      the article was changed by somebody else meanwhile
EncoderError                 a model that cannot be loaded or compiled (also a FootnoteError)
"""

from __future__ import annotations

from pathlib import Path


class FootnoteError(Exception):
    """The root: whoever catches this catches everything Footnote raises on purpose."""


class SourceError(FootnoteError):
    """An input that cannot be read as an article; `source` names the file, `line` counts from 1."""

    def __init__(self, source: str, problem: str, remedy: str, *, line: int | None = None) -> None:
        place = source if line is None else f"{source}, line {line}"
        super().__init__(f"{place}: {problem}; {remedy}")
        self.source = source
        self.problem = problem
        self.remedy = remedy
        self.line = line


class EncoderError(FootnoteError):
    """An encoder that cannot be found, checked, compiled or loaded."""


class IndexProblem(FootnoteError):
    """Something is wrong with an index folder; `folder` says which."""

    def __init__(self, folder: Path, message: str) -> None:
        super().__init__(message)
        self.folder = folder


class IndexNotFound(IndexProblem):
    """There is no index in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, f"no index at {folder}; build one with: footnote index ARTICLE --index {folder}")


class IndexMismatch(IndexProblem):
    """The index was built with another encoder or another format version."""


class IndexBusy(IndexProblem):
    """Another process kept the write lock for longer than we were willing to wait."""


class IndexCorrupt(IndexProblem):
    """The folder's database is not one of ours, or is damaged."""


class ArticleNotFound(IndexProblem):
    """No article with that id (or no such version of it) is in the index."""

    def __init__(self, folder: Path, article_id: str, version: int | None = None) -> None:
        what = article_id if version is None else f"{article_id} version {version}"
        super().__init__(folder, f"no article {what!r} in {folder}; list them with: footnote articles")
        self.article_id = article_id
        self.version = version


class InvalidArticle(IndexProblem):
    """An article that cannot be stored: its id or its text is not acceptable."""


class VersionConflict(IndexProblem):
    """The article was changed by somebody else; `current` is its version now, 0 where there is none."""

    def __init__(self, folder: Path, article_id: str, expected: int, current: int) -> None:
        state = f"is at version {current}" if current else "does not exist"
        super().__init__(
            folder, f"article {article_id!r} {state}, not at version {expected}; read it again and repeat the change"
        )
        self.article_id = article_id
        self.expected = expected
        self.current = current
