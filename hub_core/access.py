"""Who may do what: one pure function decides, and what it does not know it denies."""

from uuid import UUID

import msgspec

from hub_core.work import Command, Principal

ADMINISTRATOR = "administrator"
EMPLOYER = "employer_user"
SCHOOL = "careers_leader"
HUB_LEAD = "hub_lead"

#: Operations a role may ask for, within its own organisation only. Source: domain A.5, first slice.
PERMITTED: dict[str, frozenset[str]] = {
    EMPLOYER: frozenset({"employers", "encounters"}),
    SCHOOL: frozenset({"encounters", "rosters", "membership.request_membership"}),
    HUB_LEAD: frozenset({"membership"}),
}


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What an action is about: the organisations it acts for."""

    organisations: frozenset[UUID] = frozenset()


def resource_of(command: Command) -> Resource:
    """The organisations a command names as acting."""
    named = (getattr(command, field, None) for field in ("institution", "employer", "hub"))
    return Resource(organisations=frozenset(value for value in named if isinstance(value, UUID)))


def can(principal: Principal, action: str, resource: Resource) -> bool:
    """Whether this principal may take this action (an operation's name) on this resource."""
    if ADMINISTRATOR in principal.roles:
        return True
    context = action.partition(".")[0]
    allowed = any(
        action in PERMITTED.get(role, frozenset()) or context in PERMITTED.get(role, frozenset())
        for role in principal.roles
    )
    return allowed and principal.organisation in resource.organisations
