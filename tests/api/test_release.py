"""The widget's files under an address that never changes."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import httpx
import pytest

from api.page import Files
from api.release import OUR_PAGES, WIDGET, read_release

pytestmark = pytest.mark.anyio
RELEASE = read_release()
NAME = RELEASE.name
OTHERS = [f"{NAME}/demo.js", f"{NAME}/demo.html", f"{NAME}/x.js", f"{NAME}/", NAME, f"{NAME}/../app.py"]


async def test_every_file_of_the_release_is_served_for_good(client: httpx.AsyncClient) -> None:
    for path, content in RELEASE.files.items():
        response = await client.get(f"/widget/{RELEASE.name}/{path}")
        assert (response.status_code, response.content) == (200, content), path
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.headers["content-type"] == "text/javascript; charset=utf-8"
        assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["0123456789abcdef/footnote.js", *OTHERS])
async def test_nothing_else_is(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/widget/{path}")).status_code == 404


async def test_scripts_are_compressed_for_those_who_can_read_that(client: httpx.AsyncClient) -> None:
    for address in ("/widget/footnote.js", f"/widget/{RELEASE.name}/footnote.js"):
        packed = await client.get(address, headers={"Accept-Encoding": "gzip"})
        plain = await client.get(address, headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content == RELEASE.files["footnote.js"]
        assert "Accept-Encoding" in packed.headers["vary"]
        assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


def test_the_release_is_what_a_newsrooms_page_can_load() -> None:
    assert set(RELEASE.files) >= {"footnote.js", "card.js", "locales/ar.js"}
    assert not OUR_PAGES & set(RELEASE.files)


def test_the_name_changes_with_any_of_its_files_and_with_nothing_else(tmp_path: Path) -> None:
    copy = RELEASE.copy_to(tmp_path)
    assert read_release(copy).name == RELEASE.name == copy.name
    (copy / "demo.js").write_text("a page of ours", encoding="utf-8")
    assert read_release(copy).name == RELEASE.name
    (copy / "locales" / "fr.js").write_bytes(RELEASE.files["locales/fr.js"] + b"\n")
    changed = read_release(copy).name
    (copy / "locales" / "fr.js").rename(copy / "locales" / "it.js")
    assert len({RELEASE.name, changed, read_release(copy).name}) == 3


def test_integrity_is_the_files_sha384() -> None:
    digest = hashlib.sha384((WIDGET / "footnote.js").read_bytes()).digest()
    assert RELEASE.integrity("footnote.js") == f"sha384-{base64.b64encode(digest).decode()}"


async def test_files_that_change_under_a_running_service_do_not_get_into_its_release(tmp_path: Path) -> None:
    folder = RELEASE.copy_to(tmp_path)
    files = Files(folder)
    (folder / "footnote.js").write_text("the next release", encoding="utf-8")
    scope = {"type": "http", "method": "GET", "headers": []}
    assert (await files.get_response(f"{RELEASE.name}/footnote.js", scope)).body == RELEASE.files["footnote.js"]
