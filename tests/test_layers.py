"""Data flows one way, index → rag → api and eval, and what is heavy or foreign stays where it belongs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {"index": set(), "rag": {"index"}, "api": {"index", "rag"}, "eval": {"index", "rag"}}
APART = {"training", "bench", "tests", "docs"}

ONLY_IN = {
    "torch": {"index/compile.py"},
    "sentence_transformers": {"index/compile.py"},
    "onnxruntime": {"index/", "rag/"},
    "faiss": {"index/"},
    "sqlite3": {"index/", "api/records.py", "api/feedback.py"},
    "pydantic": {"api/"},
    "fastapi": {"api/"},
    "starlette": {"api/"},
    "uvicorn": {"api/"},
    "typer": {"api/", "eval/"},
    "rich": {"api/", "eval/"},
}
LINES = 300


def modules() -> list[Path]:
    return [path.relative_to(ROOT) for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, for types or in earnest."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


# `api.cli` reaches the commands of `eval` without importing it: by name, when somebody asks for `footnote eval` or for
# the list of commands. It is the one place where the console command puts both together.
@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_imports_only_from_the_layers_below_it(path: Path) -> None:
    package = path.parts[0]
    ours = {name.partition(".")[0] for name in imports(path)} & (set(MAY_IMPORT) | APART)
    assert ours <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_foreign_library_is_imported_only_where_it_belongs(path: Path) -> None:
    for name in imports(path):
        places = ONLY_IN.get(name.partition(".")[0], {""})
        assert any(str(path).startswith(place) for place in places), f"{path} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=str)
def test_no_file_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= LINES
