"""Real keys and tokens of every role against every operation: another tenant's ids, and beyond their scopes.

The rule: what is not theirs is answered like what is not there, and nothing refused stands in the log.
"""

from uuid import UUID, uuid4

import httpx
import pytest

from hub_core.access import Principal, Role
from hub_core.access.matrix import Reach
from hub_core.access.roles import HELD_AT
from hub_core.execute import Request
from hub_core.identity.machines import issuing
from hub_core.identity.machines.scopes import is_useful, operations_in, useful_scopes
from hub_core.identity.machines.spelling import MachineKind
from hub_core.identity.machines.store import Machines
from hub_core.refusals import Invalid
from services.platform.keeping_keys import OPERATOR
from tests.attacks.stage import Stage
from tests.builders.keyring import new_key
from tests.builders.tenant_calls import CALLS, Call, mixed, reach_of, request_of
from tests.builders.tenants import Tenant, nowhere

everybody = pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
#: Roles whose keys are tried every day; the others' doors are the same, and what they may do is tried
#: in ``tests/services/http/test_across_tenants.py``.
DAILY = {
    Role.HUB_LEAD,
    Role.CAREERS_LEADER,
    Role.TRUST_LEAD,
    Role.EMPLOYER_USER,
    Role.ADMINISTRATOR,
}


async def walk(stage: Stage, who: Principal, header: dict[str, str]) -> int:
    """Every operation with their ids and with ids of nothing; how many calls that were."""
    nothing, asked = nowhere(), 0
    async with stage.browser() as client:
        for call in CALLS:
            if Reach.ANY in reach_of(who, call.action):
                continue
            pairs = zip(
                mixed(call, stage.ours, stage.theirs), mixed(call, stage.ours, nothing), strict=True
            )
            for ids, of_nothing in pairs:
                answers = [
                    await _sent(client, header, call, who, tenants, stage.ours)
                    for tenants in (ids, of_nothing)
                ]
                asked += 2
                _same(stage, nothing, f"{who.roles} {call}", *answers)
    return asked


async def _sent(
    client: httpx.AsyncClient,
    header: dict[str, str],
    call: Call,
    who: Principal,
    ids: list[Tenant],
    own: Tenant,
) -> httpx.Response:
    path, body = request_of(call, who, ids, own)
    headers = {**header, "idempotency-key": str(uuid4())}
    if body:
        headers["content-type"] = call.takes
    return await client.request(call.method, path, content=body, headers=headers)


def _same(
    stage: Stage, nothing: Tenant, told: str, foreign: httpx.Response, unknown: httpx.Response
) -> None:
    told = f"{told} {foreign.status_code} {foreign.text} {unknown.text}"
    assert foreign.status_code in (403, 404, 409, 422), told
    assert foreign.status_code == unknown.status_code, told
    assert stage.theirs.without_ids(foreign.text) == nothing.without_ids(unknown.text), told
    assert not [name for name in stage.theirs.names if name in foreign.text], told


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(one, marks=[] if one in DAILY else [pytest.mark.long], id=one.value)
        for one in Role
    ],
)
async def test_no_key_reaches_the_other_tenant(stage: Stage, role: Role) -> None:
    header = await stage.machine(role, stage.ours.organisation(HELD_AT[role]))
    before = await stage.api.head()
    assert await walk(stage, stage.ours.somebody(role), header) > 50
    assert await stage.api.head() == before


@pytest.mark.long
@everybody
async def test_no_token_reaches_the_other_tenant(stage: Stage, role: Role) -> None:
    at = stage.ours.organisation(HELD_AT[role])
    header = await stage.machine(role, at, kind=MachineKind.CLIENT)
    before = await stage.api.head()
    assert await walk(stage, stage.ours.somebody(role), header) > 50
    assert await stage.api.head() == before


