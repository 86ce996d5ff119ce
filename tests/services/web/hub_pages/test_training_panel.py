"""The training of a hub as its page tells it: each change shows at the next look."""

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
from tests.services.encounters.test_coordination import member
from tests.services.training.test_workforce import PRIYA


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def told(browser: httpx.AsyncClient, hub: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each member of the file in its order: its name, its careers leader, and when they are booked."""
    answer = await browser.get(f"/hubs/{hub['slug']}/training.csv")
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    return [
        (row["Institution"], row["Careers leader"], row["Careers leader booked for"])
        for row in rows
    ]


async def test_a_leader_named_a_place_booked_and_a_member_admitted_show_at_the_next_look(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    birch = await member(api, hub, "Birch School")
    lead = await site.person((Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"]))))
    by_hub = await api.key_of(Role.HUB_LEAD, hub["id"])
    async with await site.signed_in(lead) as browser:
        assert await told(browser, hub) == [("Birch School", "Not named", "z")]

        posts = f"training/institutions/{birch['id']}"
        leader = {"who": PRIYA, "appointedOn": "2025-09-01"}
        taken(await api.post(f"{posts}/careers-leader", leader), 201)
        assert await told(browser, hub) == [("Birch School", "Not trained", "z")]

        details = {
            "kind": "careers_leader", "heldOn": "2026-03-10", "mode": "in_person", "places": 1,
        }  # fmt: skip
        announced = {"organiser": {"kind": "hub", "id": hub["id"]}, "details": details}
        event = taken(await api.post("training/events", announced, **by_hub), 201)["id"]
        page = (await browser.get(f"/hubs/{hub['slug']}/training")).text
        assert "10 March 2026" in page
        taken(await api.post(f"{posts}/events/{event}/bookings", {"who": PRIYA}), 201)
        assert await told(browser, hub) == [("Birch School", "Not trained", "2026-03-10")]

        await member(api, hub, "Alder School")
        assert await told(browser, hub) == [
            ("Alder School", "Not named", "z"),
            ("Birch School", "Not trained", "2026-03-10"),
        ]
