"""What a request must be like before anybody looks at what it wants.

The rule: only its shape and where it comes from count here; what it says is for the handlers.
"""

from collections.abc import Mapping

from litestar.types import Scope

from services.http.guard_rails.stopped import (
    AddressTooLong,
    FromElsewhere,
    HeadersTooLarge,
    NotText,
    WrongHost,
)

#: Characters of path and query; the longest of ours, a link with its token, has about 300.
LONGEST_ADDRESS = 4_096
#: Bytes of all headers; browsers send about 2 thousand.
LARGEST_HEADERS = 16_384
#: Methods that change nothing.
SAFE = ("GET", "HEAD", "OPTIONS")
#: Asked by machines that know us by another name.
ANY_HOST = ("/health",)
#: Under which every wrong address is answered alike, this one too.
ANSWERED_ALIKE = "/link/"


def check(scope: Scope, hosts: frozenset[str] | None) -> None:
    """Raise ``Stopped`` for a request that goes no further."""
    headers = dict(scope["headers"])
    length = len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"])
    if length > LONGEST_ADDRESS:
        raise AddressTooLong(LONGEST_ADDRESS)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
        raise HeadersTooLarge(LARGEST_HEADERS)
    # PostgreSQL holds no NUL in a text, so nothing of ours has one in its name.
    nul = "\x00" in scope["path"] or b"%00" in scope["query_string"]
    if nul and not scope["path"].startswith(ANSWERED_ALIKE):
        raise NotText
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if hosts is not None and scope["path"] not in ANY_HOST and host not in hosts:
        raise WrongHost
    if scope.get("method") not in SAFE and _from_elsewhere(headers, host):
        raise FromElsewhere


def _from_elsewhere(headers: Mapping[bytes, bytes], host: str) -> bool:
    """Whether a browser says that another site's page sends this. Programs say nothing of the kind."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    # Browsers too old for Sec-Fetch-Site still name the origin; the scheme may have changed at a proxy.
    return origin is not None and origin.decode("latin-1").lower().partition("://")[2] != host
