"""A process that indexes articles and says so, run by the tests of kills and of several writers.

`python writer.py FOLDER FIRST LAST [real]` adds articles FIRST..LAST and prints each id once it is durable. Every tenth
article is replaced, and every twentieth then removed (`-id`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from index.article import Draft
from index.encoder import Encoder, load_encoder
from index.store import Index
from tests.fakes import HashingEncoder


def draft(number: int, edition: int = 1) -> Draft:
    """An article whose words tell its number, so that a search can be asked for just that one."""
    lines = [
        f"Paragraph {p} of story{number} edition{edition} tells of topic{number % 17}. It has more." for p in range(8)
    ]
    return Draft("\n".join(lines), id=f"story-{number}", title=f"Story {number}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(folder: str, first: str, last: str, kind: str = "fake") -> None:
    encoder: Encoder = load_encoder() if kind == "real" else HashingEncoder()
    with Index.open(Path(folder), encoder, create=True) as index:
        say("ready")
        for number in range(int(first), int(last) + 1):
            say(f"{index.add(draft(number)).article.id} 1")
            if number % 10 == 0:
                say(f"{index.add(draft(number, 2)).article.id} 2")
            if number % 20 == 0:
                say(f"removing story-{number}")
                index.remove(f"story-{number}")
                say(f"story-{number} 0")


if __name__ == "__main__":
    main(*sys.argv[1:])
