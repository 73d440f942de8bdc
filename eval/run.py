"""Asks a target every case, once, and keeps what came back: killed at any moment, a run goes on where it was."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from eval.cases import CaseSet
from eval.errors import RunError
from eval.journal import Journal, Reply
from eval.reading import BASELINES
from eval.records import Case, Failure, RunHeader
from eval.runs import SUMMARY, put, write_run
from eval.scored import PLACES, Scored, score_all
from eval.summary import summarise
from eval.targets import Target

DECLARED = ("right", "answered_when_answerable", "refused_when_unanswerable", "citation_f1_sentences", "rouge_l", "f1")
"""Tested for differences unless the run declares others; those that apply to no case are left out."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. `own` limits each question to the articles of its case; else all are searched."""

    out: Path
    own: bool = True
    concurrency: int = 1
    resume: bool = False
    retry_errors: bool = False
    seed: int = 0
    declared: tuple[str, ...] = DECLARED


def run(
    cases: CaseSet, target: Target, options: Options, tell: Tell = lambda done, of: None
) -> tuple[RunHeader, Scored]:
    """Ask every case that has no reply yet, score all of them, write the run's folder. Raises RunError.

    Interrupted, it writes what it has and says that it is not complete; then the interrupt goes on.
    """
    corpus = corpus_of(cases, own=options.own)
    about = {"cases": cases.fingerprint, "corpus": corpus, "system": target.system, "config": target.config}
    resume = options.resume or options.retry_errors
    with _journal(options.out, about, resume=resume) as journal:
        kept = {k: r for k, r in journal.replies.items() if not (options.retry_errors and r.failure is not None)}
        missing = [case for case in cases.cases if case.id not in kept]
        try:
            _ask(missing, target, options, journal, tell, len(cases.cases))
        finally:
            header, scored = _finish(cases, target, options, corpus, journal.replies)
    return header, scored


def corpus_of(cases: CaseSet, *, own: bool) -> str:
    """What was searched: the articles, and whether each question saw all of them or only its own."""
    return f"{cases.corpus}-{'own' if own else 'all'}"


@contextmanager
def _journal(out: Path, about: dict[str, str], *, resume: bool) -> Iterator[Journal]:
    try:
        with Journal.start(out, about, resume=resume) as journal:
            yield journal
    except OSError as error:
        raise RunError(f"the run cannot be kept in {out} ({error}); name a folder that can be written") from error


def _ask(cases: list[Case], target: Target, options: Options, journal: Journal, tell: Tell, count: int) -> None:
    """Ask cases, `concurrency` at a time; replies go to the journal as they come, from this thread alone."""
    done = count - len(cases)
    tell(done, count)
    pool = ThreadPoolExecutor(max_workers=options.concurrency)
    try:
        asked = {pool.submit(target.ask, case, case.article_ids if options.own else None): case for case in cases}
        for future in as_completed(asked):
            journal.add(_reply(asked[future], future))
            done += 1
            tell(done, count)
    finally:
        pool.shutdown(cancel_futures=True)


def _reply(case: Case, future: Future[Reply]) -> Reply:
    """What a target replied; a target that raised has failed this case, and this case alone."""
    error = future.exception()
    if error is None:
        return future.result()
    if not isinstance(error, Exception):
        raise error
    return Reply(case.id, None, Failure("internal", f"{type(error).__name__}: {error}"), 0.0)


def _finish(
    cases: CaseSet, target: Target, options: Options, corpus: str, replies: dict[str, Reply]
) -> tuple[RunHeader, Scored]:
    scored = score_all(cases, replies, own=options.own)
    applying = {name for result in scored.results for name in result.scores}
    header = RunHeader(
        name=f"{cases.name}, {'own' if options.own else 'all'} articles",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        cases=cases.fingerprint,
        corpus=corpus,
        system=target.system,
        config=target.config,
        count=len(cases.cases),
        complete=len(scored.results) == len(cases.cases),
        declared=tuple(name for name in options.declared if name in applying),
        seed=options.seed,
        threshold=target.threshold,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        dataset=cases.name,
    )
    write_run(options.out, header, scored.results, scored.timings)
    means = {
        name: {metric: round(sum(values) / len(values), PLACES) for metric, values in found.items()}
        for name, found in scored.baselines.items()
    }
    put(options.out / BASELINES, json.dumps(means, indent=2, sort_keys=True) + "\n")
    put(options.out / SUMMARY, summarise(header, scored))
    return header, scored
