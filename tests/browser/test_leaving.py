"""Signing out at an issuer elsewhere, in a real Chromium that holds forms to this site.

The rule: pages let forms go to this site only (form-action 'self'), redirects of what was posted included;
so whoever signs out is led to the issuer by a page, and gets there with and without JavaScript.
"""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, expect

from hub_core.access import PLATFORM, Role
from hub_core.embedded import Servers
from hub_core.settings import OpenId
from tests.browser.conftest import DESKTOP, Server
from tests.builders.api_client import api_client
from tests.builders.databases import fresh_addresses
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site


@pytest.fixture
async def elsewhere(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> AsyncIterator[tuple[SigningSite, str, str]]:
    """A site, its address, and where its issuer ends sessions: at another origin."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path) as api, forger() as issuer:
        end = f"{issuer.address}/end-session"
        issuer.metadata = {"end_session_endpoint": end}
        with socket.create_server(("127.0.0.1", 0)) as listening:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
            async with signing_site(api.parts, openid, public_url=address) as site:
                server = Server(uvicorn.Config(site.app, log_level="warning", lifespan="on"))
                task = asyncio.create_task(server.run_on(listening))
                while not server.started:
                    assert not task.done()
                    await asyncio.sleep(0.01)
                yield site, address, end
                server.should_exit = True
                await task


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_signing_out_leads_to_an_issuer_elsewhere(
    browser: Browser, elsewhere: tuple[SigningSite, str, str], scripts: bool
) -> None:
    site, address, end = elsewhere
    person = await site.person((Role.AUDITOR, PLATFORM))
    context = await browser.new_context(java_script_enabled=scripts, viewport=DESKTOP)
    context.set_default_timeout(10_000)
    page = await context.new_page()
    refused: list[str] = []
    page.on(
        "console", lambda said: refused.append(said.text) if "form-action" in said.text else None
    )
    token = await site.token(person)
    await context.add_cookies([{"name": "hub-session", "value": token, "url": address}])
    answer = await page.goto(f"{address}/organisation")
    assert answer is not None
    assert "form-action 'self'" in (answer.headers["content-security-policy"])
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(page).to_have_url(re.compile(re.escape(end)))
    assert refused == []
    assert await site.sign_in.sessions.find(token) is None
    await context.close()
