"""The decision: may this principal take this action on this resource?

The rule: only what the matrix permits, only as far as it reaches, only within what narrows the principal.
"""

from enum import Enum

from hub_core.access.matrix import Reach, reaches
from hub_core.access.principal import Principal
from hub_core.access.resource import Resource
from hub_core.access.roles import HELD_AT, Role


class Decision(Enum):
    """Permitted; refused; or refused so that not even its existence is told (404 across tenants)."""

    PERMITTED = "permitted"
    REFUSED = "refused"
    HIDDEN = "hidden"


def can(principal: Principal, action: str, resource: Resource) -> bool:
    """Whether this principal may take this action (an operation's name) on this resource."""
    if principal.operations is not None and action not in principal.operations:
        return False
    if principal.things is not None and not resource.things <= principal.things:
        return False
    roles = (role for role in principal.roles if _holds(principal, role))
    return any(_within_reach(reach, principal, resource) for reach in reaches(action, roles))


def decide(principal: Principal, action: str, resource: Resource) -> Decision:
    """The same, and whether a refusal may admit that the thing exists."""
    if can(principal, action, resource):
        return Decision.PERMITTED
    related = resource.owners | resource.within
    if related and principal.organisation not in related:
        return Decision.HIDDEN
    return Decision.REFUSED


def _holds(principal: Principal, role: Role) -> bool:
    """A role counts only at the kind of organisation it can be held at."""
    return principal.organisation is None or principal.organisation.kind is HELD_AT[role]


def _within_reach(reach: Reach, principal: Principal, resource: Resource) -> bool:
    match reach:
        case Reach.ANY:
            return True
        case Reach.OWN:
            return principal.organisation in resource.owners
        case Reach.WITHIN:
            return principal.organisation in resource.owners | resource.within
