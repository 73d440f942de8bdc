"""The service as an ASGI application: `create_app` is handed what answers, and puts the HTTP face on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from api import contract, limits, problems
from api.addresses import NoKeys
from api.article_routes import add_articles
from api.desk import Desk
from api.envelope import Envelope, Origins
from api.json_body import strict_route
from api.page import Files
from api.porter import Porter
from api.records import Records
from api.release import WIDGET
from api.routes import add_asking
from api.settings import Settings
from api.site_routes import add_feedback, add_tokens

if TYPE_CHECKING:
    from rag.answer import Answerer

VERSION = "0.1.0"


class Service(FastAPI):
    """FastAPI, with our envelope around everything it does, its own last resort included, and our contract."""

    settings = Settings()

    def build_middleware_stack(self) -> ASGIApp:
        """Wrap the whole stack: a middleware added in the usual way would not see what a crash answers."""
        settings = self.settings
        keys = [site.key for site in settings.sites]
        stack: ASGIApp = NoKeys(super().build_middleware_stack(), [*keys, *filter(None, [settings.admin_key])])
        pages = {origin for site in settings.sites for origin in site.origins}
        if settings.allow_origins or pages:
            stack = Origins(stack, settings.allow_origins, pages=frozenset(pages) - set(settings.allow_origins))
        return Envelope(stack)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = contract.complete(
                super().openapi(), with_key=self.settings.admin_key is not None, with_token=bool(self.settings.sites)
            )
        return self.openapi_schema


def create_app(answerer: Answerer, *, settings: Settings | None = None) -> FastAPI:
    """Return the application; nothing is opened here and nothing happens on import."""
    settings = settings or Settings()
    app = Service(
        title="Footnote",
        version=VERSION,
        description=contract.DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,  # their pages load scripts from another site
        redoc_url=None,
        redirect_slashes=False,
        # Telemetry would record exception messages, and those may hold what a reader asked.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.settings = settings
    desk = Desk(answerer, Records(settings.remembered))

    porter = Porter(settings)

    def up_to(size: int) -> type[APIRoute]:
        return strict_route(size, settings.patience_s, porter.guard_for)

    problems.install(app)
    add_asking(app, desk, settings, porter, up_to(limits.ASK_BYTES))
    add_articles(app, desk, settings, up_to(limits.ARTICLE_BYTES))
    add_tokens(app, porter, up_to(limits.TOKEN_BYTES))
    add_feedback(app, desk, settings, up_to(limits.FEEDBACK_BYTES))
    files = Files(WIDGET)
    app.mount("/widget", GZipMiddleware(files), name="widget")

    @app.get("/", include_in_schema=False)
    async def page(request: Request) -> Response:
        return await files.get_response("demo.html", request.scope)

    return app
