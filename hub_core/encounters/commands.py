"""Commands of employers about their encounters.

The rule: ``employer`` acts; the institutions it acts towards are named ``institutions``, ``urns`` or
``at``, so that nobody at an institution can act in an employer's name.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.employers.finding import acting_employer, past_of, require_verified, survivor_of
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.events import Learners, Particulars
from hub_core.encounters.offer import Offer, no_such_encounter, part_stream
from hub_core.encounters.part import OPEN, Part
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.duties import done, take_on
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import ukprn_key, urn_key
from hub_core.reference.campaigns import Campaign
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Invalid, NotFound, Problem
from hub_core.values import Ukprn, Urn
from hub_core.work import Answer, Changed, Command, Work, handles

#: Most institutions one proposal reaches: two events each must fit in one append of 500.
MOST_INSTITUTIONS = 200
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Few = msgspec.Meta(max_length=MOST_INSTITUTIONS)


class ProposeEncounter(Command, frozen=True, kw_only=True):
    """Offer an encounter to one or many institutions, named by URN, UKPRN or id."""

    OPERATION: ClassVar[str] = "encounters.propose_encounter"
    employer: UUID
    kind: EncounterKind
    mode: DeliveryMode
    planned_for: date
    title: Title | None = None
    campaigns: Annotated[tuple[Campaign, ...], msgspec.Meta(max_length=20)] = ()
    urns: Annotated[tuple[Urn, ...], _Few] = ()
    ukprns: Annotated[tuple[Ukprn, ...], _Few] = ()
    institutions: Annotated[tuple[UUID, ...], _Few] = ()


class InviteInstitutions(Command, frozen=True, kw_only=True):
    """Let an offer go to more institutions."""

    OPERATION: ClassVar[str] = "encounters.invite_institutions"
    employer: UUID
    encounter: UUID
    urns: Annotated[tuple[Urn, ...], _Few] = ()
    ukprns: Annotated[tuple[Ukprn, ...], _Few] = ()
    institutions: Annotated[tuple[UUID, ...], _Few] = ()


class RescheduleEncounter(Command, frozen=True, kw_only=True):
    """Move an encounter to another day, everywhere or only at one institution (``at``)."""

    OPERATION: ClassVar[str] = "encounters.reschedule_encounter"
    employer: UUID
    encounter: UUID
    planned_for: date
    at: UUID | None = None


class CancelEncounter(Command, frozen=True, kw_only=True):
    """Call an encounter off, everywhere or only at one institution (``at``)."""

    OPERATION: ClassVar[str] = "encounters.cancel_encounter"
    employer: UUID
    encounter: UUID
    reason: CancellationReason
    at: UUID | None = None


class DeliverEncounter(Command, frozen=True, kw_only=True):
    """Report that it took place at an institution, with the number of learners counted, if any."""

    OPERATION: ClassVar[str] = "encounters.deliver_encounter"
    employer: UUID
    encounter: UUID
    at: UUID
    held_on: date
    reported: Learners | None = None


class Proposed(Answer, frozen=True, kw_only=True, rename="camel"):
    """The encounter, its offer's version, and the institutions it newly went to."""

    id: UUID
    version: int
    institutions: tuple[UUID, ...]


@handles(ProposeEncounter)
async def propose_encounter(command: ProposeEncounter, work: Work) -> Proposed:
    """Refuses with every URN, UKPRN and id that leads to no institution open on that day.

    Whoever proposes it is its contact at the employer, until it is cancelled or they hand over.
    """
    employer = await acting_employer(command.employer, work)
    institutions = await _recipients(command, command.planned_for, work)
    offer = await work.load(Offer, work.new_id())
    title = None
    if command.title is not None:
        title = work.keep(command.title, subject=offer.id)
    offer.offer(
        _particulars(employer, command.kind, command.mode, command.campaigns),
        planned_for=command.planned_for,
        title=title,
        on=work.today,
        at=work.now,
    )
    await take_on(DutyKind.ENCOUNTER, offer.id, work, at=_of(employer.id))
    return await _propose(offer, institutions, work)


