"""The widget as a release: its files under a name made of their bytes, so that an address once given never changes."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WIDGET: Final = Path(__file__).parent / "widget"
ENTRY: Final = "footnote.js"
OUR_PAGES: Final = frozenset({"demo.js", "example.js", "library.js", "prose.js", "reading.js"})
"""What only our own pages load: a newsroom's address does not change with it."""


@dataclass(frozen=True, slots=True)
class Release:
    """The scripts by their paths. They are kept as they were read: an upgrade on disk mixes no two releases."""

    name: str
    files: Mapping[str, bytes]

    def integrity(self, path: str) -> str:
        """Return the `integrity` of one file, for subresource integrity."""
        return f"sha384-{b64encode(hashlib.sha384(self.files[path]).digest()).decode()}"

    def copy_to(self, folder: Path) -> Path:
        """Write the files into a folder of the release's name under `folder`, and return that."""
        home = folder / self.name
        for path, content in self.files.items():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_bytes(content)
        return home


def read_release(folder: Path = WIDGET) -> Release:
    """Read the widget's scripts; whichever of them changes, the name changes."""
    paths = sorted(path for path in folder.rglob("*.js") if path.name not in OUR_PAGES)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    every = "".join(f"{path} {hashlib.sha256(content).hexdigest()}\n" for path, content in files.items())
    return Release(hashlib.sha256(every.encode()).hexdigest()[:16], files)
