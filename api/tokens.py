"""Short tokens for pages of other sites: signed, bound to a site and an origin, over in a quarter of an hour.

There is one way to sign them and no field that names another, so there is nothing to confuse. A token is never stored:
the signature is what makes it ours.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

PREFIX: Final = "ft_"
LIFETIME: Final = 900  # seconds
LEEWAY: Final = 60  # a clock set back by more than this ends the tokens given before
MOST: Final = 1_024  # characters; a longer one is not looked at
SHAPE: Final = re.compile(r"ft_[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{43}")
_LABEL = b"footnote page token 1\n"  # a secret used for something else as well gives no tokens away


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token says: pages of this origin may ask for this site, from `issued` to `expires` (Unix seconds)."""

    site: str
    origin: str
    issued: int
    expires: int


class Tokens:
    """Makes and reads tokens; without a secret of its own only for as long as the process lives."""

    def __init__(self, secret: str | None = None, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32) if secret is None else hashlib.sha256(secret.encode()).digest()
        self._clock = clock

    def issue(self, site: str, origin: str) -> str:
        """Return a token for a site's page."""
        now = int(self._clock())
        payload = _encoded(json.dumps(asdict(Grant(site, origin, now, now + LIFETIME))).encode())
        return f"{PREFIX}{payload}.{self._signature(payload)}"

    def read(self, token: str) -> Grant | None:
        """Return what a token grants, or None when it is not ours, was altered, or is over."""
        if len(token) > MOST or not token.startswith(PREFIX) or not token.isascii():
            return None
        payload, _, signature = token.removeprefix(PREFIX).partition(".")
        if not hmac.compare_digest(signature, self._signature(payload)):
            return None
        grant = Grant(**json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
        return grant if grant.issued - LEEWAY <= self._clock() < grant.expires else None

    def _signature(self, payload: str) -> str:
        return _encoded(hmac.digest(self._key, _LABEL + payload.encode(), "sha256"))


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
