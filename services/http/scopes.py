"""The scope in which a request asks the read models: its principal's, and nothing the request says.

The rule: whoever answers a request passes one of these to the queries, so that PostgreSQL holds back
what a guard let through by mistake.
"""

from typing import Any

from litestar import Request

from hub_core.access.scope import Scope, overview_of, scope_of
from services.http.authentication import principal_of_request


def scope_of_request(request: Request[Any, Any, Any]) -> Scope:
    """For handlers behind a guard: what whoever asks may read rows of."""
    return scope_of(principal_of_request(request))


def overview_of_request(request: Request[Any, Any, Any]) -> Scope:
    """The same for the totals of every hub, behind which no row can be read."""
    return overview_of(principal_of_request(request))
