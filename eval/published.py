"""CLAPNQ, BEIR and MTRAG as they are published: passages and documents become articles, gold becomes evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.cases import CaseSet
from eval.errors import CaseError
from eval.located import article, locate, read_rows, read_text, safe_id, whole, wrong_shape
from eval.records import Case
from index.article import Draft


def clapnq(path: Path) -> CaseSet:
    """Read CLAPNQ: each sentence that the first reference was written from is a group of evidence, one is enough.

    Enough to be right, that is: how many of them are shown, `evidence_shown` and the citation metrics say.
    """
    cases: list[Case] = []
    articles: dict[str, Draft] = {}
    for number, row in read_rows(path):
        try:
            draft = article(safe_id(row["id"]), row["passage"], row["title"])
            assert draft.id is not None
            articles[draft.id] = draft
            first: dict[str, Any] = row["outputs"][0] if row["answerable"] and row["outputs"] else {}
            spans = [locate(draft, sentence, before="") for sentence in first.get("selected_sentences", ())]
            cases.append(
                Case(
                    id=row["id"],
                    question=row["question"].strip(),
                    answerable=bool(row["answerable"]),
                    article_ids=(draft.id,),
                    evidence=tuple((span,) for span in spans if span is not None),
                    long_answer=first.get("answer") or None,
                    slices={"kind": "answerable" if row["answerable"] else "unanswerable"},
                    cluster=draft.id,
                    needed=1,
                )
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise wrong_shape(path, number, error, "CLAPNQ") from error
    return _set(f"clapnq-{path.name.partition('.json')[0]}", cases, articles, path)


def beir(folder: Path) -> CaseSet:
    """Read a BEIR folder: every document judged above 0 is evidence, alternatives to one another; all are searched."""
    articles: dict[str, Draft] = {}
    queries: dict[str, str] = {}
    corpus, asked = _file(folder, "corpus.jsonl"), _file(folder, "queries.jsonl")
    for path in (corpus, asked):
        for number, row in read_rows(path):
            try:
                key, text = str(row["_id"]), row["text"]
                if path == asked:
                    queries[key] = text
                else:
                    articles[safe_id(key)] = article(safe_id(key), text or row.get("title") or "-", row.get("title"))
            except (KeyError, TypeError) as error:
                raise wrong_shape(path, number, error, "a BEIR folder") from error
    cases = [
        Case(
            query, queries[query], True, evidence=(tuple(whole(articles[one]) for one in sorted(gold)),), cluster=query
        )
        for query, gold in _qrels(folder, queries, articles).items()
    ]
    return _set(f"beir-{folder.name}", cases, articles, folder)


def mtrag(path: Path) -> CaseSet:
    """Read MTRAG tasks: the last turn is asked; the contexts judged relevant are evidence at the level of documents."""
    beside = path.with_name(path.name.replace("tasks", "documents"))
    if beside == path:
        raise CaseError(str(path), "its name has no `tasks` in it", "name …_tasks.jsonl, beside …_documents.jsonl")
    articles = {}
    for number, row in read_rows(beside):
        try:
            articles[safe_id(row["document_id"])] = article(safe_id(row["document_id"]), row["text"], row.get("title"))
        except (KeyError, TypeError, AttributeError) as error:
            raise wrong_shape(beside, number, error, "MTRAG documents") from error
    cases = []
    for number, row in read_rows(path):
        try:
            cases.append(_task(row, articles))
        except (KeyError, TypeError, IndexError) as error:
            raise wrong_shape(path, number, error, "MTRAG tasks") from error
    return _set(f"mtrag-{path.name.partition('.json')[0]}", cases, articles, path)


def _task(row: dict[str, Any], articles: dict[str, Draft]) -> Case:
    kind = row["Answerability"][0].lower()
    answerable = kind in {"answerable", "partial"}
    turns = [("user" if turn["speaker"] == "user" else "assistant", turn["text"].strip()) for turn in row["input"]]
    judged = row.get("annotations", {}).get("context_relevance", {}).get("system")
    contexts = [safe_id(context["document_id"]) for context in row["contexts"]]
    relevant = contexts if judged is None else [contexts[place] for place in judged]
    gold = tuple(whole(articles[one]) for one in dict.fromkeys(relevant)) if answerable else ()
    return Case(
        id=row["task_id"],
        question=turns[-1][1],
        answerable=answerable,
        history=tuple(turns[:-1]),
        article_ids=tuple(dict.fromkeys(contexts)) or None,
        evidence=(gold,) if gold else (),
        long_answer=row["targets"][0]["text"] if answerable else None,
        slices={"kind": kind, "turn": "first" if len(turns) == 1 else "later", "domain": row["Collection"]},
        cluster=row["task_id"].partition("<::>")[0],
    )


def _qrels(folder: Path, queries: dict[str, str], articles: dict[str, Draft]) -> dict[str, set[str]]:
    """Each query's relevant articles, of the test split, else of the development one."""
    path = next((p for name in ("test", "dev") if (p := folder / "qrels" / f"{name}.tsv").exists()), None)
    if path is None:
        raise CaseError(str(folder), "there is no qrels/test.tsv", "name a BEIR folder")
    found: dict[str, set[str]] = {}
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        fields = line.split("\t")
        if number == 1 and not fields[-1].lstrip("-").isdigit():
            continue  # the header
        if len(fields) != 3 or not fields[2].lstrip("-").isdigit():
            raise CaseError(
                str(path), "the line has not query, document and score", "separate them by tabs", line=number
            )
        query, document, score = fields[0], safe_id(fields[1]), int(fields[2])
        if query not in queries or document not in articles:
            raise CaseError(str(path), f"unknown query or document: {line!r:.80}", "is the folder whole?", line=number)
        if score > 0:
            found.setdefault(query, set()).add(document)
    return found


def _file(folder: Path, name: str) -> Path:
    found = next((p for p in (folder / name, folder / f"{name}.gz") if p.exists()), None)
    if found is None:
        raise CaseError(str(folder), f"there is no {name}", "name a BEIR folder")
    return found


def _set(name: str, cases: list[Case], articles: dict[str, Draft], path: Path) -> CaseSet:
    if not cases:
        raise CaseError(str(path), "there is no question in it", "is it the data set that you named?")
    return CaseSet(name, tuple(cases), articles)
