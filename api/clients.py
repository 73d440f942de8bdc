"""Who sends a request, as far as limits go: an IPv4 address, or the /64 that an IPv6 reader has to itself."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

UNKNOWN: Final = "unknown"
HOPS: Final = 32  # of X-Forwarded-For, from its end; what is before them nobody we trust has written
_BRACKETED = re.compile(r"\[([^\]]*)\](?::\d+)?")
_WITH_PORT = re.compile(r"([\d.]+):\d+")


def parse_networks(text: str) -> tuple[Network, ...]:
    """Read addresses and networks, apart by commas or spaces. Raises ValueError."""
    return tuple(ipaddress.ip_network(part) for part in re.split(r"[,\s]+", text.strip()) if part)


def client_key(peer: str | None, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """Return what the limits of a client are counted under.

    X-Forwarded-For is read from its end, and only as far as the proxies that wrote it are trusted: whoever comes before
    the first that is not can claim to be anybody.
    """
    address = _address(peer or "")
    if address is None:
        return UNKNOWN
    for hop in reversed(",".join(forwarded).split(",")[-HOPS:]):
        if not any(address in network for network in trusted):
            break
        claimed = _address(hop)
        if claimed is None:
            break
        address = claimed
    if address.version == 6:
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return str(address)


def _address(text: str) -> Address | None:
    """An address, bare or with a port; an IPv4 address in IPv6's clothes is the IPv4 address."""
    plain = text.strip()
    found = _BRACKETED.fullmatch(plain) or _WITH_PORT.fullmatch(plain)
    try:
        address = ipaddress.ip_address((found[1] if found else plain).partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
