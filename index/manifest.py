"""manifest.json: what an index folder says of itself to people. Derived; nothing is ever read back from it."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict
from pathlib import Path

from index.graph import read_facts
from index.schema import FORMAT, Meta
from index.snapshot import Snapshot

FILE = "manifest.json"

log = logging.getLogger(__name__)


def manifest_text(folder: Path, meta: Meta, snapshot: Snapshot) -> str:
    """What the manifest should say."""
    graph = read_facts(folder)
    facts = {
        "about": "A Footnote index. This file is for people: index.db is what counts.",
        "format": FORMAT,
        "generation": snapshot.generation,
        "articles": snapshot.article_count,
        "passages": snapshot.passage_count,
        "encoder": {"name": meta.encoder, "fingerprint": meta.fingerprint, "dimension": meta.dimension},
        "passage_settings": asdict(meta.passages),
        "dense": asdict(graph) if graph and graph.index_id == meta.index_id else "exact",
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def write_manifest(folder: Path, meta: Meta, snapshot: Snapshot) -> None:
    """Write the manifest in one step. A failure is worth a warning, not an error: the articles are safe."""
    part = folder / f"{FILE}.{os.getpid()}.part"
    try:
        part.write_text(manifest_text(folder, meta, snapshot), encoding="utf-8")
        part.replace(folder / FILE)
    except OSError as error:
        log.warning("cannot write %s: %s", folder / FILE, error)
