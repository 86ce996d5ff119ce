"""What hubs say of employers: verified, cornerstone, one and the same; and each taken back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.employers.commands import (
    ChangeEmployerDetails,
    RecordStandardsAssessment,
    RegisterEmployer,
)
from hub_core.employers.employer import Employer
from hub_core.employers.events import EmployerForm
from hub_core.employers.standing_commands import (
    DesignateCornerstone,
    EndCornerstone,
    MergeEmployers,
    UndoMerge,
    VerifyEmployer,
    WithdrawVerification,
)
from hub_core.employers.standing_events import (
    EmployersMerged,
    EmployerVerified,
    MergeUndone,
    VerificationBasis,
    VerificationLoss,
)
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.commands import CancelEncounter, DeliverEncounter, ProposeEncounter
from hub_core.log.repository import load
from hub_core.membership.commands import AdmitMember
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound

HELD = date(2026, 2, 4)


def verify(hub: UUID, employer: UUID) -> VerifyEmployer:
    return VerifyEmployer(hub=hub, employer=employer, basis=VerificationBasis.VISITED)


async def propose(story: Any, employer: UUID, school: UUID) -> UUID:
    answer = await story.do(
        ProposeEncounter(
            employer=employer,
            kind=EncounterKind.EMPLOYER_TALK,
            mode=DeliveryMode.IN_PERSON,
            planned_for=HELD,
            institutions=(school,),
        )
    )
    return UUID(answer["id"])


async def holder(story: Any, number: int) -> UUID | None:
    found = await story.platform.ledger.holders([f"company:{story.company_number(number)}"])
    return found.get(f"company:{story.company_number(number)}")


async def test_nothing_is_delivered_before_a_hub_has_verified_the_employer(story: Any) -> None:
    employer, school, hub = await story.employer(), await story.school(), await story.hub()
    await story.do(AdmitMember(hub=hub, institution=school))
    encounter = await propose(story, employer, school)
    deliver = DeliverEncounter(employer=employer, encounter=encounter, at=school, held_on=HELD)
    with pytest.raises(Conflict) as refused:
        await story.do(deliver)
    assert refused.value.kind == "employer-not-verified"
    assert refused.value.detail.startswith(
        "Hartley Engineering is not verified yet. Northbank Careers Hub, the hub of Ashbrook School, "
        "can verify it."
    )
    (verified,) = await story.new_events(verify(hub, employer))
    assert isinstance(verified, EmployerVerified)
    assert await story.new_events(verify(hub, employer)) == []
    await story.do(deliver)


async def test_verification_is_withdrawn_by_any_hub_and_nothing_more_is_delivered(
    story: Any,
) -> None:
    employer, school = await story.employer(), await story.school()
    await story.verify(employer)
    encounter = await propose(story, employer, school)
    other = await story.hub("southbank")
    withdraw = WithdrawVerification(
        hub=other, employer=employer, reason=VerificationLoss.SAFEGUARDING
    )
    await story.do(withdraw)
    with pytest.raises(Conflict, match="Any Careers Hub can verify it"):
        await story.do(
            DeliverEncounter(employer=employer, encounter=encounter, at=school, held_on=HELD)
        )
    with pytest.raises(Conflict, match="is not verified"):
        await story.do(withdraw)


async def test_a_hub_speaks_in_its_own_name_only(story: Any) -> None:
    employer, hub, other = await story.employer(), await story.hub(), await story.hub("southbank")

    def lead(at: UUID, kind: OrganisationKind, role: Role) -> Principal:
        return Principal(
            id="person:one", roles=frozenset({role}), organisation=Organisation(kind, at)
        )

    with pytest.raises((Forbidden, NotFound)):
        await story.do(verify(hub, employer), by=lead(other, OrganisationKind.HUB, Role.HUB_LEAD))
    with pytest.raises(Forbidden):
        await story.do(
            verify(hub, employer), by=lead(employer, OrganisationKind.EMPLOYER, Role.EMPLOYER_USER)
        )
    await story.do(verify(hub, employer), by=lead(hub, OrganisationKind.HUB, Role.FACILITATOR))


async def test_a_cornerstone_is_verified_first_and_can_end(story: Any) -> None:
    employer, hub = await story.employer(), await story.hub()
    designate = DesignateCornerstone(hub=hub, employer=employer)
    with pytest.raises(Conflict, match="not verified yet"):
        await story.do(designate)
    await story.do(verify(hub, employer))
    await story.do(designate)
    assert await story.new_events(designate) == []
    found = await load(story.platform.ledger, Employer, employer)
    assert found.cornerstone_of == {hub}
    await story.do(EndCornerstone(hub=hub, employer=employer))
    with pytest.raises(Conflict, match="no cornerstone"):
        await story.do(EndCornerstone(hub=hub, employer=employer))


async def test_two_employers_become_one_and_two_again(story: Any) -> None:
    survivor, double = await story.employer(0), await story.employer(1)
    school, hub = await story.school(), await story.hub()
    encounter = await propose(story, double, school)
    merge = MergeEmployers(hub=hub, survivor=survivor, merged=double)
    both = await story.new_events(merge)
    assert [type(event) for event in both] == [EmployersMerged, EmployersMerged]
    assert await holder(story, 1) == survivor
    with pytest.raises(Conflict, match=str(survivor)):
        await story.employer(1)  # its number leads to the one that stayed
    with pytest.raises(Conflict, match=str(survivor)):
        await propose(story, double, school)

    # Whoever acts for the merged one only has nothing to say of what the survivor offers.
    of_survivor = await propose(story, survivor, school)
    cancel = CancelEncounter(
        employer=double, encounter=of_survivor, reason=CancellationReason.EMPLOYER_UNAVAILABLE
    )
    with pytest.raises(NotFound):
        await story.do(cancel)

    # What the merged one offered is the survivor's to deliver, under the id it was offered with.
    await story.do(verify(hub, survivor))
    (delivered,) = await story.new_events(
        DeliverEncounter(employer=survivor, encounter=encounter, at=school, held_on=HELD)
    )
    assert delivered.particulars.employer == double

    undo = UndoMerge(hub=hub, survivor=survivor, merged=double)
    undone = await story.new_events(undo)
    assert [type(event) for event in undone] == [MergeUndone, MergeUndone]
    assert (await holder(story, 0), await holder(story, 1)) == (survivor, double)
    await propose(story, double, school)
    with pytest.raises(Conflict, match="not merged"):
        await story.do(undo)
    with pytest.raises(NotFound):
        await story.do(
            DeliverEncounter(employer=survivor, encounter=encounter, at=school, held_on=HELD)
        )


async def test_a_merger_is_of_two_that_stand_by_themselves(story: Any) -> None:
    first, second, third = [await story.employer(number) for number in range(3)]
    hub = await story.hub()
    with pytest.raises(Invalid, match="itself"):
        await story.do(MergeEmployers(hub=hub, survivor=first, merged=first))
    await story.do(MergeEmployers(hub=hub, survivor=first, merged=second))
    for survivor, merged in ((third, second), (second, third), (third, first)):
        with pytest.raises(Conflict) as refused:
            await story.do(MergeEmployers(hub=hub, survivor=survivor, merged=merged))
        assert refused.value.kind == "employer-merged"
    with pytest.raises(Conflict, match="Say it of that one"):
        await story.do(verify(hub, second))


async def test_a_number_taken_meanwhile_stands_in_the_way_of_undoing(story: Any) -> None:
    survivor, double, hub = await story.employer(0), await story.employer(1), await story.hub()
    await story.do(MergeEmployers(hub=hub, survivor=survivor, merged=double))

    def described(number: int) -> ChangeEmployerDetails:
        return ChangeEmployerDetails(
            employer=survivor,
            form=EmployerForm.COMPANY,
            name="Hartley Engineering",
            company_number=story.company_number(number),
        )

    await story.do(described(1))
    undo = UndoMerge(hub=hub, survivor=survivor, merged=double)
    with pytest.raises(Conflict, match="describes itself with a number of the merged one"):
        await story.do(undo)
    await story.do(described(0))  # gives the merged one's number up
    again = await story.do(
        RegisterEmployer(
            form=EmployerForm.COMPANY,
            name="Hartley Two",
            company_number=story.company_number(1),
        )
    )
    with pytest.raises(Conflict, match="belongs to another employer by now"):
        await story.do(undo)
    await story.do(
        ChangeEmployerDetails(
            employer=UUID(again["id"]),
            form=EmployerForm.COMPANY,
            name="Hartley Two",
            company_number=story.company_number(2),
        )
    )
    await story.do(undo)
    assert await holder(story, 1) == double


async def test_an_employer_says_when_it_assessed_itself(story: Any) -> None:
    employer = await story.employer()

    def on(day: date) -> RecordStandardsAssessment:
        return RecordStandardsAssessment(employer=employer, assessed_on=day)

    await story.do(on(date(2025, 11, 4)))
    assert await story.new_events(on(date(2025, 11, 4))) == []
    assert await story.new_events(on(date(2024, 11, 4))) == []
    await story.do(on(HELD))
    found = await load(story.platform.ledger, Employer, employer)
    assert found.standards_assessed_on == HELD
    with pytest.raises(Invalid, match="has not come yet"):
        await story.do(on(date(2026, 2, 12)))
