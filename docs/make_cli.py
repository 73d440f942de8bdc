"""Writes docs/cli.md from the commands' own help: `make docs`. A test says when it is behind."""

from __future__ import annotations

from pathlib import Path

from typer.main import get_command

from api.cli import app

HEAD = """# The command line

<!-- Made by `make docs` from the commands' own help; do not edit. -->

stdout is data, stderr is narration. With `--json` every document is one line, and a failure is
`{"error": {"kind": …, "message": …}}` on stdout, `kind` being one of: KINDS.
"""


def reference() -> str:
    """Return the whole page."""
    from api.failures import KINDS

    kinds = ", ".join(f"`{kind}`" for kind in sorted({*KINDS.values(), "internal"}))
    command = get_command(app)
    pages = [_page(command, None)]
    context = command.make_context("footnote", [], resilient_parsing=True)
    pages += [_page(child, context) for child in getattr(command, "commands", {}).values()]
    return HEAD.replace("KINDS", kinds) + "".join(pages)


def _page(command, parent) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001 (Typer's own command classes)
    name = command.name if parent is not None else "footnote"
    context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=100)
    title = context.command_path
    return f"\n## {title}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(reference(), encoding="utf-8")
