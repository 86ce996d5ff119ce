"""Every rule by an example a careers leader can check by hand, edges included."""

from datetime import date
from typing import Any

import pytest
from pyroaring import BitMap

from hub_core.gatsby.edition import editions
from hub_core.gatsby.explain import explained
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Status
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.progress import coverage, figures, measured
from hub_core.reference.activities import ActivityKind, ActivityType, ProviderKind, Subject
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import (
    ALL_YES,
    JANUARY,
    OCTOBER,
    SCHOOL,
    YEAR_8,
    ToldRoll,
    cohort_in_2026,
    criterion,
    evidence,
    fact,
    provider,
    roll,
    talk,
    the,
)


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ({}, 8),
        ({"mode": DeliveryMode.VIRTUAL_LIVE}, 8),
        ({"mode": DeliveryMode.VIRTUAL_RECORDED}, 0),
        ({"strength": EvidenceStrength.EMPLOYER_REPORTED}, 0),
        ({"strength": EvidenceStrength.ATTESTED}, 0),
        ({"strength": EvidenceStrength.LEARNER_CONFIRMED}, 8),
        ({"checks": ALL_YES | {MeaningfulCheck.TIME_TO_REFLECT: CheckAnswer.NO}}, 0),
        ({"checks": ALL_YES | {MeaningfulCheck.TIME_TO_REFLECT: CheckAnswer.NOT_CHECKED}}, 0),
        ({"checks": {}}, 0),
        ({"kind": ActivityKind.WORKPLACE_EXPERIENCE}, 0),
        ({"kind": ActivityKind.CURRICULUM_LINK, "also": frozenset({ActivityKind.EMPLOYER_ENCOUNTER})}, 8),
        ({"on": date(2025, 9, 1)}, 8),
        ({"on": date(2025, 8, 31)}, 0),
        ({"on": date(2026, 3, 31)}, 8),
        ({"on": date(2026, 4, 1)}, 0),
    ],
)  # fmt: skip
def test_what_counts_as_an_encounter_with_an_employer(
    changed: dict[str, Any], reached: int
) -> None:
    given = {"kind": ActivityKind.EMPLOYER_ENCOUNTER, "on": OCTOBER} | changed
    found = the("5.1", [fact(learners=range(8), **given)], YEAR_8, year_group=8)
    assert (found.numerator, found.denominator) == (reached, 10)


def test_eight_of_ten_achieve_and_seven_of_ten_are_one_short() -> None:
    assert the("5.1", [talk(OCTOBER, range(8))], YEAR_8, year_group=8).status is Status.ACHIEVED
    short = the("5.1", [talk(OCTOBER, range(7))], YEAR_8, year_group=8)
    assert (short.status, short.unmet, short.to_threshold) == (Status.IN_PROGRESS, 3, 1)
    none = the("5.1", [], YEAR_8, year_group=8)
    assert (none.status, none.unmet, none.to_threshold) == (Status.NOT_ACHIEVED, 10, 8)


def test_a_learner_counts_once_and_only_in_their_own_year_group() -> None:
    both = [talk(OCTOBER, range(5)), talk(JANUARY, range(3, 6)), talk(JANUARY, range(50, 60))]
    assert the("5.1", both, YEAR_8, year_group=8).numerator == 6


def test_silence_is_not_failure() -> None:
    silent = the("5.1", [], YEAR_8, year_group=8, supplied=False)
    assert silent.status is Status.NO_DATA
    unknown = the("5.1", [], ToldRoll(), year_group=8)
    assert (unknown.status, unknown.denominator, unknown.percentage) == (Status.NO_DATA, None, None)


def test_what_was_before_recording_began_is_not_held_against_anybody() -> None:
    year_11 = roll(y11=range(10))
    began = {cohort_in_2026(11): date(2024, 9, 1)}
    found = the("8.1", [], year_11, year_group=11, recorded_from=began)
    assert found.status is Status.HISTORY_INCOMPLETE
    met = [fact(ActivityKind.GUIDANCE_MEETING, OCTOBER, range(10), adviser_level=6)]
    assert the("8.1", met, year_11, year_group=11, recorded_from=began).status is Status.ACHIEVED


