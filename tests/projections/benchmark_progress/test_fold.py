"""What is kept is what the history gives on demand, however the events came in."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

import hub_core.gatsby
from hub_core.academic_years import last_day
from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.encounters.codes import CorrectionReason, DisputeReason
from hub_core.evaluations import events as v
from hub_core.evaluations.codes import BENCHMARKS, EvaluationType, ResultCorrection, ResultSource
from hub_core.evaluations.standing import official_results
from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Unit
from hub_core.gatsby.progress import coverage, figures
from hub_core.guidance import events as g
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.membership import events as m
from hub_core.reference.activities import ActivityType, ProviderKind
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EncounterKind,
    MeaningfulCheck,
)
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import CohortDeclared, GroupDeclared, LearnerGroup, RollDeclared
from hub_core.training import events as t
from hub_core.training.codes import TrainingKind
from hub_core.workforce import events as w
from projections.benchmark_progress.cells import unpacked
from projections.benchmark_progress.fold import PROJECTION, InstitutionFold
from projections.benchmark_progress.history import History

SCHOOL, HUB = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 7, 1, tzinfo=UTC)
YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)
LEARNERS = st.sets(st.integers(0, 40), min_size=1, max_size=15)
DAYS = st.integers(0, 700).map(lambda days: date(2024, 9, 1) + timedelta(days=days))
NUMBERS = st.integers(10, 16)
IDS = NUMBERS.map(lambda number: UUID(int=number))
ACTIVITIES = NUMBERS.map(lambda number: UUID(int=100 + number))
PARTICULARS = e.Particulars(
    employer=UUID(int=3), kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON
)
DETAILS = st.sampled_from(
    [
        a.Details(type=ActivityType.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON),
        a.Details(type=ActivityType.LMI_SESSION, mode=DeliveryMode.IN_PERSON),
        a.Details(type=ActivityType.WORK_EXPERIENCE_DAY, mode=DeliveryMode.IN_PERSON, minutes=1600),
        a.Details(type=ActivityType.GUIDANCE_MEETING, mode=DeliveryMode.IN_PERSON, adviser_level=6),
        a.Details(
            type=ActivityType.TASTER_DAY,
            mode=DeliveryMode.IN_PERSON,
            provider=a.Provider(kind=ProviderKind.FE_COLLEGE, approved_technical=True),
        ),
        a.Details(type=ActivityType.CPD, mode=DeliveryMode.IN_PERSON),
    ]
)


def came(learners: set[int]) -> e.Attendance:
    return e.Attendance(total=len(learners), learners=pack(learners))


def details(low: int, high: int) -> m.InstitutionDetails:
    return m.InstitutionDetails(
        name="Ashbrook", phase=ServicePhase.SECONDARY, low_age=low, high_age=high
    )


REGISTERED = m.InstitutionRegistered(
    institution=SCHOOL, occurred_on=date(2020, 9, 1), urn="100025", details=details(11, 18)
)
MEETING = g.Meeting(adviser=UUID(int=5), mode=DeliveryMode.IN_PERSON, minutes=40, level=6)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        lambda who, on, what, learners: a.ActivityRecorded(
            institution=SCHOOL,
            activity=who,
            occurred_on=on,
            details=what,
            attendance=came(learners),
            checks=YES,
        ),
        ACTIVITIES, DAYS, DETAILS, LEARNERS,
    ),
    st.builds(
        lambda who, on: a.ActivityWithdrawn(
            institution=SCHOOL,
            activity=who,
            occurred_on=on,
            reason=a.ActivityCorrection.DUPLICATE,
        ),
        ACTIVITIES, DAYS,
    ),
    st.builds(
        lambda who, on, learners: e.EncounterConfirmed(
            encounter=who,
            institution=SCHOOL,
            occurred_on=on,
            particulars=PARTICULARS,
            attendance=came(learners),
            checks=YES,
        ),
        IDS, DAYS, LEARNERS,
    ),
    st.builds(
        lambda who, on: e.EncounterDelivered(
            encounter=who, institution=SCHOOL, occurred_on=on, particulars=PARTICULARS, reported=9
        ),
        IDS, DAYS,
    ),
    st.builds(
        lambda who, on: e.ConfirmationWithdrawn(
            encounter=who,
            institution=SCHOOL,
            occurred_on=on,
            reason=CorrectionReason.BY_MISTAKE,
        ),
        IDS, DAYS,
    ),
    st.builds(
        lambda who, on: e.EncounterDisputed(
            encounter=who,
            institution=SCHOOL,
            occurred_on=on,
            reason=DisputeReason.NUMBERS_DIFFER,
        ),
        IDS, DAYS,
    ),
    st.builds(
        lambda number, on: x.EncounterMatched(
            institution=SCHOOL,
            encounter=UUID(int=number),
            activity=UUID(int=100 + number),
            occurred_on=on,
        ),
        NUMBERS, DAYS,
    ),
    st.builds(
        lambda number, on: x.MatchSplit(
            institution=SCHOOL,
            encounter=UUID(int=number),
            activity=UUID(int=100 + number),
            occurred_on=on,
            reason=x.SplitReason.BY_MISTAKE,
        ),
        NUMBERS, DAYS,
    ),
    st.builds(
        lambda on, cohort, learners: CohortDeclared(
            institution=SCHOOL, occurred_on=on, cohort=cohort, learners=pack(learners)
        ),
        DAYS, st.integers(2025, 2030), LEARNERS,
    ),
    st.builds(
        lambda on, group, learners: GroupDeclared(
            institution=SCHOOL, occurred_on=on, group=group, learners=pack(learners)
        ),
        DAYS, st.sampled_from([LearnerGroup.FEMALE, LearnerGroup.EAL]), LEARNERS,
    ),
    st.builds(
        lambda on, roll: RollDeclared(institution=SCHOOL, occurred_on=on, roll=roll),
        DAYS, st.dictionaries(st.integers(7, 13), st.integers(0, 40), max_size=3),
    ),
    st.builds(
        lambda on, low, high: m.InstitutionDetailsChanged(
            institution=SCHOOL, occurred_on=on, details=details(low, high)
        ),
        DAYS, st.integers(4, 11), st.integers(16, 18),
    ),
    st.builds(
        lambda who, on: g.GuidanceMeetingHeld(
            institution=SCHOOL, meeting=who, occurred_on=on, learner=1, held=MEETING
        ),
        ACTIVITIES, DAYS,
    ),
    st.builds(
        lambda on, person: w.CareersLeaderAppointed(
            institution=SCHOOL, person=person, occurred_on=on
        ),
        DAYS, IDS,
    ),
    st.builds(
        lambda on, person: t.TrainingCompleted(
            institution=SCHOOL,
            person=person,
            occurred_on=on,
            kind=TrainingKind.CAREERS_LEADER,
            training=UUID(int=4),
        ),
        DAYS, IDS,
    ),
    st.builds(
        lambda who, on, percentage: v.CompassResultRecorded(
            institution=SCHOOL,
            result=who,
            occurred_on=on,
            edition="GATSBY-2024",
            evaluation_type=EvaluationType.SCHOOLS,
            source=ResultSource.COMPASS,
            benchmarks=dict.fromkeys(BENCHMARKS, v.Reported(percentage=percentage)),
        ),
        IDS, DAYS, st.sampled_from([60, 100]),
    ),
    st.builds(
        lambda who, on: v.CompassResultWithdrawn(
            institution=SCHOOL, result=who, occurred_on=on, reason=ResultCorrection.WRONG_NUMBERS
        ),
        IDS, DAYS,
    ),
)  # fmt: skip


def kept(events: list[Event], pauses: set[int]) -> dict[str, dict[Any, tuple[Any, ...]]]:
    """The rows as they stand in the end, when changes were asked for after some of the events."""
    fold = InstitutionFold(SCHOOL)
    tables: dict[str, dict[Any, tuple[Any, ...]]] = defaultdict(dict)
    for position, event in enumerate(events, start=1):
        fold.apply(event, position, NOW)
        if position in pauses or position == len(events):
            rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
            fold.changes(rows)
            for row in rows["institutions"]:
                tables["institutions"][row[0]] = row
            for row in rows["results"]:
                tables["results"][row[:2]] = row[2:]
            for table in ("progress", "group_progress"):
                for row in rows[table]:
                    tables[table][row[:3]] = row[3:]
    return tables


@given(st.lists(EVENTS, max_size=25), st.sets(st.integers(1, 26)))
def test_any_batches_leave_the_same_rows(events: list[Event], pauses: set[int]) -> None:
    assert kept([REGISTERED, *events], pauses) == kept([REGISTERED, *events], set())


@given(st.lists(EVENTS, min_size=1, max_size=25))
def test_what_is_kept_is_what_the_history_gives(events: list[Event]) -> None:
    tables = kept([REGISTERED, *events], set(range(26)))
    history = History(SCHOOL)
    for position, event in enumerate([REGISTERED, *events], start=1):
        history.apply(event, position)
    for year in history.supplied:
        evidence = history.evidence(last_day(year))
        for code, edition in editions().items():
            found = list(figures(edition, evidence))
            achieved, scored, incomplete, silent, weeks, whole, cells = tables["progress"][
                SCHOOL, year, code
            ]
            [groups] = tables["group_progress"][SCHOOL, year, code]
            assert [*unpacked(cells), *unpacked(groups)] == sorted(
                (figure for _, figure in found), key=lambda one: one.group is not None
            )
            assert achieved == [one.achieved for one in coverage(found)]
            assert scored == [one.scored for one in coverage(found)]
            assert incomplete == [one.history_incomplete for one in coverage(found)]
            assert silent == [one.silent for one in coverage(found)]
            headline = [
                figure
                for _, figure in found
                if figure.criterion in edition.headline and figure.group is None
            ]
            assert weeks == sorted(weeks)
            assert whole == sum(figure.denominator or 0 for figure in headline)
            assert all(figure.unit is Unit.LEARNERS for figure in headline)
            named = history.on_roll(last_day(year))
            assert weeks[-1] == sum(
                figure.numerator for figure in headline if figure.cohort in named
            )


@given(st.lists(EVENTS, max_size=25))
def test_official_results_are_kept_as_they_stand(events: list[Event]) -> None:
    found = kept([REGISTERED, *events], set(range(26)))["results"]
    standing = {
        one.result: (True, one.completed_on, one.copied_forward)
        for one in official_results(events, date.max)
    }
    told = {event.result for event in events if isinstance(event, v.CompassResultRecorded)}
    assert {key for _, key in found} == told
    for (_, result), (
        stands,
        completed_on,
        _,
        _,
        copied_forward,
        percentages,
        achieved,
    ) in found.items():
        assert stands == (result in standing)
        if stands:
            assert standing[result] == (stands, completed_on, copied_forward)
            assert achieved == [percentage == 100 for percentage in percentages]


def test_an_institution_is_its_present_hub_s() -> None:
    admitted = m.MemberAdmitted(institution=SCHOOL, hub=HUB, occurred_on=date(2025, 9, 1))
    suspended = m.MemberSuspended(
        institution=SCHOOL,
        hub=HUB,
        occurred_on=date(2025, 10, 1),
        reason=m.SuspensionReason.NO_CAREERS_LEADER,
    )
    back = m.MemberReinstated(institution=SCHOOL, hub=HUB, occurred_on=date(2025, 11, 1))
    for events, hub in (
        ([REGISTERED], None),
        ([REGISTERED, admitted], HUB),
        ([REGISTERED, admitted, suspended], None),
        ([REGISTERED, admitted, suspended, back], HUB),
    ):
        assert kept(list(events), set())["institutions"][SCHOOL][5] == hub


def test_no_rule_can_change_without_a_rebuild() -> None:
    """Editions go in as files; answers to Compass, explanations and sentences are not kept."""
    rules = {f"hub_core.gatsby.{one.name}" for one in iter_modules(hub_core.gatsby.__path__)}
    elsewhere = {
        "hub_core.gatsby.edition",
        "hub_core.gatsby.explain",
        "hub_core.gatsby.missing",
        "hub_core.gatsby.self_evaluation",
    }
    assert rules - elsewhere <= set(PROJECTION.sources)
