"""From a file's bytes to text: UTF-8 or a clear word on what the bytes are instead."""

from __future__ import annotations

import re
import shlex

from index.errors import SourceError

STANDARD_INPUT = "standard input"
UTF8_MARK = b"\xef\xbb\xbf"
_SAVE_AS_TEXT = "save the article as text (.txt) or Markdown (.md) for now"
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .odt or .epub file)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
)
_WIDE: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "UTF-32LE"),
    (b"\x00\x00\xfe\xff", "UTF-32BE"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!doctype html|<html\b)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def refuse_binary(data: bytes, source: str) -> SourceError | None:
    """What the first bytes show the file to be where it is no text; None where it may be."""
    for start, encoding in _WIDE:
        if data.startswith(start):
            return SourceError(source, f"not UTF-8: it starts as {encoding} does", _convert(encoding, source))
    for start, kind in _KINDS:
        if data.startswith(start):
            return SourceError(source, f"this is {kind}, not text", _SAVE_AS_TEXT)
    if _HTML.match(data):
        return SourceError(source, "this is an HTML page", _SAVE_AS_TEXT)
    return None


def decode(data: bytes, source: str) -> str:
    """The text that the bytes are in UTF-8; raises SourceError where they are something else."""
    if refusal := refuse_binary(data, source):
        raise refusal
    if wide := _looks_wide(data):
        raise SourceError(source, f"not UTF-8: every other byte is zero, as in {wide}", _convert(wide, source))
    if (at := data.find(0)) >= 0:
        problem = f"this is binary (byte {at + 1} is zero), not text"
        raise SourceError(source, problem, _SAVE_AS_TEXT, line=data.count(b"\n", 0, at) + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if data.startswith(UTF8_MARK) else 0)
        problem = f"not UTF-8, which is the one encoding tried (byte {at + 1} is 0x{data[at]:02x})"
        line = data.count(b"\n", 0, at) + 1
        raise SourceError(source, problem, _convert("WINDOWS-1252", source), line=line) from error
    if len(_CONTROL.findall(text)) > 0.02 * len(text) + 2:
        raise SourceError(source, "this is binary (many control characters), not text", _SAVE_AS_TEXT)
    return text


def _looks_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: letters of western languages make every other byte zero."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 4:
        return None
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if max(zeros) < 0.7 * half or min(zeros) > 0.1 * half:
        return None
    return "UTF-16BE" if zeros[0] > zeros[1] else "UTF-16LE"


def _convert(encoding: str, source: str) -> str:
    return f"convert it first, for example: iconv -f {encoding} -t UTF-8 {shell_name(source)}".rstrip()


def shell_name(source: str) -> str:
    """The source as a shell takes it in a command that we advise; nothing for standard input."""
    return "" if source == STANDARD_INPUT else shlex.quote(source)