def test_counts_give_a_range_and_say_so() -> None:
    told = ToldRoll(numbers={8: 100})
    counted = EvidenceStrength.COUNTED
    twice = [
        talk(OCTOBER, None, counts={8: 60}, strength=counted),
        talk(JANUARY, None, counts={8: 30}, strength=counted),
    ]
    found = the("5.1", twice, told, year_group=8)
    assert (found.numerator, found.at_most, found.strength) == (60, 90, counted)
    assert found.percentage == (60.0, 90.0)
    assert found.status is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("minutes", "at_most"),
    # Three have six hours. Four hours more, of four learners who are only counted, bring up to those three
    # to ten; ten hours bring any four; and what was longer ago, or a recording, brings nobody.
    [(240, 3), (600, 4), (599, 3), (0, 0)],
)
def test_hours_of_whoever_was_only_counted_may_be_enough(minutes: int, at_most: int) -> None:
    counts = {"counts": {8: 4}, "strength": EvidenceStrength.COUNTED, "minutes": minutes}
    kind = ActivityKind.WORKPLACE_EXPERIENCE
    told = [fact(kind, OCTOBER, range(3), minutes=360), fact(kind, OCTOBER, None, **counts)]
    year_8 = roll(y8=range(10))
    found = the("6.T1", told, year_8, year_group=8)
    assert (found.numerator, found.at_most, found.denominator) == (0, at_most, 10)
    for fault in ({"mode": DeliveryMode.VIRTUAL_RECORDED}, {"type": ActivityType.PART_TIME_JOB}):
        told[1] = fact(kind, OCTOBER, None, **counts, **fault)
        assert the("6.T1", told, year_8, year_group=8).at_most == 0


def test_experiences_of_workplaces_two_of_which_one_in_person() -> None:
    def visit(on: date, learners: range, mode: DeliveryMode = DeliveryMode.IN_PERSON) -> Fact:
        return fact(ActivityKind.WORKPLACE_EXPERIENCE, on, learners, mode=mode)

    online = DeliveryMode.VIRTUAL_LIVE
    year_11 = roll(y11=range(10))
    spring_of_year_8 = date(2023, 3, 1)
    assert the("6.1", [visit(spring_of_year_8, range(10))], year_11, year_group=11).numerator == 0
    mixed = [visit(spring_of_year_8, range(10), online), visit(OCTOBER, range(6))]
    assert the("6.1", mixed, year_11, year_group=11).numerator == 6
    never_there = [visit(spring_of_year_8, range(10), online), visit(OCTOBER, range(6), online)]
    assert the("6.1", never_there, year_11, year_group=11).numerator == 0
    before_year_7 = [visit(date(2021, 8, 31), range(10)), visit(OCTOBER, range(6))]
    assert the("6.1", before_year_7, year_11, year_group=11).numerator == 0


def test_ten_days_are_fifty_hours() -> None:
    def days(hours: float, learners: range, on: date = OCTOBER) -> Fact:
        return fact(ActivityKind.WORKPLACE_EXPERIENCE, on, learners, minutes=round(60 * hours))

    year_11 = roll(y11=range(10))
    facts = [days(25, range(10)), days(15, range(4), JANUARY), days(9.5, range(4), JANUARY)]
    assert the("6.G", facts, year_11, year_group=11).numerator == 0
    facts.append(days(0.5, range(3), JANUARY))
    found = the("6.G", facts, year_11, year_group=11)
    assert (found.numerator, found.status) == (3, Status.NOT_SCORED)


def test_guidance_counts_with_a_qualified_adviser_only() -> None:
    def meeting(on: date, learners: range, level: int | None) -> Fact:
        return fact(ActivityKind.GUIDANCE_MEETING, on, learners, adviser_level=level)

    year_11 = roll(y11=range(10))
    met = [
        meeting(OCTOBER, range(4), 6),
        meeting(OCTOBER, range(4, 6), 4),
        meeting(JANUARY, range(6, 8), None),
    ]
    assert the("8.1", met, year_11, year_group=11).numerator == 4


def test_a_further_meeting_is_a_second_one_and_after_sixteen() -> None:
    def meeting(on: date, learners: range) -> Fact:
        return fact(ActivityKind.GUIDANCE_MEETING, on, learners, adviser_level=7)

    year_13 = roll(y13=range(10))
    in_year_10, in_year_11 = date(2023, 3, 1), date(2024, 3, 1)
    early = [meeting(in_year_10, range(10)), meeting(in_year_11, range(10))]
    assert the("8.2", early, year_13, year_group=13).numerator == 0
    assert the("8.2", [meeting(OCTOBER, range(10))], year_13, year_group=13).numerator == 0
    both = [meeting(in_year_11, range(10)), meeting(date(2024, 9, 1), range(7))]
    assert the("8.2", both, year_13, year_group=13).numerator == 7


def test_providers_are_told_apart() -> None:
    year_11 = roll(y11=range(10))
    college = provider(OCTOBER, range(10), provider_kind=ProviderKind.FE_COLLEGE)
    assert the("7.1b", [college], year_11, year_group=11).numerator == 10
    assert the("7.1c", [college], year_11, year_group=11).numerator == 0


