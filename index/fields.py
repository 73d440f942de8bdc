"""From the keys of front matter or of a JSON object to a draft: names, other names for them, and types."""

from __future__ import annotations

from collections.abc import Mapping

from index.article import Draft
from index.drafts import draft_from_fields
from index.errors import SourceError

_NAMES = {
    "id": ("id",),
    "title": ("title", "headline"),
    "standfirst": ("standfirst", "description", "subtitle", "dek"),
    "byline": ("byline", "author", "authors"),
    "publisher": ("publisher",),
    "published": ("published", "date", "pubdate", "published_at", "date_published"),
    "updated": ("updated", "modified", "lastmod", "updated_at", "date_modified"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}
_KINDS: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def draft_from_mapping(mapping: Mapping[str, object], source: str, *, text: str, title: str | None = None) -> Draft:
    """The draft that the known keys and `text` make; `title` is taken where the mapping has none.

    Unknown keys are ignored: exports of scrapers carry many. Our own name for a field wins over its other names.
    """
    fields = {field: _text(mapping, field, names, source) for field, names in _NAMES.items()}
    return draft_from_fields(
        source,
        text=text,
        id=fields["id"],
        title=fields["title"] or title,
        standfirst=fields["standfirst"],
        byline=fields["byline"],
        publisher=fields["publisher"],
        published=fields["published"],
        updated=fields["updated"],
        url=fields["url"],
        language=fields["language"],
    )


def _text(mapping: Mapping[str, object], field: str, names: tuple[str, ...], source: str) -> str | None:
    """The field's value as text; a number will do for an id, a list of names for a byline."""
    name = next((name for name in names if mapping.get(name) is not None), None)
    if name is None:
        return None
    value = mapping[name]
    if isinstance(value, str):
        return value
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if field == "byline" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    raise SourceError(source, f"{name} is {kind_of(value)}", "write it as text")


def kind_of(value: object) -> str:
    """What a JSON or YAML value is, in words."""
    return _KINDS.get(type(value), "null" if value is None else "text")
