"""The command `footnote`: each command opens something, asks it and shows what it said. stdout is data, stderr talk."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from api import cli_articles, cli_ask, cli_feedback, cli_service, cli_widget, failures
from api.cli_options import Debug
from api.doors import Doors
from index.errors import FootnoteError

if TYPE_CHECKING:
    from typer._click import Command, Context

EVAL = "eval"


class _Commands(TyperGroup):
    """The commands below, and those of `eval`, which this package must not import: they are looked up by name."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [*super().list_commands(ctx), EVAL]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name != EVAL:
            return super().get_command(ctx, cmd_name)
        command: Command = typer.main.get_command(import_module("eval.cli").app)
        return command


app = typer.Typer(
    cls=_Commands,
    name="footnote",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 abstained (ask --exit-status), 4 no service at --url, "
    "130 interrupted.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"footnote {version('footnote')}")
        except PackageNotFoundError:
            typer.echo("footnote, not installed")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Ask questions about news articles; every sentence of the answer is footnoted.

    \b
    Start with:
      footnote index --sample
      footnote ask "What does Tajikistan offer fighters who come home?"
    """
    context.obj = context.obj or Doors()


app.command(short_help="Put articles into the index.")(cli_articles.index)
app.command(short_help="Ask one question.")(cli_ask.ask)
app.command(short_help="Ask one question after another.")(cli_ask.chat)
app.command(short_help="Find passages.")(cli_ask.search)
app.command(short_help="List the articles in the index.")(cli_articles.articles)
app.command(short_help="Take articles out of the index.")(cli_articles.remove)
app.command(short_help="Serve the page, the widget and the HTTP API.")(cli_service.serve)
app.command(short_help="Print the line that puts the widget on a page.")(cli_widget.widget)
app.command(short_help="List what readers thought of the answers.")(cli_feedback.feedback)
app.command(short_help="Check that everything is in order.")(cli_service.doctor)


def run(args: list[str], doors: Doors | None = None) -> int:
    """Run one command and return its exit code."""
    asked = failures.arguments(args)
    try:
        command = typer.main.get_command(app)  # calling `app` would put Typer's own hook for tracebacks in place
        code = command.main(args, prog_name="footnote", standalone_mode=False, obj=doors)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has had enough
        failures.finish_stdout()
        return failures.FAILED
    except (FootnoteError, typer.TyperException, OSError) as error:
        if "--debug" in asked and not isinstance(error, typer.TyperException):
            raise
        code = failures.report(error, as_json="--json" in asked)
        failures.finish_stdout()
    return code or failures.OK


def main() -> None:
    """Start the command as the shell does."""
    sys.excepthook = failures.hook
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if isinstance(stream, io.TextIOWrapper):  # it is None where the shell has closed it
            stream.reconfigure(encoding="utf-8", errors=errors)
    sys.exit(run(sys.argv[1:]))