def test_employers_of_different_sizes_and_sectors() -> None:
    """By 16 and by 18 of each cohort; before, it is on its way and nobody is measured by it."""

    def met(size: EmployerSize, sector: Sector) -> Fact:
        return talk(OCTOBER, [1, 11], size=size, sector=sector)

    sizes, sectors = list(EmployerSize), list(Sector)
    alone, small, large = sizes[0], EmployerSize("small"), EmployerSize("large")
    some = [met(alone, sectors[0]), met(small, sectors[1])]
    both = roll(y8=[1, 2], y11=[11, 12])
    found = the("5.2", some, both, year_group=11)
    assert (found.numerator, found.denominator, found.status) == (2, 4, Status.IN_PROGRESS)
    every = [*some, met(large, sectors[2])]
    assert the("5.2", every, both, year_group=11).status is Status.ACHIEVED
    for facts in ([], some, every):
        on_its_way = the("5.2", facts, both, year_group=8)
        assert (on_its_way.threshold, on_its_way.status) == (None, Status.NOT_SCORED)
    assert the("5.2", every, both, year_group=13).status is Status.NO_DATA, "nobody told of Year 13"
    assert the("5.2", some, both, year_group=11, recorded_from={2026: date(2023, 9, 1)}).status is (
        Status.HISTORY_INCOMPLETE
    )


def test_a_silent_year_group_is_not_made_up_for_by_other_subjects() -> None:
    measure = criterion("4.1").measure
    subjects: tuple[Subject, ...] = measure.subjects  # type: ignore[union-attr]

    def linked(*years: int) -> list[Fact]:
        return [
            fact(
                ActivityKind.CURRICULUM_LINK,
                OCTOBER,
                None,
                subjects=frozenset({subject}),
                year_groups=frozenset(years),
            )
            for subject in subjects
        ]

    def whole(facts: list[Fact]) -> Figure:
        return the("4.1", facts, YEAR_8, year_group=None)  # type: ignore[arg-type]

    assert whole(linked(*range(7, 14))).status is Status.ACHIEVED
    # Six of seven years full are 86 per cent, but nobody in Year 8 heard of careers in any subject.
    without = whole(linked(7, 9, 10, 11, 12, 13))
    assert without.status is Status.IN_PROGRESS
    assert whole(linked(7, 8, 9, 10, 11, 12)).status is Status.ACHIEVED


def test_gaps_show_for_every_group_told_of() -> None:
    told = roll(y8=range(10))
    told.groups = {LearnerGroup.FREE_SCHOOL_MEALS: BitMap([0, 1, 8, 9, 77])}
    measure = criterion("5.1").measure
    assert measure is not None
    found = measured(criterion("5.1"), measure, evidence([talk(OCTOBER, range(8))], told))
    gap = next(
        one for one in found if one.group is LearnerGroup.FREE_SCHOOL_MEALS and one.year_group == 8
    )
    assert (gap.numerator, gap.denominator) == (2, 4)


def test_an_explanation_adds_up_and_says_what_did_not_count() -> None:
    measure = criterion("5.1").measure
    assert isinstance(measure, LearnersReached)
    facts = [
        talk(JANUARY, range(3, 6)),
        talk(OCTOBER, range(5)),
        talk(OCTOBER, range(9), strength=EvidenceStrength.EMPLOYER_REPORTED),
        talk(date(2025, 5, 1), range(9)),
        talk(JANUARY, range(9), mode=DeliveryMode.VIRTUAL_RECORDED),
        talk(JANUARY, range(50, 60)),
        talk(date(2026, 5, 1), range(10)),
    ]
    steps = list(explained(measure, evidence(facts, YEAR_8), 8))
    told = [(step.contribution, step.not_counted and step.not_counted.value) for step in steps]
    assert told == [
        (0, "outside_window"), (5, None), (0, "unconfirmed"), (1, None), (0, "mode"),
    ]  # fmt: skip
    assert (
        sum(contribution for contribution, _ in told)
        == the("5.1", facts, YEAR_8, year_group=8).numerator
    )


def test_two_editions_read_the_same_evidence_each_in_its_own_way() -> None:
    unchecked = [talk(OCTOBER, range(10), checks={})]
    told = evidence(unchecked, YEAR_8)
    met = {
        code: next(
            figure.numerator
            for _, figure in figures(edition, told)
            if figure.criterion == "5.1" and figure.year_group == 8
        )
        for code, edition in editions().items()
    }
    assert met == {"GATSBY-2014": 10, "GATSBY-2024": 0}


def test_coverage_counts_criteria_and_leaves_out_what_cannot_be_scored() -> None:
    told = list(figures(editions()["GATSBY-2024"], evidence([talk(OCTOBER, range(10))], YEAR_8)))
    employers = coverage(told)[4]
    # Other year groups supplied nobody, and Year 8 is on its way to the variety asked of Year 11.
    assert (employers.achieved, employers.scored) == (0, 1)
    assert SCHOOL.year_groups == frozenset(range(7, 14))
