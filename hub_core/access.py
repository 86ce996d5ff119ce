"""Who may do what: one pure function decides, and what it does not know it denies."""

from uuid import UUID

import msgspec

from hub_core.work import Command, Principal

ADMINISTRATOR = "administrator"
EMPLOYER = "employer_user"
SCHOOL = "careers_leader"
HUB_LEAD = "hub_lead"

#: What each role may ask for, and the field of a command in which its own organisation must stand.
#: Source: domain A.5, first slice.
PERMITTED: dict[str, tuple[str, frozenset[str]]] = {
    EMPLOYER: ("employer", frozenset({"employers", "encounters"})),
    SCHOOL: (
        "institution",
        frozenset({"encounters", "rosters", "membership.request_membership"}),
    ),
    HUB_LEAD: ("hub", frozenset({"membership"})),
}


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What an action is about: the organisations a command names, each by what it is there."""

    institution: UUID | None = None
    employer: UUID | None = None
    hub: UUID | None = None


def resource_of(command: Command) -> Resource:
    """The organisations a command names."""
    return Resource(
        institution=getattr(command, "institution", None),
        employer=getattr(command, "employer", None),
        hub=getattr(command, "hub", None),
    )


def can(principal: Principal, action: str, resource: Resource) -> bool:
    """Whether this principal may take this action (an operation's name) on this resource."""
    if ADMINISTRATOR in principal.roles:
        return True
    if principal.organisation is None:
        return False
    context = action.partition(".")[0]
    return any(
        not operations.isdisjoint((action, context))
        and getattr(resource, acts_as) == principal.organisation
        for acts_as, operations in (PERMITTED[role] for role in principal.roles & PERMITTED.keys())
    )
