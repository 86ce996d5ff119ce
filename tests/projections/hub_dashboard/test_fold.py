"""The hub dashboard's fold: what an institution's year comes to, worked out by hand."""

from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.membership import events as m
from hub_core.membership.codes import SuspensionReason, TransferReason
from hub_core.reference.activities import ActivityType
from projections.hub_dashboard.cells import Cell, decode_cells, decode_planned, encode_planned
from projections.hub_dashboard.year import counted_range

OCTOBER, MARCH = date(2025, 10, 6), date(2026, 3, 9)
A = "Ashbrook Academy"


def test_learners_count_once_each_and_once_for_each_encounter(town: Any) -> None:
    year = town.fold(
        A,
        town.confirmed("talk", A, OCTOBER, range(30)),
        town.confirmed("fair", A, MARCH, range(20, 60)),
    ).year()
    assert year["encounters"] == 2
    assert year["learner_encounters"] == 70
    assert year["distinct_learners"] == 60
    assert year["supplied"]
    assert year["last_activity"] == MARCH


def test_what_an_employer_reports_counts_no_learner_and_is_no_supply(town: Any) -> None:
    year = town.fold(A, town.delivered("talk", A, OCTOBER, 62)).year()
    assert (year["encounters"], year["learner_encounters"], year["distinct_learners"]) == (1, 0, 0)
    assert not year["supplied"]
    assert decode_cells(year["cells"]) == [
        Cell(10, "employer_talk", "in_person", "C", "employer_reported", 1, 62)
    ]


def test_a_confirmation_takes_the_place_of_the_report(town: Any) -> None:
    year = town.fold(
        A, town.delivered("talk", A, OCTOBER, 62), town.confirmed("talk", A, OCTOBER, range(58))
    ).year()
    assert decode_cells(year["cells"]) == [
        Cell(10, "employer_talk", "in_person", "C", "school_confirmed", 1, 58)
    ]


def test_a_late_report_does_not_take_the_place_of_a_confirmation(town: Any) -> None:
    year = town.fold(
        A, town.confirmed("talk", A, OCTOBER, range(58)), town.delivered("talk", A, OCTOBER, 62)
    ).year()
    assert year["learner_encounters"] == 58


def test_a_correction_replaces_learners_and_day(town: Any) -> None:
    folded = town.fold(
        A,
        town.confirmed("talk", A, date(2025, 8, 29), range(30)),
        town.corrected("talk", A, date(2025, 9, 1), range(10, 25)),
    )
    assert folded.year("2024/25")["encounters"] == 0
    assert not folded.year("2024/25")["supplied"]
    year = folded.year("2025/26")
    assert (year["encounters"], year["learner_encounters"], year["distinct_learners"]) == (
        1,
        15,
        15,
    )


def test_a_withdrawn_confirmation_leaves_the_report(town: Any) -> None:
    year = town.fold(
        A,
        town.delivered("talk", A, OCTOBER, 62),
        town.confirmed("talk", A, OCTOBER, range(58)),
        town.withdrawn("talk", A, OCTOBER),
    ).year()
    assert year["learner_encounters"] == 0
    assert [cell.evidence for cell in decode_cells(year["cells"])] == ["employer_reported"]


def test_a_withdrawn_confirmation_without_report_leaves_nothing(town: Any) -> None:
    year = town.fold(
        A,
        town.accepted("talk", A, OCTOBER),
        town.confirmed("talk", A, OCTOBER, range(58)),
        town.withdrawn("talk", A, OCTOBER),
    ).year()
    assert year["encounters"] == 0


def test_what_is_disputed_does_not_count_but_the_school_has_spoken(town: Any) -> None:
    year = town.fold(
        A, town.delivered("talk", A, OCTOBER, 62), town.disputed("talk", A, OCTOBER)
    ).year()
    assert year["encounters"] == 0
    assert year["supplied"]


def test_agreed_encounters_are_planned_until_they_take_place(town: Any) -> None:
    folded = town.fold(
        A,
        town.proposed("talk", A, OCTOBER),
        town.accepted("fair", A, OCTOBER),
        town.moved("fair", A, OCTOBER, MARCH),
        town.accepted("visit", A, MARCH),
        town.cancelled("visit", A, MARCH),
        town.accepted("quiz", A, MARCH),
        town.confirmed("quiz", A, MARCH, range(5)),
        town.proposed("mock", A, MARCH),
        town.declined("mock", A, MARCH),
    )
    assert folded.year()["encounters"] == 1
    # What moved has to be agreed anew.
    assert decode_planned(folded.year()["planned"]) == []
    folded.take([town.accepted("fair", A, MARCH)])
    planned = decode_planned(folded.year()["planned"])
    assert [(each.on, each.encounters) for each in planned] == [(MARCH, 1)]


def test_a_withdrawn_confirmation_is_agreed_again_for_the_day_planned(town: Any) -> None:
    folded = town.fold(
        A,
        town.accepted("talk", A, MARCH),
        town.confirmed("talk", A, date(2025, 8, 30), range(58)),
        town.withdrawn("talk", A, OCTOBER),
    )
    assert folded.year("2024/25")["encounters"] == 0
    assert folded.year("2024/25")["planned"] == encode_planned({})
    assert [each.on for each in decode_planned(folded.year()["planned"])] == [MARCH]


def test_counts_give_a_range_by_year_group(town: Any) -> None:
    year = town.fold(
        A,
        town.rolled(A, date(2025, 9, 10), {7: 100, 8: 90}),
        town.counted("talk", A, OCTOBER, {7: 60, 8: 30}),
        town.counted("fair", A, MARCH, {7: 80}),
    ).year()
    # Year 7: at least 80, at most min(60 + 80, 100); year 8: 30 either way.
    assert (year["counted_at_least"], year["counted_at_most"]) == (110, 130)
    assert year["learner_encounters"] == 170
    assert year["distinct_learners"] == 0


