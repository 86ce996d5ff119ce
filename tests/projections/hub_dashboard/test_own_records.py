"""What a hub lead sees of a school that only syncs its year.

The journey: a careers leader syncs the year from the school's information system; the hub lead opens the
hub's page and reads what took place there, apart from what employers told; the school says which two records
are one encounter, and it counts once.
"""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.disclosure import AS_SHIPPED
from hub_core.log.event import Event
from hub_core.membership import events as m
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.employers import Sector
from projections.hub_dashboard.beside import by_year_group, panels_beside
from projections.hub_dashboard.cells import (
    ALL_YEAR_GROUPS,
    Beside,
    Cell,
    YearGroupCell,
    decode_beside,
    decode_cells,
    decode_year_groups,
    encode_beside,
    encode_year_groups,
)
from projections.hub_dashboard.figures import Basis
from projections.hub_dashboard.members import Member
from projections.hub_dashboard.shared import SharedFold
from tests.projections.hub_dashboard.conftest import START, Folded, Town

OCTOBER, NOVEMBER = date(2025, 10, 6), date(2025, 11, 3)
A = "Ashbrook Academy"
T = ActivityType


def _sums(year: dict[str, Any], field: str) -> dict[Any, list[int]]:
    """Encounters, and learners on the school's word, by one field of the cells."""
    sums: dict[Any, list[int]] = {}
    for cell in decode_cells(year["cells"]):
        figure = sums.setdefault(getattr(cell, field), [0, 0])
        figure[0] += cell.encounters
        figure[1] += 0 if cell.evidence == "employer_reported" else cell.learner_encounters
    return sums


def _beside(year: dict[str, Any]) -> dict[ActivityKind, Beside]:
    return {figure.kind: figure for figure in decode_beside(year["beside"])}


def test_a_school_that_only_syncs_its_year_is_seen(town: Town) -> None:
    folded = town.fold(
        A,
        town.recorded("talk", A, OCTOBER, range(30)),
        town.recorded("fair", A, NOVEMBER, {8: 40}, type=T.CAREERS_FAIR, mode=None, sector=None),
    )
    year = folded.year()
    assert (year["encounters"], year["learner_encounters"], year["distinct_learners"]) == (
        2,
        70,
        30,
    )
    assert (year["counted_at_least"], year["counted_at_most"]) == (40, 40)
    assert year["supplied"]
    assert decode_cells(year["cells"]) == [
        Cell(10, "employer_talk", "in_person", "C", "school_only", 1, 30),
        Cell(11, "careers_fair", "", "", "school_only", 1, 40),
    ]
    # However much is sent at once, the feed says it once a day.
    assert [row[5] for row in folded.tables["activity"].values()] == ["activities"]


def test_other_kinds_stand_beside_and_are_added_to_nothing(town: Town) -> None:
    also = (ActivityKind.EMPLOYER_ENCOUNTER,)
    year = town.fold(
        A,
        town.recorded("visit", A, OCTOBER, range(12), type=T.WORKPLACE_VISIT),
        town.recorded("block", A, NOVEMBER, range(6, 20), type=T.WORK_EXPERIENCE_BLOCK),
        town.recorded("college", A, NOVEMBER, {10: 50}, type=T.PROVIDER_TALK, also=also),
        town.recorded("meeting", A, NOVEMBER, [3], type=T.GUIDANCE_MEETING),
        town.recorded("lesson", A, NOVEMBER, range(28), type=T.LMI_SESSION),
    ).year()
    assert (year["encounters"], year["learner_encounters"], year["distinct_learners"]) == (0, 0, 0)
    assert decode_cells(year["cells"]) == []
    assert decode_year_groups(year["year_groups"]) == []
    kinds = ActivityKind
    assert _beside(year) == {
        kinds.WORKPLACE_EXPERIENCE: Beside(kinds.WORKPLACE_EXPERIENCE, 2, 26, 20, 0, 0),
        kinds.PROVIDER_ENCOUNTER: Beside(kinds.PROVIDER_ENCOUNTER, 1, 50, 0, 50, 50),
        kinds.GUIDANCE_MEETING: Beside(kinds.GUIDANCE_MEETING, 1, 1, 1, 0, 0),
    }
    assert year["supplied"]


