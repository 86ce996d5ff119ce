"""One look at the log for all that a request reads of it.

The rule: only what reads looks once. A request that may change something looks anew each time, so that it
shows what it has just done.
"""

from hub_core.log.repository import Looked, look
from services.http.authentication import Connection
from services.http.permission import ledger_of

#: Methods that change nothing.
_READING = ("GET", "HEAD")
_KEY = "looked"


async def looked_at_log(connection: Connection) -> Looked:
    """The log as it stood when this request first asked for it, or later: nothing that was recorded before
    the request came is missing. For answers that are whole at once, not for those that go on for minutes."""
    found: Looked | None = connection.scope["state"].get(_KEY)
    return await look_again(connection) if found is None else found


async def look_again(connection: Connection) -> Looked:
    """The log as it stands now, for a page that has ids from a read model or the claims; what the request
    reads after this is read of it too. A page that asks those first looks once."""
    found = await look(ledger_of(connection))
    if connection.scope.get("method") in _READING:
        connection.scope["state"][_KEY] = found
    return found
