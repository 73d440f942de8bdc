"""What the tests of the command share: an article, and what a command did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

ARTICLE = """Harbour bridge to open in May

The harbour bridge in Westport will open to traffic on 4 May, the transport ministry said.

Drivers of lorries will pay a toll of six euros for each crossing.

"We waited nine years for this," said Mayor Anna Brandt.

Cyclists cross the bridge for free.
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


class Footnote(Protocol):
    """The command, as a function of its arguments."""

    def __call__(self, *args: str, stdin: str = "") -> Ran: ...