def test_what_is_corrected_moves_and_what_is_withdrawn_goes(town: Town) -> None:
    folded = town.fold(
        A,
        town.recorded("talk", A, date(2025, 7, 7), range(30)),
        town.changed("talk", A, OCTOBER, range(10, 25), sector=Sector.F),
    )
    assert (folded.year("2024/25")["encounters"], folded.year("2024/25")["supplied"]) == (0, False)
    assert decode_cells(folded.year()["cells"]) == [
        Cell(10, "employer_talk", "in_person", "F", "school_only", 1, 15)
    ]
    folded.take([town.taken_back("talk", A, OCTOBER)])
    assert (folded.year()["encounters"], decode_cells(folded.year()["cells"])) == (0, [])


def test_learners_stand_in_the_year_group_their_cohort_is_in(town: Town) -> None:
    folded = town.fold(
        A,
        # A week before the roster of the year came: it says nonetheless who they are.
        town.recorded("talk", A, date(2025, 9, 8), range(40)),
        town.cohort(A, date(2025, 9, 15), 2027, range(25)),
        town.cohort(A, date(2025, 9, 15), 2028, range(25, 35)),
        town.recorded("fair", A, OCTOBER, {9: 12}),
        town.delivered("quiz", A, NOVEMBER, 60),
    )
    assert decode_year_groups(folded.year()["year_groups"]) == [
        YearGroupCell(ALL_YEAR_GROUPS, 2, 5),
        YearGroupCell(9, 2, 22),
        YearGroupCell(10, 1, 25),
    ]


def test_two_records_of_one_act_count_once_and_are_both_told(town: Town) -> None:
    folded = town.fold(
        A,
        town.delivered("talk", A, OCTOBER, 62),
        town.recorded("their talk", A, OCTOBER, range(30)),
    )
    apart = folded.year()
    assert apart["encounters"] == 2
    folded.take([town.matched("talk", "their talk", A)])
    assert decode_cells(folded.year()["cells"]) == [
        Cell(10, "employer_talk", "in_person", "C", "school_confirmed", 1, 30)
    ]
    # What the employer told no longer counts as told when the school says it was not so.
    folded.take([town.disputed("talk", A, OCTOBER)])
    assert [cell.evidence for cell in decode_cells(folded.year()["cells"])] == ["school_only"]
    folded.take([town.delivered("talk", A, OCTOBER, 62), town.split("talk", "their talk", A)])
    assert folded.year()["cells"] == apart["cells"]


def test_a_match_moves_the_figures_of_both_years(town: Town) -> None:
    folded = town.fold(
        A,
        town.confirmed("talk", A, date(2025, 8, 31), range(40)),
        town.recorded("their talk", A, date(2025, 9, 1), range(30)),
    )
    folded.take([town.matched("talk", "their talk", A)])
    assert (folded.year("2024/25")["encounters"], folded.year("2025/26")["encounters"]) == (1, 0)
    # Once the one that stayed is gone, the other stands again.
    folded.take([town.withdrawn("talk", A, date(2025, 8, 31))])
    assert (folded.year("2024/25")["encounters"], folded.year("2025/26")["encounters"]) == (0, 1)


told = (
    st.none()
    | st.sets(st.integers(0, 12), max_size=8)
    | st.dictionaries(st.integers(7, 8), st.integers(0, 9), max_size=2)
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["delivered", "confirmed", "counted"]),
    told,
    told,
    st.sampled_from([Sector.C, Sector.F, None]),
    st.sampled_from(["employer_talk", "careers_fair", "taster_day"]),
)
def test_a_match_raises_no_figure_and_a_split_restores_every_one(
    how: str, employers: Any, schools: Any, sector: Sector | None, kind: str
) -> None:
    """Decision 19. Whose word an act rests on is no figure: it moves, and the sum over it falls."""
    town = Town()
    came: Any = {"delivered": 7, "confirmed": [1, 2, 3], "counted": {7: 9}}[how]
    if how == "confirmed" and isinstance(employers, set):
        came = employers
    folded = town.fold(
        A,
        town.cohort(A, date(2025, 9, 2), 2030, range(5)),
        getattr(town, how)("talk", A, OCTOBER, came),
        town.recorded("own", A, NOVEMBER, schools, sector=sector, type=ActivityType(kind)),
    )
    before = folded.year()
    folded.take([town.matched("talk", "own", A)])
    after = folded.year()
    both_are_encounters = kind != "taster_day"
    assert after["encounters"] == before["encounters"] - both_are_encounters
    for figure in (
        "learner_encounters",
        "distinct_learners",
        "counted_at_least",
        "counted_at_most",
    ):
        assert after[figure] <= before[figure], figure
    for field in ("month", "kind", "mode", "sector"):
        earlier = _sums(before, field)
        for code, (encounters, learners) in _sums(after, field).items():
            assert encounters <= earlier[code][0], (field, code)
            assert learners <= earlier[code][1], (field, code)
    groups = {cell.year_group: cell[1:] for cell in decode_year_groups(before["year_groups"])}
    for cell in decode_year_groups(after["year_groups"]):
        assert cell.encounters <= groups[cell.year_group][0]
        assert cell.learner_encounters <= groups[cell.year_group][1]
    folded.take([town.split("talk", "own", A)])
    assert {**folded.year(), "newest": None} == {**before, "newest": None}


