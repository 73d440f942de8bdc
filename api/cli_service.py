"""The commands about running Footnote: `serve` and `doctor`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from api import failures
from api.cli_options import Debug, Folder, Json, config, doors


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8000,
    index: Folder = None,
    debug: Debug = False,
) -> int:
    """Serve the page, the widget and the HTTP API until Ctrl-C.

    \b
    Examples:
      footnote serve
      footnote serve --port 8080 --index /srv/news
    """
    from api.serve import run_server
    from api.settings import Settings

    settings = Settings.from_env(os.environ)
    with doors(context).answerer(config(index)) as answerer:
        run_server(answerer, host=host, port=port, settings=settings)
    return failures.OK


def doctor(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port `serve` is to listen on.")] = 8000,
    index: Folder = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Check that everything is in order, and say how to mend what is not. Nothing is changed.

    \b
    Examples:
      footnote doctor
      footnote doctor --json | jq '.checks[] | select(.status != "ok")'
    """
    from api.doctor import examine

    return examine(index, port=port, as_json=json)
