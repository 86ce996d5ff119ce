"""Encounters from offer to confirmation, as employer and schools live through them."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.commands import (
    CancelEncounter,
    DeliverEncounter,
    InviteInstitutions,
    ProposeEncounter,
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
    CorrectConfirmation,
    DeclineEncounter,
    DisputeEncounter,
    WithdrawConfirmation,
)
from hub_core.learner_sets import unpack
from hub_core.membership.institution_commands import CloseInstitution
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeclineReason,
    DeliveryMode,
    EncounterKind,
    MeaningfulCheck,
)
from hub_core.refusals import (
    CommandIdReused,
    Conflict,
    Invalid,
    NotFound,
    StaleVersion,
)
from hub_core.rosters.commands import DeclareRoll, EraseLearner, RosterLearner, SendRoster

HELD = date(2026, 2, 4)
TO_COME = date(2026, 3, 18)


def proposal(employer: UUID, **fields: Any) -> ProposeEncounter:
    given = {
        "kind": EncounterKind.EMPLOYER_TALK,
        "mode": DeliveryMode.IN_PERSON,
        "planned_for": HELD,
    } | fields
    return ProposeEncounter(employer=employer, **given)


async def propose(story: Any, *schools: UUID, employer: UUID | None = None, **fields: Any) -> UUID:
    employer = employer or await story.employer()
    answer = await story.do(proposal(employer, institutions=schools, **fields))
    return UUID(answer["id"])


async def roster(story: Any, school: UUID, *references: str) -> None:
    learners = tuple(RosterLearner(reference=one, year_group=8) for one in references)
    await story.do(SendRoster(institution=school, learners=learners))


def came(*references: str) -> AttendanceSent:
    return AttendanceSent(learners=references)


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


async def test_every_unknown_number_is_named(story: Any) -> None:
    employer, school = await story.employer(), await story.school(urn=story.urn(0))
    with pytest.raises(Invalid) as refused:
        await story.do(
            proposal(
                employer,
                urns=(story.urn(0), "999998"),
                ukprns=("19999999",),
                institutions=(school, uuid4()),
            )
        )
    assert refused.value.kind == "unknown-institution"
    assert [problem.field for problem in refused.value.problems] == [
        "urns[1]",
        "ukprns[0]",
        "institutions[1]",
    ]
    assert "URN 999998" in refused.value.problems[0].reason


async def test_a_school_named_twice_is_invited_once(story: Any) -> None:
    school = await story.school(urn=story.urn(0))
    answer = await story.do(
        proposal(await story.employer(), urns=(story.urn(0),), institutions=(school,))
    )
    assert answer["institutions"] == [str(school)]


async def test_a_closed_school_cannot_be_invited(story: Any) -> None:
    school = await story.school()
    await story.do(CloseInstitution(institution=school, closed_on=date(2026, 1, 31)))
    with pytest.raises(Invalid) as refused:
        await propose(story, school)
    assert refused.value.kind == "institution-closed"
    assert "closed on 31 January 2026" in refused.value.problems[0].reason


async def test_it_goes_to_somebody_on_a_sensible_day(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    with pytest.raises(Invalid, match="Name them by URN"):
        await story.do(proposal(employer))
    for day in (date(2024, 8, 31), date(2028, 2, 13)):
        with pytest.raises(Invalid, match="Give a date from 1 September 2024"):
            await propose(story, school, employer=employer, planned_for=day)
    with pytest.raises(NotFound, match="no employer"):
        await propose(story, school, employer=uuid4())


async def test_learners_not_on_the_roster_are_all_named_by_place(story: Any) -> None:
    school = await story.school()
    await roster(story, school, "ada", "ben")
    await story.do(EraseLearner(institution=school, reference="ben"))
    encounter = await propose(story, school)
    head = await story.platform.ledger.head()
    with pytest.raises(Invalid) as refused:
        await story.do(
            ConfirmEncounter(
                institution=school,
                encounter=encounter,
                attendance=came("zoe", "ada", "ben", "yan"),
            )
        )
    assert refused.value.kind == "unknown-learners"
    assert [problem.field for problem in refused.value.problems] == [
        "attendance.learners[0]",
        "attendance.learners[2]",
        "attendance.learners[3]",
    ]
    assert "erased" in refused.value.problems[1].reason
    assert "zoe" not in str(refused.value.problems)
    assert await story.platform.ledger.head() == head


async def test_another_schools_learners_are_unknown(story: Any) -> None:
    ours, theirs = await story.school(), await story.school()
    await roster(story, theirs, "ada")
    encounter = await propose(story, ours, theirs)
    with pytest.raises(Invalid):
        await story.do(
            ConfirmEncounter(institution=ours, encounter=encounter, attendance=came("ada"))
        )


async def test_counts_cannot_exceed_the_roll(story: Any) -> None:
    school = await story.school()
    await story.do(DeclareRoll(institution=school, roll={7: 100, 8: 20}, as_of=HELD))
    encounter = await propose(story, school)
    confirm = ConfirmEncounter(
        institution=school,
        encounter=encounter,
        attendance=AttendanceSent(counts={7: 100, 8: 21, 9: 300}),
    )
    with pytest.raises(Invalid) as refused:
        await story.do(confirm)
    assert refused.value.kind == "counts-above-roll"
    (problem,) = refused.value.problems
    assert problem.field == "attendance.counts.8"
    assert problem.reason == "21 learners came, but Year 8 has 20."


@pytest.mark.parametrize(
    "attendance",
    [
        AttendanceSent(),
        AttendanceSent(learners=("ada",), counts={8: 1}),
        AttendanceSent(learners=()),
        AttendanceSent(counts={8: 0}),
    ],
)
async def test_attendance_is_learners_or_counts_of_somebody(
    story: Any, attendance: AttendanceSent
) -> None:
    school = await story.school()
    encounter = await propose(story, school)
    with pytest.raises(Invalid):
        await story.do(
            ConfirmEncounter(institution=school, encounter=encounter, attendance=attendance)
        )


async def test_a_second_confirmation_a_repeat_and_a_stale_version_differ(story: Any) -> None:
    school = await story.school()
    encounter = await propose(story, school)
    confirm = ConfirmEncounter(
        institution=school, encounter=encounter, attendance=AttendanceSent(counts={8: 20})
    )
    first = await story.do(confirm, command_id="one", expected_version=1)
    assert first == {"id": str(encounter), "version": 2, "learners": 20}
    assert await story.do(confirm, command_id="one", expected_version=1) == first
    with pytest.raises(CommandIdReused, match="sent before with other answers, and those stand"):
        await story.do(confirm, command_id="one", expected_version=2)
    with pytest.raises(StaleVersion):
        await story.do(confirm, expected_version=1)
    with pytest.raises(Conflict) as refused:
        await story.do(confirm)
    assert refused.value.kind == "already-confirmed"


async def test_a_confirmation_is_corrected_and_withdrawn(story: Any) -> None:
    school = await story.school()
    await roster(story, school, "ada", "ben")
    encounter = await propose(story, school)
    await story.do(
        ConfirmEncounter(institution=school, encounter=encounter, attendance=came("ada"))
    )
    (corrected,) = await story.new_events(
        CorrectConfirmation(
            institution=school,
            encounter=encounter,
            attendance=came("ben"),
            reason=CorrectionReason.WRONG_LEARNERS,
            held_on=date(2026, 2, 5),
        )
    )
    assert set(unpack(corrected.attendance.learners)) == {1}
    assert corrected.occurred_on == date(2026, 2, 5)
    await story.do(
        WithdrawConfirmation(
            institution=school, encounter=encounter, reason=CorrectionReason.BY_MISTAKE
        )
    )
    await story.do(
        ConfirmEncounter(institution=school, encounter=encounter, attendance=came("ada"))
    )


async def test_a_dispute_is_settled_by_the_schools_own_numbers(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    await story.verify(employer)
    encounter = await propose(story, school, employer=employer)
    await story.do(
        DeliverEncounter(
            employer=employer, encounter=encounter, at=school, held_on=HELD, reported=400
        )
    )
    await story.do(
        DisputeEncounter(
            institution=school, encounter=encounter, reason=DisputeReason.NUMBERS_DIFFER
        )
    )
    await story.do(
        ConfirmEncounter(
            institution=school, encounter=encounter, attendance=AttendanceSent(counts={8: 40})
        )
    )


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


async def test_more_institutions_are_invited_later(story: Any) -> None:
    employer, first, second = await story.employer(), await story.school(), await story.school()
    encounter = await propose(story, first, employer=employer)
    invite = InviteInstitutions(
        employer=employer, encounter=encounter, institutions=(first, second)
    )
    invited = await story.new_events(invite)
    assert [event.institution for event in invited] == [second, second]
    assert not await story.new_events(invite)


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


async def test_no_day_so_long_past_that_the_institution_could_not_be_counted(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    await story.verify(employer)
    encounter = await propose(story, school, employer=employer)
    deliver = DeliverEncounter(
        employer=employer, encounter=encounter, at=school, held_on=date(1066, 10, 14)
    )
    with pytest.raises(Invalid, match="14 October 1066 is too long before"):
        await story.do(deliver)
    confirm = ConfirmEncounter(
        institution=school,
        encounter=encounter,
        attendance=AttendanceSent(counts={8: 30}),
        held_on=date(2024, 8, 31),
    )
    with pytest.raises(Invalid, match="31 August 2024 is too long before"):
        await story.do(confirm)
    await story.do(replace(confirm, held_on=date(2024, 9, 1)))


async def test_counts_together_are_no_more_than_an_event_can_hold(story: Any) -> None:
    school = await story.school()
    encounter = await propose(story, school)
    confirm = ConfirmEncounter(
        institution=school,
        encounter=encounter,
        attendance=AttendanceSent(counts={8: 60_000, 9: 60_000}),
    )
    with pytest.raises(Invalid, match="120,000 learners"):
        await story.do(confirm)
    await story.do(replace(confirm, attendance=AttendanceSent(counts={8: 60_000})))


async def test_a_refused_proposal_leaves_no_title_in_the_vault(story: Any) -> None:
    school, count = await story.school(), "select count(*) from vault.texts"
    before = await story.platform.vault.pool.fetchval(count)
    with pytest.raises(Invalid, match="too far from today"):
        await propose(story, school, title="Ada Fenwick", planned_for=date(2019, 1, 7))
    assert await story.platform.vault.pool.fetchval(count) == before
