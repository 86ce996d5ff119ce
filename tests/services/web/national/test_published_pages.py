"""What was published reaches people: an analyst on a page, and anybody as files that never change."""

import hashlib
import io
import re
import zipfile
from collections.abc import AsyncIterator
from datetime import date

import pytest

from hub_core.access import NATIONAL_BODY, Role
from hub_core.settings import OpenId
from hub_core.snapshots.codes import RestatementReason
from services.web.presentation import environment, render
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.releases import published, release_files
from tests.builders.signing_site import SigningSite, signing_site

#: Days that no other test publishes figures of: the log is shared, and what is out stays out.
FIRST, OTHER = date(2022, 12, 31), date(2023, 3, 31)
EARLIER, LATER = date(2023, 12, 31), date(2024, 7, 31)


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def test_releases_are_for_anybody_and_their_files_never_change(
    api: ApiClient, site: SigningSite
) -> None:
    files = release_files(1, on=FIRST)
    first = await published(api, files, on=FIRST)
    second = await published(
        api, release_files(2, on=FIRST), on=FIRST, reason=RestatementReason.WRONG_RESULTS
    )
    draft = await published(api, release_files(9, on=LATER), on=LATER, out=False)
    anybody = site.visitor()

    listed = (await anybody.get("/statistics")).text
    assert "As at 31 December 2022" in listed
    assert "results were corrected or withdrawn" in listed
    assert str(draft) not in listed
    replaced = (await anybody.get(f"/statistics/{first}")).text
    assert "This version was replaced" in replaced
    page = (await anybody.get(f"/statistics/{second}")).text
    assert re.search(r"[\d,]+ figures differ from the release replaced", page)
    assert "Open Government Licence" in page

    for name in ("headline_by_area.csv", "headline_by_area.meta.csv", "about.txt", "SHA256SUMS"):
        answer = await anybody.get(f"/statistics/{first}/{name}")
        digest = hashlib.sha256(files[name]).hexdigest()
        assert answer.content == files[name]
        assert answer.headers["etag"] == f'"{digest}"'
        assert "immutable" in answer.headers["cache-control"]
        again = await anybody.get(
            f"/statistics/{first}/{name}", headers={"if-none-match": answer.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert f'href="/statistics/{first}/{name}"' in replaced
        if name != "SHA256SUMS":
            assert f"{digest}  {name}" in files["SHA256SUMS"].decode()
    together = (await anybody.get(f"/statistics/{first}/all.zip")).content
    assert together == (await anybody.get(f"/statistics/{first}/all.zip")).content
    with zipfile.ZipFile(io.BytesIO(together)) as inside:
        assert {name: inside.read(name) for name in inside.namelist()} == files

    for path in (f"{draft}", f"{draft}/about.txt", f"{first}/basis.csv", f"{first}/nothing.json"):
        assert (await anybody.get(f"/statistics/{path}")).status_code == 404


async def test_a_table_as_json_is_gone_through_by_its_cursor_with_the_columns_chosen(
    api: ApiClient, site: SigningSite
) -> None:
    files = release_files(4, on=OTHER)
    at = f"/statistics/{await published(api, files, on=OTHER)}/headline_by_area.json"
    anybody = site.visitor()
    rows, cursor = [], 0
    while cursor is not None:
        asked = {"columns": "area,mean_benchmarks", "cursor": cursor, "rows": 7}
        answer = (await anybody.get(at, params=asked)).json()
        rows += answer["rows"]
        cursor = answer["next"]
    published_rows = files["headline_by_area.csv"].decode().splitlines()
    assert len(rows) == answer["rowsInTable"] == len(published_rows) - 1
    assert rows[0]["area"] == "England"
    assert isinstance(rows[0]["mean_benchmarks"], float)
    assert {type(row["mean_benchmarks"]) for row in rows} == {float, str}
    assert [one["name"] for one in answer["columns"]] == ["area", "mean_benchmarks"]
    refused = await anybody.get(at, params={"columns": "learners"})
    assert refused.status_code == 404
    assert "mean_benchmarks" in refused.text


async def test_an_analyst_begins_at_the_national_figures_and_who_is_not_signed_in_does_not(
    api: ApiClient, site: SigningSite
) -> None:
    analyst = await site.signed_in(await site.person((Role.NATIONAL_ANALYST, NATIONAL_BODY)))
    assert (await analyst.get("/home")).headers["location"] == "/national"
    await published(api, release_files(1, on=EARLIER), on=EARLIER)
    await published(api, release_files(5, on=LATER), on=LATER)

    asked = {"release": LATER.isoformat(), "by": "local_authority"}
    page = (await analyst.get("/national", params=asked)).text
    assert "as at 31 July 2024" in page
    assert "institutions contributing" in page
    assert "31 December 2023" in page  # over time
    older = (await analyst.get("/national", params={"release": EARLIER.isoformat()})).text
    assert "These are not the newest figures" in older
    file = await analyst.get("/national/areas.csv", params=asked)
    assert "attachment" in file.headers["content-disposition"]
    assert "Benchmarks officially achieved" in file.text
    assert (await analyst.get("/national/areas.xlsx")).status_code == 404
    assert (await analyst.get("/national", params={"measure": "x"})).status_code == 404
    stranger = await site.visitor().get("/national")
    assert stranger.headers["location"].startswith("/sign-in")


def test_before_the_first_release_the_page_says_who_publishes_and_when() -> None:
    text = render(environment(illustrative=False), "national/nothing.html")
    assert "Nothing has been published yet" in text
    assert "31 December, 31 March and 31 July" in text
