"""Somebody who may: for tests of what happens once the right person asks.

The rule: it is always the same caller by name, so that repeats are recognised, and never more than
one role at the organisation the matter belongs to. Who may not is tested in ``tests/hub_core/access``.
"""

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    OrganisationKind,
    Principal,
    Resource,
    Role,
    can,
    resource_of,
)
from hub_core.access.roles import HELD_AT
from hub_core.work import Command

CALLER = "system:test"

#: Who is asked in turn.
_BY_TURNS = (
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.CAREERS_LEADER,
    Role.EMPLOYER_USER,
    Role.HUB_LEAD,
    Role.SENIOR_LEADER,
)
_OF_NOBODY = {OrganisationKind.PLATFORM: PLATFORM, OrganisationKind.NATIONAL: NATIONAL_BODY}


def somebody_who_may(action: str, resource: Resource) -> Principal:
    """Somebody whom the matrix permits this; an administrator where it permits nobody."""
    owners = {owner.kind: owner for owner in resource.owners} | _OF_NOBODY
    for role in _BY_TURNS:
        if (organisation := owners.get(HELD_AT[role])) is not None:
            asked = Principal(id=CALLER, roles=frozenset({role}), organisation=organisation)
            if can(asked, action, resource):
                return asked
    return Principal(id=CALLER, roles=frozenset({Role.ADMINISTRATOR}), organisation=PLATFORM)


def sender_of(command: Command) -> Principal:
    """Somebody who may send this command."""
    return somebody_who_may(type(command).OPERATION, resource_of(command))
