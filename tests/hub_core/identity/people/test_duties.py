"""What people begin for their organisation is theirs to hand over: keys, links and encounters."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from hub_core.access import Principal, Role
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.commands import CancelEncounter, ProposeEncounter
from hub_core.identity.machines.commands import IssueKey, RevokeKey
from hub_core.identity.machines.spelling import MachineKind
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.leaving_commands import HandOver
from hub_core.identity.people.team import Team
from hub_core.log.repository import load
from hub_core.reference.encounters import DeliveryMode, EncounterKind


async def duties_of(story: Any, person: Principal) -> tuple[Duty, ...]:
    assert person.organisation is not None
    team = await load(story.platform.ledger, Team, team_stream(person.organisation))
    who = UUID(person.id.removeprefix("person:"))
    return team.duties_of(who, on=story.platform.clock().date())


async def test_an_encounter_has_its_contact_until_it_is_cancelled(story: Any, people: Any) -> None:
    school, employer = await people.school(), await people.employer()
    contact, colleague = [await people.new(Role.EMPLOYER_USER, employer) for _ in range(2)]

    async def proposed(by: Principal) -> UUID:
        command = ProposeEncounter(
            employer=employer.id,
            kind=EncounterKind.CAREERS_FAIR,
            mode=DeliveryMode.IN_PERSON,
            planned_for=date(2026, 3, 4),
            institutions=(school.id,),
        )
        return UUID((await story.do(command, by=by))["id"])

    cancelled, kept = await proposed(contact), await proposed(contact)
    assert {duty.thing for duty in await duties_of(story, contact)} == {cancelled, kept}
    await story.do(
        CancelEncounter(
            employer=employer.id,
            encounter=cancelled,
            reason=CancellationReason.EMPLOYER_UNAVAILABLE,
        ),
        by=colleague,
    )
    assert await duties_of(story, contact) == (Duty(DutyKind.ENCOUNTER, kept),)
    leaver, successor = people.id_of(contact), people.id_of(colleague)
    await story.do(HandOver(organisation=employer, person=leaver, successor=successor), by=contact)
    assert await duties_of(story, colleague) == (Duty(DutyKind.ENCOUNTER, kept),)


async def test_a_key_is_in_the_hands_of_who_issued_it_until_it_is_revoked(
    story: Any, people: Any
) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    key = uuid4()
    issue = IssueKey(
        key=key,
        kind=MachineKind.KEY,
        prefix=key.hex[:10],
        organisation=school,
        role=Role.CAREERS_LEADER,
        scopes=("encounters.accept_encounter",),
    )
    await story.do(issue, by=leader)
    assert await duties_of(story, leader) == (Duty(DutyKind.KEY, key, date(2027, 2, 11)),)
    await story.do(RevokeKey(organisation=school, key=key), by=leader)
    assert await duties_of(story, leader) == ()
