"""A history gives the same evidence whatever came between: corrections, withdrawals, late words."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.encounters.codes import CorrectionReason, DisputeReason
from hub_core.gatsby.edition import editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure, Status
from hub_core.gatsby.progress import figures
from hub_core.guidance.codes import MeetingCorrection
from hub_core.guidance.events import GuidanceMeetingHeld, GuidanceMeetingWithdrawn, Meeting
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.matching.events import EncounterMatched, MatchSplit, SplitReason
from hub_core.membership.events import (
    InstitutionDetails,
    InstitutionDetailsChanged,
    InstitutionRegistered,
)
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EncounterKind,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import CohortDeclared
from hub_core.training.codes import TrainingKind
from hub_core.training.events import CompletionWithdrawn, TrainingCompleted
from hub_core.workforce.codes import LeavingReason
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown
from projections.benchmark_progress.history import History

SCHOOL, EMPLOYER = UUID(int=1), UUID(int=2)
ENCOUNTER = UUID(int=3)
HELD, EASTER = date(2026, 1, 14), date(2026, 3, 31)
#: Year 8 in 2025/26.
COHORT = 2029
PARTICULARS = e.Particulars(
    employer=EMPLOYER, kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON
)
YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)


def _came(*learners: int) -> e.Attendance:
    return e.Attendance(total=len(learners), learners=pack(learners))


def delivered(**more: Any) -> e.EncounterDelivered:
    return e.EncounterDelivered(
        encounter=ENCOUNTER, institution=SCHOOL, occurred_on=HELD, particulars=PARTICULARS, **more
    )


def confirmed(*learners: int) -> e.EncounterConfirmed:
    return e.EncounterConfirmed(
        encounter=ENCOUNTER,
        institution=SCHOOL,
        occurred_on=HELD,
        particulars=PARTICULARS,
        attendance=_came(*learners),
        checks=YES,
    )


WITHDRAWN = e.ConfirmationWithdrawn(
    encounter=ENCOUNTER,
    institution=SCHOOL,
    occurred_on=HELD,
    reason=CorrectionReason.BY_MISTAKE,
)
DISPUTED = e.EncounterDisputed(
    encounter=ENCOUNTER,
    institution=SCHOOL,
    occurred_on=HELD,
    reason=DisputeReason.NUMBERS_DIFFER,
)
BEGINNING: list[Event] = [
    InstitutionRegistered(
        institution=SCHOOL,
        occurred_on=date(2020, 9, 1),
        urn="100025",
        details=InstitutionDetails(
            name="Ashbrook School", phase=ServicePhase.SECONDARY, low_age=11, high_age=16
        ),
    ),
    CohortDeclared(
        institution=SCHOOL, occurred_on=date(2025, 9, 8), cohort=COHORT, learners=pack(range(10))
    ),
]


def history(*events: Event) -> History:
    told = History(SCHOOL)
    for position, event in enumerate([*BEGINNING, *events], start=1):
        told.apply(event, position)
    return told


def reached(*events: Event) -> int:
    """Learners in Year 8 with a meaningful encounter."""
    found = figures(editions()["GATSBY-2024"], history(*events).evidence(EASTER))
    return next(
        figure.numerator
        for _, figure in found
        if (figure.criterion, figure.year_group, figure.group) == ("5.1", 8, None)
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
            "attendance": _came(*sorted(learners)),
            "checks": YES,
        }
        if act == "record":
            events.append(a.ActivityRecorded(**given_))
        else:
            events.append(a.ActivityCorrected(**given_, reason=a.ActivityCorrection.WRONG_LEARNERS))
    met = set[int]().union(*latest.values()) & set(range(10))
    assert reached(*events) == len(met)


MATCHED = EncounterMatched(
    institution=SCHOOL, encounter=ENCOUNTER, activity=UUID(int=101), occurred_on=HELD
)
SPLIT = MatchSplit(
    institution=SCHOOL,
    encounter=ENCOUNTER,
    activity=UUID(int=101),
    occurred_on=HELD,
    reason=SplitReason.BY_MISTAKE,
)


def recorded(*learners: int) -> a.ActivityRecorded:
    """The school's own record of the same talk."""
    return a.ActivityRecorded(
        institution=SCHOOL,
        activity=UUID(int=101),
        occurred_on=HELD,
        details=a.Details(type=ActivityType.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON),
        attendance=_came(*learners),
        checks=YES,
    )


def all_figures(*events: Event) -> list[Any]:
    known = history(*events).evidence(EASTER)
    return [list(figures(edition, known)) for edition in editions().values()]


@given(
    st.sets(st.integers(0, 12), min_size=1),
    st.sets(st.integers(0, 12), min_size=1),
    st.sampled_from([delivered(reported=9), None]),
    st.booleans(),
)
def test_a_match_counts_once_and_split_again_is_as_if_it_had_never_been(
    confirmed_by: set[int], recorded_by: set[int], before: Event | None, late: bool
) -> None:
    told = [recorded(*recorded_by), confirmed(*confirmed_by)]
    told = [*([before] if before else []), *(reversed(told) if late else told)]
    apart, matched = all_figures(*told), all_figures(*told, MATCHED)
    assert all_figures(*told, MATCHED, SPLIT) == apart
    for one_edition, same_edition in zip(matched, apart, strict=True):
        for (_, one), (_, was) in zip(one_edition, same_edition, strict=True):
            assert one.numerator <= was.numerator
            assert one.at_most <= was.at_most
    known = history(*told, MATCHED)
    assert {ENCOUNTER, UUID(int=101)} <= known.facts.keys(), "both sources are kept"


