"""The database goes away in the middle of it: callers are told to try again, and trying again settles it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub_core.embedded import Addresses, Servers, embedded_servers
from services.platform.schema import bring_up_to_date
from tests.builders.api_client import ApiClient, api_client, refused, taken

HUB = {
    "name": "Northbank Careers Hub",
    "slug": "northbank",
    "leadOrganisation": "Northbank Skills Partnership",
    "localAuthorities": ["202"],
}


@pytest.fixture
async def own_servers(tmp_path: Path) -> AsyncIterator[Servers]:
    """Servers of this test's own, to be killed."""
    async with embedded_servers(tmp_path / "hub") as servers:
        yield servers


@pytest.fixture
async def api(own_servers: Servers, tmp_path: Path) -> AsyncIterator[ApiClient]:
    addresses = Addresses(
        postgres_url=own_servers.postgres_url,
        vault_url=own_servers.vault_url,
        nats_url=own_servers.nats_url,
    )
    await bring_up_to_date(addresses)
    async with api_client(addresses, folder=tmp_path) as client:
        yield client


async def test_the_same_key_settles_what_a_lost_database_left_open(
    api: ApiClient, own_servers: Servers
) -> None:
    before = taken(await api.post("membership/hubs", HUB, key="before-it-went"), 201)

    await own_servers.postgres.kill()
    for slug in ("southbank", "eastbank", "westbank"):
        answer = await api.post("membership/hubs", HUB | {"slug": slug}, key=f"key-of-{slug}")
        told = refused(answer, 503, "try-again")
        assert "same Idempotency-Key" in told["detail"]
        assert answer.headers["retry-after"] == "1"
    refused(await api.get("membership/hubs/northbank"), 503, "try-again")
    refused(await api.get("progress/hubs"), 503, "try-again")

    await own_servers.postgres.start()
    first = await api.post("membership/hubs", HUB | {"slug": "southbank"}, key="key-of-southbank")
    second = await api.post("membership/hubs", HUB | {"slug": "southbank"}, key="key-of-southbank")
    assert taken(first, 201) == taken(second, 201)
    again = await api.post("membership/hubs", HUB, key="before-it-went")
    assert taken(again, 201) == before
    assert again.headers["idempotent-replayed"] == "true"
    assert await _established(api) == 2


async def test_writes_under_way_when_it_is_killed_are_recorded_once_each(
    api: ApiClient, own_servers: Servers
) -> None:
    async def establish(number: int) -> int:
        body = HUB | {"slug": f"hub-{number}"}
        return (await api.post("membership/hubs", body, key=f"key-of-hub-{number}")).status_code

    waiting = [asyncio.create_task(establish(number)) for number in range(40)]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    await own_servers.postgres.kill()
    statuses = await asyncio.gather(*waiting)
    assert set(statuses) <= {201, 503}

    await own_servers.postgres.start()
    assert {await establish(number) for number in range(40)} == {201}
    assert await _established(api) == 40


async def _established(api: ApiClient) -> int:
    """How many hubs the log says were established."""
    found: int = await api.parts.platform.ledger.pool.fetchval(
        "select count(*) from ledger.events where topic = 'membership.HubEstablished.v1'"
    )
    return found
