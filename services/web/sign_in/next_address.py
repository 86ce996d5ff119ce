"""Where somebody goes after signing in: only ever to a page of ours.

The rule: what is not plainly a path of this site leads to the person's first page instead.
"""

import re
from urllib.parse import unquote

#: The first page of whoever signs in: their role decides which that is.
HOME = "/home"
#: Characters of an address that is gone on to.
LONGEST = 500

#: A path, perhaps with a query: one slash, then nothing a browser could take for a host.
_OURS = re.compile(
    r"/(?:[A-Za-z0-9._~!$'()*+,;=:@%-][A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[!-~]*)?\Z"
)
#: Addresses that are steps of signing in or no pages.
_NOT_PAGES = ("/sign-", "/signed-", "/api", "/static/", "/demo-issuer", "/join/")


def own_address(asked: str | None) -> str:
    """The address asked for if it is a page of ours, otherwise ``HOME``."""
    if asked is None or len(asked) > LONGEST or not _OURS.match(asked) or "\\" in asked:
        return HOME
    path = _wholly_decoded(asked.partition("?")[0])
    if path is None or not path.isprintable() or path.startswith(_NOT_PAGES):
        return HOME
    if "//" in path or "\\" in path or ".." in path.split("/"):
        return HOME
    return asked


def _wholly_decoded(path: str) -> str | None:
    """The path without any encoding, however often it was encoded; None when that finds no end."""
    for _ in range(4):
        decoded = unquote(path)
        if decoded == path:
            return path
        path = decoded
    return None
