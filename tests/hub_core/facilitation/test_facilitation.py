"""What a hub's people decide, note and agree: who may, what is refused, and what survives a leaver."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.attention.commands import AssignMatter, CloseMatter, ReopenMatter, SnoozeMatter
from hub_core.attention.decisions import Decisions
from hub_core.attention.keys import decisions_stream, matter_id
from hub_core.attention.reasons import Concern, Need
from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.facilitation.commands import (
    AgreeAction,
    EndAction,
    NoteVisit,
    RearrangeAction,
    WithdrawVisit,
)
from hub_core.facilitation.record import MemberRecord, record_stream
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.leaving_commands import HandOver
from hub_core.identity.people.principals import principal_of
from hub_core.identity.people.team import Team
from hub_core.log.repository import load
from hub_core.membership.codes import WithdrawalReason
from hub_core.membership.commands import WithdrawMember
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound

REASON = Concern.STATEMENT_MISSING


class Northbank:
    """A hub with one member, its lead and two facilitators."""

    def __init__(self, story: Any, people: Any) -> None:
        self.story, self.people = story, people

    async def begin(self) -> "Northbank":
        self.school: UUID = (await self.people.school()).id
        self.hub = await self.people.hub(Organisation(OrganisationKind.INSTITUTION, self.school))
        self.lead, self.sue, self.tom = [
            await self.people.new(role, self.hub)
            for role in (Role.HUB_LEAD, Role.FACILITATOR, Role.FACILITATOR)
        ]
        return self

    @property
    def where(self) -> dict[str, UUID]:
        return {"hub": self.hub.id, "institution": self.school}

    def id(self, person: Principal) -> UUID:
        return UUID(person.id.removeprefix("person:"))

    async def do(self, command: Any, *, by: Principal | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = await self.story.do(command, by=by or self.sue)
        return answer

    async def holder(self, kind: DutyKind, thing: UUID) -> UUID | None:
        team = await load(self.story.platform.ledger, Team, team_stream(self.hub))
        return team.holder_of(kind, thing, on=self.story.platform.clock().date())

    async def record(self) -> MemberRecord:
        return await load(
            self.story.platform.ledger, MemberRecord, record_stream(self.hub.id, self.school)
        )

    async def decisions(self) -> Decisions:
        return await load(
            self.story.platform.ledger, Decisions, decisions_stream(self.hub.id, self.school)
        )


@pytest.fixture
async def northbank(story: Any, people: Any) -> Northbank:
    return await Northbank(story, people).begin()


async def test_a_matter_is_given_set_aside_closed_and_taken_up_again(northbank: Northbank) -> None:
    where, matter = northbank.where, matter_id(northbank.hub.id, northbank.school, REASON)
    tom = northbank.id(northbank.tom)
    given = AssignMatter(**where, reason=REASON, person=tom)
    version = (await northbank.do(given))["version"]
    assert await northbank.holder(DutyKind.ATTENTION, matter) == tom
    assert (await northbank.do(given))["version"] == version  # said again, it changes nothing

    told = SnoozeMatter(
        **where, reason=REASON, until=date(2026, 3, 2), because="The governors meet in March."
    )
    await northbank.do(told)
    decision = (await northbank.decisions()).standing[REASON]
    assert decision.holds(Need(reason=REASON), date(2026, 3, 1))
    assert decision.by == northbank.id(northbank.sue)
    vault = northbank.story.platform.vault
    assert await vault.reveal(decision.words) == "The governors meet in March."

    await northbank.do(CloseMatter(**where, reason=REASON, done="It is on their website."))
    assert (await northbank.decisions()).standing[REASON].until is None
    assert await northbank.holder(DutyKind.ATTENTION, matter) is None
    await northbank.do(ReopenMatter(**where, reason=REASON))
    assert (await northbank.decisions()).standing == {}
    with pytest.raises(Conflict, match="neither set aside nor closed"):
        await northbank.do(ReopenMatter(**where, reason=REASON))


async def test_what_cannot_be_is_refused_and_nothing_recorded(
    northbank: Northbank, people: Any
) -> None:
    where, ledger = northbank.where, northbank.story.platform.ledger
    head = await ledger.head()
    for until in (date(2026, 2, 11), date(2027, 2, 13)):
        with pytest.raises(Invalid, match="rests until a day to come"):
            await northbank.do(SnoozeMatter(**where, reason=REASON, until=until, because="Later"))
    with pytest.raises(Conflict) as refused:
        await northbank.do(AssignMatter(**where, reason=REASON, person=uuid4()))
    assert refused.value.kind == "not-a-facilitator"
    with pytest.raises(Invalid, match="no day by which"):
        await northbank.do(AgreeAction(**where, text="Ring.", due_on=date(2026, 2, 10)))
    with pytest.raises(Invalid, match="not come yet"):
        await northbank.do(
            NoteVisit(**where, kind=VisitKind.PHONE, note="Rang.", held_on=date(2026, 2, 12))
        )
    for missing in (
        WithdrawVisit(**where, visit=uuid4()),
        EndAction(**where, action=uuid4(), outcome=ActionOutcome.DONE),
    ):
        with pytest.raises(NotFound):
            await northbank.do(missing)
    assert await ledger.head() == head
    other = await people.school()
    strangers = {"hub": northbank.hub.id, "institution": other.id}
    with pytest.raises(Conflict, match="not a member"):
        await northbank.do(NoteVisit(**strangers, kind=VisitKind.PHONE, note="Rang."))
    leader = await people.new(
        Role.CAREERS_LEADER, Organisation(OrganisationKind.INSTITUTION, northbank.school)
    )
    with pytest.raises((Forbidden, NotFound)):
        await northbank.do(CloseMatter(**where, reason=REASON, done="All is well"), by=leader)


async def test_a_note_taken_back_can_be_read_by_nobody(northbank: Northbank) -> None:
    note = NoteVisit(
        **northbank.where, kind=VisitKind.AT_MEMBER, note="Met Priya Nair.\nShe leaves."
    )
    visit = UUID((await northbank.do(note))["id"])
    kept = (await northbank.record()).visits[visit].note
    vault = northbank.story.platform.vault
    assert await vault.reveal(kept) == "Met Priya Nair.\nShe leaves."
    await northbank.do(WithdrawVisit(**northbank.where, visit=visit))
    assert (await northbank.record()).visits == {}
    assert await vault.reveal(kept) is None


async def test_an_action_changes_hands_and_ends_once(northbank: Northbank) -> None:
    where, due = northbank.where, date(2026, 3, 6)
    agreed = AgreeAction(
        **where, text="Send examples.", due_on=due, owner=northbank.id(northbank.sue)
    )
    action = UUID((await northbank.do(agreed))["id"])
    assert await northbank.holder(DutyKind.ACTION, action) == northbank.id(northbank.sue)
    await northbank.do(RearrangeAction(**where, action=action, due_on=due))
    assert await northbank.holder(DutyKind.ACTION, action) is None
    assert not (await northbank.record()).open_action(action).left_by_owner(None)
    await northbank.do(EndAction(**where, action=action, outcome=ActionOutcome.DONE))
    with pytest.raises(Conflict, match="ended already: Done"):
        await northbank.do(EndAction(**where, action=action, outcome=ActionOutcome.DROPPED))


async def test_a_leavers_members_matters_and_actions_go_over_in_one_step(
    northbank: Northbank,
) -> None:
    where, ledger = northbank.where, northbank.story.platform.ledger
    tom, sue = northbank.id(northbank.tom), northbank.id(northbank.sue)
    looked_after = AssignCaseload(
        hub=northbank.hub.id, person=tom, institutions=(northbank.school,)
    )
    await northbank.do(looked_after, by=northbank.lead)
    await northbank.do(AssignMatter(**where, reason=REASON, person=tom))
    agreed = AgreeAction(**where, text="Send examples.", due_on=date(2026, 3, 6), owner=tom)
    action = UUID((await northbank.do(agreed))["id"])
    await northbank.do(NoteVisit(**where, kind=VisitKind.PHONE, note="Rang."), by=northbank.tom)
    things = (
        (DutyKind.CASELOAD, northbank.school),
        (DutyKind.ATTENTION, matter_id(northbank.hub.id, northbank.school, REASON)),
        (DutyKind.ACTION, action),
    )
    over = HandOver(organisation=northbank.hub, person=tom, successor=sue, stays=True)
    answer = await northbank.do(over, by=northbank.lead)
    assert answer["duties"] == len(things)
    assert [await northbank.holder(*one) for one in things] == [sue] * len(things)
    assert await principal_of(ledger, tom, northbank.hub) is not None
    back = HandOver(organisation=northbank.hub, person=sue, successor=tom)
    await northbank.do(back, by=northbank.lead)
    assert [await northbank.holder(*one) for one in things] == [tom] * len(things)
    assert await principal_of(ledger, sue, northbank.hub) is None
    assert len((await northbank.record()).visits) == 1


async def test_of_a_member_that_left_what_stands_can_still_be_ended(northbank: Northbank) -> None:
    where = northbank.where
    agreed = AgreeAction(**where, text="Ring.", due_on=date(2026, 3, 6))
    action = UUID((await northbank.do(agreed))["id"])
    left = WithdrawMember(**where, reason=WithdrawalReason.OTHER)
    await northbank.do(left, by=northbank.lead)
    await northbank.do(EndAction(**where, action=action, outcome=ActionOutcome.DROPPED))
    with pytest.raises(Conflict, match="not a member"):
        await northbank.do(AgreeAction(**where, text="Ring.", due_on=date(2026, 3, 6)))
