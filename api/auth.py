"""Who may change articles: whoever holds the key, or, where no key is set, whoever sits at this machine."""

from __future__ import annotations

import hmac
import ipaddress
import re

from fastapi import Request

from api.problems import KEY_REQUIRED, READ_ONLY, Refusal
from api.settings import Settings

_READING = ("GET", "HEAD", "OPTIONS")
_HOW = "set FOOTNOTE_ADMIN_KEY where the service runs, and send Authorization: Bearer with it"


def check_write(request: Request, settings: Settings) -> None:
    """Refuse a request that would change an article and may not; raises before the body is read."""
    if request.method in _READING:
        return
    if settings.admin_key is not None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        # Compared as bytes: compare_digest takes only ASCII text, and a header may hold anything.
        if scheme.lower() != "bearer" or not hmac.compare_digest(key.strip().encode(), settings.admin_key.encode()):
            challenge = {"WWW-Authenticate": 'Bearer realm="articles"'}
            raise Refusal(KEY_REQUIRED, "send Authorization: Bearer with the service's key", headers=challenge)
    elif not settings.writable or not _from_here(request):
        raise Refusal(READ_ONLY, f"articles cannot be changed over HTTP here; {_HOW}")


def _from_here(request: Request) -> bool:
    """Asked under a name of this machine, and by no proxy: a page that rebinds its own name to us does not pass."""
    host = re.sub(r":\d+$", "", request.headers.get("host", ""))
    proxied = any(name == "forwarded" or name.startswith("x-forwarded-") for name in request.headers)
    return is_loopback(host) and not proxied


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and nothing else can reach it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
