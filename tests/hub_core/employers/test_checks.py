"""Insurance and checks: until when they hold, and what a placement still lacks."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.employers.check_commands import DeclareCheckNotNeeded, RecordCheck
from hub_core.employers.check_events import CheckKind, CheckNotNeededReason, CheckRecorded
from hub_core.employers.checks import Checks, shortfalls
from hub_core.reference.employers import EmployerSize
from hub_core.refusals import Conflict, Forbidden, Invalid

INSURANCE = CheckKind.LIABILITY_INSURANCE
LAST = date(2026, 6, 26)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def checks(**until: date) -> Checks:
    held = Checks.of(uuid4())
    for name, day in until.items():
        held.hold(
            uuid4(), CheckKind[name], valid_until=day, seen_by=None, on=date(2026, 1, 1), at=AT
        )
    return held


def lacking(held: Checks, size: EmployerSize | None, *, supervising: bool = False) -> list[str]:
    return [
        told.partition(" ")[0]
        for told in shortfalls(held, size=size, supervising=supervising, until=LAST)
    ]


@pytest.mark.parametrize(
    ("held", "size", "supervising", "lacks"),
    [
        ({}, EmployerSize.LARGE, False, ["Employers'", "Risk", "Health"]),
        ({}, EmployerSize.SOLE_TRADER, False, ["Employers'", "Risk"]),
        ({}, EmployerSize.SOLE_TRADER, True, ["Employers'", "Risk", "Safeguarding"]),
        (
            {"LIABILITY_INSURANCE": LAST, "RISK_ASSESSMENT": LAST},
            EmployerSize.SOLE_TRADER,
            False,
            [],
        ),
        (
            {"LIABILITY_INSURANCE": date(2026, 6, 25), "RISK_ASSESSMENT": LAST},
            EmployerSize.SOLE_TRADER,
            False,
            ["Employers'"],
        ),
        ({"HEALTH_AND_SAFETY_POLICY": LAST}, None, False, ["Employers'", "Risk"]),
    ],
)
def test_what_a_placement_lacks(
    held: dict[str, date], size: EmployerSize | None, supervising: bool, lacks: list[str]
) -> None:
    assert lacking(checks(**held), size, supervising=supervising) == lacks


def test_a_small_employer_needs_no_policy_once_it_says_so() -> None:
    held = checks()
    reason = CheckNotNeededReason.FIVE_OR_FEWER
    policy = CheckKind.HEALTH_AND_SAFETY_POLICY
    assert "Health" in lacking(held, EmployerSize.MICRO)
    held.need_none(uuid4(), policy, reason, size=EmployerSize.MICRO, on=LAST, at=AT)
    assert "Health" not in lacking(held, EmployerSize.MICRO)


async def test_the_employer_says_what_it_holds_and_the_hub_that_it_saw_it(story: Any) -> None:
    employer, hub = await story.employer(), await story.hub()
    command = RecordCheck(employer=employer, kind=INSURANCE, valid_until=LAST)
    own = Principal(
        id="person:one",
        roles=frozenset({Role.EMPLOYER_USER}),
        organisation=Organisation(OrganisationKind.EMPLOYER, employer),
    )
    (told,) = await story.new_events(command)
    assert told == CheckRecorded(
        employer=employer, kind=INSURANCE, occurred_on=date(2026, 2, 11), valid_until=LAST
    )
    assert await story.new_events(command) == []
    with pytest.raises(Forbidden, match="seen by the hub that says so"):
        await story.do(
            RecordCheck(employer=employer, kind=INSURANCE, valid_until=LAST, hub=hub), by=own
        )
    lead = Principal(
        id="person:two",
        roles=frozenset({Role.HUB_LEAD}),
        organisation=Organisation(OrganisationKind.HUB, hub),
    )
    await story.do(
        RecordCheck(employer=employer, kind=INSURANCE, valid_until=LAST, hub=hub), by=lead
    )


@pytest.mark.parametrize("day", [date(2026, 2, 10), date(2036, 2, 11)])
async def test_a_paper_that_is_over_is_refused(story: Any, day: date) -> None:
    with pytest.raises(Invalid, match="is over, or too far ahead"):
        await story.do(
            RecordCheck(employer=await story.employer(), kind=INSURANCE, valid_until=day)
        )


async def test_what_is_always_needed_cannot_be_declared_away(story: Any) -> None:
    employer = await story.employer()  # 120 employees
    for kind, why in (
        (INSURANCE, "whatever the size"),
        (CheckKind.HEALTH_AND_SAFETY_POLICY, "50 to 249 employees"),
    ):
        with pytest.raises(Conflict, match=why):
            await story.do(
                DeclareCheckNotNeeded(
                    employer=employer, kind=kind, reason=CheckNotNeededReason.FIVE_OR_FEWER
                )
            )
