"""Our OpenAPI document and the service agree, whatever a machine thinks of sending."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from api.settings import Settings
from api.tokens import Tokens
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.config import Config
from tests.api_fakes import FakeAnswerer
from tests.api_serving import serving
from tests.api_sites import KEY as SITE_KEY
from tests.api_sites import ORIGIN, SITE

SCHEMATHESIS = "from schemathesis.cli import schemathesis; schemathesis()"


KEY = "a-long-random-key-0123456789"


def schemathesis(fake: FakeAnswerer, folder: Path, settings: Settings, *options: str) -> str:
    """What it reports of a service that answers in earnest, or an empty string if it found nothing."""
    answerer = Answerer(fake.index, load_baseline(), Config(index=fake.index.folder))
    with serving(answerer, settings) as (host, port):
        command = [sys.executable, "-c", SCHEMATHESIS, "run", f"http://{host}:{port}/openapi.json", *options]
        command += ["--seed", "1", "--generation-database", "none", "--no-color"]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=900)
    return "" if run.returncode == 0 else run.stdout[-5_000:] + run.stderr[-2_000:]


@pytest.mark.slow
def test_schemathesis_finds_nothing_with_all_its_checks(answerer: FakeAnswerer, tmp_path: Path) -> None:
    assert schemathesis(answerer, tmp_path, Settings(writable=True), "--max-examples", "20") == ""


@pytest.mark.slow
def test_schemathesis_finds_no_way_around_the_key(answerer: FakeAnswerer, tmp_path: Path) -> None:
    auth = ["-H", f"Authorization: Bearer {KEY}", "--phases", "examples,coverage"]
    writing = ["--include-tag", "articles", "--max-examples", "5"]
    assert schemathesis(answerer, tmp_path, Settings(admin_key=KEY), *auth, *writing) == ""


@pytest.mark.slow
def test_schemathesis_finds_nothing_with_the_token_of_a_site(answerer: FakeAnswerer, tmp_path: Path) -> None:
    secret = "a-secret-of-more-than-thirty-two-characters"
    generous = replace(SITE, requests_per_minute=10**9)
    feedback = tmp_path / "feedback.sqlite"
    settings = Settings(sites=(generous,), secret=secret, client_rate=0, feedback=feedback)
    token = Tokens(secret).issue(SITE_KEY, ORIGIN)
    page = ["-H", f"Origin: {ORIGIN}", "-H", f"Authorization: Bearer {token}", "--phases", "examples,coverage"]
    asking = ["--include-tag", "answers", "--include-tag", "sites", "--max-examples", "5"]
    assert schemathesis(answerer, tmp_path, settings, *page, *asking) == ""


@pytest.mark.slow
def test_schemathesis_finds_nothing_where_most_is_over_the_quota(answerer: FakeAnswerer, tmp_path: Path) -> None:
    few = ["--phases", "examples,coverage", "--max-examples", "5", "--exclude-checks", "positive_data_acceptance"]
    assert schemathesis(answerer, tmp_path, Settings(client_rate=5), "--include-tag", "answers", *few) == ""
