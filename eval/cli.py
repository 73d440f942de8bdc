"""`footnote eval`, also `python -m eval`: each command reads what it needs, asks one function and prints what it said.

Nothing heavy is imported before a command runs: `footnote --help` shows these commands too.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import FootnoteError

if TYPE_CHECKING:
    from eval.cases import CaseSet
    from eval.targets import Target

app = typer.Typer(
    name="eval",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Measure how good answers are, compare two runs, and gate a release on it.",
    short_help="Measure how good answers are.",
)
IN_PROCESS = "in-process"
CACHE = ".eval-cache"

Cases = Annotated[
    str,
    typer.Argument(
        metavar="CASES",
        help="A file of cases (docs/eval-cases.md), or squad:FILE, clapnq:FILE, beir:FOLDER, mtrag:FILE, csv:FILE.",
    ),
]
Folder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]
ArticleFiles = Annotated[
    list[Path] | None,
    typer.Option("--articles", metavar="PATH", help="Where the articles are; with a data set: more of them."),
]
Half = Annotated[str | None, typer.Option(metavar="odd|even", help="Only this half of SQuAD, by title.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first so many cases.")]


@app.command(short_help="Ask a system all cases and score it.")
def run(
    cases: Cases,
    out: Annotated[Path, typer.Option(metavar="RUN", help="The folder to keep the run in.")],
    target: Annotated[
        str, typer.Option(metavar="in-process|URL|FILE", help="Who is asked; FILE holds answers made elsewhere.")
    ] = IN_PROCESS,
    articles: ArticleFiles = None,
    half: Half = None,
    limit: Limit = None,
    all_articles: Annotated[
        bool, typer.Option("--all-articles", help="Search all articles, not only those that a case names.")
    ] = False,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="Questions asked at once.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was broken off.")] = False,
    retry_errors: Annotated[bool, typer.Option("--retry-errors", help="Go on, and ask again what failed.")] = False,
    threshold: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="In process: abstain below this confidence.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="In process: other than 0 shuffles the order of indexing.")] = 0,
    declare: Annotated[
        list[str] | None, typer.Option(metavar="METRIC", help="Test this metric in comparisons; again for more.")
    ] = None,
) -> None:
    """Ask a system all cases, score what comes back, and print a summary.

    \b
      footnote eval run eval/cases/golden.jsonl --out runs/golden
      footnote eval run squad:dev-v2.0.json --half odd --out runs/squad
      footnote eval run clapnq:dev.jsonl --all-articles --out runs/clapnq-all
    """
    from eval.datasets import load
    from eval.progress import progress
    from eval.run import Options
    from eval.run import run as ask_all
    from eval.runs import SUMMARY

    found = load(cases, articles=articles or (), half=half, limit=limit)
    options = Options(out, not all_articles, concurrency, resume, retry_errors, seed)
    options = replace(options, declared=tuple(declare)) if declare else options
    with _open(target, found, options.out, threshold, seed) as opened, progress("cases") as tell:
        header, _ = ask_all(found, opened, options, tell)
    typer.echo((out / SUMMARY).read_text(encoding="utf-8"), nl=False)
    if not header.complete:
        raise typer.Exit(1)


@app.command(short_help="Print the articles of a set of cases.")
def articles(cases: Cases, articles: ArticleFiles = None, half: Half = None) -> None:
    """Print the articles of a set of cases as JSON lines, for a service that is to be asked about them.

    \b
      footnote eval articles squad:dev-v2.0.json > squad.jsonl
      footnote index squad.jsonl --index squad
    """
    from dataclasses import asdict

    from eval.datasets import load
    from eval.runs import line

    for draft in load(cases, articles=articles or (), half=half).articles.values():
        dates = {key: value.isoformat() for key in ("published", "updated") if (value := getattr(draft, key))}
        typer.echo(
            line({key: value for key, value in {**asdict(draft), **dates}.items() if value is not None}), nl=False
        )


@app.command(short_help="Compare two runs, case by case.")
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="The folder of a run.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The folder of the run that may be better.")],
) -> None:
    """Compare two runs of the same cases on the same articles: paired differences, and how sure they are."""
    from eval.compare import as_text
    from eval.compare import compare as paired

    typer.echo(as_text(paired(a, b)), nl=False)


@app.command(short_help="Check a run against a gate.")
def gate(
    gate: Annotated[Path, typer.Argument(metavar="GATE", help="The gate, a TOML file.")],
    run: Folder,
    baseline: Annotated[Path | None, typer.Argument(metavar="[BASELINE]", help="The run to be no worse than.")] = None,
) -> None:
    """Check a run against a gate. Exit codes: 0 passed, 1 missed, 2 nothing to judge (an incomplete run, for one)."""
    from eval.gate import as_text, check

    verdict = check(gate, run, baseline)
    typer.echo(as_text(verdict), nl=False)
    raise typer.Exit(verdict.exit_code)


@app.command(short_help="Write a report of one run or more.")
def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="The folders of runs.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path("report.html"),
    markdown: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a summary in Markdown too.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit XML too, a test a case.")] = None,
    into: Annotated[Path | None, typer.Option(metavar="FILE", help="Put the headlines between a page's marks.")] = None,
) -> None:
    """Write a report that people can read who did not make it: one page, without network."""
    from eval.report import write_html, write_into, write_junit, write_markdown

    write_html(runs, out)
    if markdown is not None:
        write_markdown(runs, markdown)
    if junit is not None:
        write_junit(runs, junit)
    if into is not None:
        write_into(runs, into)
    typer.echo(f"wrote {out}", err=True)


@app.command(short_help="Send questions at a fixed rate and time the answers.")
def load(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the service is.")],
    cases: Cases,
    rate: Annotated[float, typer.Option(help="Questions a second, sent whether or not earlier ones are answered.")],
    duration: Annotated[float, typer.Option(help="Seconds.")] = 30.0,
    anywhere: Annotated[bool, typer.Option("--anywhere", help="Also a service on another machine.")] = False,
) -> None:
    """Send questions at a fixed rate; latency counts from when a question was due, so a stall is not hidden."""
    from eval.datasets import load as read
    from eval.load import as_text
    from eval.load import load as send

    questions = [case.question for case in read(cases).cases]
    typer.echo(as_text(send(url, rate=rate, duration=duration, questions=questions, anywhere=anywhere)), nl=False)


def _open(target: str, cases: CaseSet, out: Path, threshold: float | None, seed: int) -> Target:
    """The target that a name means. Raises TargetError for one that cannot be opened."""
    from eval.errors import TargetError
    from eval.targets import Recorded, Service

    if target == IN_PROCESS:
        return _in_process(cases, out, threshold, seed)
    if target.startswith(("http://", "https://")):
        service = Service(target)
        service.check(cases)
        return service
    if Path(target).is_file():
        return Recorded(Path(target), cases)
    raise TargetError(f"{target!r} is no target; write in-process, an address as http://127.0.0.1:8000, or a file")


def _in_process(cases: CaseSet, out: Path, threshold: float | None, seed: int) -> Target:
    from eval.in_process import InProcess, build
    from eval.progress import progress
    from rag.answer import Answerer
    from rag.config import Config

    with progress("articles") as tell:
        index = build(cases, out.parent / CACHE, seed=seed, progress=tell)
    config = replace(Config.from_env(os.environ), index=index)
    answerer = Answerer.open(config if threshold is None else replace(config, threshold=threshold))
    answerer.search("what is loaded when first needed is not counted as anybody's latency")
    return InProcess(answerer)


def main() -> None:
    """Start the command as `python -m eval` does."""
    try:
        app(prog_name="python -m eval")
    except FootnoteError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)
