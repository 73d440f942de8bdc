"""Markdown to plain paragraphs: front matter read as fields, markup taken off, the words kept.

- A heading becomes a paragraph of its own, without its marks; a first heading of level one is the title where the
  front matter gives none.
- List items keep one line each and start with "- " (or with their number, as written); quotations lose their marks.
- Links become their text, pictures go, emphasis and code marks go, backslash escapes and entities are resolved.

Front matter is YAML between two lines of three dashes. Every value in it is taken as the text that stands there, so
that `language: no` is Norwegian and not false. Keys that Footnote does not know are ignored.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import yaml

from index.article import Draft
from index.boilerplate import without_shortcodes
from index.errors import SourceError
from index.fields import draft_from_mapping
from index.lines import is_list_item
from index.wrapping import join_lines

_LONGEST_FRONT_MATTER = 65_536
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<words>.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<one>=+)|-{2,})[ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\d{1,9}[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?){1,20}")
_DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]{0,300}\]:[ \t]*\S+.*")
_NOTE = re.compile(r" {0,3}\[\^[^\]]{1,100}\]:[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_IMAGE = re.compile(r"!\[[^\[\]]{0,1000}\](?:\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500})?\)|\[[^\[\]]{0,300}\])")
_LINK = re.compile(
    r"\[(?P<words>[^\[\]]{0,2000})\]"
    r"(?:\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500})?\)|\[[^\[\]]{0,300}\])"
)
_NOTE_MARK = re.compile(r"\[\^[^\[\]]{1,100}\]")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}(?:\s[^<>]{0,1000})?/?>")
_BARE_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_CODE = re.compile(r"(`+)(?!`)(?P<words>.{1,1000}?)(?<!`)\1(?!`)")
_EMPHASIS = (
    re.compile(r"(\*{1,3})(?=[^\s*])(?P<words>[^*]{0,1000}?[^\s*])\1"),
    re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])(?P<words>[^_]{0,1000}?[^\s_])\1(?!\w)"),
    re.compile(r"(~~)(?=\S)(?P<words>[^~]{0,1000}?\S)\1"),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ESCAPABLE = re.compile(r"[!-/:-@\[-`{-~]")
_HOLD = 0xE000  # escaped characters wait in the private use area while markup goes
_HELD = re.compile("[\ue021-\ue07e]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def parse_markdown(text: str, source: str) -> Draft:
    """The draft that a Markdown file makes; raises SourceError."""
    front, body = _split_front_matter(re.sub("\r\n?", "\n", text.removeprefix("\ufeff")), source)
    title, paragraphs = plain_paragraphs(body)
    return draft_from_mapping(_read_front_matter(front, source), source, text="\n\n".join(paragraphs), title=title)


def _split_front_matter(text: str, source: str) -> tuple[str, str]:
    """The YAML between the first two lines of dashes, empty where the file has none, and what follows."""
    lines = text.split("\n")
    if lines[0].rstrip() == "+++":
        raise SourceError(source, "the front matter is TOML", "write it as YAML between lines of three dashes", line=1)
    if lines[0].rstrip() != "---":
        return "", text
    for at, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            front = "\n".join(lines[1:at])
            if len(front) > _LONGEST_FRONT_MATTER:
                raise SourceError(source, "the front matter is too long", "keep the article's text below it", line=1)
            return front, "\n".join(lines[at + 1 :])
    if re.match(r"[A-Za-z_]\w*\s*:", next((line for line in lines[1:] if line.strip()), "")):
        raise SourceError(source, "the front matter has no end", "close it with a line of three dashes", line=1)
    return "", "\n".join(lines[1:])  # a rule at the top of the text


def _read_front_matter(front: str, source: str) -> dict[str, object]:
    remedy = "write one `key: value` on each line, a value with a colon in it between quotes"
    try:
        # BaseLoader builds nothing but text, lists and mappings; the safe loader makes `no` false and 1:30 ninety.
        mapping = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 2
        raise SourceError(source, "the front matter is not valid YAML", remedy, line=line) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SourceError(source, "the front matter is not valid YAML", remedy) from error
    if mapping in (None, ""):
        return {}
    if not isinstance(mapping, dict):
        raise SourceError(source, "the front matter is not a list of keys with values", remedy, line=2)
    none = ("", "~", "null")  # what YAML calls nothing
    return {str(key).lower(): None if value in none else value for key, value in mapping.items()}


def plain_paragraphs(body: str) -> tuple[str | None, list[str]]:
    """The heading of level one that starts the body, if one does, and the paragraphs after it as plain text."""
    title: str | None = None
    paragraphs: list[str] = []
    for level, words in _blocks(_PRIVATE.sub("", without_shortcodes(body))):
        plain = plain_words(words).strip()
        if level == 1 and title is None and not paragraphs:
            title = plain or None
        elif plain:
            paragraphs.append(plain)
    return title, paragraphs


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    """Each block's heading level (0 for text) and its words, lines joined, markup within them still there."""
    open_lines: list[str] = []
    fence = ""
    for raw in body.split("\n"):
        if fence:
            if raw.strip().startswith(fence):
                fence = ""
            elif raw.strip():
                yield 0, _ESCAPABLE.sub(r"\\\g<0>", raw.strip())
            continue
        quote = _QUOTE.match(raw)
        line = raw[quote.end() :] if quote else raw
        opening, heading, underline = _FENCE.match(line), _HEADING.fullmatch(line), _UNDERLINE.fullmatch(line)
        item = _item(line, open_lines)
        ends = not line.strip() or opening or heading or item or _RULE.fullmatch(line)
        if open_lines and (ends or underline):
            level = 0 if not underline else 1 if underline["one"] else 2
            yield level, join_lines(open_lines)
            open_lines = []
            if underline:
                continue
        if opening:
            fence = opening["fence"]
        elif heading:
            yield len(heading["marks"]), heading["words"] or ""
        elif item:
            open_lines = [item]
        elif not ends and not (_DEFINITION.fullmatch(line) and not open_lines):
            open_lines.append(_NOTE.sub("", line).strip().removesuffix("\\"))
            if line.endswith(("  ", "\\")):  # a line break that the author set
                yield 0, join_lines(open_lines)
                open_lines = []
    if open_lines:
        yield 0, join_lines(open_lines)