@handles(InviteInstitutions)
async def invite_institutions(command: InviteInstitutions, work: Work) -> Proposed:
    """Institutions invited before are left as they are."""
    offer = await _own_offer(command.employer, command.encounter, work)
    work.expect(offer)
    return await _propose(offer, await _recipients(command, offer.planned_for, work), work)


@handles(RescheduleEncounter)
async def reschedule_encounter(command: RescheduleEncounter, work: Work) -> Changed:
    """Every part not yet held moves and has to be accepted anew. ``version`` is the part's with ``at``."""
    offer = await _own_offer(command.employer, command.encounter, work)
    if command.at is not None:
        part = await _part(offer, command.at, work)
        work.expect(part)
        part.reschedule(command.planned_for, on=work.today, at=work.now)
        return Changed(id=offer.id, version=part.version)
    work.expect(offer)
    offer.reschedule(command.planned_for, on=work.today, at=work.now)
    for part in await _open_parts(offer, work):
        part.reschedule(command.planned_for, on=work.today, at=work.now)
    return Changed(id=offer.id, version=offer.version)


@handles(CancelEncounter)
async def cancel_encounter(command: CancelEncounter, work: Work) -> Changed:
    """What was held already stays as it is. ``version`` is the part's with ``at``."""
    offer = await _own_offer(command.employer, command.encounter, work)
    if command.at is not None:
        part = await _part(offer, command.at, work)
        work.expect(part)
        part.cancel(command.reason, on=work.today, at=work.now)
        return Changed(id=offer.id, version=part.version)
    work.expect(offer)
    offer.cancel(command.reason, on=work.today, at=work.now)
    await done(DutyKind.ENCOUNTER, offer.id, _of(command.employer), work)
    for part in await _open_parts(offer, work):
        part.cancel(command.reason, on=work.today, at=work.now)
    return Changed(id=offer.id, version=offer.version)


@handles(DeliverEncounter)
async def deliver_encounter(command: DeliverEncounter, work: Work) -> Changed:
    """The number is the employer's report and shown as such. ``version`` is the part's.

    Refuses an employer that no hub has verified yet, and says who can.
    """
    offer = await _own_offer(command.employer, command.encounter, work)
    part = await _part(offer, command.at, work)
    work.expect(part)
    known = await survivor_of(offer.employer, work)
    at = await work.find(Institution, command.at, no_such_institution(command.at))
    await require_verified(known, at, work)
    employer = await work.find(Employer, offer.employer, no_such_employer(offer.employer))
    part.deliver(
        particulars=_particulars(
            employer,
            offer.particulars.kind,
            offer.particulars.mode,
            offer.particulars.campaigns,
        ),
        held_on=command.held_on,
        reported=command.reported,
        today=work.today,
        at=work.now,
    )
    return Changed(id=offer.id, version=part.version)


def _of(employer: UUID) -> Organisation:
    return Organisation(OrganisationKind.EMPLOYER, employer)


async def find_part(encounter: UUID, institution: UUID, work: Work) -> Part:
    """An institution's part; to one that has none there is no such encounter."""
    return await work.find(Part, part_stream(encounter, institution), no_such_encounter(encounter))


async def _own_offer(employer: UUID, encounter: UUID, work: Work) -> Offer:
    """The offer of this employer, or of one that was merged into it."""
    offer = await work.find(Offer, encounter, no_such_encounter(encounter))
    if offer.employer != employer and offer.employer not in await past_of(employer, work):
        raise no_such_encounter(encounter)
    return offer


async def _part(offer: Offer, institution: UUID, work: Work) -> Part:
    if institution not in offer.invited:
        raise NotFound("This encounter was not proposed to that institution. Invite it first.")
    return await find_part(offer.id, institution, work)


