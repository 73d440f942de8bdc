"""A run's folder that is missing or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import RunError
from eval.run import Options, run
from eval.runs import HEADER, RESULTS, read_run
from tests.eval_cases import RIGHT, SET, Scripted


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is no run"):
        read_run(tmp_path)


@pytest.mark.parametrize(("name", "content"), [(HEADER, "{}"), (RESULTS, "oops\n"), (RESULTS, '{"case": 1}\n')])
def test_a_damaged_run_is_said(tmp_path: Path, name: str, content: str) -> None:
    run(SET, Scripted(RIGHT), Options(tmp_path))
    (tmp_path / name).write_text(content)
    with pytest.raises(RunError, match="cannot be read"):
        read_run(tmp_path)
