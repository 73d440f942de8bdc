"""Two articles of our own, and what the scripted service answers about them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

Json = dict[str, Any]

FERRY = (
    "The island council voted on Tuesday to make the ferry free for everyone who lives on Norrland Island, "
    "the first such rule on this coast.\n"
    "Until now a return ticket cost 14 crowns ⛴️👩🏽‍🔧, and islanders made about 31,000 crossings a year, "
    "the council said. "
    "“We are not tourists in our own harbour,” said Ilse Brandt, who leads the council. "
    "The rule takes effect on 1 March 2023 and will be reviewed after two years.\n"
    "Who pays\n"
    "The county will carry two thirds of the cost, about 290,000 crowns a year, and the council the rest. "
    "Mainland towns such as Hale and Osby have so far refused to contribute, the newspaper Kystbladet reported. "
    "A spokesman for Hale called the plan “generous with other people's money”.\n"
    "Islanders must show a residence card 🪪 at the gate, which the council hands out free of charge. "
    "Visitors, students and seasonal workers keep paying the full fare.\n"
    "The ferry company says that it expects 6,000 more crossings a year and has asked for a second boat in summer."
)
SCHOOL = (
    "The school on Norrland Island will stay open for at least five more years, the county decided on Thursday.\n"
    "It has nineteen pupils and three teachers, and nobody can move to the island with children without it, parents "
    "had argued."
)
FERRY_HEAD: Json = {
    "id": "island-ferry-3f2a9c01", "object": "article", "version": 1,
    "title": "An Island Makes Its Ferry Free, and Asks the Mainland to Help Pay",
    "standfirst": "Residents of Norrland will cross without a ticket from March. Two towns on the other side say that "
    "the bill is not theirs.",
    "byline": "By Maren Holt", "publisher": "The Coast Record", "published": "2022-11-15", "updated": None,
    "url": None, "language": "en",
}  # fmt: skip
SCHOOL_HEAD: Json = FERRY_HEAD | {
    "id": "island-school-77b0d2e4", "title": "County Keeps the Island School Open", "standfirst": None,
    "byline": None, "published": "2023-02-09",
}  # fmt: skip
ARABIC = (
    "صوّت مجلس الجزيرة يوم الثلاثاء على جعل العبّارة مجانية لكل من يسكن جزيرة نورلاند.\n"
    "كانت تذكرة الذهاب والإياب تكلّف 14 كرونة حتى الآن، كما قال المجلس. ويبدأ العمل بالقرار في الأول من مارس 2023."
)
ARABIC_HEAD: Json = FERRY_HEAD | {
    "id": "island-ferry-arabic", "title": "جزيرة تجعل عبّارتها مجانية", "standfirst": None, "byline": None,
    "publisher": "سجلّ الساحل", "language": "ar",
}  # fmt: skip
TEXTS = ((FERRY_HEAD, FERRY), (SCHOOL_HEAD, SCHOOL), (ARABIC_HEAD, ARABIC))
ARTICLES = {head["id"]: head | {"text": text} for head, text in TEXTS}

QUESTIONS = [
    "What will the ferry cost?",
    "Who pays for the free ferry?",
    "Compare Norrland, Hale and Denmark",
    "What do the mainland towns say?",
]


def cite(number: int, words: str, *, article: str = FERRY_HEAD["id"], speaker: str | None = None) -> Json:
    """A citation of `words`, which stand once in the article."""
    head = ARTICLES[article]
    text: str = head["text"]
    start = text.index(words)
    end = start + len(words)
    keys = ("id", "version", "title", "publisher", "published", "url", "language")
    return {
        "number": number, "article": {key: head[key] for key in keys}, "exact": words,
        "prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32],
        "start": start, "end": end, "speaker": speaker, "link": None,
    }  # fmt: skip


COST = (
    "Until now a return ticket cost 14 crowns ⛴️👩🏽‍🔧, and islanders made about 31,000 crossings a year, "
    "the council said."
)
VOTE = (
    "The island council voted on Tuesday to make the ferry free for everyone who lives on Norrland Island, the first "
    "such rule on this coast."
)
PAYS = "The county will carry two thirds of the cost, about 290,000 crowns a year, and the council the rest."
REFUSE = "Mainland towns such as Hale and Osby have so far refused to contribute, the newspaper Kystbladet reported."
MONEY = "A spokesman for Hale called the plan “generous with other people's money”."
CARD = "Islanders must show a residence card 🪪 at the gate, which the council hands out free of charge."
REVIEW = "The rule takes effect on 1 March 2023 and will be reviewed after two years."
PUPILS = (
    "It has nineteen pupils and three teachers, and nobody can move to the island with children without it, parents "
    "had argued."
)

STALE = {"kind": "stale", "text": "The article is from 15 November 2022; what it reports may have changed since."}
REPORTED = {
    "kind": "reported_speech",
    "text": "The second sentence is what Kystbladet reported, not a finding of this article.",
}


def answer(
    question: str,
    citations: list[Json],
    *,
    status: str = "answered",
    text: str | None = None,
    short: Json | None = None,
    nearest: list[Json] | None = None,
    notices: list[Json] | None = None,
    rows: dict[str, list[int]] | None = None,
) -> Json:
    """An answer whose statements are its citations' words, in order."""
    said, statements = "", []
    for citation in citations:
        start = len(said) + (1 if said else 0)
        said += (" " if said else "") + f"{citation['exact']} [{citation['number']}]"
        end = start + len(citation["exact"])
        statements.append({"text": citation["exact"], "start": start, "end": end, "citations": [citation["number"]]})
    table: Json | None = rows and {
        "subjects": list(rows),
        "rows": [
            {"subject": name, "statements": [statements[n - 1] for n in numbers]} for name, numbers in rows.items()
        ],
    }
    return {
        "id": "ans_0", "object": "answer", "created": 1790000000, "status": status, "question": question,
        "standalone_question": question, "text": said if text is None else text, "short_answer": short,
        "statements": statements, "citations": citations, "table": table or None, "nearest": nearest or [],
        "notices": notices or [], "confidence": 0.5, "as_of": "2022-11-15", "composer": "extractive", "model": None,
        "timings_ms": {},
    }  # fmt: skip


