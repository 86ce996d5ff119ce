"""Membership: one hub at a time, within the hub's declared scope, through every change."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.membership.codes import SuspensionReason, TransferReason, WithdrawalReason
from hub_core.membership.commands import (
    AdjustScope,
    AdmitMember,
    DeclareScope,
    EstablishHub,
    ReinstateMember,
    RequestMembership,
    SuspendMember,
    TransferMember,
    WithdrawMember,
)
from hub_core.membership.events import (
    HubEstablished,
    HubScopeDeclared,
    InstitutionExcludedFromScope,
    InstitutionIncludedInScope,
    MemberAdmitted,
    MembershipRequested,
    MemberTransferred,
)
from hub_core.membership.institution_commands import CloseInstitution
from hub_core.membership.keys import active_hub_key
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound, StaleVersion

YESTERDAY = date(2026, 2, 10)


async def test_a_school_asks_and_is_admitted(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    asked = await story.new_events(RequestMembership(institution=school, to_hub=hub))
    assert [type(event) for event in asked] == [MembershipRequested]
    assert not await story.new_events(RequestMembership(institution=school, to_hub=hub))
    admitted = await story.new_events(AdmitMember(hub=hub, institution=school))
    assert admitted == [MemberAdmitted(institution=school, hub=hub, occurred_on=date(2026, 2, 11))]
    assert await story.platform.ledger.holders([active_hub_key(school)]) == {
        active_hub_key(school): hub
    }


async def test_a_member_cannot_join_a_second_hub(story: Any) -> None:
    school, first, second = await story.school(), await story.hub(), await story.hub("southbank")
    await story.do(AdmitMember(hub=first, institution=school))
    with pytest.raises(Conflict, match="one hub at a time") as refused:
        await story.do(AdmitMember(hub=second, institution=school))
    assert refused.value.kind == "member-elsewhere"
    with pytest.raises(Conflict, match="member of this hub already"):
        await story.do(AdmitMember(hub=first, institution=school))


async def test_a_member_goes_over_to_another_hub(story: Any) -> None:
    school, first, second = await story.school(), await story.hub(), await story.hub("southbank")
    await story.do(AdmitMember(hub=first, institution=school, admitted_on=YESTERDAY))
    move = TransferMember(
        hub=first, institution=school, to_hub=second, reason=TransferReason.AREA_CHANGED
    )
    (moved,) = await story.new_events(move)
    assert isinstance(moved, MemberTransferred)
    assert (moved.from_hub, moved.to_hub) == (first, second)
    assert await story.platform.ledger.claims_of(second) == [
        active_hub_key(school),
        f"hub-slug:{story.slug('southbank')}",
    ]
    with pytest.raises(Conflict) as refused:
        await story.do(move)
    assert refused.value.kind == "not-a-member"


async def test_one_that_left_can_join_elsewhere(story: Any) -> None:
    school, first, second = await story.school(), await story.hub(), await story.hub("southbank")
    await story.do(AdmitMember(hub=first, institution=school))
    leave = WithdrawMember(hub=first, institution=school, reason=WithdrawalReason.AT_OWN_REQUEST)
    await story.do(leave)
    await story.do(AdmitMember(hub=second, institution=school))
    with pytest.raises(Conflict):
        await story.do(leave)


async def test_a_request_can_be_declined(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    await story.do(RequestMembership(institution=school, to_hub=hub))
    await story.do(
        WithdrawMember(hub=hub, institution=school, reason=WithdrawalReason.REQUEST_DECLINED)
    )
    await story.do(RequestMembership(institution=school, to_hub=hub))


async def test_a_paused_membership_keeps_its_hub_and_comes_back(story: Any) -> None:
    school, first, second = await story.school(), await story.hub(), await story.hub("southbank")
    await story.do(AdmitMember(hub=first, institution=school))
    await story.do(
        SuspendMember(hub=first, institution=school, reason=SuspensionReason.NO_CAREERS_LEADER)
    )
    with pytest.raises(Conflict, match="stands at “Paused”"):
        await story.do(SuspendMember(hub=first, institution=school, reason=SuspensionReason.OTHER))
    with pytest.raises(Conflict):
        await story.do(AdmitMember(hub=second, institution=school))
    await story.do(ReinstateMember(hub=first, institution=school))


async def test_dates_go_forward(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    await story.do(AdmitMember(hub=hub, institution=school))
    with pytest.raises(Conflict, match="Give a later date") as refused:
        await story.do(
            WithdrawMember(
                hub=hub,
                institution=school,
                reason=WithdrawalReason.OTHER,
                withdrawn_on=YESTERDAY,
            )
        )
    assert refused.value.kind == "date-before-last"
    with pytest.raises(Invalid, match="has not come yet"):
        await story.do(AdmitMember(hub=hub, institution=school, admitted_on=date(2026, 2, 12)))


async def test_only_what_is_in_scope_can_join(story: Any) -> None:
    hub = await story.hub()
    elsewhere = await story.school(local_authority="203")
    special = await story.school(phase=ServicePhase.SPECIAL_AND_ALTERNATIVE)
    for school in (elsewhere, special):
        with pytest.raises(Conflict) as refused:
            await story.do(AdmitMember(hub=hub, institution=school))
        assert refused.value.kind == "out-of-scope"
    adjusted = await story.new_events(AdjustScope(hub=hub, include=(special,)))
    assert [type(event) for event in adjusted] == [InstitutionIncludedInScope]
    await story.do(AdmitMember(hub=hub, institution=special))
    await story.do(
        DeclareScope(hub=hub, local_authorities=("202", "203"), phases=(ServicePhase.SECONDARY,))
    )
    await story.do(AdmitMember(hub=hub, institution=elsewhere))
    school = await story.school()
    adjusted = await story.new_events(AdjustScope(hub=hub, exclude=(school,)))
    assert [type(event) for event in adjusted] == [InstitutionExcludedFromScope]
    with pytest.raises(Conflict):
        await story.do(AdmitMember(hub=hub, institution=school))


async def test_a_closed_school_cannot_join(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    await story.do(CloseInstitution(institution=school, closed_on=YESTERDAY))
    with pytest.raises(Conflict, match="closed on 10 February 2026"):
        await story.do(AdmitMember(hub=hub, institution=school))


async def test_a_replaced_authority_is_in_the_scope_of_all_its_successors(story: Any) -> None:
    school = await story.school(local_authority="909")  # Cumbria, now 942 and 943
    half = await story.hub("fells", local_authorities=("942",))
    with pytest.raises(Conflict):
        await story.do(AdmitMember(hub=half, institution=school))
    whole = await story.hub("lakes", local_authorities=("942", "943"))
    await story.do(AdmitMember(hub=whole, institution=school))


async def test_a_hub_is_established_with_its_scope(story: Any) -> None:
    events = await story.new_events(
        EstablishHub(
            name="Northbank Careers Hub",
            slug=story.slug("northbank"),
            lead_organisation="Northbank Council",
            local_authorities=("202", "203", "202"),
            phases=(ServicePhase.PRIMARY,),
        )
    )
    assert [type(event) for event in events] == [HubEstablished, HubScopeDeclared]
    assert events[0].local_authorities == ("202", "203")
    with pytest.raises(Conflict, match="Choose another"):
        await story.hub("northbank")


async def test_every_unknown_area_is_named(story: Any) -> None:
    with pytest.raises(Invalid) as refused:
        await story.hub(local_authorities=("202", "999", "998"))
    assert [problem.field for problem in refused.value.problems] == [
        "localAuthorities[1]",
        "localAuthorities[2]",
    ]


async def test_the_same_scope_again_changes_nothing(story: Any) -> None:
    hub = await story.hub()
    same = DeclareScope(
        hub=hub,
        local_authorities=("202",),
        phases=(ServicePhase.SECONDARY, ServicePhase.PRIMARY),
    )
    assert not await story.new_events(same)


async def test_a_stale_version_is_told(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    answer = await story.do(AdmitMember(hub=hub, institution=school), expected_version=0)
    assert answer == {"id": str(school), "version": 1}
    with pytest.raises(StaleVersion):
        await story.do(
            WithdrawMember(hub=hub, institution=school, reason=WithdrawalReason.OTHER),
            expected_version=0,
        )


async def test_unknown_hubs_and_institutions_are_told_apart(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    with pytest.raises(NotFound, match="no hub"):
        await story.do(AdmitMember(hub=uuid4(), institution=school))
    with pytest.raises(NotFound, match="no institution"):
        await story.do(AdmitMember(hub=hub, institution=uuid4()))


async def test_a_hub_lead_acts_for_their_own_hub_only(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    with pytest.raises(NotFound):
        await story.do(AdmitMember(hub=hub, institution=school), by=_lead_of(uuid4()))
    await story.do(AdmitMember(hub=hub, institution=school), by=_lead_of(hub))


async def test_a_hub_lead_s_role_gives_no_school_a_say_over_hubs(story: Any) -> None:
    hub, school = await story.hub(), await story.school()
    both = Principal(
        id="both",
        roles=frozenset({Role.HUB_LEAD, Role.CAREERS_LEADER}),
        organisation=Organisation(OrganisationKind.INSTITUTION, school),
    )
    with pytest.raises(Forbidden):
        await story.do(AdmitMember(hub=hub, institution=school), by=both)
    with pytest.raises(Forbidden):
        await story.do(CloseInstitution(institution=school, closed_on=date(2026, 2, 1)), by=both)
    await story.do(RequestMembership(institution=school, to_hub=hub), by=both)


async def test_without_a_declared_scope_every_phase_of_its_areas_is_eligible(story: Any) -> None:
    hub = await story.hub(phases=())
    college = await story.school(phase=ServicePhase.FE_AND_SKILLS)
    await story.do(AdmitMember(hub=hub, institution=college))
    with pytest.raises(Conflict, match="not in the scope"):
        await story.do(AdmitMember(hub=hub, institution=await story.school(local_authority="203")))


def _lead_of(hub: UUID) -> Principal:
    return Principal(
        id="lead",
        roles=frozenset({Role.HUB_LEAD}),
        organisation=Organisation(OrganisationKind.HUB, hub),
    )


async def test_nobody_asks_to_join_before_the_last_membership_ended(story: Any) -> None:
    hub, other, school = await story.hub(), await story.hub("southbank"), await story.school()
    await story.do(AdmitMember(hub=hub, institution=school, admitted_on=date(2025, 9, 1)))
    await story.do(
        WithdrawMember(
            hub=hub,
            institution=school,
            reason=WithdrawalReason.OTHER,
            withdrawn_on=date(2026, 1, 5),
        )
    )
    with pytest.raises(Conflict, match="Give a later date"):
        await story.do(
            RequestMembership(institution=school, to_hub=other, requested_on=date(2025, 10, 1))
        )
