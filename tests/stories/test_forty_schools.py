"""A new hub with forty schools, not one of which has signed in, tells results and careers leaders."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.embedded import Servers
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.keyring import new_key

SCHOOLS = 40
HEADER = (
    "URN,Completed on,Edition,"
    + ",".join(f"BM{number}" for number in range(1, 9))
    + ",Careers leader,Careers leader e-mail,Appointed on"
)


class Counted:
    """A hub lead's key, and how many requests were made with it."""

    def __init__(self, api: ApiClient, secret: str) -> None:
        self._api = api
        self._headers = {"authorization": f"Bearer {secret}"}
        self.requests = 0

    async def post(self, path: str, body: Any = None) -> Any:
        self.requests += 1
        return await self._api.post(path, body, **self._headers)

    async def get(self, path: str) -> Any:
        self.requests += 1
        return taken(await self._api.get(path, **self._headers))


@pytest.fixture
async def api(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> AsyncIterator[ApiClient]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path) as client:
        yield client


async def test_within_ten_requests(api: ApiClient) -> None:
    hub = await api.hub()
    schools = [await api.school(f"School {number:02}") for number in range(SCHOOLS)]
    for school in schools:
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    _, key = await new_key(
        api.parts.platform, Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    )
    lead = Counted(api, key.text)

    rows = [row_of(school["urn"], number) for number, school in enumerate(schools)]
    slip = rows[17].replace("12/12/2025", "12/13/2025")
    path = f"progress/hubs/{hub['id']}/compass-results/file"
    before = await api.head()
    checked = taken(await lead.post(path, file(*rows[:17], slip, *rows[18:], check=True)))
    assert await api.head() == before
    assert not checked["recorded"]
    assert len(checked["taken"]) == SCHOOLS - 1
    [problem] = checked["problems"]
    assert (problem["line"], problem["column"], problem["value"]) == (
        19,
        "completed_on",
        "12/13/2025",
    )

    recorded = taken(await lead.post(path, file(*rows)))
    assert recorded["recorded"]
    assert recorded["problems"] == []
    assert all(one["outcome"] == "new" and one["appointed"] for one in recorded["taken"])

    before = await api.head()
    again = taken(await lead.post(path, file(*rows)))
    assert {one["outcome"] for one in again["taken"]} == {"unchanged"}
    assert await api.head() == before

    results = await lead.get(f"progress/hubs/{hub['id']}/compass-results")
    assert (results["members"], results["reported"]) == (SCHOOLS, SCHOOLS)
    assert {one["latest"]["source"] for one in results["institutions"]} == {"reported_by_hub"}
    assert [one["latest"]["achieved"] for one in results["institutions"][:2]] == [2, 3]
    posts = await lead.get(f"training/hubs/{hub['id']}/workforce")
    assert (posts["inPost"], posts["vacant"], posts["untold"]) == (SCHOOLS, 0, 0)
    leader = (await lead.get(f"training/institutions/{schools[0]['id']}/workforce"))[
        "careersLeader"
    ]
    assert leader["person"]["name"] == "Leader Number 0"
    assert leader["since"] == "2025-09-01"
    assert lead.requests <= 10

    log = await api.parts.pool.fetch("select data::text from ledger.events")
    assert not [row for row in log if "Leader" in row["data"] or "leader-" in row["data"]]
    answers = await api.parts.pool.fetch("select answer::text from ledger.commands")
    assert not [row for row in answers if "Leader Number" in row["answer"]]


def row_of(urn: str, number: int) -> str:
    scores = f"100,95,100,75,88,87,90,{'achieved' if number % 2 else 'in progress'}"
    return (
        f"{urn},12/12/2025,GATSBY-2024,{scores},"
        f"Leader Number {number},leader-{number}@school.example,01/09/2025"
    )


def file(*rows: str, check: bool = False) -> dict[str, Any]:
    content = "\r\n".join((HEADER, *rows)).encode("utf-8-sig")
    return {"file": base64.b64encode(content).decode(), "check": check}
