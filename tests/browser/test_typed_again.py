"""Called away from a form until the session was over: what was typed comes back and is sent after all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from hub_core.embedded import Servers
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE
from tests.browser.hub_pages import Facilitators
from tests.browser.tab import is_right
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site
from tests.builders.personas import become

NAME, ELSE = "North & “East”", "Hub lead"
#: As if half an hour had gone by without a request; nothing else is touched.
IDLE = "UPDATE sessions.sessions SET last_seen_at = last_seen_at - interval '31 minutes'"


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[str, ApiClient, str]]:
    """A hub with two members, one for each way of looking: the site, its API and the hub's slug."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("typed-again")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        for name in ("Alder School", "Birch School"):
            member = await api.school(name, typeCode="34")
            taken(await api.put(f"membership/hubs/{hub['id']}/members/{member['id']}"))
        await api.project()
        async with peopled_site(api) as site:
            yield site, api, hub["slug"]


@pytest.mark.parametrize(
    ("scripts", "size", "member"),
    [(True, DESKTOP, "Alder School"), (False, PHONE, "Birch School")],
    ids=["with JavaScript", "without"],
)
async def test_what_was_typed_is_sent_after_signing_in_beside_it(
    browser: Browser,
    place: tuple[str, ApiClient, str],
    scripts: bool,
    size: ViewportSize,
    member: str,
) -> None:
    site, api, slug = place
    context = await browser.new_context(java_script_enabled=scripts, viewport=size)
    context.set_default_timeout(PATIENCE)
    tab = Facilitators(await context.new_page(), site, slug)
    await tab.sign_in(ELSE)
    await tab.page.goto(f"{tab.at}/clusters")
    await tab.tick(member)
    await tab.page.get_by_label("Cluster", exact=True).fill(NAME)

    await api.parts.pool.execute(IDLE)
    await tab.press("Place the ticked members")
    await tab.heading("What you typed is not sent yet")
    if scripts:
        await is_right(tab.page)

    # Without having signed in nothing is lost either.
    await tab.press("I have signed in, go on")
    await tab.heading("What you typed is not sent yet")
    async with context.expect_page() as opened:
        await tab.page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    beside = await opened.value
    await become(beside, ELSE)
    await expect(beside.locator("h1")).to_be_visible()

    await tab.press("I have signed in, go on")
    await tab.heading("What you typed is not sent yet")
    await tab.says("You are now signed in, as it says at the top of this page.")
    if scripts:
        await is_right(tab.page)
    await tab.press("Send it now")
    await tab.says("They are where you placed them.")
    await expect(tab.part(NAME)).to_contain_text(member)
    await context.close()
