"""A history gives the same evidence whatever came between: corrections, withdrawals, late words."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.activities import events as a
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode, EvidenceStrength
from tests.projections.benchmark_progress.told_of_a_school import (
    COHORT,
    DISPUTED,
    EASTER,
    ENCOUNTER,
    HELD,
    SCHOOL,
    WITHDRAWN,
    YES,
    came,
    confirmed,
    delivered,
    history,
    reached,
)


@pytest.mark.parametrize(
    ("events", "learners"),
    [
        ([delivered(reported=9)], 0),
        ([delivered(reported=9), confirmed(1, 2, 3)], 3),
        ([confirmed(1, 2, 3), delivered(reported=9)], 3),
        ([confirmed(1, 2, 3), WITHDRAWN], 0),
        ([confirmed(1, 2, 3), WITHDRAWN, confirmed(4)], 1),
        ([delivered(reported=9), DISPUTED], 0),
        ([delivered(reported=9), DISPUTED, confirmed(5, 6)], 2),
        ([confirmed(1, 2, 99)], 2),
    ],
)
def test_an_encounter_counts_on_the_school_s_latest_word(
    events: list[Event], learners: int
) -> None:
    assert reached(*events) == learners


def test_what_the_employer_reported_stands_again_when_a_confirmation_is_withdrawn() -> None:
    told = history(delivered(reported=9), confirmed(1), WITHDRAWN)
    assert told.facts[ENCOUNTER].strength is EvidenceStrength.EMPLOYER_REPORTED
    assert ENCOUNTER not in history(confirmed(1), WITHDRAWN).facts
    assert ENCOUNTER not in history(delivered(reported=9), DISPUTED).facts


def test_the_register_says_which_year_groups_are_taught() -> None:
    assert history().setting.year_groups == frozenset(range(7, 12))


def test_a_window_before_the_first_word_is_history_incomplete() -> None:
    evidence = history(confirmed(1)).evidence(EASTER)
    assert evidence.recorded_from[COHORT] == date(2025, 9, 1)
    assert evidence.supplied
    assert not history().evidence(date(2024, 3, 31)).supplied


activities = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["record", "correct", "withdraw"]),
        st.sets(st.integers(0, 12), min_size=1, max_size=8),
    ),
    max_size=12,
)


@given(activities)
def test_activities_stand_as_their_latest_event_left_them(
    told: list[tuple[int, str, set[int]]],
) -> None:
    """Against the plainest model: the last word on each activity, added up."""
    latest: dict[int, set[int]] = {}
    events: list[Event] = []
    for number, act, learners in told:
        activity = UUID(int=100 + number)
        if act == "withdraw":
            latest.pop(number, None)
            events.append(
                a.ActivityWithdrawn(
                    institution=SCHOOL,
                    activity=activity,
                    occurred_on=HELD,
                    reason=a.ActivityCorrection.DUPLICATE,
                )
            )
            continue
        latest[number] = learners
        given_: dict[str, Any] = {
            "institution": SCHOOL,
            "activity": activity,
            "occurred_on": HELD,
            "details": a.Details(type=ActivityType.ALUMNI_TALK, mode=DeliveryMode.IN_PERSON),
            "attendance": came(*sorted(learners)),
            "checks": YES,
        }
        if act == "record":
            events.append(a.ActivityRecorded(**given_))
        else:
            events.append(a.ActivityCorrected(**given_, reason=a.ActivityCorrection.WRONG_LEARNERS))
    met = set[int]().union(*latest.values()) & set(range(10))
    assert reached(*events) == len(met)
