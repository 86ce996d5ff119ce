"""Leavers: nothing falls out of all hands, no organisation is left alone, and people can be forgotten."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import PLATFORM, Principal, Role
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty, RoleEnded
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.leaving_commands import EndRole, ErasePerson, HandOver
from hub_core.identity.people.person import Person
from hub_core.identity.people.principals import person_of, principal_of
from hub_core.identity.people.team import Team
from hub_core.log.repository import load
from hub_core.refusals import Conflict, Forbidden, NotFound


async def duties_of(story: Any, person: Principal) -> tuple[Duty, ...]:
    assert person.organisation is not None
    team = await load(story.platform.ledger, Team, team_stream(person.organisation))
    today = story.platform.clock().date()
    return team.duties_of(UUID(person.id.removeprefix("person:")), on=today)


def leaves(person: Principal, role: Role, **fields: Any) -> EndRole:
    assert person.organisation is not None
    who = UUID(person.id.removeprefix("person:"))
    return EndRole(organisation=person.organisation, person=who, role=role, **fields)


async def test_a_role_that_ended_permits_nothing_any_more(story: Any, people: Any) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    adviser = await people.new(Role.CAREERS_ADVISER, school)
    who = people.id_of(adviser)
    await story.do(leaves(adviser, Role.CAREERS_ADVISER), by=leader)
    assert await principal_of(story.platform.ledger, who, school) is None
    with pytest.raises(Conflict, match="no longer"):
        await story.do(leaves(adviser, Role.CAREERS_ADVISER), by=leader)


async def test_everybody_may_leave_and_nobody_may_send_others_away_who_could_not_invite_them(
    story: Any, people: Any
) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    adviser = await people.new(Role.CAREERS_ADVISER, school)
    stranger = await people.new(Role.CAREERS_LEADER, await people.school())
    with pytest.raises(Forbidden):
        await story.do(leaves(leader, Role.CAREERS_LEADER), by=adviser)
    with pytest.raises(NotFound):
        await story.do(leaves(adviser, Role.CAREERS_ADVISER), by=stranger)
    await story.do(leaves(adviser, Role.CAREERS_ADVISER), by=adviser)


@pytest.mark.parametrize("role", [Role.CAREERS_LEADER, Role.HUB_LEAD])
async def test_the_last_one_leaves_only_by_saying_so(story: Any, people: Any, role: Role) -> None:
    at = await people.school() if role is Role.CAREERS_LEADER else await people.hub()
    first, second = [await people.new(role, at) for _ in range(2)]
    await story.do(leaves(first, role), by=first)
    with pytest.raises(Conflict, match="Nobody else") as refusal:
        await story.do(leaves(second, role), by=second)
    assert refusal.value.kind == "last-one"
    await story.do(leaves(second, role, unattended=True), by=second)


async def test_the_last_administrator_stays(story: Any, people: Any) -> None:
    administrator = await people.new(Role.ADMINISTRATOR, PLATFORM)
    team = await load(story.platform.ledger, Team, team_stream(PLATFORM))
    for other in team.holders_of(Role.ADMINISTRATOR) - {people.id_of(administrator)}:
        await story.do(
            leaves(await people.principal(other, PLATFORM), Role.ADMINISTRATOR), by=administrator
        )
    with pytest.raises(Conflict, match="Nobody else"):
        await story.do(leaves(administrator, Role.ADMINISTRATOR), by=administrator)


async def test_of_the_last_two_who_leave_at_once_one_stays(story: Any, people: Any) -> None:
    school = await people.school()
    leaders = [await people.new(Role.CAREERS_LEADER, school) for _ in range(4)]
    answers = await asyncio.gather(
        *(story.do(leaves(one, Role.CAREERS_LEADER), by=one) for one in leaders),
        return_exceptions=True,
    )
    kinds = [getattr(one, "kind", "left") for one in answers]
    assert sorted(kinds) == ["last-one", "left", "left", "left"]


async def test_a_leaver_hands_over_everything_at_once(story: Any, people: Any) -> None:
    schools = [await people.school() for _ in range(3)]
    hub = await people.hub(*schools)
    lead, leaver, successor = [
        await people.new(role, hub) for role in (Role.HUB_LEAD, Role.FACILITATOR, Role.FACILITATOR)
    ]
    who, to = people.id_of(leaver), people.id_of(successor)
    looked_after = tuple(school.id for school in schools)
    await story.do(AssignCaseload(hub=hub.id, person=who, institutions=looked_after), by=lead)
    await people.invited(Role.ENTERPRISE_ADVISER, schools[0], by=leaver)
    duties = await duties_of(story, leaver)
    assert len(duties) == 4

    with pytest.raises(Conflict, match="4 duties are still in their hands"):
        await story.do(leaves(leaver, Role.FACILITATOR), by=lead)

    head = await story.platform.ledger.head()
    answer = await story.do(HandOver(organisation=hub, person=who, successor=to), by=lead)
    assert answer["duties"] == 4
    assert await duties_of(story, leaver) == ()
    assert await duties_of(story, successor) == duties
    assert await principal_of(story.platform.ledger, who, hub) is None
    assert [type(one).__name__ for one in await story.events(after=head)] == [
        "RoleEnded",
        "DutiesHandedOver",
        "TeamLeft",
    ]


async def test_nothing_goes_over_when_any_of_it_cannot(story: Any, people: Any) -> None:
    school = await people.school()
    hub = await people.hub(school)
    lead = await people.new(Role.HUB_LEAD, hub)
    facilitator = await people.new(Role.FACILITATOR, hub)
    who = people.id_of(lead)
    await story.do(AssignCaseload(hub=hub.id, person=who, institutions=(school.id,)), by=lead)
    head = await story.platform.ledger.head()
    for successor, kind in [
        (people.id_of(facilitator), "last-one"),  # nobody would lead the hub
        (who, "no-successor"),
        (await people.person(), "no-successor"),  # has no role there
    ]:
        before = await duties_of(story, lead)
        with pytest.raises(Conflict) as refusal:
            await story.do(HandOver(organisation=hub, person=who, successor=successor), by=lead)
        assert refusal.value.kind == kind
        assert await duties_of(story, lead) == before
    assert not [one for one in await story.events(after=head) if isinstance(one, RoleEnded)]
    knowingly = HandOver(
        organisation=hub, person=who, successor=people.id_of(facilitator), unattended=True
    )
    await story.do(knowingly, by=lead)
    assert await duties_of(story, facilitator) == (Duty(DutyKind.CASELOAD, school.id),)


async def test_strangers_hand_nothing_over(story: Any, people: Any) -> None:
    school, other = await people.school(), await people.school()
    first, second = [await people.new(Role.CAREERS_LEADER, school) for _ in range(2)]
    stranger = await people.new(Role.CAREERS_LEADER, other)
    command = HandOver(
        organisation=school, person=people.id_of(first), successor=people.id_of(second)
    )
    with pytest.raises(NotFound):
        await story.do(command, by=stranger)


async def test_a_school_is_looked_after_by_one_and_only_while_it_is_a_member(
    story: Any, people: Any
) -> None:
    school, outside = await people.school(), await people.school()
    hub = await people.hub(school)
    lead, facilitator = [await people.new(role, hub) for role in (Role.HUB_LEAD, Role.FACILITATOR)]
    for person in (lead, facilitator):
        await story.do(
            AssignCaseload(hub=hub.id, person=people.id_of(person), institutions=(school.id,)),
            by=lead,
        )
    assert await duties_of(story, lead) == ()
    assert await duties_of(story, facilitator) == (Duty(DutyKind.CASELOAD, school.id),)
    with pytest.raises(Conflict, match="1 of 2 institutions are not members"):
        await story.do(
            AssignCaseload(
                hub=hub.id, person=people.id_of(lead), institutions=(school.id, outside.id)
            ),
            by=lead,
        )
    with pytest.raises(Conflict) as refusal:
        await story.do(
            AssignCaseload(hub=hub.id, person=await people.person(), institutions=(school.id,)),
            by=lead,
        )
    assert refusal.value.kind == "not-a-facilitator"
    await story.do(AssignCaseload(hub=hub.id, institutions=(school.id,)), by=lead)
    assert await duties_of(story, facilitator) == ()


async def test_the_forgotten_have_no_name_no_way_in_and_no_role(story: Any, people: Any) -> None:
    school = await people.school()
    await people.new(Role.CAREERS_LEADER, school)
    account = {"issuer": "https://issuer.example", "subject": uuid4().hex}
    invitation = await people.invited(Role.CAREERS_ADVISER, school)
    joined = await people.accept(
        invitation, **account, name="Priya Nair", email="priya@ashbrook.example"
    )
    who = UUID(joined["id"])
    ledger, vault = story.platform.ledger, story.platform.vault
    before = await load(ledger, Person, who)
    assert before.name is not None
    assert before.email is not None
    assert await vault.reveal(before.name) == "Priya Nair"

    themselves = await people.principal(who, school)
    await story.do(ErasePerson(person=who), by=themselves)

    assert await vault.reveal(before.name) is None
    assert await vault.reveal(before.email) is None
    assert await person_of(ledger, vault, **account) is None
    assert await principal_of(ledger, who, school) is None
    assert (await load(ledger, Person, who)).exists  # what they did stays, under a pseudonym
    again = await people.accept(await people.invited(Role.CAREERS_ADVISER, school), **account)
    assert again["id"] != joined["id"]


async def test_nobody_is_forgotten_by_others_but_by_an_administrator(
    story: Any, people: Any
) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    adviser = await people.new(Role.CAREERS_ADVISER, school)
    who = people.id_of(leader)
    with pytest.raises(NotFound):
        await story.do(ErasePerson(person=who), by=adviser)
    administrator = await people.new(Role.ADMINISTRATOR, PLATFORM)
    with pytest.raises(Conflict) as refusal:
        await story.do(ErasePerson(person=who), by=administrator)
    assert refusal.value.kind == "last-one"
    await story.do(ErasePerson(person=who, unattended=True), by=administrator)
    await story.do(ErasePerson(person=who, unattended=True), by=administrator)
