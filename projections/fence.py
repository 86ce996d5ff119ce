"""Asking a read model in a scope: the one place that tells PostgreSQL who asks.

The rule: a question sets its role and its scope for its own transaction and as its first statement, so
that no connection carries them over to the next question, and none is asked without. Even where a
service signed in as the owner of the tables, it asks as the role that owns nothing.
"""

from hub_core.access.scope import Scope
from hub_core.database_roles import SERVICES

#: For the select list of a transaction's first statement; kind and id of the scope are $1 and $2.
IN_SCOPE = (
    f"set_config('role', '{SERVICES}', true), "
    "set_config('hub.scope_kind', $1, true), set_config('hub.scope_id', $2, true)"
)


def parameters(scope: Scope) -> tuple[str, str]:
    """What goes with :data:`IN_SCOPE`."""
    return scope.kind.value, scope.id
