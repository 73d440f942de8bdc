"""No keys in addresses: they end up in histories, in logs and with other sites, so a request with one is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import KEY_IN_ADDRESS, Refusal, problem_response
from api.tokens import SHAPE

NAMES: Final = frozenset(
    "access_token api-key api_key apikey auth authorization bearer key password secret site token".split()
)
"""Parameters that hold keys elsewhere; no route of ours has one of these names."""


class NoKeys:
    """ASGI: refuses a request whose address holds a key of ours, or a parameter that is named like one."""

    def __init__(self, app: ASGIApp, keys: Sequence[str]) -> None:
        self._app = app
        self._keys = tuple(keys)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it without repeating what it held."""
        if scope["type"] == "http" and self._holds_key(scope):
            detail = "a key or token does not belong in an address; send it as Authorization: Bearer"
            refused = problem_response(Refusal(KEY_IN_ADDRESS, detail), scope["state"]["request_id"])
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _holds_key(self, scope: Scope) -> bool:
        query = scope["query_string"].decode("latin-1")
        if any(name.lower() in NAMES for name, _ in parse_qsl(query, keep_blank_values=True, separator="&")):
            return True
        address = f"{scope['path']}?{unquote_plus(query)}"
        return SHAPE.search(address) is not None or any(key in address for key in self._keys)
