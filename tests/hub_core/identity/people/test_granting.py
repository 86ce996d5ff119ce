"""Who may give which role: the table, and that no chain of invitations leads beyond it."""

from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Principal,
    Role,
    local_authority,
    trust,
)
from hub_core.access.roles import HELD_AT
from hub_core.identity.people.commands import GrantRole
from hub_core.identity.people.granting import GrantReach, Target, grants, may_grant
from hub_core.refusals import Forbidden, NotFound

_SEED = UUID("3f1d3c1e-0000-4000-8000-000000000000")


def _organisation(kind: OrganisationKind, number: int) -> Organisation:
    return Organisation(kind, uuid5(_SEED, f"{kind}{number}"))


HUBS = [_organisation(OrganisationKind.HUB, number) for number in range(2)]
SCHOOLS = [_organisation(OrganisationKind.INSTITUTION, number) for number in range(4)]
EMPLOYERS = [_organisation(OrganisationKind.EMPLOYER, number) for number in range(2)]
ORGANISATIONS = [
    *HUBS,
    *SCHOOLS,
    *EMPLOYERS,
    NATIONAL_BODY,
    PLATFORM,
    local_authority("202"),
    trust("2001"),
]
#: Which hub each school is with; the last is with none.
HUB_OF = {SCHOOLS[0]: HUBS[0].id, SCHOOLS[1]: HUBS[0].id, SCHOOLS[2]: HUBS[1].id}
#: What only those who run the platform give.
PLATFORMS_OWN = {
    Role.HUB_LEAD,
    Role.TRUST_LEAD,
    Role.LOCAL_AUTHORITY_OFFICER,
    Role.NATIONAL_ANALYST,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
}

People = list[tuple[Role, Organisation]]


def _principal(role: Role, organisation: Organisation) -> Principal:
    return Principal(id="person:x", roles=frozenset({role}), organisation=organisation)


def _target(organisation: Organisation, people: People) -> Target:
    return Target(
        organisation=organisation,
        hub=HUB_OF.get(organisation),
        has_people=any(at == organisation for _, at in people),
    )


Steps = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(Role), st.sampled_from(ORGANISATIONS)),
    max_size=60,
)
Starts = st.sampled_from([(role, at) for role in Role for at in ORGANISATIONS])


@given(Starts, Steps)
def test_no_chain_of_invitations_reaches_a_role_the_table_does_not_give(
    start: tuple[Role, Organisation], steps: list[tuple[int, Role, Organisation]]
) -> None:
    people: People = [start]
    for who, role, at in steps:
        granter = people[who % len(people)]
        if may_grant(_principal(*granter), role, _target(at, people)):
            rows = {(row.granter, row.role): row.reach for row in grants()}
            reach = rows[granter[0], role]  # there is a row, and it reaches
            assert HELD_AT[role] is at.kind
            assert HELD_AT[granter[0]] is granter[1].kind
            assert reach is not GrantReach.OWN or at == granter[1]
            assert reach is not GrantReach.WITHIN or HUB_OF[at] == granter[1].id
            people.append((role, at))
    if start[0] is not Role.ADMINISTRATOR:
        assert not PLATFORMS_OWN.intersection(role for role, _ in people[1:])


@given(st.sampled_from(SCHOOLS), Steps)
def test_a_school_gets_no_further_than_itself(
    school: Organisation, steps: list[tuple[int, Role, Organisation]]
) -> None:
    people: People = [(Role.CAREERS_LEADER, school), (Role.SENIOR_LEADER, school)]
    for who, role, at in steps:
        if may_grant(_principal(*people[who % len(people)]), role, _target(at, people)):
            people.append((role, at))
    assert {at for _, at in people} == {school}


@given(st.sampled_from(HUBS), Steps)
def test_a_hub_gets_into_no_other_hubs_schools_and_no_employer_that_has_people(
    hub: Organisation, steps: list[tuple[int, Role, Organisation]]
) -> None:
    people: People = [(Role.EMPLOYER_USER, EMPLOYERS[0]), (Role.HUB_LEAD, hub)]
    for who, role, at in steps:
        # The employer's own person invites nobody here: whatever comes, comes from the hub.
        others = people[1:]
        if may_grant(_principal(*others[who % len(others)]), role, _target(at, people)):
            people.append((role, at))
    reached = {at for _, at in people[1:]}
    members = {school for school, of in HUB_OF.items() if of == hub.id}
    assert reached <= {hub, EMPLOYERS[1]} | members


def test_every_row_gives_a_role_and_says_where_that_comes_from() -> None:
    assert len({(row.granter, row.role) for row in grants()}) == len(grants())
    assert all(row.source for row in grants())
    for row in grants():
        if row.reach is GrantReach.OWN:
            assert HELD_AT[row.granter] is HELD_AT[row.role]
        if row.reach is GrantReach.WITHIN:
            assert HELD_AT[row.granter] is OrganisationKind.HUB
            assert HELD_AT[row.role] is OrganisationKind.INSTITUTION


def test_every_role_can_be_given_by_somebody() -> None:
    assert {row.role for row in grants()} == set(Role)


@pytest.mark.parametrize("role", Role)
def test_a_role_counts_only_where_it_can_be_held(role: Role) -> None:
    for at in ORGANISATIONS:
        if at.kind is not HELD_AT[role]:
            principal = _principal(role, at)
            assert not any(
                may_grant(principal, given, _target(to, []))
                for given in Role
                for to in ORGANISATIONS
            )


async def test_an_administrator_cannot_make_themselves_careers_leader_of_a_school_with_people(
    story: Any, people: Any
) -> None:
    administrator, school = await people.new(Role.ADMINISTRATOR, PLATFORM), await people.school()
    await people.new(Role.CAREERS_LEADER, school)
    command = GrantRole(
        person=people.id_of(administrator), role=Role.CAREERS_LEADER, organisation=school
    )
    with pytest.raises(NotFound):
        await story.do(command, by=administrator)
    with pytest.raises(Forbidden):
        await story.do(command, by=await people.new(Role.CAREERS_LEADER, school))
