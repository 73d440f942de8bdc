"""Who counts as one client, and whose word is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.clients import UNKNOWN, client_key, parse_networks

PROXIES = parse_networks("10.0.0.0/8, 2001:db8:ffff::/48")


@pytest.mark.parametrize(
    ("peer", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", UNKNOWN),
        ("testclient", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_a_client_is_an_ipv4_address_or_an_ipv6_network(peer: str | None, client: str) -> None:
    assert client_key(peer, [], ()) == client


@pytest.mark.parametrize("peer", ["203.0.113.7", "::ffff:203.0.113.7", "11.0.0.1", "2001:db8:1::1"])
def test_only_a_trusted_proxy_may_say_for_whom_it_speaks(peer: str) -> None:
    said = ["198.51.100.1", "10.1.2.3"]
    assert client_key(peer, said, PROXIES) == client_key(peer, [], PROXIES)


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ([], "10.0.0.1"),
        (["198.51.100.1"], "198.51.100.1"),
        (["198.51.100.1:4711"], "198.51.100.1"),
        (["[2001:db8:1::2]:4711"], "2001:db8:1::/64"),
        ([" 2001:db8:1::2 "], "2001:db8:1::/64"),
        (["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        (["198.51.100.1", "10.0.0.2, 10.0.0.3"], "198.51.100.1"),
        (["192.0.2.1, 198.51.100.1"], "198.51.100.1"),  # the first is what the client itself claimed
        (["192.0.2.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        (["10.0.0.9, 10.0.0.2"], "10.0.0.9"),
        (["198.51.100.1, nonsense"], "10.0.0.1"),
        (["198.51.100.1, nonsense, 10.0.0.2"], "10.0.0.2"),
        (["", ""], "10.0.0.1"),
        (["198.51.100.1, " + "10.0.0.2, " * 100_000 + "10.0.0.3"], "10.0.0.2"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_trusted_proxies_wrote_is_read_from_its_end(forwarded: list[str], client: str) -> None:
    assert client_key("10.0.0.1", forwarded, PROXIES) == client


@given(st.text(), st.lists(st.text()))
def test_whatever_is_claimed_there_is_a_client(peer: str, forwarded: list[str]) -> None:
    assert client_key(peer, forwarded, PROXIES)
    assert client_key("10.0.0.1", forwarded, PROXIES)
