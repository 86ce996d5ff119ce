"""Clients exchange their secret for a token of ten minutes; a wrong proof, grant or scope has none."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote_plus
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Role,
    local_authority,
    trust,
)
from hub_core.access.roles import HELD_AT
from hub_core.execute import Request
from hub_core.identity.machines import issuing
from hub_core.identity.machines.machine import Machine
from hub_core.identity.machines.signing_keys import make_signing_keys
from hub_core.identity.machines.spelling import MachineKind, Presented, new_secret
from hub_core.identity.machines.store import Machines
from hub_core.identity.machines.tokens import Tokens, TooManyScopes
from services.platform.keeping_keys import OPERATOR
from tests.builders.api_client import ISSUER, NOW, ApiClient, refused, taken
from tests.builders.keyring import new_key
from tests.services.http.conftest import GRANT, Client


async def test_a_token_is_given_for_ten_minutes_and_opens_the_api(client: Client) -> None:
    answer = await client.ask()
    told = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert told | {"access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 600,
        "scope": "encounters:read progress:read rosters:read",
    }
    taken(await client.send(told["access_token"]))
    roster = f"activities/institutions/{client.school['id']}/roster"
    assert (await client.send(told["access_token"], roster)).status_code == 200


async def test_anybody_can_check_it_with_the_published_keys(client: Client) -> None:
    """By RFC 8414 and RFC 7517, knowing the hub's address alone."""
    http = client.api.http
    described = (await http.get("/.well-known/oauth-authorization-server")).json()
    assert described["issuer"] == ISSUER
    assert described["token_endpoint"] == f"{ISSUER}/oauth/token"
    published = (await http.get(described["jwks_uri"])).json()
    assert all("d" not in key for key in published["keys"])
    read = jwt.decode(await client.token(), KeySet.import_key_set(published), algorithms=["ES256"])
    assert read.header["typ"] == "at+jwt"
    claims = read.claims
    assert (claims["iss"], claims["aud"]) == (ISSUER, f"{ISSUER}/api")
    assert claims["sub"] == claims["client_id"] == str(client.id)
    assert claims["exp"] - claims["iat"] == 600
    assert {"scope", "jti"} <= claims.keys()


@pytest.mark.parametrize("role", Role)
async def test_a_token_for_everything_a_role_may_opens_the_api(api: ApiClient, role: Role) -> None:
    """However many scopes that is: the token still fits what proxies and we take of a header."""
    school, hub, employer = await api.school(), await api.hub(), await api.employer()
    at = {
        OrganisationKind.PLATFORM: PLATFORM,
        OrganisationKind.NATIONAL: NATIONAL_BODY,
        OrganisationKind.INSTITUTION: Organisation(
            OrganisationKind.INSTITUTION, UUID(school["id"])
        ),
        OrganisationKind.HUB: Organisation(OrganisationKind.HUB, UUID(hub["id"])),
        OrganisationKind.EMPLOYER: Organisation(OrganisationKind.EMPLOYER, UUID(employer)),
        OrganisationKind.TRUST: trust("5143"),
        OrganisationKind.LOCAL_AUTHORITY: local_authority("202"),
    }[HELD_AT[role]]
    found = await new_key(api.parts.platform, role, at, kind=MachineKind.CLIENT)
    client = Client(api, {}, *found)
    assert (await client.send(await client.token(), "identity/me")).status_code == 200


async def test_no_token_is_given_that_nobody_would_take(tmp_path: Path) -> None:
    make_signing_keys(tmp_path / "keys.json")
    tokens = Tokens(tmp_path / "keys.json", issuer=ISSUER)
    with pytest.raises(TooManyScopes):
        tokens.give(Machine.of(uuid4()), tuple(f"scope-{number}:read" for number in range(900)))


async def test_a_scope_asked_for_twice_is_given_once(client: Client) -> None:
    answer = await client.ask(scope="progress:read " * 30)
    assert answer.json()["scope"] == "progress:read"


async def test_a_client_may_ask_for_less_and_not_for_more(client: Client) -> None:
    less = await client.token(scope="progress:read")
    taken(await client.send(less))
    roster = f"activities/institutions/{client.school['id']}/roster"
    refused(await client.send(less, roster), 403, "forbidden")
    answer = await client.ask(scope="progress:read encounters:write")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


async def test_it_proves_itself_by_basic_too(client: Client) -> None:
    pair = f"{quote_plus(str(client.id))}:{quote_plus(client.secret.text)}"
    basic = {"authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    http = client.api.http
    answer = await http.post("/oauth/token", data=GRANT, headers=basic, auth=None)
    assert answer.status_code == 200
    both = await client.ask(headers=basic)
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")
    bad = {"authorization": "Basic " + b64encode(b"nobody:nothing").decode()}
    answer = await http.post("/oauth/token", data=GRANT, headers=bad, auth=None)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")


async def test_every_wrong_proof_reads_the_same(client: Client) -> None:
    guess = new_secret(MachineKind.CLIENT, uuid4())
    half = Presented(kind=guess.kind, prefix=client.secret.prefix, secret=guess.secret)
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(client.school["id"]))
    _, key = await new_key(client.api.parts.platform, Role.CAREERS_LEADER, organisation)
    answers = [
        await client.ask(client_secret=guess.text),
        await client.ask(client_secret=half.text),
        await client.ask(client_secret=key.text),
        await client.ask(client_secret=""),
        await client.ask(client_id=str(uuid4())),
        await client.ask(client_id="nobody"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("grant_type=password", None, "invalid_client"),
        ("", None, "invalid_client"),
        ("grant_type=client_credentials&grant_type=client_credentials", None, "invalid_request"),
        ("{}", "application/json", "invalid_request"),
        ("=&" * 30, None, "invalid_request"),
        ("grant_type=%ff", None, "invalid_request"),
        ("grant_type=\u00e9", None, "invalid_request"),
    ],
)
async def test_a_request_of_another_form_is_refused(
    api: ApiClient, body: str, kind: str | None, error: str
) -> None:
    headers = {"content-type": kind or "application/x-www-form-urlencoded"}
    answer = await api.http.post("/oauth/token", content=body.encode(), headers=headers, auth=None)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] == error


async def test_another_grant_is_not_known(client: Client) -> None:
    answer = await client.ask(grant_type="authorization_code")
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


async def test_a_revoked_clients_tokens_die_at_once(client: Client) -> None:
    token = await client.token()
    taken(await client.send(token))
    machine = await Machines(client.api.parts.pool).machine(client.id)
    await issuing.revoke(machine, OPERATOR, client.api.parts.platform, Request())
    refused(await client.send(token), 401, "token-revoked")
    assert (await client.ask()).status_code == 401


async def test_a_token_opens_nothing_after_its_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await client.token()
    platform = client.api.parts.platform
    monkeypatch.setattr(platform, "clock", lambda: NOW + timedelta(minutes=9, seconds=59))
    taken(await client.send(token))
    monkeypatch.setattr(platform, "clock", lambda: NOW + timedelta(minutes=10, seconds=5))
    refused(await client.send(token), 401, "token-expired")
