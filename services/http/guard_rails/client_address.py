"""Where a request comes from, believing proxies only as far as they are ours.

The rule: what a client says of itself (``X-Forwarded-For``) counts only when the machine we speak with
is a proxy named in ``HUB_TRUSTED_PROXIES``; then the last address that is not such a proxy is the client.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

from litestar.types import Scope

Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

#: One household or school has this much of IPv6.
_IPV6_PREFIX = 64
UNKNOWN = "unknown"
#: Addresses kept at most as they are counted; whoever is there asks for several pages.
MOST_KEPT = 1_000


def trusted_networks(named: str) -> Networks:
    """The networks a setting names, separated by commas. Raises ``ValueError`` for what is none."""
    return tuple(
        ipaddress.ip_network(one.strip(), strict=False) for one in named.split(",") if one.strip()
    )


def client_address(scope: Scope, trusted: Networks) -> str:
    """The client's address as budgets count it: an IPv4 address, or the /64 of an IPv6 one."""
    client = scope.get("client")
    forwarded = [
        part.strip()
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    return counted_as(nearest_untrusted(client[0] if client else "", forwarded, trusted))


def nearest_untrusted(peer: str, forwarded: Sequence[str], trusted: Networks) -> str:
    """The last hop that is none of our proxies. ``forwarded`` is what X-Forwarded-For says, in order."""
    hop = peer
    for said in reversed(forwarded):
        if not _is_within(hop, trusted) or _address(said) is None:
            return hop
        hop = said
    return hop


@lru_cache(maxsize=MOST_KEPT)
def counted_as(address: str) -> str:
    """How budgets count an address."""
    found = _address(address)
    if found is None:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False))
    return str(found)


def _is_within(
    address: str, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]
) -> bool:
    found = _address(address)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found is not None and any(found in network for network in networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
