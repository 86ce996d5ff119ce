"""What employers would host, and which hubs find it in their catalogue."""

from typing import Any
from uuid import uuid4

import pytest

from hub_core.employers.hosting import HubCatalogue, catalogue_stream
from hub_core.employers.hosting_commands import DeclareHostingInterest, WithdrawHostingInterest
from hub_core.employers.hosting_events import (
    EmployerListed,
    HostingAppetite,
    HostingInterest,
    HostingInterestChanged,
    HostingInterestDeclared,
)
from hub_core.log.repository import load
from hub_core.reference.activities import ActivityType
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, NotFound

KEEN = HostingInterest(
    appetite=HostingAppetite.ACTIVELY_LOOKING,
    activities=(ActivityType.WORKPLACE_VISIT,),
    phases=(ServicePhase.SECONDARY,),
    learners=120,
    placements=8,
)
FULL = HostingInterest(appetite=HostingAppetite.ALREADY_ORGANISED)


async def test_an_interest_is_declared_changed_and_withdrawn(story: Any) -> None:
    employer, hub = await story.employer(), await story.hub()

    def declare(interest: HostingInterest) -> DeclareHostingInterest:
        return DeclareHostingInterest(
            employer=employer, academic_year="2025/26", interest=interest, hubs=(hub,)
        )

    first = await story.new_events(declare(KEEN))
    assert [type(event) for event in first] == [HostingInterestDeclared, EmployerListed]
    assert first[0].interest == KEEN
    assert await story.new_events(declare(KEEN)) == []
    (changed,) = await story.new_events(declare(FULL))
    assert isinstance(changed, HostingInterestChanged)
    withdraw = WithdrawHostingInterest(employer=employer, academic_year="2025/26")
    await story.do(withdraw)
    with pytest.raises(Conflict, match="nothing to withdraw"):
        await story.do(withdraw)
    # Said again it begins anew, and the hub's catalogue names it once.
    (again,) = await story.new_events(declare(KEEN))
    assert isinstance(again, HostingInterestDeclared)
    catalogue = await load(story.platform.ledger, HubCatalogue, catalogue_stream(hub))
    assert catalogue.employers == {"2025/26": (employer,)}


@pytest.mark.parametrize("year", ["2024/25", "2028/29"])
async def test_a_year_that_is_over_or_far_ahead_is_refused(story: Any, year: str) -> None:
    employer = await story.employer()
    with pytest.raises(Invalid, match="Give the current academic year, 2025/26"):
        await story.do(DeclareHostingInterest(employer=employer, academic_year=year, interest=KEEN))


async def test_a_hub_nobody_knows_is_refused(story: Any) -> None:
    employer = await story.employer()
    with pytest.raises(NotFound, match="no hub"):
        await story.do(
            DeclareHostingInterest(
                employer=employer, academic_year="2025/26", interest=KEEN, hubs=(uuid4(),)
            )
        )
