"""Strong entity tags (RFC 9110 §8.8.3, §13.1): made from what is sent, compared as the RFC says."""

from __future__ import annotations

import hashlib
import re

from api.schemas import ArticleOut

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def etag_of(article: ArticleOut) -> str:
    """The tag of an article's JSON; any change of any field changes it."""
    return f'"{hashlib.sha256(article.model_dump_json().encode()).hexdigest()[:32]}"'


def if_match(header: str, etag: str | None) -> bool:
    """Whether If-Match holds for the current tag (None: there is nothing); weak tags never match."""
    if header.strip() == "*":
        return etag is not None
    return any(tag == etag and not weak for weak, tag in _TAG.findall(header))


def if_none_match(header: str, etag: str) -> bool:
    """Whether If-None-Match says that the sender has this already; weak tags match too."""
    return header.strip() == "*" or any(tag == etag for _, tag in _TAG.findall(header))
