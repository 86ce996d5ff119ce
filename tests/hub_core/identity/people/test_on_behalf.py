"""Acting on behalf of a member: begun, marked in every event, narrow, and over with the membership."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub_core.access import Role
from hub_core.access.matrix import matrix
from hub_core.encounters.commands import ProposeEncounter
from hub_core.encounters.institution_commands import AcceptEncounter
from hub_core.execute import execute
from hub_core.identity.people.hub_commands import BeginActingOnBehalf, EndActingOnBehalf
from hub_core.identity.people.on_behalf import operations_on_behalf
from hub_core.identity.people.principals import principal_of
from hub_core.membership.codes import WithdrawalReason
from hub_core.membership.commands import WithdrawMember
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Conflict, Forbidden, NotFound
from hub_core.rosters.commands import EraseLearner
from hub_core.work import operations


async def test_only_after_it_was_begun_and_until_it_was_ended(story: Any, people: Any) -> None:
    school = await people.school()
    hub = await people.hub(school)
    lead = await people.new(Role.HUB_LEAD, hub)
    ledger, who = story.platform.ledger, people.id_of(lead)
    assert await principal_of(ledger, who, hub, on_behalf_of=school) is None
    begin = BeginActingOnBehalf(hub=hub.id, institution=school.id)
    await story.do(begin, by=lead)
    acting = await principal_of(ledger, who, hub, on_behalf_of=school)
    assert acting is not None
    assert (acting.id, acting.organisation, acting.on_behalf_of) == (lead.id, school, school)
    assert not await story.new_events(begin, by=lead)
    await story.do(EndActingOnBehalf(hub=hub.id, institution=school.id), by=lead)
    assert await principal_of(ledger, who, hub, on_behalf_of=school) is None


async def test_what_is_done_on_behalf_says_who_did_it_and_for_whom(story: Any, people: Any) -> None:
    school, employer = await people.school(), await people.employer()
    hub = await people.hub(school)
    facilitator = await people.new(Role.FACILITATOR, hub)
    await story.do(BeginActingOnBehalf(hub=hub.id, institution=school.id), by=facilitator)
    acting = await principal_of(
        story.platform.ledger, people.id_of(facilitator), hub, on_behalf_of=school
    )
    assert acting is not None
    offered = await story.do(
        ProposeEncounter(
            employer=employer.id,
            kind=EncounterKind.CAREERS_FAIR,
            mode=DeliveryMode.IN_PERSON,
            planned_for=story.platform.clock().date(),
            institutions=(school.id,),
        )
    )
    command = AcceptEncounter(encounter=UUID(offered["id"]), institution=school.id)
    accepted = await execute(command, acting, story.platform)
    (row,) = await story.platform.ledger.read(after=accepted.position - 1, limit=1)
    envelope = msgspec.json.decode(row["envelope"])
    assert envelope["actor"] == facilitator.id
    assert envelope["on_behalf_of"] == f"institution:{school.id}"
    with pytest.raises(Forbidden):
        await story.do(EraseLearner(institution=school.id, reference="L-1"), by=acting)


async def test_only_for_members_and_only_by_the_hubs_own_people(story: Any, people: Any) -> None:
    school, outside = await people.school(), await people.school()
    hub, other = await people.hub(school), await people.hub(slug="southbank")
    lead, stranger = [await people.new(Role.HUB_LEAD, at) for at in (hub, other)]
    leader = await people.new(Role.CAREERS_LEADER, school)
    begin = BeginActingOnBehalf(hub=hub.id, institution=school.id)
    with pytest.raises(Conflict, match="not a member"):
        await story.do(BeginActingOnBehalf(hub=hub.id, institution=outside.id), by=lead)
    with pytest.raises(NotFound):
        await story.do(begin, by=stranger)
    with pytest.raises(Forbidden):
        await story.do(begin, by=leader)


async def test_it_is_over_when_the_school_leaves_the_hub(story: Any, people: Any) -> None:
    school = await people.school()
    hub = await people.hub(school)
    lead = await people.new(Role.HUB_LEAD, hub)
    await story.do(BeginActingOnBehalf(hub=hub.id, institution=school.id), by=lead)
    await story.do(
        WithdrawMember(hub=hub.id, institution=school.id, reason=WithdrawalReason.OTHER), by=lead
    )
    who = people.id_of(lead)
    assert await principal_of(story.platform.ledger, who, hub, on_behalf_of=school) is None


def test_nothing_on_behalf_shows_or_takes_learners() -> None:
    assert operations_on_behalf() <= matrix().keys()
    assert not {one for one in operations_on_behalf() if one.startswith("rosters.")}
    assert not {one for one in operations_on_behalf() & operations().keys() if "identity." in one}
    assert "encounters.confirm_encounter" not in operations_on_behalf()
    for operation in operations_on_behalf():
        assert Role.CAREERS_LEADER in matrix()[operation]
