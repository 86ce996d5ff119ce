"""Two people at the same moment: one is first, and the other is told so in good words."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.commands import (
    CancelEncounter,
    InviteInstitutions,
    ProposeEncounter,
)
from hub_core.encounters.events import EncounterCancelled, EncounterProposed
from hub_core.encounters.institution_commands import ConfirmEncounter
from hub_core.execute import Platform, Request, execute
from hub_core.log.ledger import Ledger, Repeated
from hub_core.membership.commands import AdmitMember
from hub_core.membership.events import InstitutionRegistered
from hub_core.membership.institution_commands import SyncInstitutions
from hub_core.membership.sync import InstitutionDetails, Sighting
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Conflict
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.work import Command
from tests.builders.principals import sender_of

HELD = date(2026, 2, 4)


async def at_once(story: Any, *commands: Command) -> tuple[int, set[str]]:
    """How many of these were accepted, and the kinds of the conflicts."""
    answers = await asyncio.gather(
        *(story.do(command) for command in commands), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert all(isinstance(refusal, Conflict) for refusal in refused), refused
    return len(answers) - len(refused), {refusal.kind for refusal in refused}


async def offer(story: Any, employer: UUID, *schools: UUID) -> UUID:
    answer = await story.do(
        ProposeEncounter(
            employer=employer,
            kind=EncounterKind.CAREERS_FAIR,
            mode=DeliveryMode.BLENDED,
            planned_for=HELD,
            institutions=schools,
        )
    )
    return UUID(answer["id"])


async def test_two_hubs_admit_one_school(story: Any) -> None:
    school = await story.school()
    hubs = [await story.hub(f"hub{n}") for n in range(4)]
    accepted, kinds = await at_once(
        story, *(AdmitMember(hub=hub, institution=school) for hub in hubs)
    )
    assert (accepted, kinds) == (1, {"member-elsewhere"})


async def test_one_company_registers_from_several_windows(story: Any) -> None:
    answers = await asyncio.gather(*(story.employer() for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(answer, UUID) for answer in answers) == 1
    assert {a.kind for a in answers if isinstance(a, Conflict)} == {"already-registered"}


async def test_two_colleagues_confirm_one_encounter(story: Any) -> None:
    school = await story.school()
    encounter = await offer(story, await story.employer(), school)
    confirm = ConfirmEncounter(
        institution=school, encounter=encounter, attendance=AttendanceSent(counts={8: 20})
    )
    assert await at_once(story, confirm, confirm, confirm) == (1, {"already-confirmed"})


class LooksBeforeItsTwinIsDone(Ledger):
    """A ledger that is asked for a repeat a moment too early: then the twin is carried out."""

    twin: Callable[[], Awaitable[Any]] | None = None

    async def recorded_command(self, key: UUID) -> tuple[bytes, Repeated] | None:
        found = await super().recorded_command(key)
        if (twin := self.twin) is not None:
            self.twin = None
            await twin()
        return found


async def test_a_command_sent_twice_at_once_gets_one_answer(story: Any) -> None:
    school = await story.school()
    encounter = await offer(story, await story.employer(), school)
    confirm = ConfirmEncounter(
        institution=school, encounter=encounter, attendance=AttendanceSent(counts={8: 20})
    )
    platform, leader = story.platform, sender_of(confirm)
    request = Request(command_id="confirmed once")
    ledger = LooksBeforeItsTwinIsDone(platform.ledger.pool)
    ledger.twin = lambda: execute(confirm, leader, platform, request)
    late = Platform(
        ledger=ledger, writer=platform.writer, vault=platform.vault, clock=platform.clock
    )
    answered = await execute(confirm, leader, late, request)
    assert answered.repeated
    assert answered == await execute(confirm, leader, platform, request)


async def test_an_invitation_is_not_lost_between_the_parts_of_a_cancellation(story: Any) -> None:
    employer = await story.employer()
    first, second = await story.school(), await story.school()
    encounter = await offer(story, employer, first)
    await at_once(
        story,
        CancelEncounter(employer=employer, encounter=encounter, reason=CancellationReason.OTHER),
        InviteInstitutions(employer=employer, encounter=encounter, institutions=(second,)),
    )
    events = await story.events()
    proposed = {one.institution for one in events if isinstance(one, EncounterProposed)}
    cancelled = {one.institution for one in events if isinstance(one, EncounterCancelled)}
    assert proposed == cancelled


async def test_one_file_uploaded_twice_at_once_registers_each_school_once(story: Any) -> None:
    sync = SyncInstitutions(
        seen_on=HELD,
        sightings=tuple(
            Sighting(urn=story.urn(n), details=InstitutionDetails(name=f"School {n}"))
            for n in range(10)
        ),
    )
    assert await at_once(story, sync, sync, sync) == (3, set())
    registered = [one for one in await story.events() if isinstance(one, InstitutionRegistered)]
    assert len(registered) == 10


async def test_two_halves_of_a_roster_sent_at_once_both_stand(story: Any) -> None:
    school = await story.school()
    halves = [
        SendRoster(
            institution=school,
            learners=tuple(
                RosterLearner(reference=f"learner {n}", year_group=8) for n in range(start, 60, 2)
            ),
        )
        for start in (0, 1)
    ]
    assert await at_once(story, *halves) == (2, set())
    answer = await story.do(halves[0])
    assert answer["onRoll"] == 60
