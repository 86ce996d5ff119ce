"""The contact guard: never more approaches than an employer wishes, whoever asks."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.employers.approach_commands import RecordApproach, SetApproachLimits
from hub_core.employers.approach_events import ApproachLimits, ApproachPurpose
from hub_core.employers.approaches import limits_as_shipped, next_possible
from hub_core.membership.commands import AdmitMember
from hub_core.refusals import Conflict

TODAY = date(2026, 2, 11)
limits = st.builds(
    ApproachLimits,
    approaches=st.integers(1, 5),
    days=st.integers(1, 60),
    cool_off_days=st.integers(0, 20),
)
past = st.lists(st.dates(TODAY - timedelta(days=80), TODAY), max_size=12)


def keeps(days: list[date], rules: ApproachLimits) -> bool:
    """Whether the last of these days keeps to the limits, said plainly."""
    *before, last = sorted(days)
    window = [day for day in before if (last - day).days < rules.days]
    cool = not before or (last - before[-1]).days >= rules.cool_off_days
    return cool and len(window) < rules.approaches


@given(past, limits)
def test_the_day_told_is_the_first_that_keeps_to_the_limits(
    days: list[date], rules: ApproachLimits
) -> None:
    told = next_possible(days, rules, TODAY)
    assert told is not None
    assert keeps([*days, told], rules)
    earlier = [TODAY + timedelta(days=n) for n in range((told - TODAY).days)]
    assert not any(keeps([*days, day], rules) for day in earlier)


def test_nobody_may_ask_an_employer_that_wants_none() -> None:
    assert next_possible([], ApproachLimits(approaches=0, days=90), TODAY) is None


def test_the_limits_as_shipped_are_data() -> None:
    assert limits_as_shipped() == ApproachLimits(approaches=6, days=90, cool_off_days=7)


async def test_schools_together_are_kept_to_what_the_employer_wishes(story: Any) -> None:
    employer, hub = await story.employer(), await story.hub()
    first, second = await story.school(), await story.school()
    await story.do(AdmitMember(hub=hub, institution=second))
    wish = ApproachLimits(approaches=1, days=30)
    await story.do(SetApproachLimits(employer=employer, limits=wish))
    (noted,) = await story.new_events(
        RecordApproach(institution=first, approached=employer, purpose=ApproachPurpose.PLACEMENT)
    )
    assert (noted.institution, noted.employer) == (first, employer)
    again = RecordApproach(
        institution=second, approached=employer, purpose=ApproachPurpose.ENCOUNTER
    )
    with pytest.raises(Conflict) as refused:
        await story.do(again)
    assert refused.value.kind == "asked-enough"
    assert refused.value.detail == (
        "Hartley Engineering has been approached as often as it wishes for now. It is possible again "
        "from 13 March 2026. Northbank Careers Hub coordinates approaches for its members: ask it to "
        "speak for several of you."
    )
    assert str(first) not in refused.value.detail


async def test_schools_asking_at_once_do_not_pass_the_guard_together(story: Any) -> None:
    employer = await story.employer()
    await story.do(
        SetApproachLimits(employer=employer, limits=ApproachLimits(approaches=2, days=30))
    )
    schools = [await story.school() for _ in range(5)]

    async def ask(school: Any) -> str:
        try:
            await story.do(
                RecordApproach(
                    institution=school, approached=employer, purpose=ApproachPurpose.OTHER
                )
            )
        except Conflict as refused:
            return refused.kind
        return "noted"

    told = sorted(await asyncio.gather(*map(ask, schools)))
    assert told == ["asked-enough"] * 3 + ["noted"] * 2
