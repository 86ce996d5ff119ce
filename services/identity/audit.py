"""The audit over the API: what was recorded and who read what, newest first, for auditors.

The rule: asking is itself recorded, as every read of the audit is.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import QueryParameter

from hub_core.audit.entries import NEWEST, EntryKind, Page
from hub_core.audit.search import Audit, Filter, cursor_of
from services.http.parts import OpenParts
from services.http.permission import everybodys
from services.http.reading import Limit
from services.http.routes import read_route

#: Ids, operations and hubs' names: nothing longer is looked for.
Word = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[!-~]*$")]
AuditCursor = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}[.][0-9]{1,18}$", max_length=37)]


@read_route("/audit", operation="identity.audit", about=everybodys)
async def audit(
    parts: OpenParts,
    who: Annotated[Word | None, QueryParameter(description="The id of who did it.")] = None,
    about: Annotated[
        Word | None,
        QueryParameter(
            description="The id of an organisation or thing, or a hub's name in its address."
        ),
    ] = None,
    action: Annotated[
        Word | None, QueryParameter(description="An operation, or the beginning of one.")
    ] = None,
    kind: Annotated[
        EntryKind | None, QueryParameter(description="Only what was recorded, or one kind of read.")
    ] = None,
    since: Annotated[datetime | None, QueryParameter(description="Not before this moment.")] = None,
    until: Annotated[datetime | None, QueryParameter(description="Before this moment.")] = None,
    cursor: Annotated[
        AuditCursor | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[Page]:
    """What was recorded and who read what, newest first."""
    wanted = Filter(
        who=who or "", about=about or "", action=action or "", kind=kind, since=since, until=until
    )
    after = cursor_of(cursor) if cursor else NEWEST
    return Response(await Audit(parts.pool).page(wanted, cursor=after, limit=limit))


ROUTES = (audit,)
