"""What moved a figure that is no plain share of learners, activity by activity, reckoned by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub_core.gatsby.explain_figure import figure_explained
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.leadership import Leadership
from hub_core.gatsby.progress import measured
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityKind, ActivityType, Subject
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, EvidenceStrength
from hub_core.training.codes import TrainingKind
from hub_core.training.events import CompletionWithdrawn, TrainingCompleted
from hub_core.workforce.codes import LeavingReason
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown
from tests.hub_core.gatsby.examples import EASTER, criterion, evidence, fact, provider, roll, talk

OCTOBER, JANUARY, LAST_YEAR = date(2025, 10, 6), date(2026, 1, 12), date(2025, 3, 2)
ROLL = roll(y8=range(80, 90), y11=range(110, 120))
K, ON = ActivityKind, CheckAnswer
RECORDED = {"mode": DeliveryMode.VIRTUAL_RECORDED}
UNCONFIRMED = {"strength": EvidenceStrength.EMPLOYER_REPORTED}
Told = list[tuple[int, str | None]]


def why(
    code: str, facts: Sequence[Fact], year_group: int | None = None, part: str = "", **more: Any
) -> Told:
    """What each activity brought to a figure, or why it did not count, held against the figure."""
    rule, known = criterion(code), evidence(facts, ROLL, **more)
    assert rule.measure is not None
    figure = next(
        one
        for one in measured(rule, rule.measure, known)
        if (one.year_group, one.part, one.group) == (year_group, part, None)
    )
    steps = list(figure_explained(rule, figure, known, left_out=(), told={}))
    assert sum(step.contribution for step in steps) == figure.numerator
    return [(step.contribution, step.not_counted and step.not_counted.value) for step in steps]


def work(learners: Sequence[int], hours: float, on: date = OCTOBER, **more: Any) -> Fact:
    return fact(K.WORKPLACE_EXPERIENCE, on, learners, minutes=round(60 * hours), **more)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        # Forty hours bring nobody to fifty, ten more bring the three who had them, and more nobody again.
        (
            [work(range(110, 115), 40), work(range(112, 118), 10, JANUARY), work([112], 5, EASTER)],
            [(0, None), (3, None), (0, None)],
        ),
        ([work([110], 50), work([110, 111], 50, JANUARY)], [(1, None), (1, None)]),
        ([work([110], 50, mode=DeliveryMode.VIRTUAL_LIVE), work([110], 1, JANUARY)], [(0, None), (1, None)]),
        ([work([110], 50, **RECORDED)], [(0, "mode")]),
        ([work([110], 50, type=ActivityType.PART_TIME_JOB)], [(0, "beside")]),
        ([work([110], 50, **UNCONFIRMED)], [(0, "unconfirmed")]),
        ([work([110], 50, date(2021, 8, 31))], [(0, "outside_window")]),
        ([work([110], 50, date(2021, 9, 1))], [(1, None)]),
        ([work([110], 0)], [(0, "no_hours")]),
        ([work([], 50)], [(0, "not_attended")]),
        ([fact(K.WORKPLACE_EXPERIENCE, OCTOBER, None, counts={11: 9}, minutes=3000,
               strength=EvidenceStrength.COUNTED)], [(0, "counted")]),
        ([work([80], 50)], []),  # Year 8's own
    ],
)  # fmt: skip
def test_hours_at_workplaces(facts: list[Fact], told: Told) -> None:
    assert why("6.G", facts, 11) == told


@pytest.mark.parametrize(
    ("facts", "owed", "attended"),
    [
        (
            [provider(OCTOBER, range(80, 88)), provider(JANUARY, range(85, 90)), provider(EASTER, [80])],
            [(1, None), (1, None), (0, None)],
            [(0, None), (3, None), (1, None)],
        ),
        ([provider(OCTOBER, [80], in_school_day=ON.NO)], [(0, "outside_school_day")], None),
        ([provider(OCTOBER, [80], in_school_day=ON.NOT_CHECKED)], [(0, "outside_school_day")], None),
        ([provider(OCTOBER, [80], content=frozenset())], [(0, "content_missing")], None),
        ([provider(OCTOBER, [80], approved_technical=False)], [(0, "not_approved")], None),
        ([provider(OCTOBER, [80], **RECORDED)], [(0, "mode")], None),
        ([provider(OCTOBER, [80], **UNCONFIRMED)], [(0, "unconfirmed")], None),
        ([provider(LAST_YEAR, [80])], [(0, "outside_window")], None),
        # Put on for Year 8, and nobody is known to have come.
        ([provider(OCTOBER, [], year_groups=frozenset({8}))], [(1, None)], [(0, "not_attended")]),
        ([provider(OCTOBER, [])], [(0, "not_attended")], None),
        ([provider(OCTOBER, [110])], [], []),
    ],
)  # fmt: skip
def test_provider_access(facts: list[Fact], owed: Told, attended: Told | None) -> None:
    assert why("7.P", facts, 8, "first: owed") == owed
    assert why("7.P", facts, 8, "first: attended") == (owed if attended is None else attended)


def link(*years: int, subjects: Sequence[Subject], on: date = OCTOBER, **more: Any) -> Fact:
    return fact(
        K.CURRICULUM_LINK,
        on,
        None,
        year_groups=frozenset(years),
        subjects=frozenset(subjects),
        **more,
    )


def test_careers_in_subjects() -> None:
    facts = [
        link(8, 9, subjects=[Subject.MUSIC, Subject.ENGLISH]),
        link(8, subjects=[Subject.MUSIC, Subject.HISTORY], on=JANUARY),
        link(8, subjects=[Subject.OTHER], on=EASTER),
        link(7, subjects=[Subject.MUSIC], on=EASTER),
        link(8, subjects=[Subject.SCIENCE], on=LAST_YEAR),
    ]
    counted = [(0, "outside_window"), (2, None), (1, None), (0, "no_such_cell")]
    assert why("4.1", facts, 8) == counted
    assert why("4.1", facts) == [
        (0, "outside_window"), (4, None), (1, None), (0, "no_such_cell"), (1, None),
    ]  # fmt: skip


def test_what_took_place() -> None:
    alumni = {"type": ActivityType.ALUMNI_TALK}
    facts = [
        talk(LAST_YEAR, [80], **alumni),
        talk(OCTOBER, [80], **alumni, **UNCONFIRMED),
        talk(JANUARY, [80], **alumni),
        talk(EASTER, [80], **alumni),
        talk(EASTER, [80], type=ActivityType.CAREERS_FAIR),
    ]
    assert why("3.8", facts) == [
        (0, "outside_window"), (0, "unconfirmed"), (1, None), (0, None),
    ]  # fmt: skip
    own = fact(K.STAFF_DEVELOPMENT, OCTOBER, None, strength=EvidenceStrength.ATTESTED)
    assert why("4.2", [own]) == [(0, "own_word")]


def test_kinds_of_employer() -> None:
    def met(on: date, size: EmployerSize | None, sector: Sector | None) -> Fact:
        return talk(on, range(110, 120), size=size, sector=sector)

    one, two, three, *_ = Sector
    facts = [
        met(date(2021, 8, 31), EmployerSize.SOLE_TRADER, three),
        met(date(2025, 9, 10), None, None),
        met(OCTOBER, EmployerSize.SMALL, one),
        talk(date(2025, 10, 7), range(80, 90), size=EmployerSize.SOLE_TRADER, sector=two),
        talk(date(2025, 10, 8), None, size=EmployerSize.SOLE_TRADER, sector=two),
        met(JANUARY, EmployerSize.MEDIUM, two),
        met(EASTER, EmployerSize.LARGE, three),
    ]
    assert why("5.2", facts, year_group=11) == [
        (0, "outside_window"), (0, "employer_unknown"), (1, None),
        (0, "not_attended"), (0, None), (2, None),
    ]  # fmt: skip


ANA, BEN, SCHOOL = UUID(int=1), UUID(int=2), UUID(int=9)
BY_MISTAKE = LeavingReason.RECORDED_WRONGLY
APPOINTED, TRAINED = date(2024, 9, 1), date(2025, 2, 3)


def appointed(person: UUID, on: date = APPOINTED) -> Event:
    return CareersLeaderAppointed(institution=SCHOOL, person=person, occurred_on=on)


def left(person: UUID, on: date, reason: LeavingReason = LeavingReason.LEFT) -> Event:
    return CareersLeaderStoodDown(institution=SCHOOL, person=person, occurred_on=on, reason=reason)


def trained(person: UUID, on: date = TRAINED, **more: Any) -> Event:
    kind = more.pop("kind", TrainingKind.CAREERS_LEADER)
    told = {"training": UUID(int=7)} | more
    return TrainingCompleted(institution=SCHOOL, person=person, occurred_on=on, kind=kind, **told)


WITHDRAWN = CompletionWithdrawn(
    institution=SCHOOL, person=ANA, occurred_on=TRAINED, kind=TrainingKind.CAREERS_LEADER
)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([appointed(ANA), trained(ANA)], [(0, None), (1, None)]),
        ([trained(ANA), appointed(ANA)], [(0, None), (1, None)]),
        ([appointed(ANA), trained(ANA), trained(ANA, OCTOBER)], [(0, None), (1, None), (0, None)]),
        ([appointed(ANA), trained(ANA, training=None)], [(0, None), (0, "own_word")]),
        ([appointed(ANA), trained(ANA, expires_on=date(2026, 3, 30))], [(0, None), (0, "outside_window")]),
        ([appointed(ANA), trained(ANA, expires_on=EASTER)], [(0, None), (1, None)]),
        ([appointed(ANA), trained(ANA), WITHDRAWN], [(0, None), (0, "withdrawn")]),
        ([appointed(ANA), trained(ANA, kind=TrainingKind.STAFF_CPD)], [(0, None)]),
        ([appointed(ANA), trained(BEN)], [(0, None), (0, "not_in_post")]),
        (
            [appointed(ANA), trained(ANA), left(ANA, OCTOBER)],
            [(0, "not_in_post"), (0, "not_in_post"), (0, "not_in_post")],
        ),
        (
            [appointed(ANA), trained(ANA), left(ANA, OCTOBER), appointed(BEN, EASTER), trained(BEN, EASTER)],
            [(0, "not_in_post"), (0, "not_in_post"), (0, "not_in_post"), (0, None), (1, None)],
        ),
        ([appointed(ANA), trained(ANA, date(2026, 4, 1))], [(0, None)]),  # not yet
        (
            [appointed(ANA), trained(ANA), appointed(BEN, OCTOBER), left(BEN, OCTOBER, BY_MISTAKE)],
            [(0, None), (1, None), (0, "not_in_post"), (0, "not_in_post")],
        ),
    ],
)  # fmt: skip
def test_a_trained_careers_leader(events: list[Event], told: Told) -> None:
    leadership = Leadership()
    for event in events:
        leadership.apply(event)
    rule, known = criterion("1.1"), evidence([], ROLL, leader=leadership.on(EASTER))
    assert rule.measure is not None
    [figure] = measured(rule, rule.measure, known)
    by_position = dict(enumerate(events, start=1))
    steps = list(figure_explained(rule, figure, known, left_out=(), told=by_position))
    assert sum(step.contribution for step in steps) == figure.numerator
    assert [
        (step.contribution, step.not_counted and step.not_counted.value) for step in steps
    ] == told
