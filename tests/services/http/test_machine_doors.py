"""The API's doors attacked: without a key, with half of one, another's, an old one, or a smuggled header."""

import inspect
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Role
from hub_core.execute import Request
from hub_core.identity.machines import issuing, store
from hub_core.identity.machines.spelling import MachineKind, Presented, new_secret
from hub_core.identity.machines.store import Machines
from services.platform.keeping_keys import OPERATOR
from tests.builders.api_client import NOW, ApiClient, refused, taken
from tests.builders.keyring import new_key

ANYTHING = "membership/institutions?urn=999999"


class Hacker:
    """Sends whatever headers it likes; nothing is added for it."""

    def __init__(self, api: ApiClient) -> None:
        self.api = api

    async def get(self, *headers: tuple[str, str | bytes], path: str = ANYTHING) -> httpx.Response:
        request = self.api.http.build_request("GET", f"/api/{path}")
        coded = [(name.encode(), v if isinstance(v, bytes) else v.encode()) for name, v in headers]
        request.headers = httpx.Headers([*request.headers.raw, *coded])
        return await self.api.http.send(request, auth=None)

    async def with_key(self, key: str, path: str = ANYTHING) -> httpx.Response:
        return await self.get(("authorization", f"Bearer {key}"), path=path)


@pytest.fixture
def hacker(api: ApiClient) -> Hacker:
    return Hacker(api)


@pytest.fixture
async def school(api: ApiClient) -> dict[str, Any]:
    return await api.school()


def at(school: dict[str, Any]) -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))


async def key_at(api: ApiClient, school: dict[str, Any], *scopes: str) -> tuple[UUID, Presented]:
    return await new_key(api.parts.platform, Role.CAREERS_LEADER, at(school), *scopes)


async def test_without_a_key_nothing_is_told(hacker: Hacker) -> None:
    answer = await hacker.get()
    refused(answer, 401, "unknown-caller")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", [ANYTHING, "progress/hubs", "membership/hubs/nowhere"])
async def test_no_cookie_opens_the_api(hacker: Hacker, api: ApiClient, path: str) -> None:
    _, key = await new_key(api.parts.platform, Role.ADMINISTRATOR, PLATFORM)
    names = ("session", "hub_session", "__Host-session", "authorization", "key")
    for name in names:
        answer = await hacker.get(("cookie", f"{name}={key.text}"), path=path)
        refused(answer, 401, "unknown-caller")


async def test_a_key_in_the_address_opens_nothing(hacker: Hacker, api: ApiClient) -> None:
    _, key = await new_key(api.parts.platform, Role.ADMINISTRATOR, PLATFORM)
    for name in ("key", "access_token", "authorization"):
        refused(await hacker.get(path=f"progress/hubs?{name}={key.text}"), 401, "unknown-caller")