async def _open_parts(offer: Offer, work: Work) -> list[Part]:
    await work.load_many(Part, [part_stream(offer.id, one) for one in offer.invited])
    parts = [await find_part(offer.id, institution, work) for institution in offer.invited]
    return [part for part in parts if part.status in OPEN]


async def _propose(offer: Offer, institutions: Sequence[UUID], work: Work) -> Proposed:
    invited = [one for one in institutions if offer.invite(one, on=work.today, at=work.now)]
    await work.load_many(Part, [part_stream(offer.id, one) for one in invited])
    for institution in invited:
        part = await work.load(Part, part_stream(offer.id, institution))
        part.propose(
            encounter=offer.id,
            institution=institution,
            particulars=offer.particulars,
            planned_for=offer.planned_for,
            on=work.today,
            at=work.now,
        )
    return Proposed(id=offer.id, version=offer.version, institutions=tuple(invited))


def _particulars(
    employer: Employer, kind: EncounterKind, mode: DeliveryMode, campaigns: tuple[Campaign, ...]
) -> Particulars:
    return Particulars(
        employer=employer.id,
        kind=kind,
        mode=mode,
        size=employer.details.size,
        sector=employer.details.sector,
        campaigns=campaigns,
    )


async def _recipients(
    command: ProposeEncounter | InviteInstitutions, planned_for: date, work: Work
) -> list[UUID]:
    """The institutions named, each once; refuses with everything wrong about any of them."""
    named = await _named(command, work)
    if not 0 < len(named) <= MOST_INSTITUTIONS:
        raise Invalid.field(
            "urns",
            f"An encounter goes to 1 to {MOST_INSTITUTIONS} institutions, not {len(named)}.",
            "Name them by URN, UKPRN or id.",
        )
    unknown, closed = [], []
    for field, spoken, found in named:
        institution = await _institution(found, work) if _may_name(found, work) else None
        if institution is None:
            unknown.append(_unknown(field, spoken))
        elif institution.closed_on is not None and institution.closed_on <= planned_for:
            closed.append(_closed(field, institution.details.name, institution.closed_on))
    if problems := [*unknown, *closed]:
        raise Invalid(
            f"{len(problems)} of {len(named)} institutions cannot be invited.",
            kind="unknown-institution" if unknown else "institution-closed",
            problems=problems,
        )
    return list(dict.fromkeys(found for _, _, found in named if found is not None))


def _may_name(institution: UUID | None, work: Work) -> bool:
    """A number names an institution as well as its id does: whoever may not use the one may not the other."""
    things = work.principal.things
    return things is None or institution in things


async def _named(
    command: ProposeEncounter | InviteInstitutions, work: Work
) -> list[tuple[str, str, UUID | None]]:
    """Each institution's place in the command, how it is spoken of there, and its id if known."""
    holders = await work.holders([*map(urn_key, command.urns), *map(ukprn_key, command.ukprns)])
    await work.load_many(Institution, holders.values())
    return [
        *(
            (f"urns[{place}]", f"URN {urn}", holders.get(urn_key(urn)))
            for place, urn in enumerate(command.urns)
        ),
        *(
            (f"ukprns[{place}]", f"UKPRN {ukprn}", holders.get(ukprn_key(ukprn)))
            for place, ukprn in enumerate(command.ukprns)
        ),
        *(
            (f"institutions[{place}]", f"id {one}", one)
            for place, one in enumerate(command.institutions)
        ),
    ]


def _unknown(field: str, spoken: str) -> Problem:
    return Problem(
        field=field,
        reason=f"No institution with the {spoken} is known here.",
        remedy="Check the number, for example in GIAS.",
    )


def _closed(field: str, name: str, closed_on: date) -> Problem:
    return Problem(
        field=field,
        reason=f"{name} closed on {closed_on:%-d %B %Y}.",
        remedy="Name the institution that followed it.",
    )


async def _institution(found: UUID | None, work: Work) -> Institution | None:
    if found is None:
        return None
    try:
        return await work.find(Institution, found, no_such_institution(found))
    except NotFound:
        return None
