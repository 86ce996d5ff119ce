"""Encounters from offer to confirmation, as employer and schools live through them."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.commands import (
    CancelEncounter,
    DeliverEncounter,
    InviteInstitutions,
    RescheduleEncounter,
)
from hub_core.encounters.events import (
    EncounterCancelled,
    EncounterConfirmed,
    EncounterDelivered,
    EncounterOffered,
    EncounterProposed,
    EncounterRescheduled,
    InstitutionInvited,
    OfferCancelled,
    OfferRescheduled,
)
from hub_core.encounters.institution_commands import (
    AcceptEncounter,
    CancelParticipation,
    ConfirmEncounter,
    DeclineEncounter,
)
from hub_core.learner_sets import unpack
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeclineReason, MeaningfulCheck
from hub_core.refusals import Conflict, NotFound
from tests.hub_core.encounters.offers import HELD, TO_COME, came, proposal, propose, roster


async def test_an_employer_meets_learners_and_the_school_confirms(story: Any) -> None:
    employer, school = await story.employer(), await story.school(urn=story.urn(0))
    await story.verify(employer)
    await roster(story, school, "ada", "ben", "cyd")
    proposed = await story.new_events(
        proposal(employer, urns=(story.urn(0),), title="How Ada Fenwick builds bridges")
    )
    assert [type(event) for event in proposed] == [
        EncounterOffered,
        InstitutionInvited,
        EncounterProposed,
    ]
    encounter = proposed[0].encounter
    assert proposed[2].institution == school
    assert proposed[2].particulars.size is EmployerSize.MEDIUM
    assert proposed[2].particulars.sector is Sector.C
    assert await story.platform.vault.reveal(proposed[0].title) == "How Ada Fenwick builds bridges"

    await story.do(AcceptEncounter(institution=school, encounter=encounter))
    (delivered,) = await story.new_events(
        DeliverEncounter(
            employer=employer, encounter=encounter, at=school, held_on=HELD, reported=40
        )
    )
    assert isinstance(delivered, EncounterDelivered)
    assert (delivered.occurred_on, delivered.reported) == (HELD, 40)

    (confirmed,) = await story.new_events(
        ConfirmEncounter(
            institution=school,
            encounter=encounter,
            attendance=came("cyd", "ada"),
            checks={
                MeaningfulCheck.CLEAR_PURPOSE: CheckAnswer.YES,
                MeaningfulCheck.TIME_TO_REFLECT: CheckAnswer.NOT_CHECKED,
            },
        )
    )
    assert isinstance(confirmed, EncounterConfirmed)
    assert confirmed.occurred_on == HELD
    assert confirmed.attendance.total == 2
    assert set(unpack(confirmed.attendance.learners)) == {0, 2}
    assert confirmed.checks == {MeaningfulCheck.CLEAR_PURPOSE: CheckAnswer.YES}
    assert confirmed.particulars == delivered.particulars
    log = str(await story.events())
    assert "'ada'" not in log
    assert "Fenwick" not in log


async def test_twelve_schools_take_part_each_by_itself(story: Any) -> None:
    employer = await story.employer()
    schools = [await story.school(urn=story.urn(n)) for n in range(8)]
    proposed = await story.new_events(
        proposal(employer, urns=tuple(story.urn(n) for n in range(8)))
    )
    assert len(proposed) == 1 + 8 + 8
    encounter = proposed[0].encounter
    await asyncio.gather(
        *(
            story.do(
                ConfirmEncounter(
                    institution=school,
                    encounter=encounter,
                    attendance=AttendanceSent(counts={8: 30}),
                ),
                expected_version=1,
            )
            for school in schools
        )
    )
    confirmed = [one for one in await story.events() if isinstance(one, EncounterConfirmed)]
    assert {one.institution for one in confirmed} == set(schools)


async def test_moving_an_offer_moves_the_parts_not_yet_held(story: Any) -> None:
    employer = await story.employer()
    await story.verify(employer)
    waiting, agreed, declined, held = [await story.school() for _ in range(4)]
    encounter = await propose(story, waiting, agreed, declined, held, employer=employer)
    await story.do(AcceptEncounter(institution=agreed, encounter=encounter))
    await story.do(
        DeclineEncounter(
            institution=declined, encounter=encounter, reason=DeclineReason.FULLY_BOOKED
        )
    )
    await story.do(DeliverEncounter(employer=employer, encounter=encounter, at=held, held_on=HELD))
    moved = await story.new_events(
        RescheduleEncounter(employer=employer, encounter=encounter, planned_for=TO_COME)
    )
    assert [type(event) for event in moved] == [
        OfferRescheduled,
        EncounterRescheduled,
        EncounterRescheduled,
    ]
    assert {event.institution for event in moved[1:]} == {waiting, agreed}
    await story.do(AcceptEncounter(institution=agreed, encounter=encounter))

    cancelled = await story.new_events(
        CancelEncounter(
            employer=employer,
            encounter=encounter,
            reason=CancellationReason.EMPLOYER_UNAVAILABLE,
        )
    )
    assert [type(event) for event in cancelled] == [
        OfferCancelled,
        EncounterCancelled,
        EncounterCancelled,
    ]
    with pytest.raises(Conflict, match="Offer a new one"):
        await story.do(
            InviteInstitutions(
                employer=employer, encounter=encounter, institutions=(await story.school(),)
            )
        )


async def test_one_institutions_part_moves_and_is_cancelled_alone(story: Any) -> None:
    employer = await story.employer()
    one, other = await story.school(), await story.school()
    encounter = await propose(story, one, other, employer=employer)
    move = RescheduleEncounter(employer=employer, encounter=encounter, planned_for=TO_COME, at=one)
    (moved,) = await story.new_events(move, expected_version=1)
    assert moved.institution == one
    assert not await story.new_events(move)
    (cancelled,) = await story.new_events(
        CancelParticipation(
            institution=other,
            encounter=encounter,
            reason=CancellationReason.INSTITUTION_UNAVAILABLE,
        )
    )
    assert cancelled.institution == other
    (cancelled,) = await story.new_events(
        CancelEncounter(
            employer=employer, encounter=encounter, reason=CancellationReason.OTHER, at=one
        )
    )
    assert cancelled.institution == one


async def test_nobody_acts_on_what_is_not_theirs(story: Any) -> None:
    employer, rival = await story.employer(), await story.employer(1)
    await story.verify(employer)
    await story.verify(rival)
    school, stranger = await story.school(), await story.school()
    encounter = await propose(story, school, employer=employer)
    for command in (
        AcceptEncounter(institution=stranger, encounter=encounter),
        DeliverEncounter(employer=rival, encounter=encounter, at=school, held_on=HELD),
        DeliverEncounter(employer=employer, encounter=encounter, at=stranger, held_on=HELD),
        AcceptEncounter(institution=school, encounter=uuid4()),
    ):
        with pytest.raises(NotFound):
            await story.do(command)
    leader = Principal(
        id="leader",
        roles=frozenset({Role.CAREERS_LEADER}),
        organisation=Organisation(OrganisationKind.INSTITUTION, school),
    )
    with pytest.raises(NotFound):
        await story.do(
            DeliverEncounter(employer=employer, encounter=encounter, at=school, held_on=HELD),
            by=leader,
        )
    await story.do(AcceptEncounter(institution=school, encounter=encounter), by=leader)
