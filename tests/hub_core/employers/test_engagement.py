"""Which employers lapsed, as a table tells it."""

from datetime import date
from uuid import UUID

import pytest

from hub_core.employers.engagement import Meeting, engagements

EMPLOYER, SCHOOL, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
LAST_YEAR, THIS_YEAR, NEXT_MONTH = date(2024, 11, 5), date(2025, 11, 4), date(2026, 3, 4)


def meeting(day: date, *, took_place: bool = True, institution: UUID = SCHOOL) -> Meeting:
    return Meeting(employer=EMPLOYER, institution=institution, day=day, took_place=took_place)


@pytest.mark.parametrize(
    ("meetings", "lapsed"),
    [
        ([meeting(LAST_YEAR)], True),
        ([meeting(LAST_YEAR), meeting(THIS_YEAR)], False),
        # A booking is enough, at whichever institution.
        ([meeting(LAST_YEAR), meeting(NEXT_MONTH, took_place=False, institution=OTHER)], False),
        # What was only planned last year was no activity.
        ([meeting(LAST_YEAR, took_place=False)], False),
        # Who met nobody for two years is not newly lapsed.
        ([meeting(date(2023, 11, 7))], False),
        ([meeting(date(2024, 8, 31))], False),
        ([meeting(date(2024, 9, 1))], True),
        ([meeting(date(2025, 8, 31))], True),
    ],
)
def test_who_lapsed(meetings: list[Meeting], lapsed: bool) -> None:
    assert engagements(meetings, "2025/26")[EMPLOYER].lapsed is lapsed


def test_the_last_day_they_met_and_with_how_many() -> None:
    found = engagements(
        [meeting(THIS_YEAR), meeting(LAST_YEAR), meeting(LAST_YEAR, institution=OTHER)], "2025/26"
    )[EMPLOYER]
    assert found.last_met == THIS_YEAR
    assert (found.met_last_year, found.booked_this_year) == ({SCHOOL, OTHER}, {SCHOOL})
