"""What organisations are called on a page.

The rule: public names of organisations only. A sole trader's name is a person's and stays in the vault.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from hub_core.access.organisations import Organisation, OrganisationKind, local_authority
from hub_core.employers.employer import Employer
from hub_core.log.aggregate import Aggregate
from hub_core.log.ledger import Ledger
from hub_core.log.repository import look
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.reference.areas import local_authorities


async def names_of(
    ledger: Ledger, organisations: Iterable[Organisation]
) -> dict[Organisation, str]:
    """The names of these organisations; the kind's own name where there is none."""
    names = {one: _authorities().get(one, one.kind.label) for one in organisations}
    if not any(one.kind in _REGISTERED for one in names):
        return names
    looked = await look(ledger)
    for kind, (aggregate, name_of) in _REGISTERED.items():
        wanted = [one.id for one in names if one.kind is kind]
        for stream, found in (await looked.read_many(aggregate, wanted)).items():
            if found.exists:
                names[Organisation(kind, stream)] = name_of(found)
    return names


def _employer_name(employer: Employer) -> str:
    return employer.details.name or employer.details.form.label


#: The kinds that have streams here, each with what it is called.
_REGISTERED: Mapping[OrganisationKind, tuple[type[Aggregate], Callable[[Any], str]]] = {
    OrganisationKind.INSTITUTION: (Institution, lambda found: found.details.name),
    OrganisationKind.HUB: (Hub, lambda found: found.name),
    OrganisationKind.EMPLOYER: (Employer, _employer_name),
}


@cache
def _authorities() -> dict[Organisation, str]:
    return {local_authority(code): one.plain_name for code, one in local_authorities().items()}