def test_a_match_ends_where_one_of_the_two_no_longer_stands() -> None:
    """What is left counts for itself, and the match holds again when the other comes back."""
    withdrawn = a.ActivityWithdrawn(
        institution=SCHOOL,
        activity=UUID(int=101),
        occurred_on=HELD,
        reason=a.ActivityCorrection.DID_NOT_TAKE_PLACE,
    )
    told = [recorded(1, 2), confirmed(2, 3), MATCHED]
    assert reached(*told) == 3
    assert reached(*told, withdrawn) == 2
    assert reached(*told, WITHDRAWN) == 2


TRAINING = UUID(int=9)


def trained(kind: TrainingKind, *, training: UUID | None = TRAINING) -> TrainingCompleted:
    return TrainingCompleted(
        institution=SCHOOL, person=UUID(int=8), occurred_on=HELD, kind=kind, training=training
    )


TAKEN_BACK = CompletionWithdrawn(
    institution=SCHOOL, person=UUID(int=8), occurred_on=HELD, kind=TrainingKind.STAFF_CPD
)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([trained(TrainingKind.STAFF_CPD)], 1),
        ([trained(TrainingKind.TECHNICAL_PATHWAYS)], 1),
        ([trained(TrainingKind.GOVERNOR)], 0),
        ([trained(TrainingKind.STAFF_CPD, training=None)], 0),
        ([trained(TrainingKind.STAFF_CPD), TAKEN_BACK], 0),
        ([TAKEN_BACK], 0),
    ],
)
def test_staff_trained_where_it_was_seen_are_staff_development(
    events: list[Event], found: int
) -> None:
    told = figures(editions()["GATSBY-2024"], history(*events).evidence(EASTER))
    [figure] = [one for _, one in told if one.criterion == "4.2"]
    assert figure.numerator == found


def in_post(on: date = HELD, person: int = 8) -> CareersLeaderAppointed:
    return CareersLeaderAppointed(institution=SCHOOL, person=UUID(int=person), occurred_on=on)


STOOD_DOWN = CareersLeaderStoodDown(
    institution=SCHOOL,
    person=UUID(int=8),
    occurred_on=date(2026, 3, 2),
    reason=LeavingReason.LEFT,
)
BY_MISTAKE = CareersLeaderStoodDown(
    institution=SCHOOL,
    person=UUID(int=8),
    occurred_on=EASTER,
    reason=LeavingReason.RECORDED_WRONGLY,
)
LEADER, UNTRAINED_AGAIN = (
    trained(TrainingKind.CAREERS_LEADER),
    CompletionWithdrawn(
        institution=SCHOOL,
        person=UUID(int=8),
        occurred_on=EASTER,
        kind=TrainingKind.CAREERS_LEADER,
    ),
)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], Status.NO_DATA),
        ([LEADER], Status.NO_DATA),
        ([in_post()], Status.IN_PROGRESS),
        ([in_post(), trained(TrainingKind.STAFF_CPD)], Status.IN_PROGRESS),
        ([in_post(), trained(TrainingKind.CAREERS_LEADER, training=None)], Status.IN_PROGRESS),
        ([in_post(), LEADER], Status.ACHIEVED),
        ([LEADER, in_post()], Status.ACHIEVED),
        ([in_post(person=7), LEADER], Status.IN_PROGRESS),
        ([in_post(), LEADER, UNTRAINED_AGAIN], Status.IN_PROGRESS),
        ([in_post(), LEADER, STOOD_DOWN], Status.NOT_ACHIEVED),
        ([in_post(), LEADER, STOOD_DOWN, in_post(EASTER, 7)], Status.IN_PROGRESS),
        ([in_post(), LEADER, BY_MISTAKE], Status.NO_DATA),
    ],
)
def test_a_trained_careers_leader_in_post_is_criterion_1_1(
    events: list[Event], status: Status
) -> None:
    assert _one("1.1", history(*events).evidence(EASTER)).status is status


def test_who_was_in_post_on_a_day_is_not_who_is_now() -> None:
    told = history(in_post(), LEADER, STOOD_DOWN)
    assert _one("1.1", told.evidence(date(2026, 2, 1))).status is Status.ACHIEVED
    assert _one("1.1", told.evidence(date(2026, 1, 1))).status is Status.NO_DATA


def _one(criterion: str, evidence: Evidence) -> Figure:
    told = figures(editions()["GATSBY-2024"], evidence)
    [figure] = [one for _, one in told if one.criterion == criterion and one.group is None]
    return figure


def meeting(activity: int, *learners: int, on: date = HELD, level: int = 6) -> a.ActivityRecorded:
    return a.ActivityRecorded(
        institution=SCHOOL,
        activity=UUID(int=activity),
        occurred_on=on,
        details=a.Details(type=ActivityType.GUIDANCE_MEETING, adviser_level=level),
        attendance=_came(*learners),
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
    figure = _one("8.2", history(WITH_SIXTH_FORM, roll, *events).evidence(EASTER))
    assert (figure.year_group, figure.numerator) == (13, found)