def test_a_roll_is_a_supply(town: Any) -> None:
    year = town.fold(A, town.rolled(A, date(2025, 9, 10), {7: 100})).year()
    assert year["supplied"]
    assert year["encounters"] == 0


def test_a_set_that_cannot_be_read_is_refused(town: Any) -> None:
    event = town.confirmed("talk", A, OCTOBER, range(5))
    attendance = msgspec.structs.replace(event.attendance, learners=b"not a bitmap at all")
    with pytest.raises(ValueError, match=r"bitmap|deserial|runs|data"):
        town.fold(A, msgspec.structs.replace(event, attendance=attendance))


def test_each_stay_with_a_hub_has_its_days(town: Any) -> None:
    sea, hill = town.id("sea"), town.id("hill")
    here = {"institution": town.id(A)}
    folded = town.fold(A, town.school(A, urn="100001"), town.admitted(A))
    folded.take(
        [
            m.MemberSuspended(hub=sea, occurred_on=OCTOBER, reason=SuspensionReason.OTHER, **here),
            m.MemberReinstated(hub=sea, occurred_on=MARCH, **here),
            m.MemberTransferred(
                from_hub=sea,
                to_hub=hill,
                occurred_on=date(2026, 4, 1),
                reason=TransferReason.OTHER,
                **here,
            ),
        ]
    )
    joined = date(2025, 9, 2)
    assert [row[2:] for row in folded.tables["stays"].values()] == [
        (sea, joined, joined, OCTOBER),
        (sea, joined, MARCH, date(2026, 4, 1)),
        (hill, date(2026, 4, 1), date(2026, 4, 1), None),
    ]


def test_only_the_latest_acts_are_kept(town: Any) -> None:
    folded = town.fold(A, *(town.confirmed(f"talk {n}", A, OCTOBER, range(5)) for n in range(50)))
    assert sorted(row[2] for row in folded.tables["activity"].values()) == list(range(31, 51))


counts = st.lists(st.dictionaries(st.integers(7, 9), st.integers(0, 50), max_size=3), max_size=5)


@given(counts, st.dictionaries(st.integers(7, 9), st.integers(0, 60), max_size=3))
def test_a_range_never_ends_before_it_begins(
    told: list[dict[int, int]], roll: dict[int, int]
) -> None:
    at_least, at_most = counted_range(told, roll)
    assert 0 <= at_least <= at_most <= sum(sum(each.values()) for each in told)


def stories(town: Any) -> st.SearchStrategy[list[Any]]:
    """Any events of one institution in any order, about a few encounters in two years."""
    names = st.sampled_from(["talk", "fair", "visit"])
    days = st.dates(date(2025, 8, 25), date(2025, 9, 7))
    learners = st.sets(st.integers(0, 40), max_size=12)
    activities = st.sampled_from(["their talk", "visit to a works"])
    kinds = st.sampled_from(["employer_talk", "careers_fair", "workplace_visit", "lmi_session"])
    came = st.none() | learners | st.dictionaries(st.integers(7, 8), st.integers(0, 9), max_size=2)
    own = st.builds(
        lambda record, n, d, who, kind: record(n, A, d, who, type=ActivityType(kind)),
        st.sampled_from([town.recorded, town.changed]), activities, days, came, kinds,
    )  # fmt: skip
    begins = st.builds(lambda n, d: town.proposed(n, A, d), names, days)
    later = st.one_of(
        st.builds(lambda n, d: town.accepted(n, A, d), names, days),
        st.builds(lambda n, d, to: town.delivered(n, A, d, to), names, days, st.integers(0, 99)),
        st.builds(lambda n, d, who: town.confirmed(n, A, d, who), names, days, learners),
        st.builds(lambda n, d, who: town.corrected(n, A, d, who), names, days, learners),
        st.builds(lambda n, d: town.counted(n, A, d, {7: 3}), names, days),
        st.builds(lambda n, d, to: town.moved(n, A, d, to), names, days, days),
        st.builds(lambda d: town.rolled(A, d, {7: 30}), days),
        st.builds(lambda d, c, who: town.cohort(A, d, c, who), days, st.just(2029), learners),
        begins,
        own,
        own,
    )
    # Every encounter is proposed first, so that any event about it makes sense.
    first = [town.proposed(name, A, date(2025, 9, 1)) for name in ("talk", "fair", "visit")]
    ends = st.one_of(
        st.builds(lambda n, d: town.withdrawn(n, A, d), names, days),
        st.builds(lambda n, d: town.disputed(n, A, d), names, days),
        st.builds(lambda n, d: town.cancelled(n, A, d), names, days),
        st.builds(lambda n, d: town.declined(n, A, d), names, days),
        st.builds(lambda n, d: town.taken_back(n, A, d), activities, days),
        st.builds(lambda n, own: town.matched(n, own, A), names, activities),
        st.builds(lambda n, own: town.split(n, own, A), names, activities),
        st.builds(lambda: town.admitted(A)),
        st.builds(lambda: town.school(A)),
    )
    return st.lists(st.one_of(later, ends), max_size=40).map(lambda events: [*first, *events])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_the_batches_the_rows_are_those_of_one_fold(
    town: Any, data: st.DataObject
) -> None:
    story = data.draw(stories(town))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(story)), max_size=8)))
    batches = [story[a:b] for a, b in pairwise([0, *cuts, len(story)])]
    step_by_step = town.fold(A)
    for batch in batches:
        step_by_step.take(batch)
    assert step_by_step.tables == town.fold(A, *story).tables
