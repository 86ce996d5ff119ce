"""What a release looks like as files: to standard, explained, with its checksums, and the same every time."""

import csv
import hashlib
import io
import json
import random
from datetime import date

import msgspec
import pytest

from hub_core.disclosure.release import ReleasePolicy
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.definitions import indicators
from hub_core.rollups.export import NotToStandard, export
from hub_core.rollups.figures import figures_of
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.release import NothingToRelease, Release, build
from hub_core.rollups.released_hubs import Hubs, ReleasedHub
from tests.builders.official_results import (
    EDITION,
    HUBS,
    MEASURED,
    at_random,
    institution,
    result,
)


def released(
    institutions: list[RollupInstitution],
    policy: ReleasePolicy | None = None,
    on: date = MEASURED,
    hubs: Hubs = HUBS,
) -> Release:
    return build(
        institutions,
        measure_date=on,
        edition=EDITION,
        position=412,
        policy=policy or ReleasePolicy(),
        hubs=hubs,
    )


@pytest.fixture(scope="module")
def england() -> list[RollupInstitution]:
    return at_random(random.Random(3), ["805", "806", "301", "302", "330"], 200)


@pytest.fixture(scope="module")
def files(england: list[RollupInstitution]) -> dict[str, bytes]:
    return export(released(england))


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode())))


def test_a_release_is_pairs_and_what_explains_them(files: dict[str, bytes]):
    official = ("headline", "benchmarks", "distribution", "distance")
    told = ("activity", "evidence", "training", "primary", "adult", "coverage")
    pairs = [
        f"{shape}_by_{what}{ending}"
        for shape in (*official, *told)
        for what in ("area", "hub", "wider_area")
        for ending in (".csv", ".meta.csv")
    ] + [
        f"{shape}_by_{characteristic}{ending}"
        for shape in (*official, "activity")
        for characteristic in ITEMS
        for ending in (".csv", ".meta.csv")
    ]
    pairs += ["primary_by_deprivation_quintile.csv", "primary_by_deprivation_quintile.meta.csv"]
    explaining = [
        "definitions.csv",
        "deprivation_quintiles.csv",
        "codes.csv",
        "about.txt",
        "csv-metadata.json",
        "datapackage.json",
        "SHA256SUMS",
    ]
    assert sorted(files) == sorted(pairs + explaining)
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "SHA256SUMS"
    }


def test_the_same_release_gives_the_same_files(
    england: list[RollupInstitution], files: dict[str, bytes]
):
    again = list(england)
    random.Random(9).shuffle(again)
    assert export(released(again)) == files


def test_every_row_says_how_many_contributed_of_how_many_were_eligible(
    england: list[RollupInstitution], files: dict[str, bytes]
):
    national = figures_of(england)
    first = rows(files, "headline_by_area.csv")[0]
    assert first["institutions_eligible"] == "200"
    assert first["institutions_contributing"] == str(national.contributing)
    assert first["all_eight_count"] == str(national.all_eight)
    for name in files:
        if name.endswith(("_area.csv", "_hub.csv")) and not name.startswith("coverage"):
            assert all(row["institutions_contributing"] for row in rows(files, name))


def test_every_indicator_has_its_definition(files: dict[str, bytes]):
    defined = {row["col_name"]: row["definition"] for row in rows(files, "definitions.csv")}
    assert set(defined) == {*indicators(), *ITEMS}
    assert all(defined.values())


def test_shares_of_a_distribution_and_the_mean_agree(files: dict[str, bytes]):
    told = [
        row
        for row in rows(files, "distribution_by_area.csv")
        if row["geographic_level"] == "National" and row["institution_type"] == "Total"
    ]
    by_number = {row["benchmarks_achieved"]: row["institution_count"] for row in told}
    total = int(by_number.pop("Total"))
    assert sum(int(one) for one in by_number.values()) == total
    mean = sum(int(number) * int(one) for number, one in by_number.items()) / total
    assert rows(files, "headline_by_area.csv")[0]["mean_benchmarks"] == f"{mean:.2f}"


