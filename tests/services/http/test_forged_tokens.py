"""Forged, altered and stale tokens open nothing."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.identity.machines.signing_keys import read_signing_keys
from tests.builders.api_client import ISSUER, NOW, refused, taken
from tests.builders.keyring import new_key
from tests.services.http.conftest import Client, decoded


class Forger:
    """Makes tokens like ours, and changes one thing."""

    def __init__(self, token: str, ours: ECKey, published: dict[str, Any]) -> None:
        header, claims, self.signature = token.split(".")
        self.header, self.claims = decoded(header), decoded(claims)
        self.token = token
        self.ours = ours
        self.published = published

    def signed(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """With our own key: as if our key were used for something else."""
        given = {name: v for name, v in (self.claims | claims).items() if v is not None}
        head = {name: v for name, v in (self.header | (header or {})).items() if v is not None}
        return jwt.encode(head, given, self.ours, algorithms=["ES256"], default_type=None)

    def unsigned(self, header: dict[str, Any], signature: str = "") -> str:
        return f"{encoded(self.header | header)}.{encoded(self.claims)}.{signature}"

    def altered(self, **claims: Any) -> str:
        return f"{encoded(self.header)}.{encoded(self.claims | claims)}.{self.signature}"

    def by_another_key(self, **header: Any) -> str:
        key = ECKey.generate_key("P-256", {"kid": self.header["kid"]})
        head = self.header | header
        if header.get("jwk"):
            head["jwk"] = key.as_dict(private=False)
        made = f"{encoded(head)}.{encoded(self.claims)}"
        signed = jwt.encode(self.header, self.claims, key, algorithms=["ES256"])
        return f"{made}.{signed.rpartition('.')[2]}"

    def hs256(self, secret: str) -> str:
        """By hand: a library that knows better refuses to sign with a public key."""
        body = f"{encoded(self.header | {'alg': 'HS256'})}.{encoded(self.claims)}"
        made = hmac.digest(secret.encode(), body.encode(), "sha256")
        return f"{body}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


def encoded(part: dict[str, Any]) -> str:
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
    "claims that are no object": lambda f: f"{encoded(f.header)}.{urlsafe_b64encode(b'[]').decode()}.x",
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
