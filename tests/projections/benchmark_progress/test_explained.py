"""An explanation says of every record what it brought or why it does not count, by hand."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.gatsby.edition import editions
from hub_core.gatsby.explain import explained
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.progress import figures
from hub_core.guidance.events import GuidanceMeetingHeld, Meeting
from hub_core.learner_sets import pack
from hub_core.log.event import Event, encode
from hub_core.matching.events import EncounterMatched
from hub_core.membership.events import InstitutionRegistered
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EncounterKind,
    MeaningfulCheck,
)
from hub_core.rosters.events import CohortDeclared, RollDeclared
from projections.benchmark_progress.fold import PROJECTION
from projections.benchmark_progress.reading import read
from tests.projections.benchmark_progress.happenings import SCHOOL, details

EASTER, JANUARY = date(2026, 3, 31), date(2026, 1, 14)
TALK, OWN = UUID(int=3), UUID(int=101)
YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)
REGISTERED = InstitutionRegistered(
    institution=SCHOOL, occurred_on=date(2020, 9, 1), urn="100025", details=details(11, 18)
)
#: Ten learners in Year 8 and three in Year 11.
NAMED: list[Event] = [
    REGISTERED,
    *(
        CohortDeclared(institution=SCHOOL, occurred_on=date(2025, 9, 1), cohort=cohort, learners=pack(there))
        for cohort, there in ((2029, range(10)), (2026, range(20, 23)))
    ),
]  # fmt: skip
#: A hundred learners in Year 8, nobody named.
COUNTED: list[Event] = [
    REGISTERED,
    RollDeclared(institution=SCHOOL, occurred_on=date(2025, 9, 1), roll={8: 100}),
]


def came(*learners: int) -> e.Attendance:
    return e.Attendance(total=len(learners), learners=pack(learners))


def counted(**year_groups: int) -> e.Attendance:
    counts = {int(one.removeprefix("y")): number for one, number in year_groups.items()}
    return e.Attendance(total=sum(counts.values()), counts=counts)


def confirmed(attendance: e.Attendance, on: date = JANUARY, **more: Any) -> e.EncounterConfirmed:
    mode = more.pop("mode", DeliveryMode.IN_PERSON)
    return e.EncounterConfirmed(
        encounter=more.pop("encounter", TALK),
        institution=SCHOOL,
        occurred_on=on,
        particulars=e.Particulars(
            employer=UUID(int=2), kind=EncounterKind.EMPLOYER_TALK, mode=mode
        ),
        attendance=attendance,
        checks=more.pop("checks", YES),
    )


def recorded(
    attendance: e.Attendance, kind: ActivityType = ActivityType.EMPLOYER_TALK, **more: Any
) -> a.ActivityRecorded:
    return a.ActivityRecorded(
        institution=SCHOOL,
        activity=more.pop("activity", OWN),
        occurred_on=JANUARY,
        details=a.Details(type=kind, mode=DeliveryMode.IN_PERSON, **more),
        attendance=attendance,
        checks=YES,
    )


DELIVERED = e.EncounterDelivered(
    encounter=TALK,
    institution=SCHOOL,
    occurred_on=JANUARY,
    particulars=confirmed(came()).particulars,
    reported=9,
)
_WORD = {"institution": SCHOOL, "encounter": TALK, "occurred_on": JANUARY}
WITHDRAWN = e.ConfirmationWithdrawn(**_WORD, reason=CorrectionReason.WRONG_DATE)
DISPUTED = e.EncounterDisputed(**_WORD, reason=DisputeReason.DID_NOT_TAKE_PLACE)
CANCELLED = e.EncounterCancelled(**_WORD, reason=CancellationReason.TOO_FEW_LEARNERS)
NO_ACTIVITY = a.ActivityWithdrawn(
    institution=SCHOOL,
    activity=OWN,
    occurred_on=JANUARY,
    reason=a.ActivityCorrection.DID_NOT_TAKE_PLACE,
)
AS_LMI = a.ActivityCorrected(
    institution=SCHOOL,
    activity=OWN,
    occurred_on=JANUARY,
    details=a.Details(type=ActivityType.LMI_SESSION),
    attendance=came(1, 2),
    reason=a.ActivityCorrection.WRONG_DETAILS,
)
MATCHED = EncounterMatched(institution=SCHOOL, encounter=TALK, activity=OWN, occurred_on=JANUARY)
HELD = GuidanceMeetingHeld(
    institution=SCHOOL,
    meeting=UUID(int=201),
    occurred_on=JANUARY,
    learner=20,
    held=Meeting(adviser=UUID(int=7), mode=DeliveryMode.IN_PERSON, minutes=40, level=6),
)
NO = {MeaningfulCheck.TIME_TO_REFLECT: CheckAnswer.NO}
LATER = date(2026, 4, 1)


def steps(
    events: list[Event], criterion: str, year_group: int, beginning: list[Event]
) -> list[tuple[int, str | None]]:
    """What each record brought, or why it did not count; checked to add up to the figure."""
    edition = editions()["GATSBY-2024"]
    measure = next(one.measure for _, one in edition.criteria() if one.code == criterion)
    assert isinstance(measure, LearnersReached)
    rows = [
        (position, event.TOPIC, encode(event))
        for position, event in enumerate([*beginning, *events], start=1)
    ]
    history, _ = read(SCHOOL, rows, PROJECTION.decoders(), measure.kinds)
    evidence = history.evidence(EASTER)
    found = list(explained(measure, evidence, year_group, list(history.left_out())))
    figure = next(
        one
        for _, one in figures(edition, evidence)
        if (one.criterion, one.year_group, one.group) == (criterion, year_group, None)
    )
    assert sum(step.contribution for step in found) == figure.numerator
    return [(step.contribution, step.not_counted and step.not_counted.value) for step in found]


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([confirmed(came(1, 2, 3))], [(3, None)]),
        ([confirmed(came(1, 2, 99))], [(2, None)]),
        ([confirmed(came(20, 21))], []),  # Year 11's own
        ([confirmed(came(1), mode=DeliveryMode.VIRTUAL_LIVE)], [(1, None)]),
        ([confirmed(came(1), mode=DeliveryMode.VIRTUAL_RECORDED)], [(0, "mode")]),
        ([confirmed(came(1), checks=YES | NO)], [(0, "not_meaningful")]),
        ([confirmed(came(1), checks={})], [(0, "not_checked")]),
        ([confirmed(came(1), date(2025, 8, 31))], [(0, "outside_window")]),
        ([confirmed(came(1), date(2025, 9, 1))], [(1, None)]),
        ([confirmed(came(1), LATER)], []),  # not yet, as at Easter
        ([DELIVERED], [(0, "unconfirmed")]),
        ([confirmed(came())], [(0, "not_attended")]),
        ([confirmed(counted(y8=30))], [(0, "counted")]),
        ([confirmed(counted(y9=30))], []),
        ([confirmed(came(1)), WITHDRAWN], [(0, "withdrawn")]),
        ([confirmed(came(1)), DISPUTED], [(0, "withdrawn")]),
        ([DELIVERED, CANCELLED], [(0, "withdrawn")]),
        ([DELIVERED, confirmed(came(1)), WITHDRAWN], [(0, "unconfirmed")]),
        ([confirmed(came(1)), WITHDRAWN, confirmed(came(2, 3))], [(2, None)]),
        ([recorded(came(1, 2)), NO_ACTIVITY], [(0, "withdrawn")]),
        ([recorded(came(1, 2)), AS_LMI], []),  # no encounter after all
        ([confirmed(came(1, 2)), recorded(came(2, 3))], [(2, None), (1, None)]),
        ([confirmed(came(1, 2)), recorded(came(1, 2)), MATCHED], [(0, "matched"), (2, None)]),
        (
            [recorded(came(1), ActivityType.CURRICULUM_LINK, also=(ActivityKind.EMPLOYER_ENCOUNTER,))],
            [(1, None)],
        ),
        ([recorded(came(1), ActivityType.CURRICULUM_LINK)], []),
    ],
)  # fmt: skip
def test_what_counts_for_a_named_year_group(
    events: list[Event], told: list[tuple[int, str | None]]
) -> None:
    assert sorted(steps(events, "5.1", 8, NAMED), key=str) == sorted(told, key=str)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        # Sixty of a hundred at least; thirty more may be among them.
        ([confirmed(counted(y8=60)), recorded(counted(y8=30))], [(60, None), (0, None)]),
        ([confirmed(counted(y8=30)), recorded(counted(y8=60))], [(30, None), (30, None)]),
        ([confirmed(counted(y8=60)), WITHDRAWN], [(0, "withdrawn")]),
        ([DELIVERED], [(0, "unconfirmed")]),
        ([confirmed(counted(y9=60))], []),
    ],
)
def test_what_counts_where_nobody_is_named(
    events: list[Event], told: list[tuple[int, str | None]]
) -> None:
    assert steps(events, "5.1", 8, COUNTED) == told


def test_a_synced_meeting_with_a_record_of_its_own_is_matched() -> None:
    meeting = ActivityType.GUIDANCE_MEETING
    of_record = recorded(came(20), meeting, activity=UUID(int=201), adviser_level=6)
    synced = recorded(came(20), meeting, activity=UUID(int=202), adviser_level=6)
    told = [of_record, HELD, synced]
    assert steps(list(told), "8.1", 11, NAMED) == [(1, None), (0, "matched")]
