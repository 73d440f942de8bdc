"""Ids of articles: which ones are accepted, and what is derived for an article that has none."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from index.article import Draft
from index.errors import InvalidArticle

LONGEST_SLUG = 48
FIRST_WORDS = 8

# Ids stand in addresses and on command lines, so no slash, no space, and not only dots.
_ID = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9._:-]{1,128}")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def derive_id(draft: Draft) -> str:
    """Name an article: readable words, and a hash of what identifies it (address, or title and date, or text)."""
    words = draft.title or " ".join(draft.text.split(maxsplit=FIRST_WORDS)[:FIRST_WORDS])
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
    if draft.url:
        identity = draft.url
    elif draft.title and draft.published:
        identity = f"{draft.title}\n{draft.published.isoformat()}"
    else:
        identity = draft.text
    return f"{slug or 'article'}-{hashlib.sha256(identity.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def check_draft(folder: Path, draft: Draft) -> None:
    """Raise InvalidArticle for what cannot be stored or addressed."""
    if draft.id is not None and not _ID.fullmatch(draft.id):
        raise InvalidArticle(
            folder,
            f"article id {draft.id[:140]!r} is not acceptable; use 1 to 128 of the characters A-Z a-z 0-9 . _ : -",
        )
    name = draft.id or (draft.title or draft.text)[:60]
    if not draft.text.strip():
        raise InvalidArticle(folder, f"article {name!r} has no text; give it some, or remove it")
    for text in (draft.text, draft.title, draft.standfirst, draft.byline, draft.publisher, draft.url, draft.language):
        if text and _NOT_STORABLE.search(text):
            raise InvalidArticle(folder, f"article {name!r} holds NUL or half a surrogate pair; remove that character")
