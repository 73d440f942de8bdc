"""Settings: read in one place, refused when they cannot be used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Config
from rag.errors import ConfigError


def test_settings_come_from_the_environment() -> None:
    config = Config.from_env({"FOOTNOTE_INDEX": "/data/index", "FOOTNOTE_THRESHOLD": "0.5"})
    assert (config.index, config.threshold) == (Path("/data/index"), 0.5)


def test_without_settings_the_index_is_the_hidden_folder_here() -> None:
    assert Config.from_env({}) == Config()


@pytest.mark.parametrize("value", ["much", "1.5", "-0.1", "nan"])
def test_a_threshold_that_is_no_chance_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="from 0 to 1"):
        Config.from_env({"FOOTNOTE_THRESHOLD": value})


@pytest.mark.parametrize("field", ["candidates", "read", "statements"])
def test_a_count_below_one_is_refused(field: str) -> None:
    with pytest.raises(ConfigError, match=field):
        replace(Config(), **{field: 0})


def test_the_fingerprint_tells_choices_apart_but_not_folders() -> None:
    assert Config().fingerprint != replace(Config(), statements=2).fingerprint
    assert Config().fingerprint == replace(Config(), index=Path("elsewhere")).fingerprint
