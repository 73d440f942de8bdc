"""Tokens: ours, unaltered, for this origin, for now; anything else grants nothing."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.tokens import LEEWAY, LIFETIME, MOST, SHAPE, Grant, Tokens

NOW = 1_800_000_000.0
SECRET = "a-secret-of-more-than-thirty-two-characters"


class Clock:
    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def issued(secret: str | None = SECRET) -> str:
    return Tokens(secret, Clock()).issue("pk_site", "https://news.example")


def read(token: str, now: float = NOW) -> Grant | None:
    return Tokens(SECRET, Clock(now)).read(token)


def test_a_token_says_what_it_was_issued_for() -> None:
    assert read(issued()) == Grant("pk_site", "https://news.example", int(NOW), int(NOW) + LIFETIME)


def test_a_token_fits_a_header_and_has_the_shape_that_addresses_are_searched_for() -> None:
    token = issued()
    assert token.startswith("ft_")
    assert len(token) < 400
    assert SHAPE.fullmatch(token)


@pytest.mark.parametrize(("after", "good"), [(0, True), (LIFETIME - 1, True), (LIFETIME, False), (10**9, False)])
def test_a_token_is_over_after_its_time(after: int, good: bool) -> None:
    assert (read(issued(), NOW + after) is not None) == good


@pytest.mark.parametrize(("back", "good"), [(1, True), (LEEWAY, True), (LEEWAY + 1, False), (86_400, False)])
def test_a_clock_set_back_does_not_make_old_tokens_last(back: int, good: bool) -> None:
    assert (read(issued(), NOW - back) is not None) == good


def test_another_secret_or_none_in_common_makes_another_service() -> None:
    assert read(issued("another-secret-of-more-than-thirty-two")) is None
    assert read(issued(None)) is None
    assert Tokens(None).read(Tokens(None).issue("pk_site", "https://news.example")) is None


def test_a_process_without_a_secret_knows_its_own_tokens() -> None:
    tokens = Tokens()
    assert tokens.read(tokens.issue("pk_site", "https://news.example")) is not None


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


PAYLOAD = {"site": "pk_site", "origin": "https://news.example", "issued": int(NOW), "expires": int(NOW) + 900}
BODY, SIGNATURE = issued().removeprefix("ft_").split(".")
NONE_ALG = f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{encoded(PAYLOAD)}."


@pytest.mark.parametrize(
    "token",
    [
        "",
        "ft_",
        "ft_.",
        "ft_..",
        f"ft_{BODY}",
        f"ft_{BODY}.",
        f"ft_.{SIGNATURE}",
        f"ft_{SIGNATURE}.{BODY}",
        f"{BODY}.{SIGNATURE}",
        f"FT_{BODY}.{SIGNATURE}",
        f"pk_{BODY}.{SIGNATURE}",
        f"ft_{BODY}.{SIGNATURE[:-1]}",
        f"ft_{BODY}.{SIGNATURE}=",
        f"ft_{BODY}=.{SIGNATURE}",
        f"ft_{BODY}.{SIGNATURE}.{SIGNATURE}",
        f"ft_{BODY[:-4]}.{SIGNATURE}",
        f"ft_{encoded({**PAYLOAD, 'expires': 2**40})}.{SIGNATURE}",
        f"ft_{encoded({**PAYLOAD, 'origin': 'https://evil.example'})}.{SIGNATURE}",
        NONE_ALG,
        f"ft_{NONE_ALG}",
        f"ft_{encoded(PAYLOAD)}.{encoded('')}",
        f"ft_ {BODY}.{SIGNATURE}",
        f" ft_{BODY}.{SIGNATURE}",
        f"ft_{BODY}.{SIGNATURE}\n",
        f"ft_{BODY}\u00a0.{SIGNATURE}",
        f"ft_{BODY}.{SIGNATURE[:-1]}\uff21",
        "ft_\ud800.\ud800",
        "ft_\u0000.\u0000",
        "ft_" + "A" * MOST,
        "ft_" + "." * 5_000_000,
    ],
    ids=lambda token: f"{len(token)}-{token[:24]!r}-{token[-6:]!r}",
)
def test_what_is_not_exactly_a_token_of_ours_grants_nothing(token: str) -> None:
    assert read(token) is None


def test_the_last_character_has_one_spelling() -> None:
    """43 characters of base64 have bits to spare: a lenient reader would take four signatures for one."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    good = [last for last in alphabet if read(f"ft_{BODY}.{SIGNATURE[:-1]}{last}")]
    assert good == [SIGNATURE[-1]]


@given(st.integers(0, len(issued()) - 1), st.characters())
def test_a_token_with_any_one_character_changed_grants_nothing(place: int, character: str) -> None:
    token = issued()
    changed = token[:place] + character + token[place + 1 :]
    assert changed == token or read(changed) is None


@given(st.text())
def test_whatever_is_sent_is_read_without_a_crash(text: str) -> None:
    assert read(text) is None
    assert read("ft_" + text) is None
