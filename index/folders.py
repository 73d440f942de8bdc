"""From a path as a user gives it to the files to read: itself, or what its folder holds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import SourceError

READABLE = (".txt", ".md", ".markdown", ".jsonl", ".ndjson")
_SAVE_AS_TEXT = "save the article as text (.txt) or Markdown (.md) for now"
_ONE_PER_LINE = "write one JSON object per line, named .jsonl"
UNREADABLE = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml"), ("HTML is not read yet", _SAVE_AS_TEXT)),
    ".pdf": ("PDF is not read yet", _SAVE_AS_TEXT),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".epub"), ("office documents are not read yet", _SAVE_AS_TEXT)),
    **dict.fromkeys((".json", ".csv", ".tsv", ".xml"), ("tables and trees are not read", _ONE_PER_LINE)),
}
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")


def find_files(path: str) -> Iterator[Path | SourceError]:
    """The file that the path names, or those of the folder that it names; what is wrong with it as an error."""
    if _ADDRESS.match(path):
        remedy = "open it in a browser, save the article's text as .txt or .md, and give that file"
        yield SourceError(shown(path), "addresses are not fetched yet", remedy)
        return
    try:
        is_folder = Path(path).is_dir() if path and os.fsencode(path).find(0) < 0 else None
    except UnicodeEncodeError:
        is_folder = None
    except OSError as error:
        yield from_system(error, shown(path))
        return
    if is_folder is None:
        yield SourceError(shown(path), "this cannot be the name of a file", "check the path")
    elif is_folder:
        yield from _walk(Path(path))
    else:
        yield Path(path)


def _walk(folder: Path) -> Iterator[Path | SourceError]:
    """The folder's files of kinds that articles come in, sorted; hidden ones are left out, and a folder that links lead
    back to is entered once."""
    entered: set[tuple[int, int]] = set()
    found = others = 0
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if not path.is_dir():
                kind = path.suffix.lower()
                if kind in READABLE or kind in UNREADABLE:
                    found += 1
                    yield path
                else:
                    others += 1
                continue
            status = path.stat()
            if (status.st_dev, status.st_ino) not in entered:
                entered.add((status.st_dev, status.st_ino))
                visible = (entry for entry in path.iterdir() if not entry.name.startswith("."))
                waiting.extend(sorted(visible, reverse=True))
        except OSError as error:
            found += 1
            yield from_system(error, shown(str(path)))
    if not found:
        left_out = f" ({others} files of other kinds left out)" if others else ""
        remedy = f"put articles in it, named {', '.join(READABLE)}"
        yield SourceError(shown(str(folder)), f"the folder holds no articles{left_out}", remedy)


def from_system(error: OSError, source: str) -> SourceError:
    """What the operating system refused, in our words."""
    if isinstance(error, FileNotFoundError):
        return SourceError(source, "there is no such file or folder", "check the path")
    if isinstance(error, PermissionError):
        return SourceError(source, "it may not be read", "give yourself the right to read it, or choose another file")
    return SourceError(source, f"it cannot be read ({error.strerror or 'input/output error'})", "check the path")


def shown(path: str) -> str:
    """The path as it can be printed anywhere: what is no character or would move the cursor is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in path)
