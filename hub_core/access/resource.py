"""What an action is about: whose it is, and whom those belong to.

The rule: a command says whose it is in fields called ``institution``, ``employer`` and ``hub``; what
follows from the state of things (an institution's hub) is added by whoever can read it.
"""

from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind

#: The fields of commands that name an organisation whose own the matter is.
NAMING = {
    "institution": OrganisationKind.INSTITUTION,
    "employer": OrganisationKind.EMPLOYER,
    "hub": OrganisationKind.HUB,
}


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What an action is about.

    ``owners`` are the organisations whose own it is; ``within`` those that these belong to now: an
    institution's hub, trust and local authority. ``things`` are the ids it is about, one a field; lists
    of whom it goes to (the schools an offer is for) are not among them.
    """

    owners: frozenset[Organisation] = frozenset()
    within: frozenset[Organisation] = frozenset()
    things: frozenset[UUID] = frozenset()


def resource_of(command: msgspec.Struct) -> Resource:
    """Whose a command is, as far as it says so itself."""
    owners = {
        Organisation(kind, named)
        for field, kind in NAMING.items()
        if isinstance(named := getattr(command, field, None), UUID)
    }
    things = {
        value
        for field in command.__struct_fields__
        if isinstance(value := getattr(command, field), UUID)
    }
    for field in command.__struct_fields__:
        if isinstance(value := getattr(command, field), Organisation):
            owners.add(value)
            things.add(value.id)
    return Resource(owners=frozenset(owners), things=frozenset(things))