def _member(**told: Any) -> Member:
    nothing: dict[str, Any] = dict.fromkeys(Member.__struct_fields__, 0)
    nothing |= {"institution": uuid4(), "phase": "secondary", "supplied": True, "newest": START}
    nothing |= {"cells": None, "planned": None, "year_groups": None, "beside": None}
    return Member(**(nothing | told))


def test_few_meetings_are_withheld_like_few_learners() -> None:
    """A guidance meeting is one learner's: how many there were says how many learners were seen."""
    kind = ActivityKind.GUIDANCE_MEETING
    few, many = (
        panels_beside(
            [_member(beside=encode_beside([Beside(kind, number, number, number, 0, 0)]))],
            AS_SHIPPED,
        )[2]
        for number in (4, 43)
    )
    assert (few.activities.symbol, few.learners.symbol, few.distinct_learners.symbol) == ("c",) * 3
    assert (many.activities.symbol, many.rests_on.institutions, many.named_by) == ("45", 1, 1)


def test_no_year_group_can_be_had_by_subtracting_its_stage() -> None:
    """Who knows the primary phase of a hub knows nearly the sum of its year groups."""
    figures = {4: [2, 6], 5: [3, 80], 6: [3, 90], 9: [1, 20], 10: [4, 300]}
    found = by_year_group(
        [_member(year_groups=encode_year_groups(figures))],
        Basis(institutions=1, members=1),
        AS_SHIPPED,
    )
    hidden = [one.code for one in found.slices if one.learner_encounters.suppressed]
    assert hidden[:2] == ["4", "5"]
    assert [(one.label, one.encounters) for one in found.slices][:2] == [
        ("Year 4", 2),
        ("Year 5", 3),
    ]


def test_a_hub_nobody_established_is_refused_with_what_to_do(town: Town) -> None:
    fold = SharedFold()
    with pytest.raises(ValueError, match="nowhere before that the hub was established"):
        fold.apply(town.scope("sea", ("202",), ()), 1, START)


def test_a_pause_that_ends_before_any_membership_is_told_as_that(town: Town) -> None:
    resumed = m.MemberReinstated(institution=town.id(A), hub=town.id("sea"), occurred_on=OCTOBER)
    with pytest.raises(ValueError, match="it never began"):
        town.fold(A, resumed)


def test_whom_a_school_says_it_met_stands_until_it_takes_that_back(town: Any) -> None:
    acme, vale = town.id("Hartley Engineering"), town.id("Vale Homes")
    october, march = date(2025, 10, 6), date(2026, 3, 2)

    def meetings(*events: Event) -> dict[UUID, tuple[Any, ...]]:
        """Folded event by event, as a runner may."""
        found = Folded(town.id("Ashbrook"))
        for event in events:
            found.take([event])
        return {key[1]: row[2:4] for key, row in found.tables["own_meetings"].items()}

    told = town.recorded("talk", "Ashbrook", october, range(30), employer=acme)
    nobodys = town.recorded("stand", "Ashbrook", october, range(30))
    moved = town.changed("talk", "Ashbrook", march, range(30), employer=vale)
    unnamed = town.changed("talk", "Ashbrook", march, range(30))
    talk = town.id("talk")
    assert meetings(told, nobodys) == {talk: (acme, october)}
    assert meetings(told, moved) == {talk: (vale, march)}
    assert meetings(told, unnamed) == {talk: (None, None)}
    assert meetings(told, town.taken_back("talk", "Ashbrook", march)) == {talk: (None, None)}
    assert meetings(told, unnamed, moved) == {talk: (vale, march)}
