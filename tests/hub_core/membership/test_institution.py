"""The institution: one id for life, whatever a register calls it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from hub_core.membership.codes import InstitutionStatus
from hub_core.membership.events import (
    FormerUrn,
    InstitutionAliasRecorded,
    InstitutionBecameAcademy,
    InstitutionClosed,
    InstitutionDetails,
    InstitutionDetailsChanged,
    InstitutionFormedByMerger,
    InstitutionIdentifierChanged,
    InstitutionMergedInto,
    InstitutionRegistered,
    InstitutionReopened,
)
from hub_core.membership.institution import Institution
from hub_core.membership.institution_commands import (
    CloseInstitution,
    MergeInstitutions,
    RegisterInstitution,
    SyncInstitutions,
)
from hub_core.membership.sync import Sighting
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid

TODAY = date(2026, 2, 11)
AT = datetime(2026, 2, 11, 10, tzinfo=UTC)
ASHBROOK = InstitutionDetails(name="Ashbrook School", phase=ServicePhase.SECONDARY)
ACADEMY = InstitutionDetails(name="Ashbrook Academy", phase=ServicePhase.SECONDARY)
CLOSED = InstitutionDetails(
    name="Ashbrook School", phase=ServicePhase.SECONDARY, status=InstitutionStatus.CLOSED
)


def seen(*sightings: Sighting) -> SyncInstitutions:
    return SyncInstitutions(seen_on=TODAY, sightings=sightings)


def institution(urn: str = "100001") -> Institution:
    one = Institution.of(uuid4())
    one.register(details=ASHBROOK, urn=urn, ukprn=None, on=TODAY, at=AT)
    return one


def test_it_needs_a_number_unless_it_is_an_adult_service() -> None:
    with pytest.raises(Invalid, match="neither a URN nor a UKPRN"):
        Institution.of(uuid4()).register(details=ASHBROOK, urn=None, ukprn=None, on=TODAY, at=AT)
    adult = InstitutionDetails(name="Northbank Adult Careers", phase=ServicePhase.ADULT)
    Institution.of(uuid4()).register(details=adult, urn=None, ukprn=None, on=TODAY, at=AT)


def test_it_cannot_become_an_academy_under_the_urn_it_has() -> None:
    with pytest.raises(Conflict, match="that is the URN it has"):
        institution().become_academy(urn="100001", ukprn=None, details=ACADEMY, on=TODAY, at=AT)


def test_it_cannot_merge_into_itself_or_twice() -> None:
    one, successor = institution(), uuid4()
    with pytest.raises(Conflict, match="into itself"):
        one.merge_into(one.id, on=TODAY, at=AT)
    one.merge_into(successor, on=TODAY, at=AT)
    one.merge_into(successor, on=TODAY, at=AT)
    assert one.version == 3
    with pytest.raises(Conflict, match="already"):
        one.merge_into(uuid4(), on=TODAY, at=AT)


async def test_a_urn_belongs_to_one_institution(story: Any) -> None:
    command = RegisterInstitution(urn=story.urn(1), ukprn=story.ukprn(1), details=ASHBROOK)
    answer = await story.do(command)
    for again in (
        RegisterInstitution(urn=story.urn(1), details=ACADEMY),
        RegisterInstitution(ukprn=story.ukprn(1), details=ACADEMY),
    ):
        with pytest.raises(Conflict, match=answer["id"]) as refused:
            await story.do(again)
        assert refused.value.kind == "already-registered"


async def test_an_adult_service_without_numbers_is_registered_once(story: Any) -> None:
    adult = InstitutionDetails(
        name=f"Adult Careers {story.number}", phase=ServicePhase.ADULT, postcode="NW3 2JB"
    )
    await story.do(RegisterInstitution(details=adult))
    with pytest.raises(Conflict, match="This name and postcode"):
        await story.do(RegisterInstitution(details=adult))


async def test_the_same_sighting_again_changes_nothing(story: Any) -> None:
    rows = seen(
        Sighting(urn=story.urn(1), ukprn=story.ukprn(1), details=ASHBROOK),
        Sighting(urn=story.urn(2), details=CLOSED, since=date(2020, 8, 31)),
        Sighting(ukprn=story.ukprn(3), details=ACADEMY),
    )
    first = await story.new_events(rows)
    assert [type(event) for event in first] == [InstitutionRegistered] * 3
    assert first[1].occurred_on == date(2020, 8, 31)
    assert not await story.new_events(rows)
    answer = await story.do(rows)
    assert [row["outcome"] for row in answer["outcomes"]] == ["unchanged"] * 3


async def test_only_what_is_new_is_taken_over(story: Any) -> None:
    school = await story.school(urn=story.urn(1), name="Ashbrook School", local_authority=None)
    (changed,) = await story.new_events(seen(Sighting(urn=story.urn(1), details=ACADEMY)))
    assert changed == InstitutionDetailsChanged(
        institution=school, occurred_on=TODAY, details=ACADEMY
    )
    (numbered,) = await story.new_events(
        seen(Sighting(urn=story.urn(1), ukprn=story.ukprn(1), details=ACADEMY))
    )
    assert isinstance(numbered, InstitutionIdentifierChanged)
    assert not await story.new_events(seen(Sighting(urn=story.urn(1), details=ACADEMY)))


async def test_it_closes_and_may_turn_out_to_be_open(story: Any) -> None:
    school = await story.school(urn=story.urn(1), local_authority=None)
    closing = seen(Sighting(urn=story.urn(1), details=CLOSED, since=date(2025, 12, 31)))
    assert await story.new_events(closing) == [
        InstitutionClosed(institution=school, occurred_on=date(2025, 12, 31))
    ]
    with pytest.raises(Conflict, match="already"):
        await story.do(CloseInstitution(institution=school, closed_on=TODAY))
    (reopened,) = await story.new_events(seen(Sighting(urn=story.urn(1), details=ASHBROOK)))
    assert isinstance(reopened, InstitutionReopened)


async def test_a_school_that_becomes_an_academy_keeps_its_id(story: Any) -> None:
    school = await story.school(urn=story.urn(1))
    conversion = seen(
        Sighting(
            urn=story.urn(3),
            ukprn=story.ukprn(2),
            details=ACADEMY,
            since=date(2025, 9, 1),
            former_urns=(FormerUrn(urn=story.urn(1), until=date(2025, 8, 31)),),
        )
    )
    (became,) = await story.new_events(conversion)
    assert isinstance(became, InstitutionBecameAcademy)
    assert (became.institution, became.occurred_on) == (school, date(2025, 9, 1))
    assert not await story.new_events(conversion)
    holders = await story.platform.ledger.holders(
        [f"urn:{story.urn(1)}", f"urn:{story.urn(3)}", f"ukprn:{story.ukprn(2)}"]
    )
    assert set(holders.values()) == {school}
    assert len(holders) == 3


async def test_the_row_of_the_school_before_changes_nothing_after(story: Any) -> None:
    await story.school(urn=story.urn(1))
    conversion = Sighting(
        urn=story.urn(3), details=ACADEMY, former_urns=(FormerUrn(urn=story.urn(1)),)
    )
    await story.do(seen(conversion))
    past = Sighting(urn=story.urn(1), details=CLOSED, since=date(2025, 8, 31))
    assert not await story.new_events(seen(past, conversion))
    assert not await story.new_events(seen(conversion, past))


async def test_school_and_academy_may_come_in_one_file_in_any_order(story: Any) -> None:
    past = Sighting(urn=story.urn(1), details=CLOSED, since=date(2025, 8, 31))
    academy = Sighting(
        urn=story.urn(3), details=ACADEMY, former_urns=(FormerUrn(urn=story.urn(1)),)
    )
    answer = await story.do(seen(past, academy))
    assert len({row["institution"] for row in answer["outcomes"]}) == 1
    later = Sighting(urn=story.urn(2), details=CLOSED)
    other = Sighting(urn=story.urn(4), details=ACADEMY, former_urns=(FormerUrn(urn=story.urn(2)),))
    answer = await story.do(seen(other, later))
    assert len({row["institution"] for row in answer["outcomes"]}) == 1
    assert not await story.new_events(seen(past, academy, other, later))


async def test_of_two_successors_the_first_continues_the_school(story: Any) -> None:
    school = await story.school(urn=story.urn(1))
    former = (FormerUrn(urn=story.urn(1)),)
    both = seen(
        Sighting(urn=story.urn(3), details=ACADEMY, former_urns=former),
        Sighting(urn=story.urn(4), details=ACADEMY, former_urns=former),
    )
    first, second = (await story.do(both))["outcomes"]
    assert first["institution"] == str(school)
    assert second["outcome"] == "registered"
    assert second["elsewhere"] == [story.urn(1)]
    assert not await story.new_events(both)


async def test_a_predecessor_found_out_later_becomes_an_alias(story: Any) -> None:
    await story.school(urn=story.urn(3), local_authority=None)
    (alias,) = await story.new_events(
        seen(
            Sighting(urn=story.urn(3), details=ASHBROOK, former_urns=(FormerUrn(urn=story.urn(1)),))
        )
    )
    assert isinstance(alias, InstitutionAliasRecorded)


async def test_two_schools_merge_into_a_third(story: Any) -> None:
    one, two = await story.school(urn=story.urn(1)), await story.school(urn=story.urn(2))
    merger = seen(
        Sighting(urn=story.urn(3), details=ACADEMY, merged_urns=(story.urn(1), story.urn(2)))
    )
    events = await story.new_events(merger)
    assert sorted(type(event).__name__ for event in events) == [
        "InstitutionClosed",
        "InstitutionClosed",
        "InstitutionFormedByMerger",
        "InstitutionMergedInto",
        "InstitutionMergedInto",
        "InstitutionRegistered",
    ]
    formed = next(event for event in events if isinstance(event, InstitutionFormedByMerger))
    assert formed.predecessors == (one, two)
    assert not await story.new_events(merger)


async def test_a_merger_can_be_recorded_by_hand(story: Any) -> None:
    one, two = await story.school(), await story.school()
    command = MergeInstitutions(predecessors=(one,), successor=two, merged_on=TODAY)
    merged = await story.new_events(command)
    assert InstitutionMergedInto(institution=one, occurred_on=TODAY, successor=two) in merged
    assert not await story.new_events(command)


async def test_what_has_closed_continues_nobody(story: Any) -> None:
    one, two = await story.school(), await story.school()
    await story.do(MergeInstitutions(predecessors=(one,), successor=two, merged_on=TODAY))
    with pytest.raises(Conflict, match="closed on 11 February 2026"):
        await story.do(MergeInstitutions(predecessors=(two,), successor=one, merged_on=TODAY))
    three = await story.school()
    with pytest.raises(Invalid, match="has not come yet"):
        await story.do(
            MergeInstitutions(predecessors=(two,), successor=three, merged_on=date(2026, 9, 1))
        )


async def test_a_refused_row_leaves_the_others_standing(story: Any) -> None:
    await story.school(urn=story.urn(1))
    await story.do(seen(Sighting(ukprn=story.ukprn(2), details=ACADEMY)))
    answer = await story.do(
        seen(
            Sighting(urn=story.urn(1), ukprn=story.ukprn(2), details=ASHBROOK),
            Sighting(details=ASHBROOK),
            Sighting(urn=story.urn(9), details=ASHBROOK),
        )
    )
    assert [row["outcome"] for row in answer["outcomes"]] == ["refused", "refused", "registered"]
    assert answer["outcomes"][0]["kind"] == "identifiers-disagree"
    assert "neither a URN nor a UKPRN" in answer["outcomes"][1]["detail"]


async def test_a_ukprn_does_not_lead_to_a_school_with_another_urn(story: Any) -> None:
    await story.do(seen(Sighting(urn=story.urn(1), ukprn=story.ukprn(1), details=ASHBROOK)))
    answer = await story.do(seen(Sighting(urn=story.urn(2), ukprn=story.ukprn(1), details=ACADEMY)))
    assert answer["outcomes"][0]["kind"] == "identifiers-disagree"
    assert f"If URN {story.urn(2)} follows it" in answer["outcomes"][0]["detail"]


async def test_a_file_from_tomorrow_is_refused(story: Any) -> None:
    with pytest.raises(Invalid):
        await story.do(
            SyncInstitutions(
                seen_on=date(2026, 2, 12),
                sightings=(Sighting(urn=story.urn(1), details=ASHBROOK),),
            )
        )
