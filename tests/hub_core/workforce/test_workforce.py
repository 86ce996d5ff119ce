"""The careers workforce: one careers leader at a time, names in the vault only."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.vault import Vault
from hub_core.workforce.codes import ColleagueRole, LeavingReason
from hub_core.workforce.commands import (
    AppointCareersLeader,
    ChangeContract,
    ForgetPerson,
    MatchEnterpriseAdviser,
    NameColleague,
    StandDownCareersLeader,
    StandDownColleague,
    UnmatchEnterpriseAdviser,
)
from hub_core.workforce.events import (
    CareersLeaderAppointed,
    CareersLeaderStoodDown,
    Contract,
    ContractChanged,
    GovernorCameFrom,
    PersonEntered,
)
from hub_core.workforce.people import PersonSent
from tests.hub_core.conftest import Story

PRIYA = PersonSent(name="Priya Nair", email="Priya.Nair@ashbrook.example")
RUTH = PersonSent(name="Ruth Adeyemi")


def appoint(institution: UUID, who: PersonSent = PRIYA, **fields: Any) -> AppointCareersLeader:
    given = {"appointed_on": date(2025, 9, 1)} | fields
    return AppointCareersLeader(institution=institution, who=who, **given)


@pytest.fixture
async def school(story: Story) -> UUID:
    return await story.school()


async def test_a_name_goes_to_the_vault_and_an_id_to_the_log(
    story: Story, school: UUID, vault: Vault
) -> None:
    entered, appointed = await story.new_events(appoint(school))
    assert isinstance(entered, PersonEntered)
    assert isinstance(appointed, CareersLeaderAppointed)
    assert entered.person == appointed.person
    assert await vault.reveal(entered.name) == "Priya Nair"


async def test_there_is_one_careers_leader_at_a_time(story: Story, school: UUID) -> None:
    person = (await story.do(appoint(school)))["id"]
    # Told again, in other capitals or by id, it is the same person in the same post.
    for same in (
        PersonSent(name="P. Nair", email="priya.nair@ASHBROOK.example"),
        PersonSent(person=UUID(person)),
    ):
        assert await story.new_events(appoint(school, same)) == []
    with pytest.raises(Conflict, match="in post since 1 September 2025"):
        await story.do(appoint(school, RUTH))
    await story.do(
        NameColleague(institution=school, who=RUTH, role=ColleagueRole.DEPUTY_CAREERS_LEADER)
    )


async def test_a_vacancy_lasts_until_somebody_is_appointed(story: Story, school: UUID) -> None:
    stand_down = StandDownCareersLeader(
        institution=school, reason=LeavingReason.LEFT, left_on=date(2026, 1, 31)
    )
    with pytest.raises(Conflict, match="no careers leader in post"):
        await story.do(stand_down)
    await story.do(appoint(school))
    [event] = await story.new_events(stand_down)
    assert isinstance(event, CareersLeaderStoodDown)
    with pytest.raises(Invalid, match="was in post until 31 January 2026"):
        await story.do(appoint(school, RUTH, appointed_on=date(2026, 1, 1)))
    await story.do(appoint(school, RUTH, appointed_on=date(2026, 2, 1)))


async def test_a_contract_is_renewed_and_never_ends_before_it_began(
    story: Story, school: UUID
) -> None:
    with pytest.raises(Invalid, match="before it began"):
        await story.do(appoint(school, contract=Contract(ends_on=date(2025, 8, 31))))
    renew = ChangeContract(
        institution=school, contract=Contract(ends_on=date(2027, 8, 31), training_required=True)
    )
    with pytest.raises(Conflict, match="no careers leader"):
        await story.do(renew)
    await story.do(appoint(school, contract=Contract(ends_on=date(2026, 8, 31))))
    [event] = await story.new_events(renew)
    assert isinstance(event, ContractChanged)
    assert await story.new_events(renew) == []


async def test_somebody_is_matched_named_and_let_go(story: Story, school: UUID) -> None:
    adviser = UUID((await story.do(MatchEnterpriseAdviser(institution=school, who=PRIYA)))["id"])
    unmatch = UnmatchEnterpriseAdviser(
        institution=school, person=adviser, reason=LeavingReason.LEFT
    )
    await story.do(unmatch)
    with pytest.raises(NotFound, match="not matched"):
        await story.do(unmatch)
    governor = NameColleague(institution=school, who=RUTH, role=ColleagueRole.LINK_GOVERNOR)
    person = UUID((await story.do(governor))["id"])
    assert await story.new_events(governor) == []
    leave = StandDownColleague(
        institution=school,
        person=person,
        role=ColleagueRole.LINK_GOVERNOR,
        reason=LeavingReason.ROLE_CHANGED,
    )
    await story.do(leave)
    with pytest.raises(NotFound, match="Link governor"):
        await story.do(leave)


async def test_a_governor_may_come_from_an_employer_and_nobody_else_does(
    story: Story, school: UUID
) -> None:
    employer = await story.employer()
    governor = NameColleague(institution=school, who=RUTH, role=ColleagueRole.LINK_GOVERNOR)
    person = UUID((await story.do(governor))["id"])
    told = msgspec.structs.replace(governor, volunteer_of=employer)
    [event] = await story.new_events(told)
    assert isinstance(event, GovernorCameFrom)
    assert (event.person, event.volunteer_of) == (person, employer)
    assert await story.new_events(told) == []
    assert await story.new_events(governor) == []
    deputy = msgspec.structs.replace(told, role=ColleagueRole.DEPUTY_CAREERS_LEADER)
    with pytest.raises(Invalid) as refused:
        await story.do(deputy)
    assert refused.value.problems[0].field == "volunteerOf"


async def test_who_holds_no_role_can_be_forgotten_for_good(
    story: Story, school: UUID, vault: Vault
) -> None:
    entered, _ = await story.new_events(appoint(school))
    assert isinstance(entered, PersonEntered)
    forget = ForgetPerson(institution=school, person=entered.person)
    with pytest.raises(Conflict, match="still holds a role"):
        await story.do(forget)
    await story.do(StandDownCareersLeader(institution=school, reason=LeavingReason.LEFT))
    await story.do(forget)
    assert await vault.reveal(entered.name) is None
    with pytest.raises(NotFound, match="knows nobody"):
        await story.do(forget)


@pytest.mark.parametrize("who", [PersonSent(), PersonSent(email="p@ashbrook.example")])
async def test_somebody_new_needs_a_name(story: Story, school: UUID, who: PersonSent) -> None:
    with pytest.raises(Invalid, match="not said who"):
        await story.do(appoint(school, who))
