"""What comes out: the shape of every answer, article, event and problem. With `requests` the only pydantic."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.article import Article
from rag import citations as nouns

OFFSETS = (
    "`start` and `end` count Unicode code points, half-open: `text[start:end]` in Python, and not what JavaScript's "
    "`slice` counts when the text holds characters beyond U+FFFF."
)


class Out(BaseModel):
    """A response body: every field is always there, null when there is nothing to say."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)


class Fault(Out):
    """One thing that is wrong with a request, and where."""

    detail: str
    pointer: str | None = Field(default=None, description="A JSON pointer into the body, as `#/question`.")
    parameter: str | None = Field(
        default=None, description="Or the name of the parameter of the address or the header."
    )


class Problem(Out):
    """An RFC 9457 problem; `errors` says what is wrong with the request, part by part."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] | None = None
    violated_policies: list[str] | None = Field(default=None, serialization_alias="violated-policies")


class ArticleRef(Out):
    """The article a citation is from, in the version that was cited."""

    id: str
    version: int
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    language: str | None = None


class RelativeDateOut(Out):
    """Words of a citation that count from the day of its article: `article.text[start:end] == text`."""

    text: str
    start: int
    end: int
    means: str = Field(description="ISO 8601: a day, a month, a year, or an interval; `..` for an open beginning.")


class CitationOut(Out):
    """A verbatim slice of an article: `article.text[start:end] == exact`."""

    number: int
    article: ArticleRef
    exact: str
    prefix: str
    suffix: str
    start: int = Field(description=OFFSETS)
    end: int
    speaker: str | None
    link: str | None
    dates: list[RelativeDateOut] = Field(
        default_factory=list, description="What relative dates in it mean, as far as that is certain."
    )


class StatementOut(Out):
    """One sentence of the answer; `start` and `end` are its code-point offsets in the answer's `text`."""

    text: str
    start: int
    end: int
    citations: list[int]


class ShortAnswerOut(Out):
    """The few words that answer."""

    text: str
    citation: int


class RowOut(Out):
    """One subject of a comparison."""

    subject: str
    statements: list[StatementOut]


class TableOut(Out):
    """A comparison, a row per subject."""

    subjects: list[str]
    rows: list[RowOut]


class NoticeOut(Out):
    """Something the reader must know."""

    kind: Literal["stale", "reported_speech", "conflict", "missing"]
    text: str


class AnswerOut(Out):
    """A cited answer. Every statement has a citation; `not_covered` has no statements, and `nearest` instead."""

    id: str
    object: Literal["answer"] = "answer"
    created: int
    status: Literal["answered", "partial", "not_covered"]
    question: str
    standalone_question: str
    text: str = Field(description="With `[n]` after each statement, n being the number of a citation.")
    short_answer: ShortAnswerOut | None
    statements: list[StatementOut]
    citations: list[CitationOut]
    table: TableOut | None
    nearest: list[CitationOut]
    notices: list[NoticeOut]
    confidence: float
    as_of: date | None
    composer: Literal["extractive", "llm"]
    model: str | None
    timings_ms: dict[str, float]


class StreamEvent(Out):
    """What every event of a stream has; `type` is also the event's name, `sequence_number` its id."""

    type: str
    sequence_number: int
    answer_id: str | None


class AnswerCreated(StreamEvent):
    """The first: the question is taken."""

    type: Literal["answer.created"] = "answer.created"
    created: int
    question: str


class AnswerSources(StreamEvent):
    """What the answer stands on, before any of its text; the nearest passages when it is not covered."""

    type: Literal["answer.sources"] = "answer.sources"
    sources: list[CitationOut]


class TextDelta(StreamEvent):
    """The next piece of `text`."""

    type: Literal["answer.text.delta"] = "answer.text.delta"
    delta: str


class CitationEvent(StreamEvent):
    """One citation of the answer."""

    type: Literal["answer.citation"] = "answer.citation"
    citation: CitationOut


class AnswerCompleted(StreamEvent):
    """The last one: the whole answer."""

    type: Literal["answer.completed"] = "answer.completed"
    answer: AnswerOut


class AnswerFailed(StreamEvent):
    """Or the last one: why there is none."""

    type: Literal["answer.failed"] = "answer.failed"
    answer_id: str | None = None
    problem: Problem


class HitOut(CitationOut):
    """A passage that was found, as a citation; `score` orders hits, the others say what each search made of it."""

    score: float
    dense: float | None = Field(description="The cosine between query and passage; null when not found by it.")
    lexical: float | None = Field(description="The BM25 score; null when not found by it.")


class Hits(Out):
    """Passages, best first."""

    object: Literal["list"] = "list"
    data: list[HitOut]


class Suggestions(Out):
    """Questions that the articles answer."""

    object: Literal["list"] = "list"
    data: list[str]


class Counts(Out):
    """How long an article is; characters are code points."""

    characters: int
    paragraphs: int


class ArticleHead(Out):
    """An article without its text."""

    id: str
    object: Literal["article"] = "article"
    version: int
    title: str | None
    standfirst: str | None
    byline: str | None
    publisher: str | None
    published: date | None
    updated: date | None
    url: str | None
    language: str | None
    sha256: str = Field(description="Of `text` in UTF-8.")
    counts: Counts


class ArticleOut(ArticleHead):
    """An article with its text, which every offset refers to."""

    text: str


class Written(ArticleHead):
    """An article as it stands after it was written."""

    outcome: Literal["created", "updated", "unchanged"]


class ArticlePage(Out):
    """Some of the articles, ordered by id."""

    object: Literal["list"] = "list"
    data: list[ArticleHead]
    has_more: bool
    next_cursor: str | None = Field(description="For `after` of the next page.")


class Health(Out):
    """Whether the service can do its work; the counts only with `verbose`."""

    status: Literal["ok"] = "ok"
    articles: int | None = None
    passages: int | None = None
    generation: int | None = None


def answer_json(answer: nouns.Answer) -> AnswerOut:
    """An answer as every face shows it."""
    return AnswerOut.model_validate(answer, from_attributes=True)


def article_out(article: Article) -> ArticleOut:
    """An article with its text."""
    counts = Counts(characters=len(article.text), paragraphs=article.text.count("\n") + 1)
    return ArticleOut(**asdict(article), counts=counts)


def article_head(article: Article) -> ArticleHead:
    """An article without its text."""
    return ArticleHead(**dict(article_out(article)))
