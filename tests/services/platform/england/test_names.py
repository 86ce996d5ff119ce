"""No fictional institution carries a real one's name or number."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hub_core.reference.hub_areas import hub_areas
from hub_core.values import CompanyNumber, parse_postcode, parse_ukprn, parse_urn
from services.platform.england.employers import NATIONWIDE, employer
from services.platform.england.places import FIRST_ACADEMY_URN, Institution, hubs
from services.platform.england.scale import ENGLAND

GIAS = Path(__file__).parents[5] / "shared" / "data" / "gias"


@pytest.fixture(scope="module")
def institutions() -> list[Institution]:
    return [institution for hub in hubs(ENGLAND, 1) for institution in hub.institutions]


@pytest.fixture(scope="module")
def real() -> list[dict[str, str]]:
    if not GIAS.is_dir():
        pytest.skip(f"the real institutions are not at {GIAS}")
    return list(_real_rows())


def _real_rows() -> Iterator[dict[str, str]]:
    for name, urn, ukprn, title, encoding in (
        ("england_schools_merged.csv", "urn", "ukprn", "name", "utf-8"),
        ("gias_establishments_2948.csv", "URN", "UKPRN", "EstablishmentName", "utf-8"),
        ("links_edubasealldata20250422.csv", "URN", "", "LinkName", "cp1252"),
        ("links_edubasealldata20250422.csv", "LinkURN", "", "LinkName", "cp1252"),
    ):
        with (GIAS / name).open(encoding=encoding, newline="") as file:
            for row in csv.DictReader(file):
                yield {"urn": row[urn], "ukprn": row.get(ukprn, ""), "name": row[title]}


def test_the_country_has_its_size(institutions: list[Institution]) -> None:
    assert 23_000 < len(institutions) < 25_000
    assert len({each.number for each in institutions}) == len(institutions)
    assert len(list(hubs(ENGLAND, 1))) == len(hub_areas())


def test_names_and_numbers_are_unique_and_well_formed(institutions: list[Institution]) -> None:
    assert len({each.details.name for each in institutions}) == len(institutions)
    assert len({each.details.postcode for each in institutions}) == len(institutions)
    for each in institutions:
        assert each.urn is None or parse_urn(each.urn) == each.urn
        assert each.ukprn is None or parse_ukprn(each.ukprn) == each.ukprn
        assert each.urn or each.ukprn
        assert parse_postcode(each.details.postcode or "") == each.details.postcode
        assert each.urn is None or int(each.urn) < FIRST_ACADEMY_URN


def test_no_place_is_in_a_real_schools_name(
    institutions: list[Institution], real: list[dict[str, str]]
) -> None:
    words = {word for row in real for word in re.findall(r"[a-z]+", row["name"].casefold())}
    assert len(words) > 8_000
    places = {each.details.name.split()[0] for each in institutions}
    assert sorted(place for place in places if place.casefold() in words) == []


def test_no_number_is_a_real_schools(
    institutions: list[Institution], real: list[dict[str, str]]
) -> None:
    urns = [int(row["urn"]) for row in real if row["urn"]]
    ukprns = [int(float(row["ukprn"])) for row in real if row["ukprn"]]
    ours = [int(each.urn) for each in institutions if each.urn]
    assert max(urns) < min(ours)
    assert max(ours) < 1_000_000 - len(institutions)
    assert max(ukprns) < min(int(each.ukprn) for each in institutions if each.ukprn)


def test_employers_are_well_formed_and_claim_different_keys() -> None:
    made = [employer(number, 1) for number in range(NATIONWIDE + 5_000)]
    assert len({claim for each in made for claim in each.claims}) == len(made)
    for each in made:
        number = each.details.company_number
        assert number is None or msgspec.convert(number, CompanyNumber) == number
        assert each.details.sector is not None
