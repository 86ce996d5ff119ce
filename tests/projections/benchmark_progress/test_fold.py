"""What is kept is what the history gives on demand, however the events came in."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, product
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

import hub_core.gatsby
from hub_core.academic_years import first_day, last_day
from hub_core.activities import events as a
from hub_core.encounters.events import Attendance
from hub_core.evaluations import events as v
from hub_core.evaluations.standing import official_results
from hub_core.gatsby.edition import editions
from hub_core.gatsby.explain_figure import figure_explained
from hub_core.gatsby.figures import Unit
from hub_core.gatsby.progress import coverage, figures
from hub_core.learner_sets import pack
from hub_core.log.event import Event, encode
from hub_core.membership import events as m
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.rosters import events as r
from hub_core.rosters.events import LearnerGroup
from projections.benchmark_progress.cells import unpacked
from projections.benchmark_progress.fold import PROJECTION, InstitutionFold
from projections.benchmark_progress.groups import columns_of, sums_of
from projections.benchmark_progress.history import History
from projections.benchmark_progress.reading import read
from projections.benchmark_progress.words import Standing, decode, years_told
from tests.projections.benchmark_progress.happenings import (
    EVENTS,
    HAPPENINGS,
    HISTORIES,
    HUB,
    SCHOOL,
    details,
)

NOW = datetime(2026, 7, 1, tzinfo=UTC)
REGISTERED = m.InstitutionRegistered(
    institution=SCHOOL, occurred_on=date(2020, 9, 1), urn="100025", details=details(11, 18)
)


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
            for table in ("words", "month_ends"):
                for row in rows[table]:
                    tables[table][row[:2]] = row[2:]
            for table in ("progress", "group_progress", "group_sums"):
                for row in rows[table]:
                    tables[table][row[:3]] = row[3:]
    return tables


@settings(max_examples=50)
@given(HISTORIES, st.sets(st.integers(1, 32), max_size=16))
def test_any_batches_leave_the_same_rows(events: list[Event], pauses: set[int]) -> None:
    assert kept([REGISTERED, *events], pauses) == kept([REGISTERED, *events], set())


def test_groups_of_a_sixth_form_that_closed_leave_what_they_would_have_left_at_once() -> None:
    told: dict[str, Any] = {"institution": SCHOOL, "occurred_on": date(2025, 9, 1)}
    someone = pack({0})
    talk = a.ActivityRecorded(
        **told,
        activity=UUID(int=100),
        details=a.Details(type=ActivityType.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON),
        attendance=Attendance(total=1, learners=someone),
    )
    events = [
        REGISTERED,
        talk,
        r.CohortDeclared(**told, learners=someone, cohort=2025),
        r.GroupDeclared(**told, learners=someone, group=LearnerGroup.FEMALE),
        m.InstitutionRegistered(**told, urn="100025", details=details(11, 16)),
    ]
    assert any(row[0] for row in kept(events[:-1], set())["group_sums"].values())
    assert kept(events, {4}) == kept(events, set())


@settings(max_examples=50)
@given(HISTORIES)
def test_what_is_kept_is_what_the_history_gives(events: list[Event]) -> None:
    tables = kept([REGISTERED, *events], set(range(33)))
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
            sums = tables["group_sums"].get((SCHOOL, year, code), columns_of(()))
            of_criteria = groupby((figure for _, figure in found), key=lambda one: one.criterion)
            assert sums == columns_of(sums_of([*own]) for _, own in of_criteria)
            for part, group, reached, everybody in zip(*sums[1:], strict=True):
                assert part <= group <= everybody
                assert part <= reached <= everybody
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


@settings(max_examples=25)
@given(HISTORIES, st.integers(0, 364))
def test_words_are_kept_as_the_history_has_them_on_every_day(
    events: list[Event], days: int
) -> None:
    found = kept([REGISTERED, *events], set(range(33)))["words"]
    history, standing = History(SCHOOL), Standing()
    for position, event in enumerate([REGISTERED, *events], start=1):
        history.apply(event, position)
        standing.apply(event, NOW)
    assert {year for _, year in found} == years_told(history)
    for (_, year), (said,) in found.items():
        words = decode(said)
        assert words == standing.words(history, year)
        day = first_day(year) + timedelta(days=days)
        assert words.roll(day) == whole_roll(history, day)


def whole_roll(history: History, day: date) -> int | None:
    """Everybody on roll, those set apart among them, where every year group taught is told of."""
    evidence = history.evidence(day)
    numbers = []
    for year_group in history.setting.year_groups:
        learners = evidence.learners(year_group)
        told = history.roll_of(year_group, day=day)
        numbers.append(told if learners is None else len(learners))
    whole = [one for one in numbers if one is not None]
    if not whole or len(whole) < len(numbers):
        return None
    return sum(whole) + len(history.set_apart(day))


@given(st.lists(EVENTS, max_size=25))
def test_official_results_are_kept_as_they_stand(events: list[Event]) -> None:
    found = kept([REGISTERED, *events], set(range(33)))["results"]
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


MEASURED = {
    (code, criterion.code): (criterion, criterion.measure)
    for code, edition in editions().items()
    for _, criterion in edition.criteria()
    if criterion.measure is not None
}


@settings(max_examples=40)
@given(st.lists(EVENTS, min_size=8, max_size=25), st.sampled_from([date.max, date(2026, 1, 14)]))
def test_an_explanation_adds_up_to_the_figure(events: list[Event], known: date) -> None:
    """Of every figure of everybody under every edition, read for what its criterion needs alone."""
    rows = [
        (position, event.TOPIC, encode(event))
        for position, event in enumerate([REGISTERED, *events], start=1)
    ]
    decoders = PROJECTION.decoders()
    whole, _ = read(SCHOOL, rows, decoders)
    parts = {
        kinds: read(SCHOOL, rows, decoders, kinds)
        for kinds in {measure.kinds for _, measure in MEASURED.values()}
    }
    for year, code in product(whole.supplied, editions()):
        day = min(last_day(year), known)
        for _, figure in figures(editions()[code], whole.evidence(day)):
            if figure.group is not None:
                continue
            criterion, measure = MEASURED[code, figure.criterion]
            history, told = parts[measure.kinds]
            evidence, left_out = history.evidence(day), list(history.left_out())
            steps = list(
                figure_explained(criterion, figure, evidence, left_out=left_out, told=told)
            )
            assert sum(step.contribution for step in steps) == figure.numerator, figure
            assert all(step.contribution >= 0 for step in steps)
            assert not any(step.contribution and step.not_counted for step in steps)
            assert len({step.fact.activity for step in steps}) == len(steps)
            assert all(step.fact.position in told for step in steps)


def test_whatever_the_projection_reads_happens_here() -> None:
    """Membership says whose an institution is, and a corrected result is a result recorded again."""
    membership = {
        m.MemberAdmitted, m.MemberReinstated, m.MemberTransferred, m.MemberSuspended,
        m.MemberWithdrawn, v.CompassResultCorrected,
    }  # fmt: skip
    assert set(HAPPENINGS) == set(PROJECTION.events) - membership


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
    """Editions go in as files; answers to Compass, explanations, sentences and names are not kept."""
    rules = {f"hub_core.gatsby.{one.name}" for one in iter_modules(hub_core.gatsby.__path__)}
    elsewhere = {
        "hub_core.gatsby.edition",
        *(one for one in rules if one.startswith("hub_core.gatsby.explain")),
        "hub_core.gatsby.in_words",
        "hub_core.gatsby.missing",
        "hub_core.gatsby.not_reached",
        "hub_core.gatsby.self_evaluation",
        "hub_core.gatsby.tried",
    }
    assert rules - elsewhere <= set(PROJECTION.sources)
