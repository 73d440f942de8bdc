"""The commands that ask: `ask`, `chat` and `search`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from api import failures, show
from api.cli_options import Articles, AsOf, Debug, Folder, Json, Url, config, doors, words
from api.doors import Doors
from rag.config import Config

if TYPE_CHECKING:
    from api.schemas import AnswerOut
    from rag.citations import Answer, Ask, Turn


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, or - to read it from stdin.")],
    article: Articles = None,
    as_of: AsOf = None,
    file: Annotated[
        list[str] | None, typer.Option("--file", metavar="PATH", help="Ask these articles, without an index.")
    ] = None,
    url: Url = None,
    exit_status: Annotated[bool, typer.Option("--exit-status", help="Exit with 3 if it is not answered.")] = False,
    index: Folder = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Ask one question: a short answer, the sentences that say so, and where they stand.

    \b
    Examples:
      footnote ask "Who may come home without punishment?"
      footnote ask "And France?" --json | jq -r .text
      footnote ask "What is offered?" --file article.txt
      footnote ask "What is offered?" --url http://127.0.0.1:8000
    """
    text = sys.stdin.read().strip() if question == "-" else question
    with _asker(doors(context), config(index), url=url, files=file or []) as answer_to:
        answer = answer_to(_question(text, (), article, as_of))
    _print_answer(answer, as_json=json)
    return failures.ABSTAINED if exit_status and answer.status == "not_covered" else failures.OK


def chat(
    context: typer.Context,
    article: Articles = None,
    as_of: AsOf = None,
    url: Url = None,
    index: Folder = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Ask one question after another; "And France?" is understood from the one before.

    Leave with /quit or Ctrl-D. Without a terminal each line of stdin is a question.

    \b
    Examples:
      footnote chat
      printf 'What does France do?\\nAnd Australia?\\n' | footnote chat --json
    """
    from api.chat import converse

    with _asker(doors(context), config(index), url=url, files=[]) as answer_to:
        return converse(
            lambda text, history: answer_to(_question(text, history, article, as_of)),
            lambda answer: _print_answer(answer, as_json=json),
            as_json=json,
        )


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many passages at most.")] = 10,
    article: Articles = None,
    index: Folder = None,
    json: Json = False,
    debug: Debug = False,
) -> int:
    """Find the passages nearest to a query, best first.

    \b
    Examples:
      footnote search "amnesty for returning fighters"
      footnote search amnesty --limit 3 --json
    """
    with doors(context).answerer(config(index)) as answerer:
        hits = answerer.search(words(query), limit=limit, article_ids=tuple(map(words, article)) if article else None)
        if not json:
            show.write(show.hit_lines(hits))
            return failures.OK
        from api.hits import hits_out

        with answerer.index.snapshot() as snapshot:
            typer.echo(hits_out(hits, snapshot).model_dump_json())
    return failures.OK


def _question(text: str, history: tuple[Turn, ...], articles: list[str] | None, as_of: date | None) -> Ask:
    from rag.citations import Ask

    return Ask(words(text), history, tuple(map(words, articles)) if articles else None, as_of)


@contextmanager
def _asker(
    reach: Doors, settings: Config, *, url: str | None, files: list[str]
) -> Iterator[Callable[[Ask], Answer | AnswerOut]]:
    """Give what answers: the service at `url`, the files alone, or the index."""
    if url is not None and files:
        raise typer.BadParameter("--file and --url exclude each other", param_hint="--file")
    if url is not None:
        from api.remote import Service

        yield Service(url).answer
    elif files:
        from api.ingest import over_files

        with over_files(reach, settings, files) as answerer:
            yield answerer.answer
    else:
        with reach.answerer(settings) as answerer:
            yield answerer.answer


def _print_answer(answer: Answer | AnswerOut, *, as_json: bool) -> None:
    if not as_json:
        show.write(show.answer_lines(answer))
        sys.stdout.flush()
        return
    from api.schemas import AnswerOut, answer_json

    out = answer if isinstance(answer, AnswerOut) else answer_json(answer)
    typer.echo(out.model_dump_json())
    sys.stdout.flush()
