"""Whom an event is about: the organisations that may be told of it as things stand now.

The rule: it is read from the log's own streams, so that a school that left a hub yesterday is not told
of there today.
"""

from collections.abc import Sequence
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind
from hub_core.belonging import whom_they_belong_to
from hub_core.encounters.offer import Offer
from hub_core.log.event import Event
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.webhooks.topics import catalogue

#: Fields of events that name an organisation the event is about.
_NAMING = {
    "institution": OrganisationKind.INSTITUTION,
    "successor": OrganisationKind.INSTITUTION,
    "employer": OrganisationKind.EMPLOYER,
    "hub": OrganisationKind.HUB,
    "from_hub": OrganisationKind.HUB,
    "to_hub": OrganisationKind.HUB,
}


async def audiences(ledger: Ledger, events: Sequence[Event]) -> list[frozenset[Organisation]]:
    """For each event the organisations it is about, of the kinds that may be told of its topic."""
    institutions = {one for event in events if (one := getattr(event, "institution", None))}
    around = await whom_they_belong_to(ledger, institutions) if institutions else {}
    employers = await _employers(ledger, events)
    return [_audience(event, around, employers) for event in events]


def _audience(
    event: Event, around: dict[UUID, frozenset[Organisation]], employers: dict[UUID, UUID]
) -> frozenset[Organisation]:
    topic = catalogue().get(type(event).TOPIC)
    if topic is None:
        return frozenset()
    found = {
        Organisation(kind, named)
        for field, kind in _NAMING.items()
        if isinstance(named := getattr(event, field, None), UUID)
    }
    found |= around.get(getattr(event, "institution", None) or UUID(int=0), frozenset())
    if (employer := employers.get(getattr(event, "encounter", None) or UUID(int=0))) is not None:
        found.add(Organisation(OrganisationKind.EMPLOYER, employer))
    return frozenset(one for one in found if one.kind in topic.kinds)


async def _employers(ledger: Ledger, events: Sequence[Event]) -> dict[UUID, UUID]:
    """Whose each encounter is, by the encounter: parts of it do not all say so themselves."""
    encounters = {
        one for event in events if isinstance(one := getattr(event, "encounter", None), UUID)
    }
    offers = await load_many(ledger, Offer, encounters) if encounters else {}
    return {one: offer.employer for one, offer in offers.items() if offer.exists}
