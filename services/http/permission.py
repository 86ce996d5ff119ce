"""May this caller read this? Asked before a handler runs, about the thing the path names.

The rule: every route that reads has ``permitted`` among its guards, or says in its options why it is
public. A thing the caller may not know of is answered like one that is not there.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar.handlers import BaseRouteHandler

from hub_core.access import Organisation, OrganisationKind, Principal, Resource
from hub_core.authorisation import authorise, everywhere
from hub_core.log.ledger import Ledger
from hub_core.membership.keys import hub_slug_key
from services.http.authentication import Connection

#: What a request is about; None when there is no such thing.
About = Callable[[Connection], Awaitable[Resource | None]]


class Permitted:
    """The guard, which can tell a test which action it guards."""

    def __init__(self, action: str, about: About) -> None:
        self.action = action
        self.about = about

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        """Raise ``Forbidden`` or ``NotFound`` unless the caller may."""
        principal: Principal = connection.scope["state"]["principal"]
        if not everywhere(principal, self.action):
            found = await self.about(connection)
            await authorise(ledger_of(connection), principal, self.action, found)


def permitted(action: str, *, about: About) -> Permitted:
    """A guard: the caller may take this action on what the request is about.

    It comes after ``identified`` or ``signed_in``, which stand on the routers of the API and of pages.
    """
    return Permitted(action, about)


async def everybodys(_: Connection) -> Resource:
    """What belongs to nobody in particular: the register, the overview."""
    return Resource()


async def own_organisation(connection: Connection) -> Resource:
    """Whatever belongs to the organisation the caller acts for."""
    principal: Principal = connection.scope["state"]["principal"]
    return Resource.of(principal.organisation) if principal.organisation else Resource()


async def institution_in_path(connection: Connection) -> Resource:
    """The institution the path names by its id."""
    return _named(OrganisationKind.INSTITUTION, connection.path_params["institution"])


async def employer_in_path(connection: Connection) -> Resource:
    """The employer the path names by its id."""
    return _named(OrganisationKind.EMPLOYER, connection.path_params["employer"])


async def trust_in_path(connection: Connection) -> Resource:
    """The academy trust the path names by its id as an organisation."""
    return _named(OrganisationKind.TRUST, connection.path_params["trust"])


async def hub_in_path(connection: Connection) -> Resource | None:
    """The hub the path names by its id, or by its slug."""
    named = connection.path_params.get("hub")
    if named is None:
        named = await hub_called(connection, connection.path_params["slug"])
    return None if named is None else _named(OrganisationKind.HUB, named)


async def hub_called(connection: Connection, slug: str) -> UUID | None:
    """The hub with this slug, None where there is none; asked once a request, by the guard or the page."""
    found: dict[str, UUID | None] = connection.scope["state"].setdefault("hubs called", {})
    if slug not in found:
        key = hub_slug_key(slug)
        found[slug] = (await ledger_of(connection).holders([key])).get(key)
    return found[slug]


def ledger_of(connection: Connection) -> Ledger:
    """The ledger of the running application."""
    ledger: Ledger = connection.app.state.parts.platform.ledger
    return ledger


def _named(kind: OrganisationKind, named: UUID) -> Resource:
    return Resource.of(Organisation(kind, named))
