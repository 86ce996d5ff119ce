"""``/health``: whether this process can do its work, by asking the ledger and NATS, not by guessing."""

from http import HTTPStatus

import asyncpg
import msgspec
from litestar import Response, get

from hub_core.log.connection import is_healthy
from services.http.authentication import PUBLIC
from services.http.parts import OpenParts


class Health(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``ledger_head`` is the last position of the log, when the ledger answers."""

    ok: bool
    ledger_head: int | None
    nats: bool


@get(
    "/health",
    operation_id="health",
    tags=["health"],
    include_in_schema=False,
    opt={PUBLIC: "whoever keeps the platform running asks it before anybody can sign in"},
)
async def health(parts: OpenParts) -> Response[Health]:
    """Ask both servers. 503 when either does not answer."""
    try:
        head: int | None = await parts.platform.ledger.head()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        head = None
    nats = await is_healthy(parts.nats)
    found = Health(ok=nats and head is not None, ledger_head=head, nats=nats)
    return Response(
        found, status_code=HTTPStatus.OK if found.ok else HTTPStatus.SERVICE_UNAVAILABLE
    )
