"""The HTML page of a report: what its template needs, put together."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval import plots
from eval.compare import Difference, NotComparable, compare_runs
from eval.findings import FEW, Findings, Part, Trust
from eval.glossary import Metric, metric
from eval.references import Reference
from eval.report_cases import Shown, shown
from eval.report_words import headline, percent

HERE = Path(__file__).parent
MOST_CASES = 500
"""Cases on one page; a browser searches so many at once without a pause."""

MOST_CHOICES = 60
"""Values of a slice that a menu offers."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published table."""

    source: str
    split: str
    protocol: str
    comparable: bool
    why: str
    metrics: tuple[Metric, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """This run against another, or why they do not compare."""

    name: str
    differences: tuple[Difference, ...] = ()
    problem: str | None = None


def page(found: Sequence[Findings]) -> str:
    """The page about the first of some runs, with the others beside it."""
    first, others = found[0], found[1:]
    css, js = _source("report_page.css"), _source("report_page.js")
    wrong = first.wrong
    cases = [shown(result) for result in wrong[:MOST_CASES]]
    published, comparisons = _published(first.references), [_compared(first, other) for other in others]
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(
        "report_page.html"
    ).render(
        title=f"How good are the answers? {first.run.header.dataset or first.run.header.name}",
        css=Markup(css),  # noqa: S704 - our own files
        js=Markup(js),  # noqa: S704
        css_hash=_hash(css),
        js_hash=_hash(js),
        header=first.run.header,
        created=first.run.header.created[:16].replace("T", " ") + " UTC",
        findings=first,
        headline=headline(first),
        parts=_contents(first, published, comparisons),
        table=first.table,
        refusals=_refusals(first),
        groups=first.groups,
        baselines=first.baselines,
        others=others,
        published=published,
        comparisons=comparisons,
        slices=[(_words(name), parts, _bars(parts, first, _words(name))) for name, parts in first.slices],
        columns=first.columns,
        few=FEW,
        variants=first.variants,
        trust=first.trust,
        trust_words=_trust(first.trust),
        trust_plots=[] if first.trust is None else [plots.risk_coverage(first.trust), plots.reliability(first.trust)],
        waits=first.waits,
        latency_plot=plots.latency(first.waits) if first.waits else None,
        percentiles=first.percentiles,
        stages=first.stages,
        blames=first.blames,
        cases=cases,
        left_out=len(wrong) - len(cases),
        choices=_choices(cases),
        number=number,
        signed=lambda value: f"{value:+.3f}".replace("-", "−"),
        label=lambda name: metric(name).label,
    )


def number(name: str, value: float) -> str:
    """A score as a table shows it: a share in percent, CRAG's score, which may be negative, as it is."""
    return f"{value:+.3f}".replace("-", "−") if name == "crag" else f"{100 * value:.1f} %"


def _contents(
    found: Findings, published: Sequence[Published], comparisons: Sequence[Compared]
) -> list[tuple[str, str]]:
    parts = [
        ("refusals", "Answering and refusing", True),
        ("metrics", "All metrics", True),
        ("published", "Beside published numbers", bool(published)),
        ("compared", "Compared", bool(comparisons)),
        ("slices", "By kind of question", bool(found.slices)),
        ("robustness", "In other words", bool(found.variants)),
        ("confidence", "Confidence", found.trust is not None),
        ("latency", "How long it takes", bool(found.waits)),
        ("wrong", "What went wrong", True),
        ("how", "How this was measured", True),
    ]
    return [(anchor, name) for anchor, name, there in parts if there]


def _refusals(found: Findings) -> str:
    table, said = found.table, []
    if table.false_refusals is not None:
        said.append(f"Refused although the articles answer: {percent(table.false_refusals)} of {table.answerable}.")
    if table.right_refusals is not None:
        said.append(f"Refused because they do not: {percent(table.right_refusals)} of {table.unanswerable}.")
    if table.selective_accuracy is not None:
        said.append(f"Of {table.answered} answers, {percent(table.selective_accuracy)} were right.")
    if table.crag is not None:
        said.append(f"CRAG score (+1 right, 0 refused, −1 wrong): {number('crag', table.crag)}.")
    return " ".join(said)


def _trust(trust: Trust | None) -> str:
    if trust is None:
        return ""
    return (
        f"With a threshold on its confidence it could answer {percent(trust.coverage)} of all questions with at most "
        "5 % of the answers wrong. In the curve, what it refused counts as wrong: nobody knows what it would have said."
    )


def _bars(parts: Sequence[Part], found: Findings, name: str) -> plots.Picture | None:
    return plots.bars(name, found.columns[0].label, parts) if found.columns else None


def _words(name: str) -> str:
    return name.replace("_", " ")


def _published(references: Sequence[Reference]) -> list[Published]:
    tables: dict[tuple[str, str, str, bool, str], dict[str, dict[str, float]]] = {}
    for one in references:
        key = (one.source, one.split, one.protocol, one.comparable, one.why)
        tables.setdefault(key, {}).setdefault(one.system, {})[one.metric] = one.value
    found = []
    for key, systems in tables.items():
        names = list(dict.fromkeys(name for scores in systems.values() for name in scores))
        rows = tuple((system, tuple(scores.get(name) for name in names)) for system, scores in systems.items())
        found.append(Published(*key, tuple(metric(name) for name in names), rows))
    return found


def _compared(first: Findings, other: Findings) -> Compared:
    name = other.run.folder.name
    try:
        return Compared(name, compare_runs(other.run, first.run).differences)
    except NotComparable as error:
        return Compared(name, problem=str(error))


def _choices(cases: Sequence[Shown]) -> list[tuple[str, list[str]]]:
    values: dict[str, set[str]] = {}
    for case in cases:
        for name, value in case.slices:
            values.setdefault(name, set()).add(value)
    return [(name, sorted(values[name])) for name in sorted(values) if 1 < len(values[name]) <= MOST_CHOICES]


def _source(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
