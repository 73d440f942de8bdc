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
    pages = _pages(get_command(app), "footnote", None)
    return HEAD.replace("KINDS", kinds) + "".join(pages)


def _pages(command, name, parent) -> list[str]:  # type: ignore[no-untyped-def]  # noqa: ANN001 (Typer's own classes)
    """A command's page, and those of the commands under it."""
    context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=100)
    pages = [f"\n## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"]
    for child in command.list_commands(context) if hasattr(command, "list_commands") else []:
        pages += _pages(command.get_command(context, child), child, context)
    return pages


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(reference(), encoding="utf-8")
