"""Request bodies: what may be asked. With `schemas` the only pydantic; nothing unknown, nothing converted."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from api import limits
from index.article import Draft
from index.sources import draft_from_fields
from rag.citations import Ask, Turn

NO_NUL = r"^[^\x00]*$"
_SOMETHING = r"^[^\x00]*[^\s\x00][^\x00]*$"  # not blank, no NUL
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso(value: object) -> object:
    """Only `YYYY-MM-DD`: no timestamps, no week dates, no numbers."""
    if isinstance(value, str):
        if not _DATE.fullmatch(value):
            raise ValueError("write a date as YYYY-MM-DD")
        return date.fromisoformat(value)
    return value


def _whole(value: object) -> object:
    """JSON has no integers: 7.0 is 7. Text is not."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


IsoDate = Annotated[date, BeforeValidator(_iso)]
_LETTER = (  # or a digit: an article of punctuation alone is refused, whatever it is written in
    r"[0-9A-Za-z\u00c0-\u024f\u0370-\u0556\u05d0-\u05ea\u0620-\u064a\u0904-\u0939\u0e01-\u0e2e\u10d0-\u10fa"
    r"\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]"
)
ID_PATTERN = r"^[._:-]*[A-Za-z0-9][A-Za-z0-9._:-]*$"
_PORT = "(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?"
_URL = rf"""^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?{_PORT}([/?#][^\s\x00<>"\\^`{{|}}]*)?$"""
ArticleId = Annotated[
    str,
    Field(
        max_length=limits.ARTICLE_ID_CHARACTERS,
        pattern=ID_PATTERN,
        description="Letters, digits and `._:-`, at least one of them a letter or a digit.",
    ),
]
Question = Annotated[str, Field(min_length=1, max_length=limits.QUESTION_CHARACTERS, pattern=_SOMETHING)]
Words = Annotated[str, Field(min_length=1, max_length=limits.FIELD_CHARACTERS, pattern=_SOMETHING)]
Text = Annotated[
    str,
    Field(min_length=1, max_length=limits.ARTICLE_CHARACTERS, pattern=_SOMETHING),
    # Without maxLength: generators of test data expand pattern and length together, and give up on millions.
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "pattern": rf"^[^\x00]*{_LETTER}[^\x00]*$",
            "description": f"The article as scraped; at most {limits.ARTICLE_CHARACTERS:,} characters.",
        }
    ),
]
ArticleIds = Annotated[
    list[ArticleId],
    Field(min_length=1, max_length=limits.ARTICLE_IDS, description="Only these articles; all when left out."),
]


class In(BaseModel):
    """A request body: nothing unknown, nothing converted, no infinities."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True)


class TurnIn(In):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=limits.TURN_CHARACTERS, pattern=NO_NUL)


class AskIn(In):
    """A question, what was said before, and the limits set on the answer."""

    question: Question = Field(examples=["What does Tajikistan offer fighters who come home?"])
    history: list[TurnIn] = Field(default_factory=list, max_length=limits.HISTORY_TURNS)
    article_ids: ArticleIds | None = None
    composer: Annotated[
        Literal["extractive", "llm"],
        WithJsonSchema({"type": "string", "enum": ["extractive"]}),  # "llm" once a model can be configured
    ] = Field(
        default="extractive", description="How answers are written. `llm` needs a language model, and none is set."
    )
    as_of: IsoDate | None = Field(default=None, description="Answer as on this day; later articles are left out.")
    stream: bool | None = Field(
        default=None, description="Server-sent events; when left out, the Accept header decides."
    )

    def ask(self) -> Ask:
        """The question as `rag` takes it."""
        return Ask(
            question=self.question,
            history=tuple(Turn(turn.role, turn.content) for turn in self.history),
            article_ids=None if self.article_ids is None else tuple(self.article_ids),
            as_of=self.as_of,
        )


class SearchIn(In):
    """What to look for."""

    query: Question = Field(examples=["amnesty for returning fighters"])
    limit: Annotated[int, BeforeValidator(_whole)] = Field(default=10, ge=1, le=limits.PAGE)
    article_ids: ArticleIds | None = None


class PutArticleIn(In):
    """An article as it is to stand; what is left out is unknown, and becomes null."""

    text: Text
    id: SkipJsonSchema[ArticleId | None] = None
    title: Annotated[Words, Field(max_length=limits.TITLE_CHARACTERS)] | None = None
    standfirst: Words | None = None
    byline: Annotated[Words, Field(max_length=limits.TITLE_CHARACTERS)] | None = None
    publisher: Annotated[Words, Field(max_length=limits.PUBLISHER_CHARACTERS)] | None = None
    published: IsoDate | None = None
    updated: IsoDate | None = None
    url: Annotated[str, Field(max_length=limits.FIELD_CHARACTERS, pattern=_URL)] | None = None
    language: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")] | None = None

    def draft(self, article_id: str | None) -> Draft:
        """The article as the same record in a JSON-lines file would become one; raises SourceError."""
        return draft_from_fields("the request", **{**dict(self), "id": article_id})


class ArticleIn(PutArticleIn):
    """A new article, or a new version of the one with this id."""

    id: ArticleId | None = Field(default=None, description="Made from the title when left out.")
