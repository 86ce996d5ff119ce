"""The employers of a hub as its page tells them: as the API counts them, and as things stand now."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site
from tests.services.encounters.test_coordination import member, met


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def told(browser: httpx.AsyncClient, hub: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The rows of the file, by employer."""
    answer = await browser.get(f"/hubs/{hub['slug']}/employers.csv")
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    return {row["Employer"]: row for row in rows}


async def same_as_the_api(
    api: ApiClient, hub: dict[str, Any], rows: dict[str, dict[str, str]]
) -> None:
    """Whoever lapsed, and every cornerstone, has the figures of ``employers.engagement``."""
    found = taken(await api.get(f"encounters/hubs/{hub['id']}/employer-engagement"))
    lapsed = {one["name"] for one in found["lapsed"]}
    assert lapsed == {name for name, row in rows.items() if row["Lapsed"] == "yes"}
    for one in (*found["lapsed"], *found["cornerstones"]):
        row = rows[one["name"]]
        assert row["Members last year"] == str(one["metLastYear"])
        assert row["Members this year"] == str(one["bookedThisYear"])
        assert row["Last met"] == (one["lastMet"] or "z")


async def test_a_page_counts_as_the_api_does_and_shows_each_change_at_the_next_look(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    north, south = [await member(api, hub, name) for name in ("North School", "South School")]
    lapwing, stone, double = [
        await api.employer(f"{name} Limited") for name in ("Lapwing", "Stone", "Double")
    ]
    for school, employer, day in (
        (north, lapwing, "2024-11-05"),
        (south, lapwing, "2025-05-06"),
        (north, double, "2025-06-03"),
        (north, stone, "2025-10-07"),
    ):
        await met(api, school, employer, day)
    for employer in (lapwing, stone):
        await api.verify(employer, hub)
    at = f"encounters/hubs/{hub['id']}/employers"
    taken(await api.post(f"{at}/{stone}/cornerstone"))
    await api.project()
    lead = await site.person((Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"]))))
    async with await site.signed_in(lead) as browser:
        before = await told(browser, hub)
        await same_as_the_api(api, hub, before)
        assert before["Lapwing Limited"]["Members last year"] == "2"
        assert before["Double Limited"]["Verified"] == "no"
        assert await told(browser, hub) == before

        await api.verify(double, hub)
        assert (await told(browser, hub))["Double Limited"]["Verified"] == "yes"

        # North School met both: once they are one it counts once.
        taken(await api.post(f"{at}/{lapwing}/merge", {"merged": double}))
        merged = await told(browser, hub)
        await same_as_the_api(api, hub, merged)
        assert "Double Limited" not in merged
        assert merged["Lapwing Limited"]["Members last year"] == "2"
        assert merged["Lapwing Limited"]["Last met"] == "2025-06-03"

        await met(api, south, double, "2026-01-14")
        await api.project()
        booked = await told(browser, hub)
        await same_as_the_api(api, hub, booked)
        assert booked["Lapwing Limited"]["Lapsed"] == "no"
        assert booked["Lapwing Limited"]["Members this year"] == "1"
        assert booked["Stone Limited"] == merged["Stone Limited"]
