"""Published national figures over HTTP: an analyst finds them and takes a table away, byte for byte."""

from datetime import date

from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.releases import published, release_files

MEASURED = date(2025, 7, 31)


async def test_an_analyst_takes_away_what_was_published_and_nothing_else(api: ApiClient) -> None:
    files = release_files(3, on=MEASURED)
    snapshot = await published(api, files, on=MEASURED)
    draft = await published(api, release_files(4, on=MEASURED), on=MEASURED, out=False)

    told = taken(await api.get("progress/national"))
    [listed] = [one for one in told["snapshots"] if one["id"] == str(snapshot)]
    assert (listed["measureDate"], listed["version"], listed["reason"]) == ("2025-07-31", 1, None)
    assert "headline_by_area" in listed["tables"]
    assert str(draft) not in {one["id"] for one in told["snapshots"]}

    table = await api.get(f"progress/national/{snapshot}/tables/headline_by_area")
    assert table.status_code == 200
    assert table.content == files["headline_by_area.csv"]
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="headline_by_area.csv"' in table.headers["content-disposition"]
    meta = await api.get(f"progress/national/{snapshot}/tables/headline_by_area.meta")
    assert meta.content == files["headline_by_area.meta.csv"]

    for path in (f"{draft}/tables/headline_by_area", f"{snapshot}/tables/nothing"):
        refused(await api.get(f"progress/national/{path}"), 404, "not-found")
