"""The service as an ASGI application: `create_app` is handed what answers, and puts the HTTP face on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp

from api import contract, limits, problems
from api.article_routes import add_articles
from api.auth import check_write
from api.desk import Desk
from api.envelope import Envelope, Origins
from api.json_body import strict_route
from api.page import Files
from api.records import Records
from api.routes import add_asking
from api.settings import Settings

if TYPE_CHECKING:
    from rag.answer import Answerer

WIDGET = Path(__file__).parent / "widget"
VERSION = "0.1.0"


class Service(FastAPI):
    """FastAPI, with our envelope around everything it does, its own last resort included, and our contract."""

    settings = Settings()

    def build_middleware_stack(self) -> ASGIApp:
        """Wrap the whole stack: a middleware added in the usual way would not see what a crash answers."""
        stack = super().build_middleware_stack()
        return Envelope(Origins(stack, self.settings.allow_origins) if self.settings.allow_origins else stack)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = contract.complete(super().openapi(), with_key=self.settings.admin_key is not None)
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

    def anyone(request: Request) -> None:
        """Asking needs no key."""

    def writers(request: Request) -> None:
        check_write(request, settings)

    problems.install(app)
    add_asking(app, desk, settings, strict_route(limits.ASK_BYTES, settings.patience_s, anyone))
    add_articles(app, desk, settings, strict_route(limits.ARTICLE_BYTES, settings.patience_s, writers))
    files = Files(WIDGET)
    app.mount("/widget", files, name="widget")

    @app.get("/", include_in_schema=False)
    async def page(request: Request) -> Response:
        return await files.get_response("demo.html", request.scope)

    return app
