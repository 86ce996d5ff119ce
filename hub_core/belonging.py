"""Whom institutions and employers belong to at this moment: hub, trust, local authority, or another employer.

The rule: it is read from the log's own streams when a decision needs it, never from a read model, so
that a school that left a hub yesterday is out of that hub's reach today.
"""

from collections.abc import Iterable
from operator import attrgetter
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Resource, local_authority, trust
from hub_core.employers.employer import Employer
from hub_core.log.aggregate import AnotherKind
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load, load_many
from hub_core.membership.institution import Institution
from hub_core.membership.keys import institution_of_hub_key, membership_stream
from hub_core.membership.membership import Membership


async def whom_they_belong_to(
    ledger: Ledger, institutions: Iterable[UUID]
) -> dict[UUID, frozenset[Organisation]]:
    """For each institution its hub (a paused membership counts), local authority and trust now."""
    wanted = list(dict.fromkeys(institutions))
    memberships = await load_many(ledger, Membership, map(membership_stream, wanted))
    known = await load_many(ledger, Institution, wanted)
    return {one: _around(known[one], memberships[membership_stream(one)]) for one in wanted}


async def members_of(ledger: Ledger, hub: UUID) -> list[UUID]:
    """The institutions that are with the hub now, active or paused, in the order of their ids: those
    whose claim to be in one hub only is held by it."""
    found = map(institution_of_hub_key, await ledger.claims_of(hub))
    # By the number behind it: two ids themselves are compared ten times more slowly.
    return sorted((one for one in found if one is not None), key=attrgetter("int"))


async def with_belonging(ledger: Ledger, resource: Resource) -> Resource:
    """The same resource, and whom the institutions among its owners belong to."""
    institutions = [
        owner.id for owner in resource.owners if owner.kind is OrganisationKind.INSTITUTION
    ]
    found = await whom_they_belong_to(ledger, institutions)
    return Resource(
        owners=resource.owners,
        within=resource.within.union(*found.values()),
        things=resource.things,
    )


async def owners_of_employer(ledger: Ledger, employer: UUID) -> frozenset[Organisation]:
    """Whose an employer's past is: its own, and that of the one it was merged into."""
    try:
        found = await load(ledger, Employer, employer)
    except AnotherKind:
        return frozenset({Organisation(OrganisationKind.EMPLOYER, employer)})
    ids = {employer, *([found.merged_into] if found.merged_into else [])}
    return frozenset(Organisation(OrganisationKind.EMPLOYER, one) for one in ids)


def _around(institution: Institution, membership: Membership) -> frozenset[Organisation]:
    found = set()
    if membership.is_member and membership.hub is not None:
        found.add(Organisation(OrganisationKind.HUB, membership.hub))
    if institution.exists and institution.details.local_authority is not None:
        found.add(local_authority(institution.details.local_authority))
    if institution.exists and institution.details.trust_id is not None:
        found.add(trust(institution.details.trust_id))
    return frozenset(found)
