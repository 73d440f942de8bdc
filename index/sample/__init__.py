"""The article that comes with Footnote, for a first question without an article of one's own."""

from __future__ import annotations

from pathlib import Path

ARTICLE = Path(__file__).parent / "amnesty.md"
