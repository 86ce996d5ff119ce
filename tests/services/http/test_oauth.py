"""Clients exchange their secret for a token; forged, altered, replayed and stale tokens open nothing."""

import hmac
import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus
from uuid import UUID, uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

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
from hub_core.identity.machines.signing_keys import (
    make_signing_keys,
    read_signing_keys,
    rotate_signing_keys,
)
from hub_core.identity.machines.spelling import MachineKind, Presented, new_secret
from hub_core.identity.machines.store import Machines
from hub_core.identity.machines.tokens import Tokens, TooManyScopes
from services.platform.keeping_keys import OPERATOR
from tests.builders.api_client import ISSUER, NOW, ApiClient, refused, taken
from tests.builders.keyring import new_key

GRANT = {"grant_type": "client_credentials"}


class Client:
    """An OAuth2 client of a school."""

    def __init__(
        self, api: ApiClient, school: dict[str, Any], key: UUID, secret: Presented
    ) -> None:
        self.api = api
        self.school = school
        self.id = key
        self.secret = secret

    async def ask(self, *, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        form = GRANT | {"client_id": str(self.id), "client_secret": self.secret.text} | fields
        return await self.api.http.post("/oauth/token", data=form, headers=headers, auth=None)

    async def token(self, **fields: str) -> str:
        answer = await self.ask(**fields)
        assert answer.status_code == 200, answer.text
        text: str = answer.json()["access_token"]
        return text

    async def send(self, token: str, path: str = "progress/hubs") -> httpx.Response:
        return await self.api.get(path, authorization=f"Bearer {token}")


@pytest.fixture
async def client(api: ApiClient) -> Client:
    school = await api.school()
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    found = await new_key(
        api.parts.platform,
        Role.CAREERS_LEADER,
        organisation,
        "encounters:read",
        "progress:read",
        "rosters:read",
        kind=MachineKind.CLIENT,
    )
    return Client(api, school, *found)


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


class Forger:
    """Makes tokens like ours, and changes one thing."""

    def __init__(self, token: str, ours: ECKey, published: dict[str, Any]) -> None:
        header, claims, self.signature = token.split(".")
        self.header, self.claims = _read(header), _read(claims)
        self.token = token
        self.ours = ours
        self.published = published

    def signed(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """With our own key: as if our key were used for something else."""
        given = {name: v for name, v in (self.claims | claims).items() if v is not None}
        head = {name: v for name, v in (self.header | (header or {})).items() if v is not None}
        return jwt.encode(head, given, self.ours, algorithms=["ES256"], default_type=None)

    def unsigned(self, header: dict[str, Any], signature: str = "") -> str:
        return f"{_written(self.header | header)}.{_written(self.claims)}.{signature}"

    def altered(self, **claims: Any) -> str:
        return f"{_written(self.header)}.{_written(self.claims | claims)}.{self.signature}"

    def by_another_key(self, **header: Any) -> str:
        key = ECKey.generate_key("P-256", {"kid": self.header["kid"]})
        head = self.header | header
        if header.get("jwk"):
            head["jwk"] = key.as_dict(private=False)
        made = f"{_written(head)}.{_written(self.claims)}"
        signed = jwt.encode(self.header, self.claims, key, algorithms=["ES256"])
        return f"{made}.{signed.rpartition('.')[2]}"

    def hs256(self, secret: str) -> str:
        """By hand: a library that knows better refuses to sign with a public key."""
        body = f"{_written(self.header | {'alg': 'HS256'})}.{_written(self.claims)}"
        made = hmac.digest(secret.encode(), body.encode(), "sha256")
        return f"{body}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _read(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def _written(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


LATER = int((NOW + timedelta(hours=1)).timestamp())
EARLIER = int((NOW - timedelta(hours=1)).timestamp())

FORGERIES: dict[str, Callable[[Forger], str]] = {
    "alg none": lambda f: f.unsigned({"alg": "none"}),
    "alg None with a signature": lambda f: f.unsigned({"alg": "None"}, f.signature),
    "alg empty": lambda f: f.unsigned({"alg": ""}, f.signature),
    "HS256 with the public key in PEM": lambda f: f.hs256(f.ours.as_pem(private=False).decode()),
    "HS256 with the published key as JSON": lambda f: f.hs256(json.dumps(f.published["keys"][0])),
    "HS256 with the published x": lambda f: f.hs256(f.published["keys"][0]["x"]),
    "signed by another key under our kid": lambda f: f.by_another_key(),
    "a key it brings along": lambda f: f.by_another_key(jwk=True),
    "a key to be fetched": lambda f: f.by_another_key(jku="https://evil.example/jwks.json"),
    "another kid": lambda f: f.by_another_key(kid="somebody-elses"),
    "a kid that is a path": lambda f: f.by_another_key(kid="../../../dev/null"),
    "no kid": lambda f: f.signed({"kid": None}),
    "another issuer": lambda f: f.signed(iss="https://hub.elsewhere.example"),
    "no issuer": lambda f: f.signed(iss=None),
    "another audience": lambda f: f.signed(aud="https://hub.elsewhere.example/api"),
    "several audiences": lambda f: f.signed(aud=[f"{ISSUER}/api", "https://elsewhere.example"]),
    "no audience": lambda f: f.signed(aud=None),
    "an ID token's type": lambda f: f.signed({"typ": "JWT"}),
    "no type": lambda f: f.signed({"typ": None}),
    "nbf to come": lambda f: f.signed(nbf=LATER),
    "issued in the future": lambda f: f.signed(iat=LATER, exp=LATER + 600),
    "no expiry": lambda f: f.signed(exp=None),
    "an expiry that is no number": lambda f: f.signed(exp="never"),
    "sub and client_id differ": lambda f: f.signed(sub=str(uuid4())),
    "a client that is none": lambda f: f.signed(sub="admin", client_id="admin"),
    "no scope": lambda f: f.signed(scope=None),
    "a critical header we do not know": lambda f: f.unsigned({"crit": ["exp"]}, f.signature),
    "claims altered": lambda f: f.altered(scope="keys:write"),
    "signature cut short": lambda f: f.token[:-4],
    "signature gone": lambda f: f.token.rpartition(".")[0] + ".",
    "two parts": lambda f: f.token.rpartition(".")[0],
    "four parts": lambda f: f"{f.token}.{f.signature}",
    "claims that are no object": lambda f: f"{_written(f.header)}.{urlsafe_b64encode(b'[]').decode()}.x",
    "only its beginning": lambda f: "eyJ",
}  # fmt: skip


@pytest.fixture
async def forger(client: Client) -> Forger:
    key, *_ = read_signing_keys(client.api.signing_key).keys
    published = (await client.api.http.get("/.well-known/jwks.json")).json()
    return Forger(await client.token(), key.imported(), published)


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_a_forged_token_opens_nothing(client: Client, forger: Forger, forgery: str) -> None:
    taken(await client.send(forger.token))
    refused(await client.send(FORGERIES[forgery](forger)), 401, "token-unknown")


async def test_an_expired_one_signed_by_us_says_so(client: Client, forger: Forger) -> None:
    refused(await client.send(forger.signed(iat=EARLIER, exp=EARLIER + 600)), 401, "token-expired")


async def test_scopes_a_token_claims_beyond_its_clients_open_nothing(
    client: Client, forger: Forger
) -> None:
    wider = forger.signed(scope="progress:read encounters:write keys:write rosters:write")
    taken(await client.send(wider))
    roster = f"activities/institutions/{client.school['id']}/roster"
    refused(await client.send(wider, roster), 403, "forbidden")


async def test_a_token_of_a_key_opens_nothing(client: Client, forger: Forger) -> None:
    """Only clients have tokens: an API key's id in one is a forgery."""
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(client.school["id"]))
    key, _ = await new_key(client.api.parts.platform, Role.CAREERS_LEADER, organisation)
    forged = forger.signed(sub=str(key), client_id=str(key))
    refused(await client.send(forged), 401, "token-revoked")


async def test_a_rotated_signing_key_signs_soon_and_the_old_one_counts_until_its_tokens_end(
    tmp_path: Path,
) -> None:
    file = tmp_path / "signing-keys.json"
    make_signing_keys(file)
    assert file.stat().st_mode & 0o777 == 0o600
    before = read_signing_keys(file)
    now = before.keys[0].signs_from + timedelta(days=90)
    after = rotate_signing_keys(file, now)
    assert file.stat().st_mode & 0o777 == 0o600
    old, new = after.keys
    assert after == read_signing_keys(file)
    for minutes, signs, published in (
        (0, old, [old, new]),
        (4, old, [old, new]),
        (5, new, [old, new]),
        (14, new, [old, new]),
        (15, new, [new]),
    ):
        then = now + timedelta(minutes=minutes)
        assert after.signing(then) == signs, minutes
        assert list(after.published(then)) == published, minutes
    again = rotate_signing_keys(file, now + timedelta(days=1))
    assert [key.kid for key in again.keys[:-1]] == [new.kid]
    with pytest.raises(FileExistsError):
        make_signing_keys(file)


async def test_running_services_take_a_rotated_key_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, key_file = client.api.parts.platform, client.api.signing_key
    old = await client.token()
    rotate_signing_keys(key_file, NOW)
    monkeypatch.setattr(platform, "clock", lambda: NOW + timedelta(minutes=6))
    new = await client.token()
    kids = [_read(one.partition(".")[0])["kid"] for one in (old, new)]
    assert len(set(kids)) == 2
    taken(await client.send(old))
    taken(await client.send(new))
    published = (await client.api.http.get("/.well-known/jwks.json")).json()
    assert {key["kid"] for key in published["keys"]} >= set(kids)
    rotate_signing_keys(key_file, NOW + timedelta(days=1))
    monkeypatch.undo()


def test_no_representation_shows_a_private_key(tmp_path: Path) -> None:
    made = make_signing_keys(tmp_path / "keys")
    for shown in (repr(made), str(made), repr(made.keys[0]), f"{made.keys}"):
        assert made.keys[0].jwk["d"] not in shown
