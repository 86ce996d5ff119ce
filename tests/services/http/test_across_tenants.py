"""Every role against every route of the API, with its own ids, another tenant's, and ids of nothing.

The rule: another tenant's id is answered exactly as an id of nothing is, and no answer holds a word of
the other tenant, unless the matrix says that the matter is everybody's.
"""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import httpx
import msgspec
import pytest

from hub_core.access import OrganisationKind, Principal, Role
from hub_core.access.matrix import Reach
from hub_core.access.roles import HELD_AT
from hub_core.identity.people.on_behalf import acting_principal
from services.http.application import create_application
from services.platform.composition import APIS
from tests.builders.api_client import ApiClient
from tests.builders.doors import Always
from tests.builders.tenant_calls import CALLS, Call, kind_of, mixed, reach_of, request_of
from tests.builders.tenants import Tenant, new_tenant, nowhere


class Caller:
    """The whole API for whoever the test says, and what it answers."""

    def __init__(self, http: httpx.AsyncClient, door: Always) -> None:
        self._http = http
        self._door = door

    async def ask(
        self, who: Principal, call: Call, ids: list[Tenant], own: Tenant, *, known: bool = True
    ) -> httpx.Response:
        """One request with the path's ids from these tenants, the body's from the last of them."""
        self._door.who = who if known else None
        path, body = request_of(call, who, ids, own)
        headers = {"idempotency-key": str(uuid4())}
        if body:
            headers["content-type"] = call.takes
        return await self._http.request(call.method, path, content=body, headers=headers)


@pytest.fixture(scope="module")
async def ours(api: ApiClient) -> Tenant:
    return await new_tenant(api, "Ashbrook", authority="202", group="5143")


@pytest.fixture(scope="module")
async def theirs(api: ApiClient) -> Tenant:
    tenant = await new_tenant(api, "Beechwood", authority="303", group="6001")
    await api.project()
    return tenant


@pytest.fixture(scope="module")
async def caller(api: ApiClient) -> AsyncIterator[Caller]:
    door = Always(None)
    app = create_application([*APIS.values()], api.parts, title="Attacked", doors=[door])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as http:
        yield Caller(http, door)


def _held(who: Principal) -> set[OrganisationKind]:
    assert who.organisation is not None
    return {who.organisation.kind}


def _people(ours: Tenant) -> Iterator[Principal]:
    yield from (ours.somebody(role) for role in Role)
    acting = acting_principal(
        ours.somebody(Role.HUB_LEAD), ours.organisation(HELD_AT[Role.CAREERS_LEADER])
    )
    assert acting is not None
    yield acting
    yield msgspec.structs.replace(acting, roles=frozenset())
    yield msgspec.structs.replace(acting, operations=frozenset())


@pytest.mark.parametrize("number", range(len(Role) + 3))
async def test_another_tenants_ids_are_ids_of_nothing(
    number: int, caller: Caller, ours: Tenant, theirs: Tenant
) -> None:
    who = list(_people(ours))[number]
    nothing = nowhere()
    asked = 0
    for call in CALLS:
        if Reach.ANY in reach_of(who, call.action):
            continue
        for of_theirs, of_nothing in zip(
            mixed(call, ours, theirs), mixed(call, ours, nothing), strict=True
        ):
            foreign = await caller.ask(who, call, of_theirs, ours)
            unknown = await caller.ask(who, call, of_nothing, ours)
            asked += 2
            told = f"{who.roles} {call} {foreign.text}"
            assert foreign.status_code in (403, 404, 409, 422), told
            assert foreign.status_code == unknown.status_code, f"{told} {unknown.text}"
            assert theirs.without_ids(foreign.text) == nothing.without_ids(unknown.text), told
            assert not [name for name in theirs.names if name in foreign.text], told
    assert asked > 50


@pytest.mark.parametrize("number", range(len(Role) + 3))
async def test_what_is_ones_own_is_read_by_those_who_may(
    number: int, caller: Caller, ours: Tenant, theirs: Tenant
) -> None:
    who = list(_people(ours))[number]
    for call in CALLS:
        if not call.is_read or ("organisation" in call.names and kind_of(who) not in _held(who)):
            continue
        if "snapshot" in call.names:
            continue  # what is published is nobody's own, and nothing is published here
        answer = await caller.ask(who, call, [ours] * len(call.names), ours)
        if reach_of(who, call.action):
            assert answer.status_code in (200, 422), f"{who.roles} {call} {answer.text}"
        else:
            assert answer.status_code in (403, 404), f"{who.roles} {call} {answer.text}"


@pytest.mark.parametrize("number", range(len(Role) + 3))
async def test_nobody_writes_what_is_not_theirs_to_write_even_at_home(
    number: int, caller: Caller, ours: Tenant, theirs: Tenant
) -> None:
    who = list(_people(ours))[number]
    for call in CALLS:
        if call.is_read or reach_of(who, call.action):
            continue
        answer = await caller.ask(who, call, [ours] * len(call.names), ours)
        assert answer.status_code in (403, 404), f"{who.roles} {call} {answer.text}"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method} {call.path}")
async def test_whoever_nobody_knows_is_told_how_to_get_a_key(
    call: Call, caller: Caller, ours: Tenant
) -> None:
    anybody = ours.somebody(Role.CAREERS_LEADER)
    answer = await caller.ask(anybody, call, [ours] * len(call.names), ours, known=False)
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "hub keys issue" in answer.json()["detail"]
