"""The number that lets an answer's own scripts run and nobody else's (Content Security Policy, nonce).

The rule: new with every answer, never guessed, and never kept: what is kept of a page has a slot there.
"""

import secrets

from litestar.types import Scope

_KEY = "nonce"


def nonce_of(scope: Scope) -> str:
    """The nonce of the answer to this request, the same each time it is asked for."""
    state = scope["state"]
    if _KEY not in state:
        state[_KEY] = secrets.token_urlsafe(18)
    found: str = state[_KEY]
    return found


def with_inline_styles(scope: Scope) -> None:
    """Let this answer style itself; for pages whose styles are made by a vendored script."""
    scope["state"]["inline_styles"] = True


def may_style_inline(scope: Scope) -> bool:
    """Whether it may."""
    found: bool = scope["state"].get("inline_styles", False)
    return found


def nonce_used(scope: Scope) -> str | None:
    """The nonce, if a page was made with one."""
    found: str | None = scope["state"].get(_KEY)
    return found
