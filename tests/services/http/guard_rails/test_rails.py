"""Budgets, wrong guesses and records of reads, asked of the whole application over a real database."""

from collections.abc import Iterator
from itertools import count
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import pytest

from hub_core.access import PLATFORM, Role
from hub_core.audit import Access, AccessLog
from hub_core.identity.machines.spelling import MachineKind, new_secret
from hub_core.limits import Buckets, Guesses, budgets, patience
from services.http.guard_rails.client_address import trusted_networks
from services.http.guard_rails.rails import Rails
from tests.builders.api_client import NOW, ApiClient, Keyring, refused, whole_application
from tests.builders.keyring import new_key


@pytest.fixture
async def emptied(api: ApiClient) -> ApiClient:
    await api.owner.execute("delete from limits.buckets; delete from limits.guesses")
    return api


def _rails(api: ApiClient) -> Rails:
    pool = api.parts.pool
    return Rails(
        accesses=AccessLog(pool),
        buckets=Buckets(pool, clock=lambda: NOW),
        guesses=Guesses(pool),
        hosts=frozenset({"hub.test"}),
        https=True,
        trusted=trusted_networks("10.0.0.1"),
    )


def _client(
    api: ApiClient, address: str = "203.0.113.7", *, keys: bool = False
) -> httpx.AsyncClient:
    """Another process of the same hub, and somebody who comes to it from this address."""
    app = whole_application(api.parts, signing_key=api.signing_key, rails=_rails(api))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1234)),
        base_url="http://hub.test",
        auth=Keyring(app, api.parts.platform) if keys else None,
    )


async def test_a_budget_is_spent_over_all_processes(emptied: ApiClient) -> None:
    burst = budgets()["sign_in", "address"].burst
    one, another = _client(emptied), _client(emptied)
    statuses = [
        (await (one if turn % 2 else another).get("/sign-in/nowhere")).status_code
        for turn in range(burst + 3)
    ]
    assert statuses == [404] * burst + [429] * 3


async def test_whoever_is_too_fast_is_told_when_to_come_back(emptied: ApiClient) -> None:
    client = _client(emptied)
    for _ in range(budgets()["sign_in", "address"].burst + 5):
        answer = await client.get("/sign-in/nowhere")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "Try again in" in answer.text
    assert (await _client(emptied, "203.0.113.8").get("/sign-in/nowhere")).status_code != 429


async def test_a_made_up_forwarding_header_buys_nothing(emptied: ApiClient) -> None:
    client = _client(emptied)
    for turn in range(budgets()["sign_in", "address"].burst + 5):
        answer = await client.get(
            "/sign-in/nowhere", headers={"x-forwarded-for": f"198.51.100.{turn}"}
        )
    assert answer.status_code == 429


async def test_files_and_health_are_never_refused(emptied: ApiClient) -> None:
    client = _client(emptied)
    for _ in range(700):
        answer = await client.get("/static/x/hub.css")
    assert answer.status_code == 200
    assert await emptied.owner.fetchval("select count(*) from limits.buckets") == 0


async def test_wrong_keys_wait_and_the_right_one_always_opens(emptied: ApiClient) -> None:
    attacker = _client(emptied)
    path = "/api/identity/me"
    statuses = []
    for _ in range(patience()["key"].free + 3):
        wrong = {"authorization": f"Bearer chk_{uuid4().hex}_{uuid4().hex}"}
        answer = await attacker.get(path, headers=wrong)
        statuses.append(answer.status_code)
    assert statuses[0] == 401
    assert statuses[-1] == 429
    refused(answer, 429, "too-many-requests")
    assert (await _client(emptied, keys=True).get(path)).status_code == 200


def _addresses() -> Iterator[str]:
    """Each in a network of its own."""
    return (f"198.51.100.{number}" for number in count(1))


async def test_guesses_at_one_key_from_many_addresses_count_together(emptied: ApiClient) -> None:
    """And whoever has the key comes in meanwhile, even from an address of the guessers."""
    machine, secret = await new_key(emptied.parts.platform, Role.ADMINISTRATOR, PLATFORM)
    assert machine
    statuses, path = [], "/api/identity/me"
    for address, _ in zip(_addresses(), range(patience()["key"].free + 3), strict=False):
        wrong = msgspec.structs.replace(secret, secret=new_secret(secret.kind, uuid4()).secret)
        assert wrong.prefix == secret.prefix
        headers = {"authorization": f"Bearer {wrong.text}"}
        statuses.append((await _client(emptied, address).get(path, headers=headers)).status_code)
    assert statuses[: patience()["key"].free] == [401] * patience()["key"].free
    assert statuses[-1] == 429
    right = {"authorization": f"Bearer {secret.text}"}
    assert (await _client(emptied, "198.51.100.1").get(path, headers=right)).status_code == 200
    another = {"authorization": f"Bearer {new_secret(secret.kind, uuid4()).text}"}
    answer = await _client(emptied, "198.51.100.99").get(path, headers=another)
    assert answer.status_code == 401, "another key is another matter"