async def test_unknown_prefix_and_wrong_secret_read_the_same(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    _, right = await key_at(api, school)
    guess = new_secret(MachineKind.KEY, uuid4())
    half_right = Presented(kind=MachineKind.KEY, prefix=right.prefix, secret=guess.secret)
    unknown, wrong = await hacker.with_key(guess.text), await hacker.with_key(half_right.text)
    refused(unknown, 401, "key-unknown")
    assert unknown.content == wrong.content
    same = ("www-authenticate", "content-type", "content-length")
    assert [unknown.headers[name] for name in same] == [wrong.headers[name] for name in same]


async def test_a_wrong_secret_of_an_ended_key_tells_nothing_of_its_end(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    key, right = await key_at(api, school)
    machine = await Machines(api.parts.pool).machine(key)
    await issuing.revoke(machine, OPERATOR, api.parts.platform, Request())
    refused(await hacker.with_key(right.text), 401, "key-revoked")
    guess = new_secret(MachineKind.KEY, uuid4())
    wrong = Presented(kind=MachineKind.KEY, prefix=right.prefix, secret=guess.secret)
    refused(await hacker.with_key(wrong.text), 401, "key-unknown")


def test_digests_are_compared_in_constant_time() -> None:
    proved = inspect.getsource(store.Machines.proved)
    assert "hmac.compare_digest(kept, presented.digest)" in proved
    assert "==" not in proved
    # and in the database only the open prefix is looked for
    assert "sha256 =" not in inspect.getsource(store)


async def test_an_expired_and_a_rotated_key_say_so_to_whoever_holds_them(
    hacker: Hacker, api: ApiClient, school: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, first = await key_at(api, school)
    taken(await hacker.with_key(first.text, "progress/hubs"))
    machines = Machines(api.parts.pool, clock=api.parts.platform.clock)
    machine = await machines.machine(key)
    second = await issuing.rotate(
        machine, OPERATOR, api.parts.platform, machines, Request(), former_until=None
    )
    assert "newer one" in refused(await hacker.with_key(first.text), 401, "key-expired")["detail"]
    taken(await hacker.with_key(second.secret.text, "progress/hubs"))
    monkeypatch.setattr(api.parts.platform, "clock", lambda: NOW + timedelta(days=400))
    refused(await hacker.with_key(second.secret.text), 401, "key-expired")


async def test_a_client_secret_is_no_key(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    _, secret = await new_key(
        api.parts.platform, Role.CAREERS_LEADER, at(school), kind=MachineKind.CLIENT
    )
    told = refused(await hacker.with_key(secret.text), 401, "key-malformed")
    assert "/oauth/token" in told["detail"]


async def test_another_organisations_ids_are_not_there(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    other = await api.school("Elsewhere Academy")
    encounter = await api.propose(await api.employer(), other)
    _, key = await key_at(api, school)
    part = f"encounters/institutions/{{}}/encounters/{encounter}"
    for path in (
        part,
        "encounters/institutions/{}/encounters",
        "activities/institutions/{}/roster",
        "membership/institutions/{}/membership",
    ):
        there = await hacker.with_key(key.text, path.format(other["id"]))
        nowhere = await hacker.with_key(key.text, path.format(uuid4()))
        assert (there.status_code, nowhere.status_code) == (404, 404), path
        assert there.json() == nowhere.json()
    accept = await _write(hacker, key, f"{part.format(other['id'])}/accept")
    assert accept.status_code == 404


async def test_a_scope_to_read_writes_nothing(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    encounter = await api.propose(await api.employer(), school)
    path = f"encounters/institutions/{school['id']}/encounters/{encounter}"
    _, reader = await key_at(api, school, "encounters:read")
    taken(await hacker.with_key(reader.text, path))
    before = await api.head()
    for deed in ("accept", "confirm", "decline", "dispute"):
        body = {"attendance": {"counts": {"8": 3}}} if deed == "confirm" else {}
        answer = await _write(hacker, reader, f"{path}/{deed}", body)
        assert answer.status_code in (403, 422), (deed, answer.text)
    assert await api.head() == before
    roster = await hacker.with_key(reader.text, f"activities/institutions/{school['id']}/roster")
    refused(roster, 403, "forbidden")
    _, writer = await key_at(api, school, "encounters:write")
    taken(await _write(hacker, writer, f"{path}/accept"))


async def _write(hacker: Hacker, key: Presented, path: str, body: Any = None) -> httpx.Response:
    return await hacker.api.http.post(
        f"/api/{path}",
        json=body or {},
        headers={"authorization": f"Bearer {key.text}", "idempotency-key": str(uuid4())},
    )


async def test_two_headers_open_nothing_whichever_is_right(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    _, key = await key_at(api, school)
    right, wrong = f"Bearer {key.text}", f"Bearer {new_secret(MachineKind.KEY, uuid4()).text}"
    for pair in ((right, wrong), (wrong, right), (right, right), (right, "")):
        answer = await hacker.get(*(("authorization", one) for one in pair))
        refused(answer, 401, "key-malformed")


async def test_the_scheme_may_be_written_small(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    _, key = await key_at(api, school)
    for scheme in ("bearer", "BEARER", "Bearer"):
        taken(await hacker.get(("authorization", f"{scheme} {key.text}"), path="progress/hubs"))


@pytest.mark.parametrize(
    "form",
    [
        "Bearer  {}",
        "Bearer\t{}",
        "Bearer {} ",
        "Bearer {}\x00",
        "Bearer {},Bearer {}",
        "Bearer {} {}",
        'Bearer "{}"',
        "Bearer token={}",
        "Basic {}",
        "Bearer{}",
        "{}",
        "Bearer",
        "Bearer ",
        "",
        "Bearer {}\u00e9",
        "Bearer \u0441hk_{}",  # begins with a Cyrillic letter
        "Bearer {}" + "a" * 10_000,
        "Bearer " + " " * 10_000 + "{}",
        "Bearer eyJ" + "a" * 10_000,
    ],
)
async def test_a_header_of_any_other_form_is_told_to_be_one(
    hacker: Hacker, api: ApiClient, school: dict[str, Any], form: str
) -> None:
    _, key = await key_at(api, school)
    answer = await hacker.get(("authorization", form.replace("{}", key.text)))
    refused(answer, 401, "key-malformed")


async def test_a_header_of_a_hundred_kilobytes_is_not_read(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    _, key = await key_at(api, school)
    answer = await hacker.get(("authorization", f"Bearer {key.text}{'a' * 100_000}"))
    assert answer.status_code in (401, 431)


async def test_what_is_no_unicode_at_all_is_refused_too(hacker: Hacker) -> None:
    refused(await hacker.get(("authorization", b"Bearer \xff\xfe")), 401, "key-malformed")


async def test_no_refusal_repeats_the_secret(
    hacker: Hacker, api: ApiClient, school: dict[str, Any]
) -> None:
    _, key = await key_at(api, school)
    for sent in (f"Bearer {key.text} ", f"Basic {key.text}", f"Bearer {key.text[:-1]}~"):
        answer = await hacker.get(("authorization", sent))
        assert answer.status_code == 401
        assert key.secret not in answer.text + str(answer.headers)
