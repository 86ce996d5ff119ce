"""Wider areas and distance travelled: who is in which group, and what it says."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from msgspec import structs

from hub_core.disclosure.release import ReleasePolicy
from hub_core.evaluations.standing import OfficialResult
from hub_core.reference.areas import (
    combined_authorities,
    local_authorities,
    skills_improvement_area_of,
    skills_improvement_areas,
)
from hub_core.rollups.export import export
from hub_core.rollups.levels import Level
from hub_core.rollups.printed import decimal
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.release import build
from tests.builders.official_results import EDITION, HUBS, institution, result


def table(institutions: Sequence[RollupInstitution], name: str) -> list[dict[str, str]]:
    release = build(
        institutions,
        measure_date=date(2026, 7, 31),
        edition=EDITION,
        position=1,
        policy=ReleasePolicy(),
        hubs=HUBS,
    )
    return list(csv.DictReader(io.StringIO(export(release)[f"{name}.csv"].decode())))


def test_every_authority_but_hampshire_lies_in_one_skills_improvement_area() -> None:
    listed = [code for one in skills_improvement_areas().values() for code in one.local_authorities]
    assert len(listed) == len(set(listed))
    assert {*local_authorities()} - {*listed} == {"850"}
    assert skills_improvement_area_of("850") is None
    assert combined_authorities()["E47000006"] == "Tees Valley"


def test_authorities_add_up_to_their_wider_areas() -> None:
    achieved = [100] * 8
    places = ["805"] * 6 + ["806"] * 7 + ["301"] * 8
    found = table(
        [
            institution(number, result(achieved, number=number), authority=place)
            for number, place in enumerate(places)
        ],
        "headline_by_wider_area",
    )
    assert [
        (row["geographic_level"], row["english_devolved_area_name"] or row["lsip_name"],
         row["institutions_contributing"], row["mean_benchmarks"])
        for row in found
    ] == [
        ("National", "", "21", "8.00"),
        ("English devolved area", "Tees Valley", "13", "8.00"),
        ("English devolved area", "Greater London Authority", "8", "8.00"),
        ("Local skills improvement plan area", "Tees Valley", "13", "8.00"),
        ("Local skills improvement plan area", "Greater London", "8", "8.00"),
    ]  # fmt: skip


def achieving(number: int, benchmarks: int) -> OfficialResult:
    return result([100] * benchmarks + [0] * (8 - benchmarks), number=number)


def test_distance_travelled_is_of_those_with_two_results() -> None:
    found = table(
        [
            structs.replace(
                institution(number, result([100] * latest + [0] * (8 - latest), number=number)),
                first=None
                if first is None
                else result([100] * first + [0] * (8 - first), number=10**6 + number),
            )
            for number, (first, latest) in enumerate(
                [(2, 4)] * 6 + [(4, 3)] * 5 + [(1, 1)] * 5 + [(None, 8)] * 9
            )
        ],
        "distance_by_area",
    )[0]
    assert found["institutions_eligible"] == "25"
    assert found["institutions_contributing"] == "16"
    assert (found["mean_first"], found["mean_latest"], found["mean_change"]) == (
        "2.31",
        "2.75",
        "0.44",
    )
    assert (found["more_count"], found["as_many_count"], found["fewer_count"]) == ("6", "5", "5")
    assert found["more_percent"] == "37.5"


def test_a_change_for_the_worse_has_its_sign() -> None:
    assert decimal(Fraction(-125, 100), 1) == "-1.3"
    assert decimal(Fraction(-1, 1000), 2) == "0.00"


def test_every_item_of_a_characteristic_has_its_row_in_its_order() -> None:
    achieved = [100] * 8
    found = table(
        [
            institution(
                number,
                result(achieved[: number % 8] + [0] * (8 - number % 8), number=number),
                characteristics={Level.CAREERS_LEADER: "trained" if number < 6 else "not_told"},
            )
            for number in range(16)
        ],
        "headline_by_careers_leader",
    )
    assert [
        (row["careers_leader"], row["institutions_contributing"], row["mean_benchmarks"])
        for row in found
    ] == [
        ("Total", "16", "3.50"),
        ("Careers leader trained", "6", "2.50"),
        ("Careers leader not trained, or post vacant", "0", "z"),
        ("Nobody has said", "10", "4.10"),
    ]
