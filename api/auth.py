"""Who may do what: articles are changed with the key, or from this machine; pages of other sites ask with a token."""

from __future__ import annotations

import hmac
import ipaddress
import re
from typing import Final

from fastapi import Request

from api.origins import is_foreign
from api.problems import KEY_REQUIRED, NOT_FOR_PAGES, READ_ONLY, SITE, TOKEN_REQUIRED, Refusal
from api.settings import Settings
from api.sites import Site
from api.tokens import PREFIX, Tokens

PUBLISHABLE: Final = "pk_"
_HOW = "set FOOTNOTE_ADMIN_KEY where the service runs, and send Authorization: Bearer with it"


def check_write(request: Request, settings: Settings) -> None:
    """Refuse a request that would change an article and may not; raises before the body is read."""
    if has_key(request, settings):
        return
    if bearer_of(request).startswith((PREFIX, PUBLISHABLE)):
        raise Refusal(NOT_FOR_PAGES, "a page's token or publishable key opens nothing that changes articles")
    if settings.admin_key is not None:
        challenge = {"WWW-Authenticate": 'Bearer realm="articles"'}
        raise Refusal(KEY_REQUIRED, "send Authorization: Bearer with the service's key", headers=challenge)
    if not settings.writable or not _from_here(request) or not _from_ours(request, settings):
        raise Refusal(READ_ONLY, f"articles cannot be changed over HTTP here; {_HOW}")


def bearer_of(request: Request) -> str:
    """Return what is sent as `Authorization: Bearer`, or an empty string."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip(" ") if scheme.lower() == "bearer" else ""


def has_key(request: Request, settings: Settings) -> bool:
    """Whether the service's own key is sent."""
    # Compared as bytes: compare_digest takes only ASCII text, and a header may hold anything.
    return settings.admin_key is not None and hmac.compare_digest(
        bearer_of(request).encode(), settings.admin_key.encode()
    )


class Gatehouse:
    """Gives tokens to pages of the sites that there are, and knows the site of a page that sends one."""

    def __init__(self, settings: Settings, tokens: Tokens) -> None:
        self._settings = settings
        self._sites = {site.key: site for site in settings.sites}
        self._tokens = tokens

    def token_for(self, request: Request, key: str) -> tuple[str, Site]:
        """Return a token; an unknown key and one of another origin are refused in the same words."""
        site = self._sites.get(key)
        origin = request.headers.get("origin")
        if site is None or origin is None or origin not in site.origins:
            detail = "this publishable key does not work on this page; look up both in the service's FOOTNOTE_SITES"
            raise Refusal(SITE, detail)
        return self._tokens.issue(site.key, origin), site

    def site_of(self, request: Request, *, opens: bool) -> Site | None:
        """Return the site whose page asks, or None for whoever needs no token; `opens`: a token opens this route."""
        if not self._sites:
            return None
        sent = bearer_of(request)
        if sent.startswith(PREFIX) or not _from_ours(request, self._settings):
            if not opens:
                raise Refusal(NOT_FOR_PAGES, "pages of other sites may ask questions, and nothing else")
            return self._site(sent, request.headers.get("origin"))
        if sent.startswith(PUBLISHABLE):
            raise _unknown(sent)
        return None

    def _site(self, token: str, origin: str | None) -> Site:
        grant = self._tokens.read(token)
        site = None if grant is None else self._sites.get(grant.site)
        # What was granted is looked up again: a site may have lost an origin since.
        if grant is None or site is None or grant.origin not in site.origins or origin not in (None, grant.origin):
            raise _unknown(token)
        return site


def _unknown(sent: str) -> Refusal:
    detail = "get a token at /v1/tokens with the page's publishable key, and send it as Authorization: Bearer"
    error = ', error="invalid_token"' if sent else ""
    return Refusal(TOKEN_REQUIRED, detail, headers={"WWW-Authenticate": f'Bearer realm="pages"{error}'})


def _from_ours(request: Request, settings: Settings) -> bool:
    """Not from a page of another site, or from one that the operator listed by hand."""
    return not is_foreign(request.headers) or request.headers.get("origin") in settings.allow_origins


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
