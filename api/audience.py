"""Whom each route is for. A route that is not in this table cannot be made: see `Porter.guard_for`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Audience = Literal["anyone", "pages", "readers", "house", "writers"]
"""
- `anyone`: says nothing of any article; no key, no limits.
- `pages`: takes a site's publishable key, and gives a token for it.
- `readers`: whoever asks from here; a page of another site with a token.
- `house`: whoever asks from here, and never a page of another site.
- `writers`: whoever may change articles.
"""

AUDIENCES: Final[Mapping[str, Audience]] = {
    "POST /v1/tokens": "pages",
    "POST /v1/answers": "readers",
    "GET /v1/answers/{answer_id}": "readers",
    "GET /v1/suggestions": "readers",
    "GET /v1/articles/{article_id}": "readers",
    "POST /v1/feedback": "readers",
    "POST /v1/search": "house",
    "GET /v1/articles": "house",
    "POST /v1/articles": "writers",
    "PUT /v1/articles/{article_id}": "writers",
    "DELETE /v1/articles/{article_id}": "writers",
    "GET /": "anyone",
    "GET /v1/limits": "anyone",
    "GET /livez": "anyone",
    "GET /readyz": "anyone",
}
