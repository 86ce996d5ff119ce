"""The real GIAS files, where the reference data lies beside the project: every row is taken."""

import csv
import tracemalloc
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hub_core.gias.layouts import ESTABLISHMENTS, FileKind, kind_of
from hub_core.gias.reading import recognise
from hub_core.gias.records import GiasLink, GiasRecord, LinkDirection, RowProblem
from hub_core.reference.areas import (
    former_local_authorities,
    local_authorities,
    local_authority_named,
    regions,
)
from hub_core.reference.hub_areas import hub_area_of

DATA = Path(__file__).parents[4] / "shared" / "data" / "gias"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the reference data is not at ../shared/data/gias"
)


@cache
def read(name: str, kind: FileKind) -> tuple[Any, ...]:
    with (DATA / name).open("rb") as stream:
        file = recognise(stream)
        assert file.kind is kind
        return tuple(file)


def test_all_22313_schools_and_colleges_are_taken():
    told = read("england_schools_merged.csv", FileKind.SCHOOLS)
    records = [each for each in told if isinstance(each, GiasRecord)]
    problems = [each for each in told if isinstance(each, RowProblem)]
    assert len(records) == 22_313
    assert all(problem.row_taken for problem in problems)
    # The file still says Cumbria and the old Dorset, without saying which successor.
    assert Counter(problem.value for problem in problems) == {"909": 294, "835": 127}
    assert Counter(record.phase for record in records) == {
        "primary": 12_831,
        "secondary": 3_200,
        "special_and_alternative": 822,
        "fe_and_skills": 293,
        None: 5_167,
    }
    assert {record.region for record in records} == {*regions(), None}


def test_every_school_with_an_authority_has_a_hub_area():
    for each in read("england_schools_merged.csv", FileKind.SCHOOLS):
        if isinstance(each, GiasRecord) and each.local_authority:
            assert hub_area_of(each.local_authority), each


def test_all_2948_full_records_are_taken():
    told = read("gias_establishments_2948.csv", FileKind.ESTABLISHMENT_FIELDS)
    records = [each for each in told if isinstance(each, GiasRecord)]
    assert len(records) == 2_948
    assert len(told) - len(records) == 1  # one name with a character lost before it came here
    for record in records:
        assert record.ukprn
        assert record.laestab
        assert record.postcode
        assert record.phase
        assert record.local_authority in local_authorities()
        assert record.region == local_authorities()[record.local_authority].region_code


def test_both_files_agree_on_the_schools_they_share():
    full = {
        each.urn: each
        for each in read("gias_establishments_2948.csv", FileKind.ESTABLISHMENT_FIELDS)
        if isinstance(each, GiasRecord)
    }
    shared = 0
    for each in read("england_schools_merged.csv", FileKind.SCHOOLS):
        if isinstance(each, GiasRecord) and (other := full.get(each.urn)):
            shared += 1
            assert (each.ukprn, each.type_code, each.phase, each.local_authority) == (
                other.ukprn,
                other.type_code,
                other.phase,
                other.local_authority,
            )
    assert shared == 2_948


def test_all_33801_links_are_taken():
    told = read("links_edubasealldata20250422.csv", FileKind.LINKS)
    assert all(isinstance(each, GiasLink) for each in told)
    assert Counter(link.direction for link in told) == {
        LinkDirection.SUCCESSOR: 16_793,
        LinkDirection.PREDECESSOR: 16_664,
        LinkDirection.RELATED: 210,
        LinkDirection.MERGER: 134,
    }


def test_the_download_is_recognised_by_its_140_real_columns():
    columns = (DATA / "edubasealldata_columns.txt").read_text("utf-8").splitlines()
    columns = [column for column in columns if column]
    assert len(columns) == 140
    assert kind_of(columns) is FileKind.ESTABLISHMENTS
    assert set(columns) >= ESTABLISHMENTS.columns()


def test_reading_holds_little_in_memory():
    tracemalloc.start()
    try:
        with (DATA / "england_schools_merged.csv").open("rb") as stream:
            taken = sum(isinstance(each, GiasRecord) for each in recognise(stream))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken == 22_313
    # The file is 4.7 MB; what grows with it is the list of URNs met.
    assert peak < 8_000_000


def test_the_authorities_of_the_code_list_are_the_ones_gias_names():
    with (DATA / "gias_lookups.csv").open(encoding="utf-8-sig", newline="") as stream:
        named = {
            row["Id"]: row["Name"] for row in csv.DictReader(stream) if row["LookupType"] == "LA"
        }
    for code, authority in local_authorities().items():
        assert local_authority_named(named[code]) == authority
    assert set(former_local_authorities()) <= set(named)
