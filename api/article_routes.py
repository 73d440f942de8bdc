"""Articles over HTTP: listed, read, written, replaced and removed, with entity tags against lost updates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Header, Path, Query, Request, Response
from fastapi.routing import APIRoute

from api import limits
from api.contract import ETAG, HOUSE, LIMITS, READERS, failing, good
from api.desk import Desk
from api.etags import etag_of, if_none_match
from api.gate import Gate
from api.porter import caller_of
from api.problems import (
    ARTICLE_NOT_FOUND,
    BUSY,
    CONFLICT,
    INDEX_BUSY,
    INVALID,
    KEY_REQUIRED,
    NOT_FOR_PAGES,
    READ_ONLY,
    UNREADABLE,
    Refusal,
)
from api.requests import ID_PATTERN, ArticleIn, PutArticleIn
from api.schemas import ArticleOut, ArticlePage, Fault, Written, article_head, article_out
from api.settings import Settings

if TYPE_CHECKING:
    from index.store import Added

_LOCATION = {"description": "The article's address.", "required": True, "schema": {"type": "string"}}
_LINK = {"description": 'The next page, with `rel="next"`, where there is one.', "schema": {"type": "string"}}
_WRITING = (KEY_REQUIRED, NOT_FOR_PAGES, READ_ONLY, BUSY, INDEX_BUSY)
_IF_MATCH = "With the header `If-Match`, only over the version with this entity tag: else 412, and nothing changes."
_MAX_VERSION = 2**31 - 1


def add_articles(app: FastAPI, desk: Desk, settings: Settings, route_class: type[APIRoute]) -> None:
    """Add the routes of articles."""
    app.router.route_class = route_class
    gate = Gate(settings.writers, settings.workers)

    @app.get(
        "/v1/articles",
        operation_id="listArticles",
        tags=["articles"],
        summary="List articles",
        responses={
            200: good("Articles without their texts, ordered by id.", Link=_LINK, **LIMITS),
            **failing(*HOUSE, INVALID),
        },
    )
    def list_articles(
        response: Response,
        limit: Annotated[int, Query(ge=1, le=limits.PAGE)] = 20,
        after: Annotated[str | None, Query(description="The `next_cursor` of the page before.")] = None,
    ) -> ArticlePage:
        with desk.answerer.index.snapshot() as snapshot:
            found = snapshot.articles(after=after, limit=limit + 1)
        page, more = found[:limit], len(found) > limit
        cursor = page[-1].id if more else None
        if cursor is not None:
            response.headers["Link"] = f'</v1/articles?limit={limit}&after={cursor}>; rel="next"'
        return ArticlePage(data=[article_head(article) for article in page], has_more=more, next_cursor=cursor)

    @app.post(
        "/v1/articles",
        operation_id="addArticle",
        tags=["articles"],
        summary="Add an article",
        status_code=201,
        response_model=Written,
        responses={
            200: {**good("One with this id was there: changed, or the same as before.", ETag=ETAG), "model": Written},
            201: good("Added, and safe on disk.", ETag=ETAG, Location=_LOCATION),
            **failing(*_WRITING, UNREADABLE, body=True),
        },
    )
    async def add_article(body: ArticleIn, response: Response) -> Written:
        return _written(await gate.run(partial(desk.write, body.draft(body.id))), response)

    @app.get(
        "/v1/articles/{article_id}",
        operation_id="getArticle",
        tags=["articles"],
        summary="Get an article with its text",
        response_model=ArticleOut,
        responses={
            200: good("The article; every offset refers to its `text`.", ETag=ETAG, **LIMITS),
            304: good("As the sender has it already.", ETag=ETAG, **LIMITS),
            **failing(*READERS, ARTICLE_NOT_FOUND, INVALID),
        },
    )
    def get_article(
        article_id: str,
        request: Request,
        version: Annotated[int | None, Query(ge=1, le=_MAX_VERSION, description="An older one; else the last.")] = None,
        if_none_match_header: Annotated[
            str | None, Header(alias="If-None-Match", description="Entity tags that the sender has.")
        ] = None,
    ) -> Response:
        article = desk.within(caller_of(request).articles).article(article_id, version)
        headers = {"ETag": etag_of(article), "Cache-Control": "no-cache"}
        if if_none_match_header is not None and if_none_match(if_none_match_header, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(article.model_dump_json(), headers=headers, media_type="application/json")

    @app.put(
        "/v1/articles/{article_id}",
        operation_id="putArticle",
        tags=["articles"],
        summary="Replace an article, or add it under this id",
        description=f"{_IF_MATCH} With `If-None-Match: *`, only where there is no article of this id: else 412.",
        response_model=Written,
        responses={
            200: good("Replaced, or the same as before.", ETag=ETAG),
            201: {**good("Added, and safe on disk.", ETag=ETAG, Location=_LOCATION), "model": Written},
            **failing(*_WRITING, CONFLICT, UNREADABLE, body=True),
        },
    )
    async def put_article(
        article_id: Annotated[str, Path(max_length=limits.ARTICLE_ID_CHARACTERS, pattern=ID_PATTERN)],
        body: PutArticleIn,
        request: Request,
        response: Response,
    ) -> Written:
        if body.id not in (None, article_id):
            detail = "the id in the body is not the one in the address; leave it out"
            raise Refusal(INVALID, detail, errors=[Fault(detail=detail, pointer="#/id")])
        only_new = request.headers.get("if-none-match", "").strip() == "*"
        work = partial(desk.write, body.draft(article_id), request.headers.get("if-match"), only_new=only_new)
        return _written(await gate.run(work), response)

    @app.delete(
        "/v1/articles/{article_id}",
        operation_id="deleteArticle",
        tags=["articles"],
        summary="Remove an article",
        description=f"With its passages and old versions, everywhere. {_IF_MATCH}",
        status_code=204,
        responses={204: good("Removed."), **failing(*_WRITING, ARTICLE_NOT_FOUND, CONFLICT)},
    )
    async def delete_article(article_id: str, request: Request) -> None:
        await gate.run(partial(desk.remove, article_id, request.headers.get("if-match")))


def _written(added: Added, response: Response) -> Written:
    response.headers["ETag"] = etag_of(article_out(added.article))
    response.status_code = 201 if added.outcome == "created" else 200
    if added.outcome == "created":
        response.headers["Location"] = f"/v1/articles/{added.article.id}"
    return Written(**dict(article_head(added.article)), outcome=added.outcome)