def test_a_hub_of_whom_nobody_told_is_unavailable_and_one_without_anybody_not_applicable():
    hub, empty, _ = HUBS
    files = export(
        released(
            [institution(number, None, hub=hub) for number in range(3)]
            + [institution(number, result([0] * 8, number=number)) for number in range(5, 12)]
        )
    )
    by_hub = {row["careers_hub"]: row for row in rows(files, "headline_by_hub.csv")}
    silent, nobody = by_hub[HUBS[hub].name], by_hub[HUBS[empty].name]
    assert (silent["institutions_contributing"], silent["contributing_percent"]) == ("0", "0.0")
    assert (silent["mean_benchmarks"], silent["none_count"]) == ("x", "x")
    assert (nobody["institutions_eligible"], nobody["contributing_percent"]) == ("0", "z")
    assert nobody["mean_benchmarks"] == "z"
    # True noughts are kept: nobody of seven achieved all eight.
    assert by_hub["Not in a Careers Hub"]["all_eight_count"] == "0"


def test_shares_come_from_unrounded_counts_and_a_rounded_nought_is_low():
    institutions = [
        institution(number, result([100 if number == 0 else 0] * 8, number=number))
        for number in range(12)
    ]
    files = export(released(institutions, ReleasePolicy(rounding=5)))
    told = rows(files, "headline_by_area.csv")[0]
    assert told["institutions_contributing"] == "10"
    assert (told["all_eight_count"], told["all_eight_percent"]) == ("low", "8.3")


def test_a_release_in_winter_is_of_the_autumn_term(england: list[RollupInstitution]):
    files = export(released(england, on=date(2025, 12, 31)))
    first = rows(files, "headline_by_hub.csv")[0]
    assert (first["time_period"], first["time_identifier"]) == ("202526", "Autumn term")


def test_columns_are_described_for_the_web(files: dict[str, bytes]):
    told = json.loads(files["csv-metadata.json"])
    for table in told["tables"]:
        names = [column["name"] for column in table["tableSchema"]["columns"]]
        assert names == list(rows(files, table["url"])[0])


def test_a_data_package_has_each_table_s_columns_and_checksum(files: dict[str, bytes]):
    told = json.loads(files["datapackage.json"])
    assert told["name"] == "careers-in-england-2026-07-31-gatsby-2024"
    for table in told["resources"]:
        names = [field["name"] for field in table["schema"]["fields"]]
        assert names == list(rows(files, table["path"])[0])
        assert table["hash"] == f"sha256:{hashlib.sha256(files[table['path']]).hexdigest()}"


def test_a_release_that_breaks_the_standard_gives_no_files():
    """Two hubs of the same name cannot be told apart in a table."""
    institutions = [institution(number, None, hub=hub) for number, hub in enumerate(HUBS)]
    called = {hub: ReleasedHub(code=one.code, name="Twin") for hub, one in HUBS.items()}
    twins = msgspec.structs.replace(released(institutions), hubs=called)
    with pytest.raises(NotToStandard, match=r"rows are about the same: .*Twin"):
        export(twins)


def test_two_hubs_of_one_name_are_published_each_with_its_code_behind_it():
    institutions = [institution(number, None, hub=hub) for number, hub in enumerate(HUBS)]
    twins = {hub: ReleasedHub(code=one.code, name="Twin") for hub, one in HUBS.items()}
    files = export(released(institutions, hubs=twins))
    called = {row["careers_hub"] for row in rows(files, "headline_by_hub.csv")}
    assert called == {"Total", *(f"Twin (hub-{n})" for n in range(3))}
    assert {"col_name": "careers_hub", "code": "hub-1", "item": "Twin (hub-1)"} in rows(
        files, "codes.csv"
    )


def test_a_log_without_institutions_has_nothing_to_release():
    with pytest.raises(NothingToRelease, match="no institution that completes evaluations"):
        released([])
