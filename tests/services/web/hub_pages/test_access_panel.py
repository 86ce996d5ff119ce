"""Provider access at a hub as its page tells it: each change shows at the next look."""

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


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def told(browser: httpx.AsyncClient, hub: dict[str, Any]) -> list[tuple[str, ...]]:
    """Each school of the file in its order: its name, the requests, those that wait, and its statement."""
    answer = await browser.get(f"/hubs/{hub['slug']}/provider-access.csv")
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("﻿")))
    shown = ("School", "Requests asked", "Waiting", "Statement")
    return [tuple(row[name] for name in shown) for row in rows]


async def test_a_request_asked_and_refused_and_a_statement_show_at_the_next_look(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    birch = await member(api, hub, "Birch School")
    await api.project()
    lead = await site.person((Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"]))))
    at = f"activities/institutions/{birch['id']}"
    asked = {
        "providerKind": "fe_college",
        "providerName": "Northbank College",
        "yearGroups": [10],
        "routes": ["t_level"],
        "dates": ["2026-03-10"],
    }
    async with await site.signed_in(lead) as browser:
        assert await told(browser, hub) == [("Birch School", "0", "0", "Not published")]
        request = taken(await api.post(f"{at}/access-requests", asked), 201)["id"]
        assert await told(browser, hub) == [("Birch School", "1", "1", "Not published")]
        refused = {"reason": "no_suitable_date"}
        taken(await api.post(f"{at}/access-requests/{request}/refuse", refused))
        taken(await api.post(f"{at}/access-requests", {**asked, "providerName": "Southbank"}), 201)
        published = {"address": "https://birch.example/access", "reviewedOn": "2026-01-12"}
        taken(await api.put(f"{at}/access-statement", published))
        assert await told(browser, hub) == [("Birch School", "2", "1", "Published")]
