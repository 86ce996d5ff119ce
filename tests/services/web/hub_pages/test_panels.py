"""The panels of a hub in words: whom to ask for what next, and nothing told of few."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest
from litestar.exceptions import NotFoundException

from hub_core.access.scope import NOTHING
from hub_core.employers.engagement import Meeting
from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Figure, Status, Unit
from hub_core.gatsby.measures import AccessPhase
from hub_core.placements.events import AllocationReason, NeedGroup, PlacementMode, PlacementTerms
from hub_core.placements.placement import Placement, Stand
from hub_core.provider_access.statement import Check, Publication
from hub_core.reference.activities import ActivityType
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.rosters.events import LearnerGroup
from hub_core.statistics.mapping import collections
from hub_core.statistics.reading import StatisticFigure
from projections.benchmark_progress.groups import GroupOfHub
from projections.hub_dashboard.engaged import EmployerMet, EmployersMet
from services.web.hub_panels import access, area, coverage, employers, placements
from services.web.hub_panels.employer_standing import Standing, of_survivors
from services.web.hub_panels.panel import Panel, Question
from services.web.hub_panels.schools import School, phases_of
from tests.builders.hub_dashboards import full_dashboard
from tests.services.web.hub_pages.test_attention import _hands

SPACE = UUID("3f0c6a4e-3a50-4f0e-9a0f-1d2f4b8c7e10")
TODAY = date(2026, 2, 11)


def a_question(**asked: str) -> Question:
    nothing: Any = None
    return Question(
        hub=uuid5(SPACE, "hub"),
        at="/hubs/north",
        here="/hubs/north/panel",
        asked=asked,
        now=datetime(2026, 2, 11, 9, tzinfo=UTC),
        today=TODAY,
        scope=NOTHING,
        parts=nothing,
        progress=nothing,
        look=nothing,
        hands=_hands(),
    )


def an_employer(name: str, **told: Any) -> Standing:
    usual = {
        "employer": uuid5(SPACE, name),
        "name": name,
        "sector": Sector.C,
        "size": EmployerSize.MEDIUM,
        "met_last_year": 0,
        "this_year": 1,
        "last_met": date(2025, 10, 7),
        "verified": True,
        "cornerstone": False,
        "offers": False,
    }
    return Standing(**(usual | told))


def of_employers(*found: Standing, **asked: str) -> Panel:
    met = EmployersMet(members=4, told=1, employers=(), newest=datetime(2026, 2, 9, tzinfo=UTC))
    return employers.panel_of(a_question(**asked), met, found)


def test_employers_with_something_to_do_come_first_and_an_approach_is_never_advised_too_early() -> (
    None
):
    page = of_employers(
        an_employer("Busy", this_year=9),
        an_employer("Lapsed", this_year=0, met_last_year=3),
        an_employer("Tired", this_year=0, met_last_year=4, rests_until=date(2026, 3, 2)),
        an_employer("Shut", this_year=0, met_last_year=5, leave_be=True, verified=False),
        an_employer("Stone", this_year=0, cornerstone=True),
        an_employer("Kind", this_year=0, offers=True),
        an_employer("New", verified=False, sector=None, size=None),
    )
    [rows, by_sector, _] = page.sections
    steps = {row.name: row.cells[-1] for row in rows.rows}
    assert [row.name for row in rows.rows] == [
        "New", "Shut", "Tired", "Lapsed", "Kind", "Stone", "Busy",
    ]  # fmt: skip
    assert steps["Shut"] == "Leave them be: they asked not to be approached."
    assert steps["Tired"] == "Ask nothing of them before 2 March 2026: they were asked enough."
    assert steps["Busy"] == "Nothing waits."
    assert "sector not known" in rows.rows[0].about.lower()
    # Employers, met or booked, lapsed, over-asked, verification open.
    assert {row.name: row.cells for row in by_sector.rows} == {
        "Manufacturing": ("6", "1", "3", "2", "1"),
        "Not known": ("1", "1", "0", "0", "1"),
    }
    assert page.figures[0].rests_on == "told by 1 of 4 members, newest 2 days ago, on 9 February"
    assert page.headline == (
        "2 of 7 employers met a member in 2025/26 or are booked to. 3 have lapsed"
    )


def test_an_address_chooses_rows_of_table_and_file_alike_and_nothing_that_is_not_there() -> None:
    page = of_employers(an_employer("A"), an_employer("B", size=None), size="unknown")
    assert [row.name for row in page.sections[0].rows] == ["B"]
    ((name, _, size, *more),) = page.file
    assert (name, size) == ("B", "x")
    assert len(page.head) == len(more) + 3
    assert of_employers().nothing


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("active", {"Busy", "New"}),
        ("lapsed", {"Lapsed", "Tired", "Shut"}),
        ("over_asked", {"Tired", "Shut"}),
        ("cornerstone", {"Stone"}),
        ("unverified", {"New"}),
        ("offers", {"Kind"}),
    ],
)
def test_each_choice_shows_the_employers_that_it_names_and_no_other(
    show: str, shown: set[str]
) -> None:
    page = of_employers(
        an_employer("Busy"),
        an_employer("New", verified=False),
        an_employer("Lapsed", this_year=0, met_last_year=3),
        an_employer("Tired", this_year=0, met_last_year=4, rests_until=date(2026, 3, 2)),
        an_employer("Shut", this_year=0, met_last_year=5, leave_be=True),
        an_employer("Stone", this_year=0, cornerstone=True),
        an_employer("Kind", this_year=0, offers=True),
        show=show,
    )
    assert {row.name for row in page.sections[0].rows} == shown


def test_members_that_met_a_merged_employer_and_its_survivor_count_once() -> None:
    double, survivor = (uuid5(SPACE, name) for name in ("double", "survivor"))
    north, south = (uuid5(SPACE, name) for name in ("north", "south"))
    met = [
        Meeting(employer=employer, institution=school, day=day, took_place=True)
        for employer, school, day in (
            (double, north, date(2025, 10, 7)),
            (survivor, north, date(2025, 11, 4)),
            (double, south, date(2025, 6, 3)),
        )
    ]
    assert of_survivors(met, {double: survivor}, "2025/26") == {
        survivor: EmployerMet(
            employer=survivor,
            met_last_year=1,
            booked_this_year=1,
            last_met=date(2025, 11, 4),
        )
    }


def test_an_address_that_asks_for_what_is_not_there_is_refused() -> None:
    for wrong in ({"size": "huge"}, {"year": "soon"}):
        with pytest.raises(NotFoundException):
            of_employers(**wrong)
    with pytest.raises(NotFoundException, match="Nobody of this hub"):
        assert a_question(whose="stranger").whose


def owed(year_group: int, done: int, status: Status) -> Figure:
    return Figure(
        criterion="7.P",
        part="first: owed",
        year_group=year_group,
        numerator=done,
        at_most=done,
        denominator=2,
        threshold=100,
        status=status,
        unit=Unit.ENCOUNTERS,
        open_until=date(2026, 2, 28),
    )


PHASES = (
    AccessPhase(name="first", first_year=8, encounters=2, mandatory=True),
    AccessPhase(name="second", first_year=10, encounters=2, mandatory=True),
)


def test_a_phase_is_met_by_the_year_group_whose_time_ends_and_silence_is_no_failing() -> None:
    told = phases_of(
        [
            owed(8, 0, Status.IN_PROGRESS),
            owed(9, 2, Status.ACHIEVED),
            owed(11, 1, Status.IN_PROGRESS),
        ],
        PHASES,
    )
    assert told is not None
    assert [access.phase_words(one) for one in told] == [
        "Met. Year 9: 2 of 2, Year 8: 0 of 2",
        "In progress. Year 11: 1 of 2",
    ]
    silent = [owed(9, 0, Status.NO_DATA)]
    assert phases_of(silent, PHASES) is None
    assert phases_of(None, PHASES) is None
    school = School(
        institution=uuid5(SPACE, "school"),
        name="Alder",
        phase="Secondary",
        check=Check(publication=Publication.PUBLISHED),
        phases=told,
        requests=(),
    )
    assert access.next_step(school, TODAY) == (
        "Find a provider for 1 encounter of the second phase for Year 11 before 28 February 2026 is over."
    )
    assert access.next_step(school, date(2026, 3, 1)).startswith("Ask why: 1 encounter")
    missing = msgspec.structs.replace(school, check=Check(publication=Publication.MISSING))
    assert "the law" in access.next_step(missing, TODAY)
    assert access.headline([school, missing]) == (
        "0 of 2 schools meet every phase. 1 access statement missing"
    )


def a_placement(places: int, days: tuple[date, ...], **stands: Stand) -> Placement:
    placement = Placement.of(uuid5(SPACE, f"{places} places"))
    placement.employer = uuid5(SPACE, "employer")
    placement.terms = PlacementTerms(
        academic_year="2025/26",
        type=ActivityType.WORK_EXPERIENCE_BLOCK,
        mode=PlacementMode.BLOCK,
        days=days,
        minutes=360,
        places=places,
    )
    placement.stands = {uuid5(SPACE, name): stand for name, stand in stands.items()}
    placement.allocated = any(stand.places for stand in stands.values())
    return placement


def test_demand_stands_beside_supply_week_by_week_and_few_planned_learners_are_not_told() -> None:
    first, second = date(2026, 6, 19), date(2026, 6, 22)
    given = AllocationReason(places=2, group=NeedGroup.LOOKED_AFTER)
    block = a_placement(
        3,
        (first, second),
        Alder=Stand(asked=4, need={}, order=1, places=2, reasons=(given,)),
        Birch=Stand(asked=2, need={}, order=2, places=1, reasons=(AllocationReason(places=1),)),
    )
    others = a_placement(5, (second,), Cedar=Stand(asked=9, need={}, order=1))
    found = [
        placements.Offered(placement=block, employer="Hartley", sector=Sector.C, ours=True),
        placements.Offered(placement=others, employer="Vale", sector=None, ours=False),
    ]
    alder, birch = uuid5(SPACE, "Alder"), uuid5(SPACE, "Birch")
    plans = placements.Plans(
        members=3,
        by_week={date(2026, 6, 22): {alder: 7}, date(2026, 6, 29): {alder: 7, birch: 182}},
    )
    page = placements.panel_of(a_question(), found, plans)
    weeks, sectors, each = page.sections
    assert {row.name: row.cells for row in weeks.rows} == {
        "15 June 2026": ("3", "6", "3", "0", "0"),
        "22 June 2026": ("3", "6", "3", "1", "fewer than 10"),
        "29 June 2026": ("0", "0", "0", "2", "190"),
    }
    assert [(row.name, row.cells) for row in sectors.rows] == [
        ("Manufacturing", ("1", "3", "6", "3", "3")),
    ]
    assert each.rows[0].cells[-2:] == (
        "Learners looked after and equal shares",
        "Ask employers of this sector for 3 places more.",
    )
    assert each.rows[1].cells[2:5] == ("Not told",) * 3
    assert list(page.file)[1][6:9] == ("c", "c", "c")
    assert page.headline == ("Employers offer 3 places in 2025/26, and members asked for 6. 3 wait")
    assert placements.panel_of(a_question(), [], placements.Plans(members=3, by_week={})).nothing


def a_group(criterion: str, group: LearnerGroup, institutions: int, *counts: int) -> GroupOfHub:
    reached, learners, all_reached, all_learners = counts
    return GroupOfHub(
        criterion=criterion,
        group=group,
        institutions=institutions,
        reached=reached,
        learners=learners,
        all_reached=all_reached,
        all_learners=all_learners,
    )


def test_a_gap_is_told_whole_or_not_at_all() -> None:
    edition = editions()["GATSBY-2024"]
    figure = Figure(
        criterion="5.1",
        year_group=8,
        numerator=60,
        at_most=60,
        denominator=100,
        threshold=76,
        status=Status.IN_PROGRESS,
    )
    told = {uuid5(SPACE, str(n)): (figure,) for n in range(3)}
    silent = msgspec.structs.replace(figure, numerator=0, status=Status.NO_DATA)
    groups = [
        a_group("6.1", LearnerGroup.DISADVANTAGED, 6, 30, 100, 200, 400),
        a_group("5.1", LearnerGroup.EHCP, 7, 4, 20, 200, 400),
        a_group("5.1", LearnerGroup.DISADVANTAGED, 5, 60, 120, 300, 400),
        a_group("2.1.ks3", LearnerGroup.EAL, 9, 60, 120, 300, 400),
    ]
    page = coverage.panel_of(
        a_question(), edition, {**told, SPACE: None, uuid5(SPACE, "no"): (silent,)}, groups
    )
    gaps, year_groups = page.sections
    assert [(row.name, *row.cells[1:]) for row in gaps.rows] == [
        ("Disadvantaged", "50%", "86%", "36 points behind", "120", "5"),
        ("Education, health and care plan", *("Not shown",) * 4, "7"),
        ("Disadvantaged", "30%", "57%", "27 points behind", "100", "6"),
    ]
    assert [(row.name, *row.cells[1:]) for row in year_groups.rows] == [
        ("Year 8", "60%", "180", "300", "3"),
    ]
    assert page.headline.startswith(
        "The widest gap of 2025/26: “Disadvantaged”, 36 points behind. 5.1"
    )
    figures = {one.label: one for one in page.figures}
    assert figures["Gap in benchmark 5"].amount == "36 points behind"
    assert figures["Gap in benchmark 8"].rests_on.startswith("fewer than 5 members")
    lines = list(page.file)
    assert {len(line) for line in lines} == {len(page.head)}
    assert [line[4:11] for line in lines if line[2].startswith("Education")] == [("c",) * 7]
    nobody = coverage.panel_of(a_question(), edition, {SPACE: None}, [])
    assert nobody.headline == "No member supplied data in 2025/26"
    only = coverage.panel_of(a_question(benchmark="2"), edition, told, groups)
    assert [row.name for row in only.sections[0].rows] == ["English as an additional language"]


def test_what_others_publish_of_the_areas_stands_beside_the_hub_s_figures_and_names_its_source() -> (
    None
):
    destinations, neet = (collections()[one] for one in ("ks4_destinations", "neet"))
    suffolk = ("E07000200", "E07000202", "E07000203", "E07000244", "E07000245")
    figures = [
        *(published("ks4_destinations", "202223", one, "education", 1100) for one in suffolk),
        published("ks4_destinations", "202122", suffolk[0], "education", 1200),
        published("neet", "2023", "E10000029", "neet_or_not_known_percent", "5.10"),
        published("neet", "2023", "E92000001", "neet_or_not_known_percent", "c"),
        published("neet", "2023", "E92000001", "cohort", 1_236_365),
    ]
    hub = full_dashboard()
    hub = msgspec.structs.replace(hub, hub=msgspec.structs.replace(hub.hub, areas=("935",)))
    page = area.panel_of(a_question(year="2024-25"), hub, [destinations, neet], figures)
    first, second = page.sections
    assert (first.heading, first.columns) == ("In education for two terms", ("Area", "2022/23"))
    assert [(row.name, row.about, row.cells) for row in first.rows] == [
        ("Suffolk", "Sum of its districts", ("5,500",))
    ]
    assert second.heading == "NEET or not known (%)"
    assert "Source: Department for Education, NEET and participation" in second.says
    assert [(row.name, row.cells) for row in second.rows] == [
        ("Suffolk", ("5.10%",)),
        ("England", ("suppressed",)),
    ]
    assert [one.label for one in page.figures] == [
        "Encounters delivered",
        "Learners met",
        "Learner encounters",
    ]
    assert ("England", "E92000001", "2023", "c") in [line[3:7] for line in page.file]
    counted = area.panel_of(a_question(neet="cohort"), hub, [neet], figures)
    assert counted.sections[0].rows[-1].cells == ("1,236,365",)
    assert "hub import statistics" in area.panel_of(a_question(), hub, [], []).nothing
    with pytest.raises(NotFoundException, match="no neet called"):
        area.panel_of(a_question(neet="sums"), hub, [neet], figures)


def published(
    collection: str, period: str, place: str, measure: str, told: int | str
) -> StatisticFigure:
    symbol = "c" if told == "c" else ""
    return StatisticFigure(
        collection=collection, period=period, place=place, measure=measure,
        value=None if symbol else Decimal(told), symbol=symbol,
    )  # fmt: skip
