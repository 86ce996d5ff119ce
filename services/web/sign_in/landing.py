"""The first page of whoever signs in.

The rule: nobody lands where they may not be. Who has no page made for them yet lands on their
organisation's.
"""

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.reference.service_phases import ServicePhase

#: Roles whose work begins with the overview of all hubs.
OVERVIEW = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
#: Roles whose work begins with their hub's dashboard.
DASHBOARD = frozenset({Role.HUB_LEAD, Role.FACILITATOR})


async def first_page(principal: Principal, ledger: Ledger) -> str:
    """Where this person begins."""
    organisation = principal.organisation
    if Role.NATIONAL_ANALYST in principal.roles:
        return "/national"
    if organisation is None or principal.roles & OVERVIEW:
        return "/"
    if principal.roles & DASHBOARD and principal.on_behalf_of is None:
        return f"/hubs/{(await load(ledger, Hub, organisation.id)).slug}"
    if organisation.kind is OrganisationKind.INSTITUTION and principal.on_behalf_of is None:
        known = await load(ledger, Institution, organisation.id)
        if known.exists and known.details.phase is ServicePhase.PRIMARY:
            return f"{address_of(organisation)}/year"
    return address_of(organisation)


def address_of(organisation: Organisation) -> str:
    """The page of an organisation: how far an institution has come, an employer's year, a trust's
    schools."""
    match organisation.kind:
        case OrganisationKind.INSTITUTION:
            return f"/institutions/{organisation.id}"
        case OrganisationKind.EMPLOYER:
            return f"/employers/{organisation.id}"
        case OrganisationKind.TRUST:
            return f"/trusts/{organisation.id}"
        case _:
            return f"/organisations/{organisation.id}"
