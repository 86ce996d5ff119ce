"""Deciding on what stands: a hub reaches its members of today, a trust its schools, an authority its area."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import (
    Organisation,
    OrganisationKind,
    Principal,
    Resource,
    Role,
    local_authority,
    trust,
)
from hub_core.authorisation import authorise
from hub_core.belonging import whom_they_belong_to
from hub_core.encounters.institution_commands import AcceptEncounter
from hub_core.membership.codes import SuspensionReason, TransferReason, WithdrawalReason
from hub_core.membership.commands import (
    AdmitMember,
    RequestMembership,
    SuspendMember,
    TransferMember,
    WithdrawMember,
)
from hub_core.refusals import Forbidden, NotFound

READ = "encounters.parts"


def at(kind: OrganisationKind, named: UUID, *roles: Role) -> Principal:
    return Principal(id="person:1", roles=frozenset(roles), organisation=Organisation(kind, named))


def lead(hub: UUID) -> Principal:
    return at(OrganisationKind.HUB, hub, Role.HUB_LEAD)


def of_school(school: UUID) -> Resource:
    owner = Organisation(OrganisationKind.INSTITUTION, school)
    return Resource(owners=frozenset({owner}), things=frozenset({school}))


async def may_read(story: Any, principal: Principal, school: UUID) -> bool:
    try:
        await authorise(story.platform.ledger, principal, READ, of_school(school))
    except NotFound:
        return False
    return True


async def test_a_hub_reaches_its_members_as_long_as_they_are(story: Any) -> None:
    hub, next_hub = await story.hub(), await story.hub("westbank")
    school = await story.school()
    reached = [await may_read(story, lead(hub), school)]
    for command in (
        RequestMembership(to_hub=hub, institution=school),
        AdmitMember(hub=hub, institution=school),
        SuspendMember(hub=hub, institution=school, reason=SuspensionReason.NO_CAREERS_LEADER),
        TransferMember(
            hub=hub, institution=school, to_hub=next_hub, reason=TransferReason.AREA_CHANGED
        ),
        WithdrawMember(hub=next_hub, institution=school, reason=WithdrawalReason.AT_OWN_REQUEST),
    ):
        await story.do(command)
        reached.append(await may_read(story, lead(hub), school))
        reached.append(await may_read(story, lead(next_hub), school))
    # Asking to join opens nothing yet; a pause keeps the school with its hub.
    assert reached == [False, False, False, True, False, True, False, False, True, False, False]


async def test_a_trust_and_an_authority_reach_their_own(story: Any) -> None:
    academy = await story.school(trust_id="5143", trust_name="Fictional Learning Trust")
    maintained = await story.school()
    found = await whom_they_belong_to(story.platform.ledger, [academy, maintained, uuid4()])
    assert list(found.values()) == [
        {local_authority("202"), trust("5143")},
        {local_authority("202")},
        frozenset(),
    ]
    of_trust = at(OrganisationKind.TRUST, trust("5143").id, Role.TRUST_LEAD)
    assert await may_read(story, of_trust, academy)
    assert not await may_read(story, of_trust, maintained)
    officer = at(
        OrganisationKind.LOCAL_AUTHORITY, local_authority("202").id, Role.LOCAL_AUTHORITY_OFFICER
    )
    membership = "membership.membership"
    await authorise(story.platform.ledger, officer, membership, of_school(academy))
    elsewhere = at(
        OrganisationKind.LOCAL_AUTHORITY, local_authority("203").id, Role.LOCAL_AUTHORITY_OFFICER
    )
    with pytest.raises(NotFound):
        await authorise(story.platform.ledger, elsewhere, membership, of_school(academy))


async def test_what_is_known_to_belong_here_is_refused_openly(story: Any) -> None:
    hub, school = await story.hub(), await story.school()
    await story.do(AdmitMember(hub=hub, institution=school))
    command = AcceptEncounter(institution=school, encounter=uuid4())
    with pytest.raises(Forbidden, match="accept encounter"):
        await story.do(command, by=lead(hub))
    with pytest.raises(NotFound) as foreign:
        await story.do(command, by=lead(uuid4()))
    unknown = AcceptEncounter(institution=uuid4(), encounter=uuid4())
    with pytest.raises(NotFound) as nowhere:
        await story.do(unknown, by=lead(hub))
    assert (foreign.value.detail, foreign.value.kind) == (nowhere.value.detail, nowhere.value.kind)


async def test_a_narrowed_caller_reaches_nothing_else_even_of_everybodys(story: Any) -> None:
    school, other = await story.school(), await story.school()
    narrowed = Principal(id="link:1", roles=frozenset({Role.AUDITOR}), things=frozenset({school}))
    assert await may_read(story, narrowed, school)
    assert not await may_read(story, narrowed, other)
    with pytest.raises(NotFound):
        await authorise(story.platform.ledger, narrowed, READ, None)
