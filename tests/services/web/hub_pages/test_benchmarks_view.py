"""The benchmarks of a hub as words and rows: what each cell says, and in which order rows come."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest
from litestar.exceptions import NotFoundException

from hub_core.reference.service_phases import ServicePhase
from projections.benchmark_progress.standing import (
    DeclaredResult,
    EvidencedBenchmark,
    MemberStanding,
    over_benchmarks,
)
from services.web.hub_benchmarks.cells import cell
from services.web.hub_benchmarks.choice import Choice, choice_of
from services.web.hub_benchmarks.file import benchmarks_file
from services.web.hub_benchmarks.view import headline, in_order

SPACE = UUID("3f0c6a4e-3a50-4f0e-9a0f-1d2f4b8c7e10")
NAMES = {number: f"Benchmark the {number}th" for number in range(1, 9)}


def declared(*percentages: int | None, achieved: int = 0) -> DeclaredResult:
    told = (*percentages, *[60] * (8 - len(percentages)))
    return DeclaredResult(
        completed_on=date(2026, 7, 14),
        edition="GATSBY-2024",
        source="compass",
        percentages=told,
        achieved=tuple(
            one == 100 or (one is None and place < achieved) for place, one in enumerate(told)
        ),
        copied_forward=False,
    )


def evidenced(achieved: int = 0, scored: int = 0, **more: int) -> tuple[EvidencedBenchmark, ...]:
    one = EvidencedBenchmark(
        achieved=achieved, scored=scored, **{"history_incomplete": 0, "silent": 0, **more}
    )
    return (one,) * 8


def member(name: str, **more: Any) -> MemberStanding:
    given = {"phase": ServicePhase.SECONDARY, "declared": None, "evidenced": None, **more}
    return MemberStanding(
        institution=uuid5(SPACE, name), name=name, urn="123456", type_code="34", **given
    )


def choice(**more: str) -> Choice:
    return Choice(year="2026/27", edition="GATSBY-2024", **more)


@pytest.mark.parametrize(
    ("told", "declared_words", "coverage", "note", "shade"),
    [
        ({}, "No result", "No data supplied", "", "none"),
        ({"phase": ServicePhase.PRIMARY}, "Not asked", "No data supplied", "", "none"),
        ({"declared": declared(100)}, "100%", "No data supplied", "", "4"),
        ({"declared": declared(99)}, "99%", "No data supplied", "", "3"),
        ({"declared": declared(75)}, "75%", "No data supplied", "", "2"),
        ({"declared": declared(0)}, "0%", "No data supplied", "", "1"),
        ({"declared": declared(None)}, "Not achieved", "No data supplied", "", "1"),
        ({"declared": declared(None, achieved=1)}, "Achieved", "No data supplied", "", "4"),
        ({"evidenced": evidenced()}, "No result", "Not scored", "", "none"),
        ({"evidenced": evidenced(silent=2)}, "No result", "No data supplied", "", "none"),
        ({"evidenced": evidenced(2, 3)}, "No result", "2 of 3", "", "none"),
        (
            {"evidenced": evidenced(0, 3, history_incomplete=1)},
            "No result",
            "0 of 3",
            "History incomplete",
            "none",
        ),
    ],
)
def test_a_cell_says_what_is_known_and_why_the_rest_is_not(
    told: dict[str, Any], declared_words: str, coverage: str, note: str, shade: str
) -> None:
    found = cell(member("Alder", **told), 1, "declared")
    assert (found.declared, found.coverage, found.note) == (declared_words, coverage, note)
    assert found.shade == shade


@pytest.mark.parametrize(
    ("achieved", "scored", "shade"), [(3, 3, "4"), (2, 4, "3"), (1, 4, "2"), (0, 4, "1")]
)
def test_cells_can_be_shaded_by_what_records_show(achieved: int, scored: int, shade: str) -> None:
    told = member("Alder", declared=declared(100), evidenced=evidenced(achieved, scored))
    assert cell(told, 1, "coverage").shade == shade


def test_whoever_has_nothing_to_sort_by_comes_last_in_either_order() -> None:
    members = [
        member("Cedar", declared=declared(40)),
        member("Birch"),
        member("Alder", declared=declared(90)),
        member("Dogwood", declared=declared(40)),
    ]
    up = in_order(members, choice(sort="1"))
    assert [one.name for one in up] == ["Cedar", "Dogwood", "Alder", "Birch"]
    down = in_order(members, choice(sort="1", order="down"))
    assert [one.name for one in down] == ["Alder", "Cedar", "Dogwood", "Birch"]
    assert next(one.name for one in in_order(members, choice(order="down"))) == "Dogwood"


def test_primary_schools_are_shown_when_asked_for() -> None:
    primary = member("Alder", phase=ServicePhase.PRIMARY)
    assert not choice().takes(primary)
    assert choice(phase="every").takes(primary)
    assert choice(phase="primary").takes(primary)
    assert not choice(phase="every", type="18").takes(primary)


def test_the_headline_says_of_how_many_it_speaks() -> None:
    members = [member("Alder", declared=declared(100, 0)), member("Birch", declared=declared(100))]
    assert headline(over_benchmarks(members), NAMES, members=2) == (
        "Benchmark 1, benchmark the 1th, is achieved most often: by 2 of 2 members with a result. "
        "Benchmark 2, benchmark the 2th, least often: by 0"
    )
    silent = over_benchmarks([member("Alder")])
    assert headline(silent, NAMES, members=1) == "No member here has an official result yet"
    level = over_benchmarks([member("Alder", declared=declared())])
    assert "by 0 of 1 member with a result" in headline(level, NAMES, members=1)


def test_an_address_leads_back_to_the_same_view() -> None:
    seen = choice(phase="secondary", sort="5", order="down", shade="coverage")
    query = dict(part.split("=") for part in seen.address("/here").partition("?")[2].split("&"))
    assert choice_of(query, today=date(2031, 1, 4)) == seen


def test_a_past_year_is_told_by_the_edition_of_that_year_where_none_is_asked_for() -> None:
    today = date(2026, 11, 21)
    asked_by = {
        year: choice_of({"year": year}, today=today).edition
        for year in ("2024-25", "2025-26", "2026-27")
    }
    assert asked_by == {
        "2024-25": "GATSBY-2014",
        "2025-26": "GATSBY-2024",
        "2026-27": "GATSBY-2024",
    }
    chosen = choice_of({"year": "2024-25", "edition": "GATSBY-2024"}, today=today)
    assert chosen.edition == "GATSBY-2024"


@pytest.mark.parametrize(
    "asked",
    [{"phase": "old"}, {"sort": "9"}, {"year": "2026"}, {"shade": "blue"}, {"edition": "X"}],
)
def test_what_cannot_be_chosen_is_said(asked: dict[str, str]) -> None:
    with pytest.raises(NotFoundException) as refused:
        choice_of(asked, today=date(2026, 11, 21))
    assert refused.value.detail.endswith(".")


def test_the_file_keeps_silence_apart_from_nought() -> None:
    text = benchmarks_file(
        [
            member("Alder", declared=declared(0), evidenced=evidenced(0, 2)),
            member("Birch", evidenced=evidenced()),
            member("=Cedar"),
        ]
    )
    alder, birch, cedar = text.splitlines()[1:]
    assert alder.startswith("Alder,123456,Secondary,Academy converter,2026-07-14,0,0,0,2,60,0,2"), (
        alder
    )
    assert birch.endswith("x,x,x,z,z" + ",x,z,z" * 7)
    assert cedar.endswith(",x,x,x" * 8)
    assert not cedar.startswith("=")
