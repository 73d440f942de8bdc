"""Systems made up for tests: one that is mostly right, and four that are broken, each in its own way.

They know the gold labels and do with them what their name says; what they say is scored by the real metrics.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from eval.cases import CaseSet
from eval.journal import Reply
from eval.records import Case, Failure, Span
from eval.run import Options, run
from index.article import Draft

TOWNS = "Arden Brill Corbet Dunmore Esher Farrow Gorse Hadley Ilsham Jarrow Kelby Lorne Marsden Norley Oakham".split()
THINGS = "permits grants licences waivers loans visas pensions exemptions".split()
VERBS = "granted refused renewed".split()
Answers = Callable[[Case, Mapping[str, Draft], random.Random], dict[str, Any]]


def case_set(count: int = 60, *, seed: int = 1) -> CaseSet:
    """Cases on articles about towns: two in three can be answered, four to an article."""
    chance = random.Random(seed)
    articles: dict[str, Draft] = {}
    cases = []
    for number in range(count):
        town = TOWNS[number // 4 % len(TOWNS)]
        key = f"{town.lower()}-{number // 4:03}"
        if key not in articles:
            lines = [
                f"The council of {town} {VERBS[place % 3]} {chance.randint(11, 99)} {thing} in 2014, its clerk said."
                for place, thing in enumerate(THINGS)
            ]
            text = f"{town} has published its figures.\n" + " ".join(lines)
            articles[key] = Draft(text=text, id=key, title=f"{town}'s figures", published=date(2015, 1, 9))
        cases.append(_case(number, town, key, articles[key].text, chance))
    return CaseSet("made-up", tuple(cases), articles)


def _case(number: int, town: str, key: str, text: str, chance: random.Random) -> Case:
    thing = chance.choice(THINGS)
    if number % 3 == 2:
        question = f"How many {thing} did the mayor of {town} burn?"
        return Case(f"case-{number:03}", question, False, article_ids=(key,), slices={"kind": "near miss"}, cluster=key)
    line = next(line for line in text.split("\n")[1].split("said. ") if f" {thing} " in line)
    start = text.index(line)
    end = text.index(" in 2014", start)
    words = line.split()
    asked = {"granted": "grant", "refused": "refuse", "renewed": "renew"}[words[4]]
    return Case(
        f"case-{number:03}",
        f"How many {thing} did the council of {town} {asked}?",
        True,
        article_ids=(key,),
        evidence=((Span(key, start, end, text[start:end]),),),
        answers=(words[5],),
        slices={"kind": "fact", "verb": words[4]},
        cluster=key,
    )


def told(key: str, draft: Draft, start: int, end: int, *, exact: str | None = None) -> dict[str, Any]:
    """An answer that quotes one place of an article."""
    words = draft.text[start:end] if exact is None else exact
    article = {"id": key, "version": 1, "title": draft.title, "publisher": None, "published": "2015-01-09", "url": None}
    cited = {"number": 1, "article": article, "exact": words, "start": start, "end": end, "speaker": None}
    return {
        "status": "answered",
        "text": f"{words} [1]",
        "short_answer": None,
        "statements": [{"text": words, "start": 0, "end": len(words), "citations": [1]}],
        "citations": [cited],
        "nearest": [],
        "confidence": 0.9,
    }


def refusal(confidence: float = 0.1) -> dict[str, Any]:
    """The articles do not say."""
    texts = {"text": "The articles do not say.", "short_answer": None}
    return {
        "status": "not_covered",
        **texts,
        "statements": [],
        "citations": [],
        "nearest": [],
        "confidence": confidence,
    }


def good(case: Case, articles: Mapping[str, Draft], chance: random.Random) -> dict[str, Any]:
    """Right about every case."""
    if not case.answerable:
        return refusal()
    span = case.evidence[0][0]
    return told(span.article_id, articles[span.article_id], span.start, span.end)


def wavering(case: Case, articles: Mapping[str, Draft], chance: random.Random) -> dict[str, Any]:
    """Right about most cases, and more often where its confidence is high."""
    sure = chance.betavariate(5, 1.6)
    if chance.random() < sure**0.6:
        return {**good(case, articles, chance), "confidence": sure if case.answerable else (1 - sure) * 0.6}
    if case.answerable and chance.random() < 0.4:
        return refusal((1 - sure) * 0.7)
    key = (case.article_ids or ())[0]
    start = articles[key].text.index("The council", chance.randint(0, 200))
    end = articles[key].text.index(" in 2014", start)
    return {**told(key, articles[key], start, end), "confidence": sure * 0.85}


def wrong_offsets(case: Case, articles: Mapping[str, Draft], chance: random.Random) -> dict[str, Any]:
    """Says the right words and cites them one character off."""
    answer = good(case, articles, chance)
    for cited in answer["citations"]:
        cited["start"] += 1
        cited["end"] += 1
    return answer


def always_answering(case: Case, articles: Mapping[str, Draft], chance: random.Random) -> dict[str, Any]:
    """Finds something to quote for every question."""
    if case.answerable:
        return good(case, articles, chance)
    key = (case.article_ids or ())[0]
    start = articles[key].text.index("The council")
    return told(key, articles[key], start, start + 40)


def always_abstaining(case: Case, articles: Mapping[str, Draft], chance: random.Random) -> dict[str, Any]:
    """Is never wrong, and never of use."""
    return refusal()


def quoting_everything(case: Case, articles: Mapping[str, Draft], chance: random.Random) -> dict[str, Any]:
    """Knows what can be answered, and then quotes the whole article."""
    if not case.answerable:
        return refusal()
    key = (case.article_ids or ())[0]
    return told(key, articles[key], 0, len(articles[key].text))


class MadeUp:
    """A target that answers as a function says; `failing` are the numbers of cases that it has no answer for."""

    threshold: float | None = 0.5

    def __init__(self, answers: Answers, articles: Mapping[str, Draft], failing: frozenset[int] = frozenset()) -> None:
        self.system, self.config = f"made up: {answers.__name__}", "none"
        self._answers, self._articles, self._failing = answers, articles, failing

    def ask(self, case: Case, article_ids: tuple[str, ...] | None) -> Reply:
        number = int(case.id.split("-")[1])
        chance = random.Random(number)
        wait = 8 + chance.gammavariate(2.0, 9.0)
        if number in self._failing:
            return Reply(case.id, None, Failure("timeout", "no answer in 60 s"), 60_000.0)
        timings = {"retrieve": wait * 0.2, "read": wait * 0.7}
        return Reply(case.id, self._answers(case, self._articles, chance), None, wait, timings)

    def __enter__(self) -> MadeUp:
        return self

    def __exit__(self, *ending: object) -> None:
        pass


def asked(folder: Path, answers: Answers, *, count: int = 60, failing: frozenset[int] = frozenset()) -> Path:
    """Run a made-up system over the made-up cases; gives the folder of the run."""
    cases = case_set(count)
    run(cases, MadeUp(answers, cases.articles, failing), Options(out=folder))
    return folder
