"""What organisations are called on a page.

The rule: public names of organisations only. A sole trader's name is a person's and stays in the vault.
"""

from collections.abc import Iterable

from hub_core.access.organisations import Organisation, OrganisationKind, local_authority
from hub_core.employers.employer import Employer
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.reference.areas import local_authorities


async def names_of(
    ledger: Ledger, organisations: Iterable[Organisation]
) -> dict[Organisation, str]:
    """The names of these organisations; the kind's own name where there is none."""
    return {one: await _name(ledger, one) for one in organisations}


async def _name(ledger: Ledger, organisation: Organisation) -> str:
    match organisation.kind:
        case OrganisationKind.INSTITUTION:
            return (await load(ledger, Institution, organisation.id)).details.name
        case OrganisationKind.HUB:
            return (await load(ledger, Hub, organisation.id)).name
        case OrganisationKind.EMPLOYER:
            employer = await load(ledger, Employer, organisation.id)
            return employer.details.name or employer.details.form.label
        case OrganisationKind.LOCAL_AUTHORITY:
            return _authority(organisation)
        case _:
            return organisation.kind.label


def _authority(organisation: Organisation) -> str:
    for code, authority in local_authorities().items():
        if local_authority(code) == organisation:
            return authority.plain_name
    return organisation.kind.label
