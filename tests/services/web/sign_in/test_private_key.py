"""Proving to an issuer who we are with a key of ours (private_key_jwt, RFC 7523), which checks it in full."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey

from hub_core.access import PLATFORM, Role
from hub_core.settings import OpenId
from services.web.sign_in.client_authentication import authentication
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, Forger
from tests.builders.signing_site import SigningSite, attempt_of, signing_site

KEYS = {"RSA": RSAKey.generate_key(2048), "P-256": ECKey.generate_key("P-256")}
every_kind = pytest.mark.parametrize("kind", KEYS)


async def come_back(site: SigningSite, issuer: Forger) -> httpx.Response:
    """To the issuer and back."""
    async with site.visitor() as browser:
        asked = await attempt_of(browser)
        issuer.nonce = asked["nonce"]
        back = {"code": "c", "state": asked["state"]}
        return await browser.get("/sign-in/callback", params=back)


def client(issuer: Forger, key: RSAKey | ECKey) -> OpenId:
    pem = key.as_pem(private=True).decode()
    return OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=pem)


@every_kind
async def test_whoever_has_the_key_is_given_tokens_each_time_with_another_assertion(
    api: ApiClient, issuer: Forger, kind: str
) -> None:
    issuer.client_key = KEYS[kind]
    async with signing_site(api.parts, client(issuer, KEYS[kind])) as site:
        await site.person((Role.AUDITOR, PLATFORM), subject="anna")
        assert (await come_back(site, issuer)).status_code == 303
        assert (await come_back(site, issuer)).status_code == 303
    first, second = issuer.asked
    assert first["authorization"] is None
    assert first["client_assertion"] != second["client_assertion"]
    assert first["client_id"] == CLIENT


@every_kind
async def test_whoever_has_another_key_is_not(api: ApiClient, issuer: Forger, kind: str) -> None:
    issuer.client_key = KEYS[kind]
    other = RSAKey.generate_key(2048) if kind == "RSA" else ECKey.generate_key("P-256")
    async with signing_site(api.parts, client(issuer, other)) as site:
        await site.person((Role.AUDITOR, PLATFORM), subject="anna")
        assert (await come_back(site, issuer)).status_code != 303
    assert len(issuer.asked) == 1


async def test_an_assertion_is_for_this_client_here_and_now(issuer: Forger) -> None:
    """The endpoint of these tests refuses what is not ours, so that its taking ours means something."""
    key = KEYS["P-256"]
    issuer.client_key = key
    pem, here, now = key.as_pem(private=True).decode(), f"{issuer.address}/token", datetime.now(UTC)
    late = now - timedelta(hours=1)
    far = now + timedelta(hours=1)

    async def answer(name: str, endpoint: str, at: datetime) -> httpx.Response:
        _, form = authentication(name, pem, offered=(), endpoint=endpoint, now=int(at.timestamp()))
        return await posted(form)

    async def posted(form: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient() as outside:
            return await outside.post(here, data=form)

    assert (await answer(CLIENT, here, now)).status_code == 200
    assert (await answer("another", here, now)).status_code == 401
    assert (await answer(CLIENT, "https://issuer.example/token", now)).status_code == 401
    assert (await answer(CLIENT, here, late)).status_code == 401
    assert (await answer(CLIENT, here, far)).status_code == 401
    _, form = authentication(CLIENT, pem, offered=(), endpoint=here, now=int(now.timestamp()))
    assert (await posted(form)).status_code == 200
    assert (await posted(form)).status_code == 401
