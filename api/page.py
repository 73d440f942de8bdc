"""The widget's files and the demo page, with the right media types and nothing else from their folder."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.release import read_release

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Ours, because the system's table says `text/plain` of a script on some machines, and `nosniff` then stops it."""


FOREVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
ANY_SITE: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Scripts and words for pages of any site: `type="module"` asks for them with CORS."""


class Files(StaticFiles):
    """Static files of the types above; kept by the browser, but asked for again each time.

    Under the release's name they never change, and nobody has to ask again.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._release = read_release(folder)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer for one file."""
        media_type = TYPES.get(PurePath(path).suffix)
        if media_type is None:
            raise HTTPException(404)
        release, *rest = PurePath(path).parts
        content = self._release.files.get("/".join(rest)) if release == self._release.name else None
        if content is None:
            return await super().get_response(path, scope)
        return Response(content, headers=FOREVER | ANY_SITE | {"Content-Type": media_type})

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Dress the file."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if response.status_code == 200:
            response.headers["Content-Type"] = TYPES[PurePath(full_path).suffix]
        if PurePath(full_path).suffix != ".html":
            response.headers.update(ANY_SITE)
        response.headers["Cache-Control"] = "no-cache"
        return response