def scripted(question: str) -> Json:
    """The answer to a question; one that is not in the script is not covered."""
    asked = question.lower()
    if "العبّارة" in question:
        cost, vote = ARABIC.split("\n")[1].split(". ")[0] + ".", ARABIC.split("\n")[0]
        stale = STALE | {"text": "The article is old."}
        both = [cite(1, vote, article=ARABIC_HEAD["id"]), cite(2, cost, article=ARABIC_HEAD["id"], speaker="المجلس")]
        return answer(question, both, notices=[stale])
    if "arabic" in asked:
        return answer(question, [cite(1, VOTE), cite(2, ARABIC.split("\n")[0], article=ARABIC_HEAD["id"])])
    if "paragraphs" in asked:
        return answer(question, [cite(1, f"{MONEY}\n{CARD}")])
    if "updated" in asked:
        newer = cite(1, VOTE)
        return answer(question, [newer | {"article": newer["article"] | {"version": 2}}])
    if "both" in asked:
        return answer(question, [cite(1, REFUSE, speaker="Kystbladet"), cite(2, PUPILS, article=SCHOOL_HEAD["id"])])
    if "cost" in asked:
        short = {"text": "nothing for residents, where it was 14 crowns", "citation": 1}
        return answer(question, [cite(1, VOTE), cite(2, COST, speaker="the council")], short=short, notices=[STALE])
    if "emoji" in asked:
        return answer(question, [cite(1, CARD)])
    if "pays" in asked:
        notes = [REPORTED, STALE]
        return answer(question, [cite(1, PAYS), cite(2, REFUSE, speaker="Kystbladet")], status="partial", notices=notes)
    if "compare" in asked:
        rows = {"Norrland": [1], "Hale": [2], "Denmark": []}
        return answer(question, [cite(1, VOTE), cite(2, MONEY, speaker="a spokesman for Hale")], rows=rows)
    if "towns" in asked:
        return answer(question, [cite(1, REFUSE, speaker="Kystbladet"), cite(2, MONEY)], notices=[REPORTED])
    if "school" in asked:
        return answer(question, [cite(1, PUPILS, article=SCHOOL_HEAD["id"], speaker="parents")])
    if "edited" in asked:
        gone = cite(1, REVIEW)
        return answer(
            question, [gone | {"exact": "The rule will be reviewed every summer.", "prefix": "", "suffix": ""}]
        )
    text = "The article does not say. It covers the free ferry on Norrland Island, who pays for it, and who may use it."
    return answer(question, [], status="not_covered", text=text, nearest=[cite(1, REFUSE), cite(2, REVIEW)])


def events(question: str, held: Event) -> Iterator[tuple[str, Json]]:
    """The events of one answer: `hold` in the question waits half-way, `break` ends early, `fail` fails."""
    whole = scripted(question)
    yield "answer.created", {}
    if "wait" in question:
        held.wait(20)
    yield "answer.sources", {"sources": [{}, {}, {}]}
    words = whole["text"].split(" ") if whole["status"] != "not_covered" else []
    for position, run in enumerate(_runs(words)):
        yield "answer.text.delta", {"delta": (" " if position else "") + " ".join(run)}
        if position == 5 and "hold" in question:
            held.wait(20)
        if position == 3 and "break" in question:
            return
    if "fail" in question:
        problem = {"title": "Something went wrong here", "status": 500, "detail": "an unforeseen error"}
        yield "answer.failed", {"problem": problem}
        return
    for citation in whole["citations"]:
        yield "answer.citation", {"citation": citation}
    yield "answer.completed", {"answer": whole}


def _runs(words: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(words), 3):
        yield words[at : at + 3]


def hosted(head: Json, attributes: str) -> str:
    """An article on a plain page with the widget, as a newsroom would put it there."""
    lines = "".join(f"<p>{line}</p>" for line in ARTICLES[head["id"]]["text"].split("\n"))
    way = "rtl" if head["language"] == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{head["language"]}" dir="{way}"><head><meta charset="utf-8"><title>{head["title"]}'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/widget/demo.css">'
        '<script type="module" src="/widget/footnote.js"></script></head><body><main>'
        f'<article><header><h1>{head["title"]}</h1></header><div id="text">{lines}</div></article>'
        f'<aside aria-label="chat"><footnote-chat article="{head["id"]}" {attributes}></footnote-chat></aside>'
        "</main></body></html>"
    )


TWO_CHATS = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two</title>
<script type="module" src="/widget/footnote.js"></script></head><body>
<main id="one"><p>{VOTE}</p></main><section id="two"><p>{PAYS} {REFUSE}</p></section>
<footnote-chat id="a" article="{FERRY_HEAD["id"]}"></footnote-chat>
<footnote-chat id="b" article="{FERRY_HEAD["id"]}" root="#two"></footnote-chat></body></html>"""
