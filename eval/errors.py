"""What `eval` raises, under `index.errors.FootnoteError`: messages say what is wrong, where, and what to do next.

FootnoteError
├── SourceError
│   └── CaseError            a case that cannot be read, with its file and line
├── RunError                 a run folder that cannot be written, resumed or read
├── NotComparable            (eval.compare) two runs whose difference would mean nothing
├── Unusable                 (eval.gatefile) a gate, or a run for it, that gives nothing to judge
├── LoadError                (eval.load) a load that is not sent
└── TargetError              a target that cannot be opened at all (one question that fails is a Failure instead)
"""

from __future__ import annotations

from index.errors import FootnoteError, SourceError


class CaseError(SourceError):
    """A case, or an article that cases are about, that cannot be used; `line` counts from 1."""


class RunError(FootnoteError):
    """A run folder that cannot be written, resumed or read."""


class TargetError(FootnoteError):
    """A target that cannot be opened at all."""
