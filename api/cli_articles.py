"""The commands about what is in the index: `index`, `articles` and `remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from api import failures, show
from api.cli_options import Debug, Folder, Json, config, doors, words
from index.errors import ArticleNotFound


def index(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files, folders, or - for stdin.", show_default=False)
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The article that comes with Footnote.")] = False,
    index: Folder = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Put articles into the index: text, Markdown with front matter, or JSON lines.

    Each article is safe once its line is printed. An article that is there already is updated, or left alone where
    nothing changed. Input that cannot be read is named, the rest still gets in, and the exit code is 1.

    \b
    Examples:
      footnote index article.txt
      footnote index articles/ more.jsonl --json
      curl -s https://news.example/feed.jsonl | footnote index -
    """
    from api.ingest import SAMPLE, ingest
    from index.sources import read_sources

    wanted = [*(paths or ()), *([str(SAMPLE)] if sample else ())]
    if not wanted:
        raise typer.BadParameter("name a file or a folder, or give --sample", param_hint="PATH")
    with doors(context).index(config(index), create=True) as target:
        return ingest(target, read_sources(wanted), as_json=json, paths=wanted)


def articles(context: typer.Context, index: Folder = None, json: Json = False, debug: Debug = False) -> int:
    """List the articles in the index, one a line: id, date, publisher and title, with tabs between.

    \b
    Examples:
      footnote articles
      footnote articles --json | jq -r .id
    """
    with doors(context).index(config(index)) as target, target.snapshot() as snapshot:
        for article in snapshot.articles():
            if json:
                from api.schemas import article_head

                typer.echo(article_head(article).model_dump_json())
            else:
                typer.echo(show.article_line(article))
    return failures.OK


def remove(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="The articles' ids.")],
    index: Folder = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Take articles out of the index, with their passages and every old version.

    \b
    Examples:
      footnote remove tajikistan-amnesty-1a2b3c4d
      footnote articles --json | jq -r 'select(.published < "2010") | .id' | xargs footnote remove
    """
    code = failures.OK
    with doors(context).index(config(index)) as target:
        for article_id in map(words, ids):
            try:
                target.remove(article_id)
            except ArticleNotFound as error:
                code = failures.report(error, as_json=json)
                continue
            if json:
                show.data({"id": article_id, "outcome": "removed"})
            else:
                show.say(f"removed {article_id}")
    return code
