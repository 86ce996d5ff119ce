"""Bulletins on a hub's board: who publishes what, until when, and what using one records."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub_core.activities.events import ActivityRecorded
from hub_core.bulletins.board import Board, board_stream
from hub_core.bulletins.commands import (
    PublishEmployerBulletin,
    PublishHubBulletin,
    UseBulletin,
    WithdrawEmployerBulletin,
    WithdrawHubBulletin,
)
from hub_core.bulletins.events import BulletinSubject, BulletinUsed
from hub_core.employers.commands import RegisterEmployer
from hub_core.employers.events import EmployerForm
from hub_core.employers.standing_commands import VerifyEmployer
from hub_core.employers.standing_events import VerificationBasis
from hub_core.encounters.attendance import AttendanceSent
from hub_core.log.repository import load
from hub_core.membership.commands import AdmitMember
from hub_core.reference.activities import ActivityType, Pathway
from hub_core.reference.employers import Sector
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.vault import Vault
from tests.hub_core.conftest import Story

TODAY = date(2026, 2, 11)
SAID: dict[str, Any] = {
    "headline": "Forty welders wanted by September",
    "text": "Three firms on the canal take apprentices from Year 11.",
    "until": date(2026, 7, 31),
}


class Northbank:
    """A hub with one member that has a roster, and an employer that the hub has verified."""

    def __init__(self, story: Story) -> None:
        self.story = story

    async def begin(self) -> "Northbank":
        self.school, self.hub = await self.story.school(), await self.story.hub()
        await self.story.do(AdmitMember(hub=self.hub, institution=self.school))
        learners = (RosterLearner(reference="L-1", year_group=8),)
        await self.story.do(SendRoster(institution=self.school, learners=learners))
        self.employer = await self.story.employer()
        return self

    async def publish(self, **more: Any) -> UUID:
        answer = await self.story.do(PublishHubBulletin(hub=self.hub, **SAID | more))
        return UUID(answer["id"])

    async def publish_as_employer(self, employer: UUID) -> UUID:
        command = PublishEmployerBulletin(employer=employer, to_hub=self.hub, **SAID)
        return UUID((await self.story.do(command))["id"])

    async def board(self) -> Board:
        return await load(self.story.platform.ledger, Board, board_stream(self.hub))


@pytest.fixture
async def northbank(story: Story) -> Northbank:
    return await Northbank(story).begin()


async def test_using_a_bulletin_records_a_labour_market_session(northbank: Northbank) -> None:
    about = BulletinSubject(pathways=(Pathway.APPRENTICESHIP,), sectors=(Sector.C,))
    bulletin = await northbank.publish(about=about)
    used, recorded = await northbank.story.new_events(
        UseBulletin(
            institution=northbank.school,
            bulletin=bulletin,
            year_groups=(8,),
            attendance=AttendanceSent(learners=("L-1",)),
        )
    )
    assert isinstance(used, BulletinUsed)
    assert isinstance(recorded, ActivityRecorded)
    assert (used.institution, used.activity) == (northbank.school, recorded.activity)
    assert recorded.details.type is ActivityType.LMI_SESSION
    assert (recorded.details.pathways, recorded.details.year_groups) == (about.pathways, (8,))
    assert recorded.attendance is not None
    assert recorded.attendance.total == 1
    assert (await northbank.board()).find(bulletin).uses == (northbank.school,)


async def test_what_is_said_is_in_the_vault_until_it_is_withdrawn(
    northbank: Northbank, vault: Vault
) -> None:
    bulletin = await northbank.publish()
    said = (await northbank.board()).find(bulletin).published
    assert await vault.reveal(said.headline) == SAID["headline"]
    assert await vault.reveal(said.text) == SAID["text"]
    withdraw = WithdrawHubBulletin(hub=northbank.hub, bulletin=bulletin)
    await northbank.story.do(withdraw)
    assert await vault.reveal(said.text) is None
    assert await northbank.story.new_events(withdraw) == []
    with pytest.raises(Conflict, match="was withdrawn on 11 February 2026") as told:
        await northbank.story.do(UseBulletin(institution=northbank.school, bulletin=bulletin))
    assert told.value.kind == "bulletin-not-current"


async def test_it_is_used_on_days_on_which_it_could_be_read(northbank: Northbank) -> None:
    bulletin = await northbank.publish(until=TODAY)
    early = UseBulletin(institution=northbank.school, bulletin=bulletin, held_on=date(2026, 2, 10))
    with pytest.raises(Conflict, match="can be used from 11 February 2026 to 11 February 2026"):
        await northbank.story.do(early)
    posted = (await northbank.board()).find(bulletin)
    assert [posted.is_current(date(2026, 2, day)) for day in (10, 11, 12)] == [False, True, False]


async def test_an_employer_publishes_once_it_is_verified_and_withdraws_its_own(
    northbank: Northbank,
) -> None:
    story = northbank.story
    unverified = await story.do(
        RegisterEmployer(
            form=EmployerForm.COMPANY,
            name="Lockside Digital",
            company_number=story.company_number(7),
        )
    )
    lockside = UUID(unverified["id"])
    with pytest.raises(Conflict, match="Lockside Digital is not verified yet") as told:
        await northbank.publish_as_employer(lockside)
    assert told.value.kind == "employer-not-verified"
    verify = VerifyEmployer(
        hub=northbank.hub, employer=lockside, basis=VerificationBasis.PUBLIC_REGISTER
    )
    await story.do(verify)
    bulletin = await northbank.publish_as_employer(lockside)

    somebody_elses = WithdrawEmployerBulletin(
        employer=northbank.employer, bulletin=bulletin, to_hub=northbank.hub
    )
    with pytest.raises(NotFound, match="There is no bulletin"):
        await story.do(somebody_elses)
    own = WithdrawEmployerBulletin(employer=lockside, bulletin=bulletin, to_hub=northbank.hub)
    await story.do(own)
    assert (await northbank.board()).find(bulletin).withdrawn_on == TODAY


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        ({"until": date(2026, 2, 10)}, "until", "10 February 2026 is over."),
        ({"until": date(2027, 2, 13)}, "until", "is more than a year ahead."),
        (
            {"about": BulletinSubject(areas=("202", "330"))},
            "about.areas[1]",
            "330 is no local authority of",
        ),
    ],
)
async def test_what_cannot_be_is_refused(
    northbank: Northbank, said: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(Invalid) as told:
        await northbank.publish(**said)
    [problem] = told.value.problems
    assert problem.field == field
    assert reason in problem.reason


async def test_a_school_of_no_hub_or_of_another_uses_none_of_it(northbank: Northbank) -> None:
    bulletin = await northbank.publish()
    stranger = await northbank.story.school(name="Eastbridge School")
    use = UseBulletin(institution=stranger, bulletin=bulletin)
    with pytest.raises(Conflict, match="Eastbridge School is with no hub now"):
        await northbank.story.do(use)
    another = await northbank.story.hub("eastbridge")
    await northbank.story.do(AdmitMember(hub=another, institution=stranger))
    with pytest.raises(NotFound, match="There is no bulletin"):
        await northbank.story.do(use)


def test_nothing_named_is_everything() -> None:
    everything, some = BulletinSubject(), BulletinSubject(year_groups=(8, 9), sectors=(Sector.C,))
    assert (everything.is_for(7), everything.is_about(Sector.F)) == (True, True)
    assert (some.is_for(7), some.is_for(9)) == (False, True)
    assert (some.is_about(Sector.F), some.is_about(Sector.C)) == (False, True)
