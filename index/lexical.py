"""BM25 over the passages and their articles' titles: SQLite's own full-text index, in the same transactions."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection

TITLE_WEIGHT = 0.5
"""What a term in the article's title counts, against 1 in the passage: every passage of an article has its title."""

MOST_TERMS = 64
"""Terms beyond these are left out of a query: no question needs them, and each costs time."""

STOP_WORDS = frozenset(
    """a about above after again against ain all also am an and any are aren as at be because been before being below
    between both but by can cannot could couldn d did didn do does doesn doing don down during each either else ever
    few for from further had hadn has hasn have haven having he her here hers herself him himself his how however i if
    in into is isn it its itself just ll m ma may me might mightn more most must mustn my myself needn no nor not now
    o of off on once only or other our ours ourselves out over own please re s same shall shan she should shouldn so
    some such t than that the their theirs them themselves then there these they this those though through to too
    under until up upon us ve very was wasn we were weren what when where whether which while who whom whose why will
    with won would wouldn y yet you your yours yourself yourselves tell know""".split()
)

_TERM = re.compile(r"[^\W_]+")
_SEARCH = "SELECT rowid, -bm25(words, ?, 1.0) AS score FROM words WHERE words MATCH ?"
# The plus keeps SQLite from running the search once for each passage of the articles.
_WITHIN = " AND +rowid IN (SELECT key FROM passages WHERE article IN (SELECT value FROM json_each(?)))"
_BEST = " ORDER BY score DESC, rowid LIMIT ?"


def terms_of(text: str) -> list[str]:
    """Take the words of a free text that say what it is about, each once; all of them if none does."""
    words = list(dict.fromkeys(match.group().lower() for match in _TERM.finditer(text)))
    content = [word for word in words if word not in STOP_WORDS]
    return (content or words)[:MOST_TERMS]


def lexical_search(
    connection: sqlite3.Connection,
    text: str,
    k: int,
    article_ids: Collection[str] | None = None,
    *,
    title_weight: float = TITLE_WEIGHT,
) -> list[tuple[int, float]]:
    """Find passages that hold any term of `text`, as (key, BM25), best first; ties in order of key."""
    terms = terms_of(text)
    if not terms or k <= 0:
        return []
    sql, values = _SEARCH, [title_weight, " OR ".join(map(_quoted, terms))]
    if article_ids is not None:
        sql, values = sql + _WITHIN, [*values, json.dumps(sorted(article_ids))]
    return [(int(key), float(score)) for key, score in connection.execute(sql + _BEST, [*values, k])]


def _quoted(term: str) -> str:
    """As a string of the query language, in which nothing has a meaning of its own."""
    return f'"{term}"'
