"""Whom an event is about: the organisations that may be told of it as things stand now.

The rule: it is read from the log's own streams, so that a school that left a hub yesterday is not told
of there today.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from hub_core.access import Organisation, OrganisationKind
from hub_core.belonging import members_of, whom_they_belong_to
from hub_core.encounters.offer import Offer
from hub_core.log.event import Event
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.training.events import TrainingAnnounced, TrainingCalledOff, TrainingChanged
from hub_core.training.training_event import TrainingEvent
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
#: Events of a training itself, which name neither its organiser nor those it is for.
_OF_TRAINING = (TrainingAnnounced, TrainingChanged, TrainingCalledOff)


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be told: organisations by name, and every one of some kinds."""

    named: frozenset[Organisation] = frozenset()
    every: frozenset[OrganisationKind] = frozenset()

    def __contains__(self, organisation: Organisation) -> bool:
        return organisation in self.named or organisation.kind in self.every


_NOBODY = Audience()
#: The national body's training is for whoever comes.
_WHOEVER_COMES = Audience(every=frozenset({OrganisationKind.INSTITUTION, OrganisationKind.HUB}))


async def audiences(ledger: Ledger, events: Sequence[Event]) -> list[Audience]:
    """For each event the organisations it is about, of the kinds that may be told of its topic."""
    institutions = {one for event in events if (one := getattr(event, "institution", None))}
    around = await whom_they_belong_to(ledger, institutions) if institutions else {}
    employers = await _employers(ledger, events)
    trainings = await _trainings(ledger, events)
    return [_audience(event, around, employers, trainings) for event in events]


def _audience(
    event: Event,
    around: dict[UUID, frozenset[Organisation]],
    employers: dict[UUID, UUID],
    trainings: dict[UUID, Audience],
) -> Audience:
    topic = catalogue().get(type(event).TOPIC)
    if topic is None:
        return _NOBODY
    if isinstance(event, _OF_TRAINING):
        return trainings.get(event.training, _NOBODY)
    found = {
        Organisation(kind, named)
        for field, kind in _NAMING.items()
        if isinstance(named := getattr(event, field, None), UUID)
    }
    found |= around.get(getattr(event, "institution", None) or UUID(int=0), frozenset())
    if (employer := employers.get(getattr(event, "encounter", None) or UUID(int=0))) is not None:
        found.add(Organisation(OrganisationKind.EMPLOYER, employer))
    return Audience(named=frozenset(one for one in found if one.kind in topic.kinds))


async def _employers(ledger: Ledger, events: Sequence[Event]) -> dict[UUID, UUID]:
    """Whose each encounter is, by the encounter: parts of it do not all say so themselves."""
    encounters = {
        one for event in events if isinstance(one := getattr(event, "encounter", None), UUID)
    }
    offers = await load_many(ledger, Offer, encounters) if encounters else {}
    return {one: offer.employer for one, offer in offers.items() if offer.exists}


async def _trainings(ledger: Ledger, events: Sequence[Event]) -> dict[UUID, Audience]:
    """Who can book each training whose own events these are, and its organiser."""
    named = {event.training for event in events if isinstance(event, _OF_TRAINING)}
    found = await load_many(ledger, TrainingEvent, named) if named else {}
    organisers = {one: training.organiser for one, training in found.items() if training.exists}
    open_to = {one: await _open_to(ledger, one) for one in set(organisers.values())}
    return {one: open_to[organiser] for one, organiser in organisers.items()}


async def _open_to(ledger: Ledger, organiser: Organisation) -> Audience:
    """A hub's training is its own and its members'."""
    if organiser.kind is not OrganisationKind.HUB:
        return _WHOEVER_COMES
    members = await members_of(ledger, organiser.id)
    institutions = {Organisation(OrganisationKind.INSTITUTION, one) for one in members}
    return Audience(named=frozenset({organiser, *institutions}))
