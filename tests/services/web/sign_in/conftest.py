"""Sites to sign in to: at an issuer that forges, and at one that is not ours."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from hub_core.access import PLATFORM, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET, Forger, forger, second_issuer
from tests.builders.signing_site import SigningSite, attempt_of, signing_site

CALLBACK = "/sign-in/callback"


@pytest.fixture
async def issuer() -> AsyncIterator[Forger]:
    async with forger() as running:
        yield running


@pytest.fixture
async def site(api: ApiClient, issuer: Forger) -> AsyncIterator[SigningSite]:
    """A site whose issuer a test can bend."""
    openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
    async with signing_site(api.parts, openid) as made:
        yield made


@pytest.fixture(scope="module")
def second() -> Iterator[str]:
    with second_issuer() as address:
        yield address


async def begun(site: SigningSite, issuer: Forger, browser: httpx.AsyncClient) -> dict[str, str]:
    """An attempt to sign in as Anna, who is an auditor, ready to come back with."""
    await site.person((Role.AUDITOR, PLATFORM), subject="anna")
    asked = await attempt_of(browser)
    issuer.nonce = asked["nonce"]
    return {"code": "c", "state": asked["state"]}


async def is_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/organisation")).status_code == 200
