"""What `rag` raises, as a tree under `index.errors.FootnoteError`.

FootnoteError
├── QuestionError            a question that cannot be asked (empty, too long)
├── ConfigError              a setting with an unusable value
└── ReaderError              the reader's own files are missing, damaged or do not belong together
"""

from __future__ import annotations

from index.errors import FootnoteError


class QuestionError(FootnoteError):
    """A question that cannot be asked; `field` names the part of the request that is wrong."""

    def __init__(self, message: str, *, field: str = "question") -> None:
        super().__init__(message)
        self.field = field


class ConfigError(FootnoteError):
    """A setting whose value cannot be used."""

    def __init__(self, setting: str, value: object, wanted: str) -> None:
        super().__init__(f"{setting} is {value!r}; it must be {wanted}")
        self.setting = setting


class ReaderError(FootnoteError):
    """The reader's files cannot be used."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; install footnote again")
