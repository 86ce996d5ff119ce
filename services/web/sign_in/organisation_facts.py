"""What the plain page of an organisation says: what the register and the log know of it by name.

The rule: public facts of organisations only; nothing about learners, and no figures.
"""

import msgspec

from hub_core.access import Organisation, OrganisationKind
from hub_core.employers.employer import Employer
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.membership.keys import active_hub_key
from hub_core.reference.areas import local_authorities


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation: its name, what it is, rows of what is known, and what can be done today."""

    name: str
    kind: str
    rows: tuple[tuple[str, str], ...] = ()
    today: str = ""


#: What there is to do so far, by the kind of organisation. The rest comes with the pages for it.
TODAY = {
    OrganisationKind.INSTITUTION: "Your own pages show what took place, how far each benchmark has "
    "come and what to do next.",
    OrganisationKind.TRUST: "The page of your schools says where each stands, whichever hub it is in.",
    OrganisationKind.LOCAL_AUTHORITY: "Your own pages, of hand-offs and destinations, are still to come.",
}


async def facts_of(ledger: Ledger, organisation: Organisation) -> Facts:
    """The facts of one organisation."""
    return Facts(
        name=(await names_of(ledger, [organisation]))[organisation],
        kind=organisation.kind.label,
        rows=await _rows(ledger, organisation),
        today=TODAY.get(organisation.kind, ""),
    )


async def _rows(ledger: Ledger, organisation: Organisation) -> tuple[tuple[str, str], ...]:
    match organisation.kind:
        case OrganisationKind.INSTITUTION:
            return await _of_institution(ledger, organisation)
        case OrganisationKind.EMPLOYER:
            details = (await load(ledger, Employer, organisation.id)).details
            return (("Form", details.form.label),)
        case _:
            return ()


async def _of_institution(
    ledger: Ledger, organisation: Organisation
) -> tuple[tuple[str, str], ...]:
    institution = await load(ledger, Institution, organisation.id)
    details = institution.details
    authority = local_authorities().get(details.local_authority or "")
    key = active_hub_key(organisation.id)
    hub = (await ledger.holders([key])).get(key)
    rows = [
        ("URN", institution.urn or ""),
        ("UKPRN", institution.ukprn or ""),
        ("Phase", details.phase.label if details.phase else ""),
        ("Local authority", authority.plain_name if authority else ""),
        ("Careers hub", (await load(ledger, Hub, hub)).name if hub else "None yet"),
    ]
    return tuple(row for row in rows if row[1])
