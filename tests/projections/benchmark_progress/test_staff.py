"""Staff who were trained, and a trained careers leader in post, as the log tells of them."""

from datetime import date
from uuid import UUID

import pytest

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.progress import figures
from hub_core.log.event import Event
from hub_core.training.codes import TrainingKind
from hub_core.training.events import CompletionWithdrawn, TrainingCompleted
from hub_core.workforce.codes import LeavingReason
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown
from tests.projections.benchmark_progress.told_of_a_school import (
    EASTER,
    HELD,
    SCHOOL,
    figure_of,
    history,
)

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
    assert figure_of("1.1", history(*events).evidence(EASTER)).status is status


def test_who_was_in_post_on_a_day_is_not_who_is_now() -> None:
    told = history(in_post(), LEADER, STOOD_DOWN)
    assert figure_of("1.1", told.evidence(date(2026, 2, 1))).status is Status.ACHIEVED
    assert figure_of("1.1", told.evidence(date(2026, 1, 1))).status is Status.NO_DATA
