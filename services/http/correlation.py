"""The one id by which everything a request caused can be found again: events, records of reads, logs.

The rule: it is ours and new with every request; what a caller sends is not trusted to be unique.
"""

from uuid import uuid4

from litestar.types import Scope

#: The header that tells it, so that a person can quote it.
HEADER = "hub-correlation"


def correlation_of(scope: Scope) -> str:
    """The id of this request."""
    state = scope["state"]
    if "correlation" not in state:
        state["correlation"] = str(uuid4())
    found: str = state["correlation"]
    return found
