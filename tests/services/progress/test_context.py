"""Official statistics beside a hub's own figures, as published, and never mixed into them."""

from hub_core.statistics.mapping import collections
from hub_core.statistics.reading import read
from hub_core.statistics.store import StatisticsStore
from tests.builders.api_client import ApiClient, refused, taken

HEADER = (
    "time_period,geographic_level,country_code,region_code,new_la_code,la_name,Age,"
    "NEET_not_known_percent,NEET_percent,Notknown_percent,September_guarantee_Offer_made_percent"
)
DESTINATIONS = (
    "time_period,geographic_level,lad_code,breakdown_topic,breakdown,data_type,institution_group,"
    "cohort,education,appren,all_work,all_notsust,all_unknown"
)
ROWS = (
    "2023,Local authority,E92000001,E12000001,E06000002,Middlesbrough,16-17,6.9,5.5,1.4,c",
    "2024,Local authority,E92000001,E12000001,E06000002,Middlesbrough,16-17,7.1,5.9,1.2,94.1",
    "2024,Local authority,E92000001,E12000004,E06000015,Derby,16-17,4.2,3.9,0.3,95.9",
    "2024,National,E92000001,,,,16-17,5.4,3.2,2.2,94.6",
)


async def imported(api: ApiClient, *rows: str, header: str = HEADER) -> None:
    known = collections()
    found = read([header, *rows], known.values())
    await StatisticsStore(api.owner).keep(known[found.collection], found)


async def test_a_hub_lead_reads_the_context_of_the_hubs_areas(api: ApiClient) -> None:
    await imported(api, *ROWS)
    hub = await api.hub(localAuthorities=["806"])
    await api.project()
    told = taken(await api.get(f"progress/hubs/{hub['slug']}/context?year=2025/26"))
    assert told["hubFigures"]["encounters"] == 0
    [neet] = [one for one in told["statistics"] if one["code"] == "neet"]
    assert "Department for Education" in neet["source"]
    assert [(row["name"], row["period"]) for row in neet["rows"]] == [
        ("Middlesbrough", "2024"),
        ("England", "2024"),
        ("Middlesbrough", "2023"),
    ]
    guarantee = {"measure": "september_guarantee_percent", "value": None, "symbol": "c"}
    assert guarantee in neet["rows"][2]["figures"]
    assert {"measure": "neet_percent", "value": 5.9, "symbol": None} in neet["rows"][0]["figures"]
    assert neet["rows"][0]["addedUp"] == []


async def test_a_county_s_destinations_are_added_up_from_those_of_its_districts(
    api: ApiClient,
) -> None:
    group = "Total,Total,Number of pupils,State-funded mainstream schools"
    cambridgeshire = [f"E070000{number:02}" for number in range(8, 13)]
    rows = [
        f"202223,Local authority district,{code},{group},110,100,4,3,2,1" for code in cambridgeshire
    ]
    await imported(api, *rows, header=DESTINATIONS)
    hub = await api.hub(localAuthorities=["873"])
    await api.project()
    told = taken(await api.get(f"progress/hubs/{hub['slug']}/context"))
    [found] = [one for one in told["statistics"] if one["code"] == "ks4_destinations"]
    [row] = found["rows"]
    assert (row["name"], row["period"], len(row["addedUp"])) == ("Cambridgeshire", "202223", 5)
    assert row["figures"][:2] == [
        {"measure": "cohort", "value": 550, "symbol": None},
        {"measure": "education", "value": 500, "symbol": None},
    ]


async def test_a_file_imported_again_replaces_its_own_rows_alone(api: ApiClient) -> None:
    await imported(api, *ROWS)
    await imported(api, ROWS[1].replace("7.1,5.9,1.2", "7.0,5.8,1.2"))
    found = await StatisticsStore(api.owner).of_places(["E06000002"])
    assert {(one.period, str(one.value)) for one in found if one.measure == "neet_percent"} == {
        ("2023", "5.5"),
        ("2024", "5.8"),
    }


async def test_a_hub_that_is_not_there_has_no_context(api: ApiClient) -> None:
    await api.project()
    refused(await api.get("progress/hubs/nowhere/context"), 404, "not-found")