@pytest.mark.parametrize(
    "kind", [MachineKind.KEY, pytest.param(MachineKind.CLIENT, marks=pytest.mark.long)]
)
@pytest.mark.parametrize(
    "role",
    [
        Role.CAREERS_LEADER,
        pytest.param(Role.HUB_LEAD, marks=pytest.mark.long),
        pytest.param(Role.EMPLOYER_USER, marks=pytest.mark.long),
    ],
)
@pytest.mark.long
async def test_a_scope_opens_what_it_names_and_nothing_else(
    stage: Stage, role: Role, kind: MachineKind
) -> None:
    who, at = stage.ours.somebody(role), stage.ours.organisation(HELD_AT[role])
    before = await stage.api.head()
    async with stage.browser() as client:
        for scope in (one for one in useful_scopes(role) if one.endswith(":read")):
            header = await stage.machine(role, at, scope, kind=kind)
            for call in CALLS:
                if call.action in operations_in([scope]) or call.action == "identity.me":
                    continue
                ours = [stage.ours] * len(call.names)
                answer = await _sent(client, header, call, who, ours, stage.ours)
                told = f"{scope} {call} {answer.status_code} {answer.text}"
                assert answer.status_code in (403, 404), told
    assert await stage.api.head() == before


@everybody
async def test_no_key_makes_a_key_that_may_more(stage: Stage, role: Role) -> None:
    """Of another role, organisation or scope than whoever issues it has."""
    own = stage.ours.organisation(HELD_AT[role])
    only = [scope for scope in ("keys:read", "keys:write") if is_useful(scope, role)]
    header = await stage.machine(role, own, *only)
    theirs = stage.theirs.organisation(HELD_AT[role])
    async with stage.browser() as client:
        for wanted in Role:
            for at in {own, theirs, stage.ours.organisation(HELD_AT[wanted])}:
                body = {
                    "organisation": {"kind": at.kind.value, "id": str(at.id)},
                    "role": wanted.value,
                    "scopes": ["encounters:write", "identity:write"],
                }
                answer = await client.post(
                    "/api/identity/keys",
                    json=body,
                    headers={**header, "idempotency-key": str(uuid4())},
                )
                told = f"{role} made {body}: {answer.text}"
                assert answer.status_code in (403, 404, 409, 422), told
                assert "secret" not in answer.text, told


@pytest.mark.parametrize("kind", MachineKind)
async def test_a_revoked_key_or_client_opens_nothing_at_all(
    stage: Stage, kind: MachineKind
) -> None:
    at = stage.ours.organisation(HELD_AT[Role.CAREERS_LEADER])
    header = await stage.machine(Role.CAREERS_LEADER, at, kind=kind)
    machines = Machines(stage.parts.pool, clock=stage.parts.platform.clock)
    (newest, *_) = await machines.list(at)
    await issuing.revoke(newest.machine, OPERATOR, stage.parts.platform, Request())
    who, before = stage.ours.somebody(Role.CAREERS_LEADER), await stage.api.head()
    async with stage.browser() as client:
        for call in CALLS:
            ours = [stage.ours] * len(call.names)
            answer = await _sent(client, header, call, who, ours, stage.ours)
            assert answer.status_code == 401, f"{call} {answer.text}"
    assert await stage.api.head() == before


async def test_another_tenants_key_is_neither_listed_nor_rotated_nor_revoked(stage: Stage) -> None:
    """A key's id in the path, by every role; its own organisation's leader may."""
    for role in Role:
        at = stage.ours.organisation(HELD_AT[role])
        if role is Role.ADMINISTRATOR:
            continue
        header = await stage.machine(role, at)
        async with stage.browser() as client:
            for deed in ("rotate", "revoke"):
                answers = [
                    await client.post(
                        f"/api/identity/keys/{key}/{deed}",
                        json={},
                        headers={**header, "idempotency-key": str(uuid4())},
                    )
                    for key in (stage.theirs.key, uuid4())
                ]
                assert {one.status_code for one in answers} <= {403, 404}, answers[0].text
                assert answers[0].json() == answers[1].json(), role
    machine = await Machines(stage.parts.pool).machine(UUID(stage.theirs.key))
    assert machine is not None
    assert machine.version == 1


async def test_a_key_whose_owner_role_is_not_held_there_is_never_issued(stage: Stage) -> None:
    for role in Role:
        for at in {stage.ours.organisation(kind) for kind in set(HELD_AT.values())}:
            if at.kind is HELD_AT[role]:
                continue
            with pytest.raises(Invalid):
                await new_key(stage.parts.platform, role, at)
