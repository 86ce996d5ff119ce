"""A guidance meeting that was both recorded and synced is one meeting."""

from datetime import date
from uuid import UUID

import pytest

from hub_core.activities import events as a
from hub_core.guidance.codes import MeetingCorrection
from hub_core.guidance.events import GuidanceMeetingHeld, GuidanceMeetingWithdrawn, Meeting
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.membership.events import InstitutionDetails, InstitutionDetailsChanged
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import CohortDeclared
from tests.projections.benchmark_progress.told_of_a_school import (
    EASTER,
    HELD,
    SCHOOL,
    came,
    figure_of,
    history,
)


def meeting(activity: int, *learners: int, on: date = HELD, level: int = 6) -> a.ActivityRecorded:
    return a.ActivityRecorded(
        institution=SCHOOL,
        activity=UUID(int=activity),
        occurred_on=on,
        details=a.Details(type=ActivityType.GUIDANCE_MEETING, adviser_level=level),
        attendance=came(*learners),
    )


def of_record(activity: int, learner: int) -> GuidanceMeetingHeld:
    held = Meeting(adviser=UUID(int=7), mode=DeliveryMode.IN_PERSON, minutes=40, level=6)
    return GuidanceMeetingHeld(
        institution=SCHOOL, meeting=UUID(int=activity), occurred_on=HELD, learner=learner, held=held
    )


EARLIER = date(2025, 11, 5)
WITH_SIXTH_FORM = InstitutionDetailsChanged(
    institution=SCHOOL,
    occurred_on=EARLIER,
    details=InstitutionDetails(
        name="Ashbrook", phase=ServicePhase.SECONDARY, low_age=11, high_age=18
    ),
)
NO_RECORD = GuidanceMeetingWithdrawn(
    institution=SCHOOL,
    meeting=UUID(int=201),
    occurred_on=HELD,
    reason=MeetingCorrection.DUPLICATE,
)
GONE = a.ActivityWithdrawn(
    institution=SCHOOL,
    activity=UUID(int=201),
    occurred_on=HELD,
    reason=a.ActivityCorrection.DUPLICATE,
)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        # Learner 1 was recorded and synced on one day, learner 2 only synced: one meeting each.
        ([meeting(201, 1), of_record(201, 1), meeting(202, 1, 2)], 0),
        ([meeting(202, 1, 2), meeting(201, 1), of_record(201, 1)], 0),
        # A meeting of another day is a second one.
        ([meeting(201, 1), of_record(201, 1), meeting(202, 1, 2, on=EARLIER)], 1),
        # Two syncs are left as they are: nothing says that they are one.
        ([meeting(201, 1), meeting(202, 1, 2)], 1),
        # The record gone, the sync stands again.
        ([meeting(201, 1), of_record(201, 1), meeting(202, 1, 2), GONE, NO_RECORD], 0),
    ],
)
def test_a_meeting_both_recorded_and_synced_is_one_of_the_two_asked_for_by_18(
    events: list[Event], found: int
) -> None:
    """Criterion 8.2: two meetings by 18."""
    roll = CohortDeclared(
        institution=SCHOOL,
        occurred_on=date(2025, 9, 2),
        cohort=2024,
        learners=pack([1, 2, 3]),
    )
    figure = figure_of("8.2", history(WITH_SIXTH_FORM, roll, *events).evidence(EASTER))
    assert (figure.year_group, figure.numerator) == (13, found)
