"""The report's pictures, drawn by matplotlib as SVG for a light page, and recoloured for a dark one."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from eval import metrics_confidence as confidence
from eval import statistics
from eval.findings import BEARABLE, Part, Trust

WIDTH = 5.2
POINTS = 400
"""A curve of more points is thinned to these, evenly."""

MOST_BARS = 24
STYLE: Any = {
    "svg.hashsalt": "footnote",
    "svg.fonttype": "path",
    "font.size": 11,
    "font.family": "DejaVu Sans",
    "text.parse_math": False,
}


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one page."""

    text: str
    faint: str
    main: str
    other: str


LIGHT = Ink("#1d2330", "#c3c8d2", "#1f5fbf", "#c2540a")
DARK = Ink("#e6e9f0", "#4a5263", "#7db0ff", "#ffb066")


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot: `alt` says in words what it shows, `light` and `dark` are data: addresses."""

    title: str
    alt: str
    light: str
    dark: str


def risk_coverage(trust: Trust) -> Picture:
    """How many answers are wrong, if only the most confident are given."""
    share = len(trust.given) / len(trust.confidences)
    wrong = 1 - sum(right for _, right in trust.given) / len(trust.given)
    curve = _thin(confidence.risk_coverage(trust.confidences, trust.losses))
    best = _thin(confidence.risk_coverage([-loss for loss in trust.losses], trust.losses))

    def draw(axes: Axes) -> None:
        axes.plot([x for x, _ in best], [y for _, y in best], color=LIGHT.other, ls="--", label="a perfect ranking")
        axes.plot([x for x, _ in curve], [y for _, y in curve], color=LIGHT.main, lw=2.2, label="its confidence")
        axes.axvline(share, color=LIGHT.faint, lw=1.2, label=f"what it answered ({100 * share:.0f} %)", zorder=0)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, min(1.02, max(0.05, 1.15 * max(y for _, y in [*curve, *best]))))
        axes.set_xlabel("share of all questions answered, the most confident first")
        axes.set_ylabel("share of these that are wrong")
        _percent(axes, "xy")
        _legend(axes)

    alt = (
        f"Risk against coverage. It answered {share:.0%} of the questions, and {wrong:.1%} of these answers are wrong. "
        f"{trust.coverage:.0%} of all questions can be answered with at most {BEARABLE:.0%} wrong. Beyond what it "
        "answered, what it refused counts as wrong."
    )
    return _picture("Risk against coverage", alt, draw)


def reliability(trust: Trust) -> Picture:
    """Whether a confidence of 80 % is right 80 times of 100."""
    bins = confidence.reliability([value for value, _ in trust.given], [right for _, right in trust.given])
    spans = [statistics.wilson(b.right * b.count, b.count) for b in bins]

    def draw(axes: Axes) -> None:
        errors = np.abs([[b.right - at for b, at in zip(bins, ends, strict=True)] for ends in zip(*spans, strict=True)])
        axes.plot([0, 1], [0, 1], color=LIGHT.faint, lw=1.2, label="confidence that is true", zorder=0)
        axes.errorbar(
            [b.confidence for b in bins],
            [b.right for b in bins],
            yerr=errors,
            color=LIGHT.main,
            fmt="o-",
            capsize=3,
            label="observed, with 95 % intervals",
        )
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.03)
        axes.set_xlabel("confidence that it stated")
        axes.set_ylabel("share that was right")
        _percent(axes, "xy")
        _legend(axes)

    shown = "; ".join(f"{b.confidence:.0%} stated, {b.right:.0%} right ({b.count})" for b in bins)
    return _picture("Reliability of its confidence", f"Stated confidence against the share right: {shown}.", draw)


def latency(waits: Sequence[float]) -> Picture:
    """How long the answers took: how many took how long, and how many no longer."""
    ordered = np.sort(np.asarray(waits))
    middle, late = (float(np.quantile(ordered, q, method="inverted_cdf")) for q in (0.5, 0.95))

    def draw(axes: Axes) -> None:
        low, high = max(0.01, float(ordered[0])), max(0.02, float(ordered[-1]))
        bins = np.geomspace(low, high * 1.001, 31) if high > low else np.array([low * 0.9, high * 1.1])
        axes.hist(np.clip(ordered, low, None), bins=bins.tolist(), color=LIGHT.main, alpha=0.55)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel("milliseconds, on a logarithmic scale")
        axes.set_ylabel("answers")
        curve = _thin(
            list(zip(ordered.tolist(), (np.arange(1, len(ordered) + 1) / len(ordered)).tolist(), strict=True))
        )
        right = axes.twinx()
        right.step([max(low, x) for x, _ in curve], [y for _, y in curve], where="post", color=LIGHT.other, lw=2.2)
        right.set_ylim(0, 1.02)
        right.set_ylabel("share no slower (the line)")
        _percent(right, "y")
        _ink(right)

    alt = f"Latency of {len(ordered)} answers: half within {middle:.0f} ms, 95 of 100 within {late:.0f} ms, all within "
    return _picture("How long answers took", f"{alt}{ordered[-1]:.0f} ms.", draw)


def bars(name: str, label: str, parts: Sequence[Part]) -> Picture | None:
    """A metric by slice with its intervals, the largest first; None where there is one slice, or only small ones."""
    shown = [part for part in parts if part.rows and part.rows[0] is not None]
    shown = sorted(shown, key=lambda part: -part.count)[:MOST_BARS]
    found = [(part.value, row.estimate) for part in shown if (row := part.rows[0]) is not None]
    if len(found) < 2 or all(part.few for part in shown):
        return None

    def draw(axes: Axes) -> None:
        places = np.arange(len(found))[::-1]
        means = [one.mean for _, one in found]
        errors = np.abs([[one.mean - one.low for _, one in found], [one.high - one.mean for _, one in found]])
        axes.barh(places, means, height=0.62, color=LIGHT.main, alpha=0.75)
        axes.errorbar(means, places, xerr=errors, fmt="none", ecolor=LIGHT.text, capsize=3, lw=1.2)
        axes.set_yticks(places, [f"{value[:28]} ({one.n})" for value, one in found])
        axes.set_xlim(0, 1.02)
        axes.set_xlabel(f"{label}, with 95 % intervals")
        _percent(axes, "x")

    words = "; ".join(
        f"{value} {one.mean:.0%} ({one.low:.0%} to {one.high:.0%}, {one.n} cases)" for value, one in found
    )
    alt = f"{label} by {name}: {words}."
    return _picture(f"{label} by {name}".capitalize(), alt, draw, height=1.0 + 0.42 * len(found))


def _picture(title: str, alt: str, draw: Callable[[Axes], None], height: float = 3.5) -> Picture:
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)  # a slice named in another script
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        _ink(axes)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    light = dark = written.getvalue()
    for ours, theirs in zip(astuple(LIGHT), astuple(DARK), strict=True):
        dark = dark.replace(ours, theirs)
    return Picture(title, alt, _address(light), _address(dark))


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _ink(axes: Axes) -> None:
    axes.tick_params(colors=LIGHT.text)
    axes.xaxis.label.set_color(LIGHT.text)
    axes.yaxis.label.set_color(LIGHT.text)
    for side, spine in axes.spines.items():
        spine.set_visible(side in {"left", "bottom"})
        spine.set_color(LIGHT.faint)


def _legend(axes: Axes) -> None:
    axes.legend(frameon=False, labelcolor=LIGHT.text)


def _percent(axes: Axes, which: str) -> None:
    for letter, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        if letter in which:
            axis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")


def _thin(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    if len(points) <= POINTS:
        return list(points)
    return [points[place] for place in np.linspace(0, len(points) - 1, POINTS).astype(int)]
