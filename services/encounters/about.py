"""Whose an encounter is, and whose a part in one, for the guards of what reads them.

The rule: it is asked of the thing itself, not of the ids in the path: an employer's encounter is its
own and every institution's it went to, and a part is its institution's and that employer's. Who else
it went to is told only to whoever may see it there.
"""

from typing import TypeVar
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.belonging import owners_of_employer, whom_they_belong_to
from hub_core.encounters.offer import Offer, part_stream
from hub_core.encounters.part import Part
from hub_core.log.aggregate import AnotherKind
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from services.http.authentication import Connection
from services.http.permission import ledger_of

Kind = TypeVar("Kind", Offer, Part)


async def encounter_in_path(connection: Connection) -> Resource | None:
    """The encounter the path names."""
    encounter: UUID = connection.path_params["encounter"]
    offer = await _found(ledger_of(connection), Offer, encounter)
    if offer is None:
        return None
    invited = {Organisation(OrganisationKind.INSTITUTION, one) for one in offer.invited}
    its_own = await owners_of_employer(ledger_of(connection), offer.employer)
    return Resource(owners=its_own | invited, things=frozenset({encounter}))


async def invited_known_to(ledger: Ledger, principal: Principal, offer: Offer) -> tuple[UUID, ...]:
    """The institutions an encounter went to, without those whose part the caller could not see."""
    its_own = await owners_of_employer(ledger, offer.employer)
    belonging = await whom_they_belong_to(ledger, offer.invited)

    def seen(institution: UUID) -> bool:
        owners = its_own | {Organisation(OrganisationKind.INSTITUTION, institution)}
        part = Resource(owners=owners, within=belonging[institution])
        return can(principal, "encounters.encounter", part)

    return tuple(filter(seen, offer.invited))


async def part_in_path(connection: Connection) -> Resource | None:
    """The part in an encounter that the path names by the encounter and the institution."""
    encounter: UUID = connection.path_params["encounter"]
    institution: UUID = connection.path_params["institution"]
    part = await _found(ledger_of(connection), Part, part_stream(encounter, institution))
    if part is None:
        return None
    its_own = await owners_of_employer(ledger_of(connection), part.particulars.employer)
    return Resource(
        owners=its_own | {Organisation(OrganisationKind.INSTITUTION, part.institution)},
        things=frozenset({encounter, institution}),
    )


async def _found(ledger: Ledger, kind: type[Kind], stream: UUID) -> Kind | None:
    try:
        found = await load(ledger, kind, stream)
    except AnotherKind:
        return None
    return found if found.exists else None