def _item(line: str, before: list[str]) -> str | None:
    """The list item that the line starts, with a plain mark; a number within a paragraph starts none unless it is 1."""
    if _RULE.fullmatch(line):
        return None
    if bullet := _BULLET.match(line):
        return "- " + line[bullet.end() :].strip()
    number = _NUMBERED.match(line)
    if number and (not before or is_list_item(before[0]) or number.group().strip() in ("1.", "1)")):
        return number.group().strip() + " " + line[number.end() :].strip()
    return None


def plain_words(words: str) -> str:
    """The words without the markup within them."""
    words = _ESCAPE.sub(lambda match: _hold(match[1]), words)
    words = _CODE.sub(lambda match: _hold(match["words"].strip()), words)
    words = _LINK.sub(r"\g<words>", _IMAGE.sub("", words))
    words = _TAG.sub("", _BARE_ADDRESS.sub(r"\1", _NOTE_MARK.sub("", words)))
    for _ in range(3):  # strong within emphasis within strike-through is as deep as it goes
        for emphasis in _EMPHASIS:
            words = emphasis.sub(r"\g<words>", words)
    return _HELD.sub(lambda match: chr(ord(match[0]) - _HOLD), html.unescape(words))


def _hold(text: str) -> str:
    """The text with its ASCII characters moved out of the way of the patterns."""
    return "".join(chr(ord(c) + _HOLD) if " " < c <= "~" else c for c in text)
