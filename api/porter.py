"""The porter: before a body is read, says of every request whether it may come in, and how many more may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.routing import APIRoute

from api.audience import AUDIENCES, Audience
from api.auth import Gatehouse, check_write, has_key
from api.clients import client_key
from api.problems import Refusal
from api.rate import Buckets, Budgets, Policy, Standing, exceeded, headers
from api.settings import Settings
from api.sites import Site
from api.tokens import LIFETIME, Tokens
from index.errors import FootnoteError

DEFAULT_RATE: Final = 120  # requests a minute of one client: forty page views, or a very fast reader


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a client, and the site whose page it is on, if it is another's."""

    client: str
    site: Site | None = None

    @property
    def articles(self) -> frozenset[str] | None:
        """The articles that it may see; None for all."""
        return None if self.site is None else self.site.articles


class Porter:
    """Lets requests in, or refuses them: 401, 403 and 429."""

    def __init__(self, settings: Settings, *, tokens: Tokens | None = None, budgets: Budgets | None = None) -> None:
        self._settings = settings
        self._gatehouse = Gatehouse(settings, tokens or Tokens(settings.secret))
        rate = settings.client_rate
        self._rate = (DEFAULT_RATE if settings.sites else 0) if rate is None else rate
        self._clients = Buckets()
        self._sites = Buckets()
        self._days = budgets or Budgets()

    def guard_for(self, route: APIRoute) -> Callable[[Request], None]:
        """Return the guard of a route; raises LookupError for one that does not say whom it is for."""
        (audience,) = {AUDIENCES[f"{method} {route.path}"] for method in route.methods or ()}
        return lambda request: self._admit(request, audience)

    def _admit(self, request: Request, audience: Audience) -> None:
        proxies = self._settings.trusted_proxies
        peer = request.client.host if request.client else None
        client = client_key(peer, request.headers.getlist("x-forwarded-for"), proxies)
        request.state.caller = Caller(client)
        if audience == "writers":
            check_write(request, self._settings)
        elif audience != "anyone" and not has_key(request, self._settings):
            self._count(request, client)
            if audience != "pages":
                site = self._gatehouse.site_of(request, opens=audience == "readers")
                request.state.caller = Caller(client, site)
                self._count_site(request, site)

    def token(self, request: Request, key: str) -> tuple[str, int]:
        """Return a token for the page that asks, and the seconds for which it is good."""
        token, site = self._gatehouse.token_for(request, key)
        self._count_site(request, site)
        return token, LIFETIME

    @contextmanager
    def spending(self, request: Request) -> Iterator[None]:
        """Spend one answer of the site's day; it is given back if none comes of it."""
        site = caller_of(request).site
        if site is None or site.answers_per_day is None:
            yield
            return
        standing = self._days.spend(site.key, site.answers_per_day)
        if not standing.allowed:
            raise exceeded(standing, *_standings(request))
        try:
            yield
        except (Refusal, FootnoteError):
            self._days.give_back(site.key)
            raise

    def _count(self, request: Request, client: str) -> None:
        if not self._rate:
            return
        standing = self._clients.take(client, Policy("client", self._rate))
        if not standing.allowed:
            raise exceeded(standing)
        request.state.standing = standing
        request.state.headers = headers([standing])

    def _count_site(self, request: Request, site: Site | None) -> None:
        if site is not None:
            standing = self._sites.take(site.key, Policy("site", site.requests_per_minute))
            if not standing.allowed:
                raise exceeded(standing, *_standings(request))


def caller_of(request: Request) -> Caller:
    """Who asks; the porter has been there before."""
    caller = request.state.caller
    assert isinstance(caller, Caller)
    return caller


def _standings(request: Request) -> list[Standing]:
    standing = getattr(request.state, "standing", None)
    return [standing] if isinstance(standing, Standing) else []
