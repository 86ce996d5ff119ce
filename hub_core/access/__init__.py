"""Who may do what: roles held at organisations, one matrix of permissions, one pure decision.

The rule: what the matrix does not permit is denied, and nothing here reads a clock or a database.
"""

from hub_core.access.decision import Decision, can, decide
from hub_core.access.organisations import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    local_authority,
    trust,
)
from hub_core.access.principal import Principal
from hub_core.access.resource import Resource, resource_of
from hub_core.access.roles import Role

__all__ = [
    "NATIONAL_BODY",
    "PLATFORM",
    "Decision",
    "Organisation",
    "OrganisationKind",
    "Principal",
    "Resource",
    "Role",
    "can",
    "decide",
    "local_authority",
    "resource_of",
    "trust",
]
