"""Which addresses events may be sent to: the public internet over https, and nothing inside.

The rule: a name is looked at again at every delivery, and the address it leads to then is the one that
is called, so that a name cannot point inside once it has been checked.
"""

import ipaddress
from urllib.parse import urlsplit

#: IPv6 forms that carry an IPv4 address: what they reach is decided elsewhere, so they are refused.
#: Sources: RFC 6052 (64:ff9b::/96), RFC 8215 (64:ff9b:1::/48), RFC 3056 (2002::/16), RFC 4291.
_CARRIERS = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96"))
)


def what_is_wrong(address: str) -> tuple[str, str] | None:
    """Why this cannot be an address of a receiver, and how to mend it; None when it can.

    http is for this machine alone, where the platform's operator must have allowed it.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "This is not an address.", "Write one such as https://example.org/events."
    if not host:
        return "The address names no host.", "Write one such as https://example.org/events."
    if parts.username is not None or parts.password is not None:
        return "The address holds a password.", "Leave it out: deliveries are signed."
    if parts.fragment or "#" in address:
        return "The address has a part after #, which is never sent.", "Leave it out."
    literal = _literal(host)
    loopback = host == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme != "https" and not loopback:
        return "Events are sent over https only.", "Begin the address with https://."
    if literal is not None and not loopback and not is_public(literal):
        return "The address leads to no place on the public internet.", "Give a public address."
    return None


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is one of the public internet: not private, loopback, link-local, shared or reserved."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in one for one in _CARRIERS):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def may_be_called(text: str, *, loopback: bool) -> bool:
    """Whether a resolved address may be called; ``loopback`` allows this machine, for demos and tests."""
    address = _literal(text.partition("%")[0])
    if address is None:
        return False
    return is_public(address) or (loopback and address.is_loopback)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
