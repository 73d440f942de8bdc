"""A run as others read it: one HTML page that needs no network, Markdown, and JUnit's XML for a build server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from eval.compare import said
from eval.errors import RunError
from eval.findings import Findings, findings, is_wrong
from eval.glossary import BLAMES
from eval.reading import Run, open_run
from eval.report_words import headline
from eval.runs import put

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_html(runs: Sequence[Path], out: Path) -> None:
    """Write a page about the first run, the others beside it. Raises RunError."""
    try:
        from eval.report_page import page
    except ImportError as error:
        raise RunError(f"a report needs {error.name}; install it: pip install 'footnote[eval]'") from error
    _put(out, page(_found(runs)))


def write_markdown(runs: Sequence[Path], out: Path) -> None:
    """Write the headline and the tables of each run, as for a README or a pull request. Raises RunError."""
    _put(out, "\n".join(markdown(one) for one in _found(runs)))


BEGIN, END = "<!-- footnote eval report: begin -->", "<!-- footnote eval report: end -->"


def write_into(runs: Sequence[Path], page: Path) -> None:
    """Put the headline of each run between the two marks of a page, a README say; the rest of it stays.

    Raises RunError where the page is not there or lacks the marks.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise RunError(f"{page} cannot be read; name a page that is there") from error
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise RunError(f"{page} has no place for it; put the lines {BEGIN} and {END} where it belongs")
    said_of = "\n".join(
        f"**{one.run.header.dataset or one.run.header.name}**\n\n" + "".join(f"- {line}\n" for line in headline(one))
        for one in _found(runs)
    )
    _put(page, f"{before}{BEGIN}\n{said_of}{END}{after}")


def write_junit(runs: Sequence[Path], out: Path) -> None:
    """Write a test suite for each run and a test for each case: wrong ones fail, failed ones are errors."""
    root = ElementTree.Element("testsuites", name="footnote eval")
    for folder in runs:
        _suite(root, open_run(folder))
    ElementTree.indent(root)
    _put(out, '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n")


def markdown(found: Findings) -> str:
    """One run in Markdown."""
    run = found.run
    lines = [f"## {run.header.dataset or run.header.name}", ""]
    lines += [f"- {sentence}" for sentence in headline(found)]
    lines += ["", "| metric | n | mean | 95 % interval |", "|---|---:|---:|---:|"]
    lines += [
        f"| {row.metric.label} | {row.estimate.n} | {row.estimate.mean:.3f} | "
        f"{row.estimate.low:.3f} to {row.estimate.high:.3f} |"
        for _, rows in found.groups
        for row in rows
    ]
    for name, parts in found.slices:
        head = " | ".join(column.label for column in found.columns)
        lines += ["", f"| {_cell(name)} | n | errors | {head} |", "|---|---:|---:|" + "---:|" * len(found.columns)]
        for part in parts:
            cells = " | ".join("–" if row is None else f"{row.estimate.mean:.3f}" for row in part.rows)
            lines.append(
                f"| {_cell(part.value)}{' (few)' if part.few else ''} | {part.count} | {part.failures} | {cells} |"
            )
    if found.blames:
        lines += ["", "| what went wrong first | questions | where to look |", "|---|---:|---|"]
        lines += [f"| {name} | {count} | {words} |" for name, count, words in found.blames]
    lines += ["", f"{run.header.system}, configuration {run.header.config}; cases {run.header.cases}, articles "]
    lines[-1] += f"{run.header.corpus}; {run.header.created}; intervals are 95 %, by {run.header.machine}."
    return "\n".join(lines) + "\n"


def _suite(root: ElementTree.Element, run: Run) -> None:
    failed = len(run.failures)
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=_xml(run.header.name),
        tests=str(len(run.results) + (not run.complete)),
        failures=str(sum(map(is_wrong, run.results)) - failed),
        errors=str(failed + (not run.complete)),
        skipped="0",
        time=f"{sum(result.latency_ms for result in run.results) / 1000:.3f}",
        timestamp=_xml(run.header.created),
    )
    if not run.complete:
        test = ElementTree.SubElement(suite, "testcase", classname=_xml(run.header.name), name="the run is complete")
        seen = f"{len(run.results)} of {run.header.count} cases; finish it with --resume"
        ElementTree.SubElement(test, "error", type="incomplete", message=seen)
    for result in run.results:
        time = f"{result.latency_ms / 1000:.3f}"
        names = {"classname": _xml(run.header.name), "name": _xml(result.case.id), "time": time}
        test = ElementTree.SubElement(suite, "testcase", names)
        if not is_wrong(result):
            continue
        why = "error" if result.failure is not None else result.blame or ""
        kind = "error" if result.failure is not None else "failure"
        told = ElementTree.SubElement(test, kind, type=_xml(why), message=_xml(BLAMES.get(why, why)))
        gold = [span.exact for group in result.case.evidence for span in group]
        told.text = _xml(
            f"question: {result.case.question}\nanswer: {said(result)}\n"
            f"gold: {'; '.join(result.case.answers) or ('–' if result.case.answerable else 'refuse')}\n"
            + "".join(f"evidence: {exact}\n" for exact in gold)
        )


def _found(runs: Sequence[Path]) -> list[Findings]:
    if not runs:
        raise RunError("there is no run to report; name one: footnote eval report RUN --out report.html")
    return [findings(open_run(folder)) for folder in runs]


def _put(out: Path, text: str) -> None:
    try:
        put(out, text)
    except OSError as error:
        raise RunError(f"{out} cannot be written ({error.strerror}); name a file in a folder that is there") from error


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _xml(text: str) -> str:
    """Text without the characters that XML has no way to write."""
    return _NOT_XML.sub("�", text)
