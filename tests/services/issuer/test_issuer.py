"""Our own issuer keeps to the protocol: PKCE and nonce, exact addresses, codes once and for a minute."""

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from litestar import Litestar

from hub_core.access import Role
from services.issuer.issuer import CLIENT, PATH, Issuer
from services.issuer.personas import personas
from services.issuer.routes import issuer_router

SITE = "http://127.0.0.1:8400"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())[:43].decode()
ASKED = {
    "response_type": "code", "client_id": CLIENT, "redirect_uri": f"{SITE}/sign-in/callback",
    "scope": "openid profile", "state": "s", "nonce": "n", "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(clock: Clock) -> Issuer:
    address = SITE + PATH
    return Issuer(address, callback="/sign-in/callback", signed_out="/signed-out", clock=clock)


@pytest.fixture
async def client(issuer: Issuer) -> AsyncIterator[httpx.AsyncClient]:
    app = Litestar(
        [issuer_router(issuer, lambda _, fields: f"choose {fields['state']}")], openapi_config=None
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=SITE + PATH) as opened:
        yield opened


async def code(client: httpx.AsyncClient, subject: str = "auditor") -> str:
    answer = await client.post("/authorize", data={**ASKED, "subject": subject})
    assert answer.status_code == 303, answer.text
    back = httpx.URL(answer.headers["location"])
    assert str(back).startswith(ASKED["redirect_uri"])
    assert (back.params["state"], back.params["iss"]) == ("s", SITE + PATH)
    return back.params["code"]


async def exchange(
    client: httpx.AsyncClient, issuer: Issuer, given: str, **more: str
) -> httpx.Response:
    form = {
        "grant_type": "authorization_code", "code": given, "code_verifier": VERIFIER,
        "redirect_uri": ASKED["redirect_uri"], "client_id": CLIENT,
        "client_secret": issuer.secret, **more,
    }  # fmt: skip
    return await client.post("/token", data=form)


def test_there_is_a_persona_for_every_role() -> None:
    assert [one.role for one in personas()] == list(Role)
    assert len({one.subject for one in personas()}) == len({one.name for one in personas()}) == 13


async def test_a_code_becomes_a_token_that_its_keys_prove(
    client: httpx.AsyncClient, issuer: Issuer
) -> None:
    answer = await exchange(client, issuer, await code(client))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    keys = KeySet.import_key_set((await client.get("/keys")).json())
    claims = jwt.decode(answer.json()["id_token"], keys, algorithms=["ES256"]).claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (SITE + PATH, CLIENT, "n")
    assert (claims["sub"], claims["name"]) == ("auditor", "Edward Lindqvist")


async def test_its_private_key_is_not_published(client: httpx.AsyncClient) -> None:
    [key] = (await client.get("/keys")).json()["keys"]
    assert "d" not in key


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_challenge": ""},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
        {"nonce": ""},
        {"state": ""},
        {"client_id": "somebody-else"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"redirect_uri": "https://evil.example/sign-in/callback"},
        {"redirect_uri": f"{SITE}/sign-in/callback/../x"},
        {"redirect_uri": f"{SITE}/sign-in/callback?x=y"},
        {"redirect_uri": "http://127.0.0.1:84000/sign-in/callback"},
    ],
)
async def test_what_is_not_asked_rightly_is_refused(
    client: httpx.AsyncClient, wrong: dict[str, str]
) -> None:
    assert (await client.get("/authorize", params={**ASKED, **wrong})).status_code == 400
    answer = await client.post("/authorize", data={**ASKED, **wrong, "subject": "auditor"})
    assert answer.status_code == 400
    assert "location" not in answer.headers


async def test_another_name_of_the_host_is_not_believed(client: httpx.AsyncClient) -> None:
    asked = {**ASKED, "redirect_uri": "http://evil.example/sign-in/callback"}
    answer = await client.get("/authorize", params=asked, headers={"host": "evil.example"})
    assert answer.status_code == 400


async def test_a_code_is_good_once(client: httpx.AsyncClient, issuer: Issuer) -> None:
    given = await code(client)
    assert (await exchange(client, issuer, given)).status_code == 200
    assert (await exchange(client, issuer, given)).json() == {"error": "invalid_grant"}


async def test_a_code_is_good_for_a_minute(
    client: httpx.AsyncClient, issuer: Issuer, clock: Clock
) -> None:
    given = await code(client)
    clock.now += timedelta(seconds=60)
    assert (await exchange(client, issuer, given)).status_code == 400


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": f"{SITE}/elsewhere"}, "invalid_grant"),
        ({"client_secret": "guessed"}, "invalid_client"),
        ({"client_id": "somebody-else"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
async def test_a_code_is_for_who_asked_for_it(
    client: httpx.AsyncClient, issuer: Issuer, wrong: dict[str, str], error: str
) -> None:
    given = await code(client)
    answer = await exchange(client, issuer, given, **wrong)
    assert answer.status_code in (400, 401)
    assert answer.json() == {"error": error}


async def test_nobody_else_is_there(client: httpx.AsyncClient) -> None:
    answer = await client.post("/authorize", data={**ASKED, "subject": "the queen"})
    assert answer.status_code == 400


@pytest.mark.parametrize("wanted", [f"{SITE}/signed-out", "https://evil.example", None])
async def test_signing_out_leads_back_and_nowhere_else(
    client: httpx.AsyncClient, wanted: str | None
) -> None:
    query = {} if wanted is None else {"post_logout_redirect_uri": wanted}
    answer = await client.get("/end-session", params=query)
    assert answer.headers["location"] == f"{SITE}/signed-out"
