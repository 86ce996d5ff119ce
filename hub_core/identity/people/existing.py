"""Whether an organisation is one: registered here, or coded elsewhere in a list that we know.

The rule: nobody is given a role at an organisation that does not exist.
"""

from hub_core.access.organisations import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    local_authority,
)
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.areas import local_authorities
from hub_core.refusals import NotFound
from hub_core.work import Work


async def require_organisation(organisation: Organisation, work: Work) -> None:
    """Raise ``NotFound`` when there is no such organisation. Trusts have no list here: any may be one."""
    match organisation.kind:
        case OrganisationKind.INSTITUTION:
            await work.find(Institution, organisation.id, no_such_institution(organisation.id))
        case OrganisationKind.HUB:
            await work.find(Hub, organisation.id, no_such_hub(organisation.id))
        case OrganisationKind.EMPLOYER:
            await work.find(Employer, organisation.id, no_such_employer(organisation.id))
        case OrganisationKind.LOCAL_AUTHORITY:
            if organisation not in map(local_authority, local_authorities()):
                raise NotFound(f"No local authority of England has the id {organisation.id}.")
        case OrganisationKind.NATIONAL | OrganisationKind.PLATFORM:
            if organisation not in (NATIONAL_BODY, PLATFORM):
                raise NotFound(f"There is one {organisation.kind.label.lower()}, by another id.")
        case OrganisationKind.TRUST:
            pass
