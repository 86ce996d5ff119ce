"""A provider asks, the school answers: one word for each side, told to both in one append."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind
from hub_core.activities.commands import ProviderSent, RecordActivity
from hub_core.employers.standing_commands import MergeEmployers
from hub_core.provider_access.asking_commands import (
    OfferDates,
    RecordRequest,
    RequestAccess,
    WithdrawRequest,
)
from hub_core.provider_access.codes import (
    ApprovedRoute,
    RefusalReason,
    RequestStatus,
    WithdrawnReason,
)
from hub_core.provider_access.events import (
    AccessGranted,
    AccessRefused,
    AccessRequested,
    AccessTookPlace,
    AnotherDateAsked,
    Asking,
    DatesOffered,
    RequestMoved,
    RequestSent,
)
from hub_core.provider_access.request import AccessRequest
from hub_core.provider_access.school_commands import (
    AskForAnotherDate,
    GrantAccess,
    LinkEncounter,
    RefuseAccess,
)
from hub_core.reference.activities import ActivityType, ProviderKind
from hub_core.reference.encounters import DeliveryMode
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, NotFound

MARCH, APRIL, MAY = date(2026, 3, 10), date(2026, 4, 21), date(2026, 5, 5)


def _of(institution: UUID) -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, institution)


def _asked(college: UUID, school: UUID, **changed: Any) -> RequestAccess:
    return RequestAccess(
        **{
            "provider": _of(college),
            "school": school,
            "provider_kind": ProviderKind.FE_COLLEGE,
            "year_groups": (11, 10, 10),
            "routes": (ApprovedRoute.T_LEVEL,),
            "dates": (APRIL, MARCH),
        }
        | changed
    )


async def _college(story: Any) -> UUID:
    college: UUID = await story.school(name="Northbank College", phase=ServicePhase.FE_AND_SKILLS)
    return college


async def _request(story: Any) -> tuple[UUID, UUID, UUID]:
    school, college = await story.school(), await _college(story)
    return school, college, UUID((await story.do(_asked(college, school)))["id"])


async def test_both_sides_hear_of_a_request_in_one_append(story: Any) -> None:
    school, college = await story.school(), await _college(story)
    asked, sent = await story.new_events(_asked(college, school))
    assert isinstance(asked, AccessRequested)
    assert isinstance(sent, RequestSent)
    assert (asked.institution, asked.year_groups, asked.dates) == (school, (10, 11), (MARCH, APRIL))
    assert asked.asking.name == "Northbank College"
    assert (sent.institution, sent.school, sent.request) == (college, school, asked.request)


async def test_granted_for_a_date_that_was_offered(story: Any) -> None:
    school, college, request = await _request(story)
    other_day = date(2026, 3, 11)
    with pytest.raises(Invalid, match="did not offer 11 March 2026"):
        await story.do(GrantAccess(institution=school, enquiry=request, agreed_for=other_day))
    grant = GrantAccess(institution=school, enquiry=request, agreed_for=MARCH)
    granted, moved = await story.new_events(grant)
    assert isinstance(granted, AccessGranted)
    assert isinstance(moved, RequestMoved)
    assert (moved.institution, moved.agreed_for) == (college, MARCH)
    assert moved.status is RequestStatus.GRANTED
    assert await story.new_events(grant) == []


async def test_refused_with_a_reason_the_provider_is_told(story: Any) -> None:
    school, college, request = await _request(story)
    reason = RefusalReason.ENOUGH_ARRANGED
    refuse = RefuseAccess(institution=school, enquiry=request, reason=reason)
    refused, moved = await story.new_events(refuse)
    assert isinstance(refused, AccessRefused)
    assert isinstance(moved, RequestMoved)
    assert (refused.reason, moved.reason) == (reason, reason)
    assert await story.new_events(refuse) == []
    with pytest.raises(Conflict, match="cannot be granted: refused"):
        await story.do(GrantAccess(institution=school, enquiry=request, agreed_for=MARCH))
    with pytest.raises(Conflict, match="cannot be withdrawn"):
        await story.do(
            WithdrawRequest(
                provider=_of(college), enquiry=request, reason=WithdrawnReason.NO_ANSWER
            )
        )


async def test_another_date_is_asked_offered_and_granted(story: Any) -> None:
    school, college, request = await _request(story)
    back = AskForAnotherDate(institution=school, enquiry=request, possible=(MAY,))
    assert {type(one) for one in await story.new_events(back)} == {AnotherDateAsked, RequestMoved}
    offered = OfferDates(provider=_of(college), enquiry=request, dates=(date(2026, 5, 6),))
    assert {type(one) for one in await story.new_events(offered)} == {DatesOffered, RequestMoved}
    # The school may take the provider's date, or one of those it proposed itself.
    await story.do(GrantAccess(institution=school, enquiry=request, agreed_for=MAY))


async def test_what_took_place_is_a_provider_encounter_of_the_school(story: Any) -> None:
    school, _, request = await _request(story)
    held_on = date(2026, 2, 10)
    talk = {"institution": school, "held_on": held_on, "mode": DeliveryMode.IN_PERSON}
    provider = ProviderSent(kind=ProviderKind.FE_COLLEGE)
    encounter = RecordActivity(**talk, type=ActivityType.PROVIDER_TALK, provider=provider)
    activity = UUID((await story.do(encounter))["id"])
    link = LinkEncounter(institution=school, enquiry=request, activity=activity)
    with pytest.raises(Conflict, match="waiting for the school"):
        await story.do(link)
    await story.do(GrantAccess(institution=school, enquiry=request, agreed_for=MARCH))
    other = await story.do(RecordActivity(**talk, type=ActivityType.EMPLOYER_TALK))
    with pytest.raises(Invalid, match="Encounter with an employer"):
        await story.do(
            LinkEncounter(institution=school, enquiry=request, activity=UUID(other["id"]))
        )
    took_place, moved = await story.new_events(link)
    assert isinstance(took_place, AccessTookPlace)
    assert isinstance(moved, RequestMoved)
    assert (took_place.occurred_on, moved.status) == (held_on, RequestStatus.TOOK_PLACE)
    assert await story.new_events(link) == []


async def test_an_employer_asks_and_a_school_records_a_letter(story: Any) -> None:
    school, employer = await story.school(), await story.employer()
    by_employer = Organisation(OrganisationKind.EMPLOYER, employer)
    [asked] = await story.new_events(_asked(uuid4(), school, provider=by_employer))
    assert isinstance(asked, AccessRequested)
    assert asked.asking.kind is ProviderKind.APPRENTICESHIP_EMPLOYER
    letter = RecordRequest(
        institution=school,
        provider_kind=ProviderKind.UNIVERSITY,
        provider_name="Northbank University",
        year_groups=(11,),
        routes=(ApprovedRoute.HIGHER_TECHNICAL,),
        dates=(date(2026, 2, 2),),
        received_on=date(2026, 1, 20),
    )
    [event] = await story.new_events(letter)
    assert isinstance(event, AccessRequested)
    assert (event.occurred_on, event.asking.name) == (date(2026, 1, 20), "Northbank University")


async def test_what_a_merged_employer_asked_is_the_survivors_to_finish(story: Any) -> None:
    school, hub = await story.school(), await story.hub()
    survivor, double = await story.employer(0), await story.employer(1)
    staying, merged = (Organisation(OrganisationKind.EMPLOYER, one) for one in (survivor, double))
    asking = _asked(uuid4(), school, provider=merged)
    of_double = UUID((await story.do(asking))["id"])
    of_survivor = UUID((await story.do(_asked(uuid4(), school, provider=staying)))["id"])
    offer = OfferDates(provider=staying, enquiry=of_double, dates=(MAY,))
    with pytest.raises(NotFound):
        await story.do(offer)
    await story.do(MergeEmployers(hub=hub, survivor=survivor, merged=double))
    [moved] = await story.new_events(offer)
    assert isinstance(moved, DatesOffered)
    with pytest.raises(Conflict, match="Act as that one"):
        await story.do(asking)
    reason = WithdrawnReason.NOT_ABLE
    with pytest.raises(NotFound):
        await story.do(WithdrawRequest(provider=merged, enquiry=of_survivor, reason=reason))
    await story.do(WithdrawRequest(provider=merged, enquiry=of_double, reason=reason))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"year_groups": (12,)}, "yearGroups"),
        ({"dates": (date(2026, 2, 10),)}, "dates"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_field(
    story: Any, changed: dict[str, Any], field: str
) -> None:
    school, college = await story.school(), await _college(story)
    with pytest.raises(Invalid) as refused:
        await story.do(_asked(college, school, **changed))
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_a_primary_school_and_oneself_are_not_asked(story: Any) -> None:
    college = await _college(story)
    primary = await story.school(phase=ServicePhase.PRIMARY)
    with pytest.raises(Conflict, match="teaches none of Years 8 to 13"):
        await story.do(_asked(college, primary))
    school = await story.school()
    with pytest.raises(Invalid, match="does not ask itself"):
        await story.do(_asked(school, school))


async def test_only_who_asked_moves_it_and_only_who_was_asked_answers(story: Any) -> None:
    school, college, request = await _request(story)
    other = await story.school()
    for stranger in (other, college):
        with pytest.raises(NotFound, match="no request for access"):
            await story.do(GrantAccess(institution=stranger, enquiry=request, agreed_for=MARCH))
    with pytest.raises(NotFound, match="no request for access"):
        await story.do(OfferDates(provider=_of(school), enquiry=request, dates=(APRIL,)))


def test_days_of_waiting_end_with_the_first_answer() -> None:
    asked = AccessRequested(
        institution=uuid4(),
        request=uuid4(),
        occurred_on=date(2026, 1, 5),
        asking=Asking(kind=ProviderKind.FE_COLLEGE, name="Northbank College"),
        year_groups=(10,),
        routes=(ApprovedRoute.T_LEVEL,),
        dates=(MARCH,),
    )
    request = AccessRequest.of(asked.request)
    request.evolve(asked)
    assert request.days_waiting(date(2026, 1, 5)) == 0
    assert request.days_waiting(date(2026, 2, 4)) == 30
    told = {"institution": asked.institution, "request": asked.request}
    request.evolve(AnotherDateAsked(**told, occurred_on=date(2026, 1, 15)))
    request.evolve(AccessGranted(**told, occurred_on=date(2026, 1, 25), agreed_for=MARCH))
    assert request.days_waiting(date(2026, 2, 4)) == 10
