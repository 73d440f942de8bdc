"""Conversations with a human's standalone wording of each turn: CANARD, TREC CAsT and MTRAG, for `bench.conversation`.

Each is cut in two by a hash of its dialog: rules are tuned on one part and reported on the other. MTRAG is for
reporting alone.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from eval.located import safe_id
from index.article import Draft
from rag.citations import Turn

Part = Literal["tune", "report"]

NO_ANSWER = frozenset(("i don't know.", "cannotanswer", ""))
"""What CANARD writes in the place of an answer that its article does not have."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of a dialog: what was said before it, the turn itself, a human's rewriting, what should be found."""

    dialog: str
    history: tuple[Turn, ...]
    raw: str
    human: str
    found_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class DialogSet:
    """Turns, and the texts among which each looks for its own."""

    name: str
    pool: str
    turns: tuple[Spoken, ...]
    texts: tuple[Draft, ...]


def part_of(key: str) -> Part:
    """Say which part a dialog belongs to, by the first byte of the sha256 of its key."""
    return "report" if sha256(key.encode()).digest()[0] % 2 else "tune"


def canard(data: Path, part: Part, *, opened: bool = True) -> DialogSet:
    """CANARD: the answer that follows a turn (the tail of the next turn's history) is to be found among all answers.

    The human saw the article's title. `opened` begins each dialog by naming it, as somebody who asks would have; else
    only the questions and answers before the turn are known.
    """
    rows = [row for row in _rows(data / "canard" / "dev-a.jsonl.gz") if part_of(row["History"][0]) == part]
    answers = {(row["QuAC_dialog_id"], row["Question_no"] - 1): row["History"][-1] for row in rows}
    turns, texts = [], []
    for row in rows:
        title, _, *said = row["History"]
        dialog, number = row["QuAC_dialog_id"], row["Question_no"]
        key, answer = f"{dialog}-{number}", answers.get((dialog, number), "")
        known = answer.strip().casefold() not in NO_ANSWER
        if known:
            texts.append(Draft(answer, id=key, title=title))
        opening = (Turn("user", f"Tell me about {title}."),) if opened else ()
        spoken = tuple(Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(said))
        found_in = frozenset((key,)) if known else frozenset()
        turns.append(Spoken(title, opening + spoken, row["Question"], row["Rewrite"], found_in))
    name = f"CANARD dev-a, {'title told' if opened else 'title not told'}"
    return DialogSet(name, "answers", tuple(turns), tuple(texts))


def trec_cast(data: Path, part: Part) -> DialogSet:
    """TREC CAsT 2019-2022: no passages and no replies, so a turn's own human rewriting is found among all of them."""
    turns: list[Spoken] = []
    texts: dict[str, Draft] = {}
    said: list[str] = []
    dialog, seen = "", set()
    for row in _rows(data / "trec_cast" / "turns.jsonl.gz"):
        topic, raw, human = f"{row['year']}/{row['topic']}", row["raw"].strip(), row["rewrite"].strip()
        if topic != dialog or row["turn"] in ("1", "1-1"):
            dialog, said = topic, []  # 2022 tells a topic several times, each time from its first turn
        before, said = tuple(Turn("user", text) for text in said), [*said, raw]
        if part_of(topic) != part or (topic, row["turn"]) in seen:
            continue
        seen.add((topic, row["turn"]))
        text = texts.setdefault(human.casefold(), Draft(human, id=f"{row['year']}-{row['topic']}-{row['turn']}"))
        turns.append(Spoken(topic, before, raw, human, frozenset((str(text.id),))))
    return DialogSet("TREC CAsT 2019-2022", "human rewritings", tuple(turns), tuple(texts.values()))


def mtrag(data: Path) -> DialogSet:
    """MTRAG: the documents judged relevant to the last turn, among those of all tasks; turns with a rewriting alone."""
    folder = data / "mtrag"
    human = {row["task_id"]: row["rewrite"] for row in _rows(folder / "rewrites.jsonl.gz")}
    turns = []
    for row in _rows(folder / "human_subset_tasks.jsonl.gz"):
        judged = row.get("annotations", {}).get("context_relevance", {}).get("system", range(len(row["contexts"])))
        relevant = frozenset(safe_id(row["contexts"][place]["document_id"]) for place in judged)
        if row["task_id"] not in human or not relevant:
            continue
        said = [Turn("user" if m["speaker"] == "user" else "assistant", m["text"]) for m in row["input"]]
        dialog, last = row["task_id"].partition("<::>")[0], said.pop()
        turns.append(Spoken(dialog, tuple(said), last.content, human[row["task_id"]], relevant))
    documents = _rows(folder / "human_subset_documents.jsonl.gz")
    texts = tuple(Draft(row["text"], id=safe_id(row["document_id"])) for row in documents)
    return DialogSet("MTRAG human subset", "documents", tuple(turns), texts)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