@pytest.mark.long
async def test_guesses_at_one_client_from_many_addresses_count_together(
    emptied: ApiClient,
) -> None:
    client = str(uuid4())
    statuses = []
    for address, _ in zip(_addresses(), range(patience()["token"].free + 3), strict=False):
        form = {
            "grant_type": "client_credentials",
            "client_id": client,
            "client_secret": new_secret(MachineKind.CLIENT, uuid4()).text,
        }
        answer = await _client(emptied, address).post("/oauth/token", data=form)
        statuses.append(answer.status_code)
    assert statuses[0] == 401
    assert statuses[-1] == 429


@pytest.mark.long
async def test_one_link_tried_from_many_addresses_waits(emptied: ApiClient) -> None:
    token, statuses = "x" * 43, []
    for address, _ in zip(_addresses(), range(patience()["link"].free + 3), strict=False):
        statuses.append((await _client(emptied, address).get(f"/link/{token}")).status_code)
    assert statuses[0] == 404
    assert statuses[-1] == 429
    stored = await emptied.owner.fetch("select * from limits.guesses")
    assert token not in str([dict(row) for row in stored])


async def test_another_host_is_not_answered(emptied: ApiClient) -> None:
    client = _client(emptied)
    answer = await client.get("/api/identity/me", headers={"host": "evil.example"})
    refused(answer, 421, "wrong-host")
    assert "evil" not in answer.text
    assert (await client.get("/health", headers={"host": "10.2.3.4:8400"})).status_code == 200


async def test_browsers_are_told_to_stay_with_https(emptied: ApiClient) -> None:
    answer = await _client(emptied).get("/no/such/page")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
async def test_another_sites_page_writes_nothing(api: ApiClient, headers: dict[str, str]) -> None:
    before = await api.head()
    body = {"urn": api.number(), "details": {"name": "Ashbrook", "phase": "secondary"}}
    for path in ("/api/membership/institutions", "/sign-out"):
        answer = await api.http.post(
            path, json=body, headers={"idempotency-key": str(uuid4()), **headers}
        )
        assert answer.status_code == 403
    assert await api.head() == before


async def test_a_read_of_learner_level_data_is_recorded_before_it_is_answered(
    api: ApiClient,
) -> None:
    school = await api.school()
    answer = await api.get(f"activities/institutions/{school['id']}/roster")
    assert answer.status_code == 200
    row = await api.owner.fetchrow(
        "select * from audit.accesses where correlation = $1", answer.headers["hub-correlation"]
    )
    assert row["action"] == "rosters.roster"
    assert row["kind"] == "learner_data"
    assert row["door"] == "key"
    assert row["about"] == [f"institution:{school['id']}"]


async def test_a_refused_read_is_no_read(api: ApiClient) -> None:
    answer = await api.get(f"activities/institutions/{uuid4()}/roster")
    assert answer.status_code == 404
    count = "select count(*) from audit.accesses where correlation = $1"
    assert await api.owner.fetchval(count, answer.headers["hub-correlation"]) == 0


class _Unwritable:
    """A record that takes nothing, as when its disk is full."""

    async def write(self, one: Access, /) -> None:
        raise asyncpg.DiskFullError(one.action)


async def test_what_cannot_be_recorded_is_not_answered(api: ApiClient) -> None:
    school = await api.school()
    path = f"/api/activities/institutions/{school['id']}/roster"
    app = whole_application(
        api.parts, signing_key=api.signing_key, rails=Rails(accesses=_Unwritable())
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://hub.test",
        auth=Keyring(app, api.parts.platform),
    ) as client:
        answer = await client.get(path)
        assert answer.status_code == 503
        assert "onRoll" not in answer.text
        file = await client.get("/hubs.csv")
        assert file.status_code == 503
        assert "Members" not in file.text


async def test_the_events_of_a_request_carry_its_correlation(api: ApiClient) -> None:
    answer = await api.post(
        "membership/institutions",
        {"urn": api.number(), "details": {"name": "Ashbrook", "phase": "secondary"}},
    )
    said = await api.owner.fetchval(
        "select convert_from(envelope, 'UTF8')::json ->> 'correlation' from ledger.events "
        "where position = $1",
        answer.json()["position"],
    )
    assert said == answer.headers["hub-correlation"]
