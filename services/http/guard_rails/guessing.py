"""What a wrong secret was a guess at, told by whoever reads the secret.

The rule: guesses at one thing count together from wherever they come, and only wrong ones count; what was
tried is kept as a digest.
"""

from litestar.types import Scope

_KEY = "subject"


def guessed_at(scope: Scope, subject: str) -> None:
    """Note what the secret of this request is for: the open part of a key, a client, a link, an attempt."""
    scope["state"][_KEY] = subject


def guessed(scope: Scope) -> str | None:
    """What was noted."""
    found: str | None = scope["state"].get(_KEY)
    return found
