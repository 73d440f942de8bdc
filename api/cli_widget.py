"""The command `widget`: the line for an article's page."""

from __future__ import annotations

import json as _json
from html import escape
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from api import failures, show
from api.cli_options import Debug, Json
from api.release import ENTRY, Release, read_release


def _address(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.netloc or url.query or url.fragment:
        raise typer.BadParameter(f"{text!r} is no address of a service; give one as https://answers.example")
    return f"{text.rstrip('/')}/"


def widget(
    url: Annotated[
        str, typer.Option("--url", metavar="URL", parser=_address, help="Where readers reach the service.")
    ] = "http://127.0.0.1:8000",
    article: Annotated[str, typer.Option("--article", metavar="ID", help="The article of the page.")] = "ARTICLE_ID",
    import_map: Annotated[
        bool, typer.Option("--import-map", help="Print an import map too, with the integrity of every file.")
    ] = False,
    copy: Annotated[
        Path | None, typer.Option("--copy", metavar="FOLDER", help="Copy the files there, to serve them yourself.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Print the line that puts the widget of this installation on a page, pinned to its very bytes.

    \b
    Examples:
      footnote widget --url https://answers.example
      footnote widget --json | jq -r .integrity
    """
    release = read_release()
    if copy is not None:
        show.say(f"copied to {release.copy_to(copy)}")
    home = f"{url}widget/{release.name}/"
    if json:
        found = {"release": release.name, "src": home + ENTRY, "integrity": release.integrity(ENTRY)}
        show.data({**found, "files": {path: release.integrity(path) for path in release.files}})
        return failures.OK
    if import_map:
        typer.echo(_import_map(release, home))
    source = f'src="{escape(home + ENTRY)}" integrity="{release.integrity(ENTRY)}" crossorigin="anonymous"'
    typer.echo(f'<script type="module" {source}></script><footnote-chat article="{escape(article)}"></footnote-chat>')
    return failures.OK


def _import_map(release: Release, home: str) -> str:
    every = {home + path: release.integrity(path) for path in release.files}
    return f'<script type="importmap">{_json.dumps({"integrity": every}, indent=1)}</script>'
