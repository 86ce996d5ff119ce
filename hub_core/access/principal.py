"""Who asks: a person at one organisation, a machine, the holder of a link, or a part of the platform.

The rule: a principal acts for one organisation at a time, and its ``id`` is never a name.
"""

from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and what narrows what their roles permit.

    ``id`` is pseudonymous and says what it is: ``person:…``, ``key:…``, ``client:…``, ``link:…`` or
    ``system:…``. ``operations`` are the only actions permitted (a machine's scopes, a link's purpose)
    and ``things`` the only ids a command may be about (a link's); None narrows nothing.
    ``on_behalf_of`` is the institution somebody acts for who is not of it (a hub lead for a member); it
    stands in every event they cause, and narrows them to what may be done so.
    """

    id: str
    roles: frozenset[Role] = frozenset()
    organisation: Organisation | None = None
    operations: frozenset[str] | None = None
    things: frozenset[UUID] | None = None
    on_behalf_of: Organisation | None = None
