"""Pages behind links as people use them: on a phone, without JavaScript, with a keyboard, in one minute."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, Page

from hub_core.embedded import Servers
from tests.browser.conftest import NARROW, PHONE
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.daily import first_daily
from tests.builders.databases import fresh_addresses
from tests.services.web.links.conftest import TYPED, Scene, new_scene

AXE = Path(__file__).parent / "vendor" / "axe.js"


@pytest.fixture(scope="module")
async def api(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[ApiClient]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path_factory.mktemp("links")) as client:
        yield client


@pytest.fixture
async def scene(api: ApiClient) -> Scene:
    return await new_scene(api, f"Quince {api.number()}")


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[str]:
    """The whole application on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(api.app, log_level="warning", lifespan="off"))
        task = asyncio.create_task(server._serve([listening]))
        while not server.started:
            assert not task.done(), "The application did not start."
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await task


@pytest.fixture
async def phone(browser: Browser, site: str) -> AsyncIterator[Page]:
    """A phone that runs no scripts; it must ask nobody but the site."""
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(10_000)
    tab = await context.new_page()
    asked: list[str] = []
    referred: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("request", lambda request: referred.extend(
        value for name, value in request.headers.items() if name == "referer"))  # fmt: skip
    yield tab
    await context.close()
    assert [url for url in asked if not url.startswith(site)] == []
    assert [url for url in referred if "/link/" in url] == []


async def fill_in(page: Page, typed: dict[str, str]) -> None:
    """As a person does: pick, choose, type."""
    for name, value in typed.items():
        radio = page.locator(f"input[type=radio][name='{name}'][value='{value}']")
        select = page.locator(f"select[name='{name}']")
        if await radio.count():
            await radio.check()
        elif await select.count():
            await select.select_option(value)
        else:
            await page.locator(f"input[name='{name}']").fill(value)


async def press(page: Page) -> None:
    """Send the form and see the page that answers."""
    async with page.expect_navigation():
        await page.locator("form button").first.click()


@pytest.mark.parametrize("purpose", TYPED)
async def test_a_deed_is_done_on_a_phone_without_scripts(
    scene: Scene, site: str, phone: Page, purpose: str
) -> None:
    visitor = await scene.link(purpose)
    await phone.goto(site + visitor.path)
    await fill_in(phone, TYPED[purpose])
    await press(phone)
    if await phone.get_by_role("heading", name="Check your answers").count():
        await press(phone)
    assert await phone.get_by_role("heading", name="What happens next").count() == 1
    await phone.reload()
    assert await phone.get_by_role("heading", name="What happens next").count() == 1


async def test_a_mistake_is_told_first_and_leads_to_its_question(
    scene: Scene, site: str, phone: Page
) -> None:
    visitor = await scene.link("primary_return")
    await phone.goto(site + visitor.path)
    await fill_in(phone, TYPED["primary_return"] | {"classes-1-met": "7", "pupils": "many"})
    await press(phone)
    summary = phone.get_by_role("alert")
    assert await summary.locator("a").count() == 1
    await summary.locator("a").click()
    assert phone.url.endswith("#pupils")
    assert await phone.locator("#pupils").input_value() == "many"


@pytest.mark.parametrize("purpose", first_daily(*TYPED))
async def test_every_page_of_a_link_is_accessible_and_fits_a_narrow_phone(
    scene: Scene, site: str, browser: Browser, purpose: str
) -> None:
    visitor = await scene.link(purpose)
    # The page's own policy lets no script run; axe needs one.
    context = await browser.new_context(viewport=NARROW, bypass_csp=True)
    page = await context.new_page()
    await page.goto(site + visitor.path)
    for step in ("form", "errors", "typed", "done"):
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], step
        await page.add_script_tag(path=AXE)
        found = await page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
        )
        told = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
        assert told == [], step
        if step == "typed" and "Check your answers" not in await page.content():
            continue
        if step == "errors":
            await fill_in(page, TYPED[purpose])
        if step != "done":
            await press(page)
    await context.close()


async def test_a_learner_answers_with_a_class_code_and_every_page_is_accessible(
    scene: Scene, site: str, browser: Browser
) -> None:
    api = scene.api
    institution = f"encounters/institutions/{scene.school['id']}"
    confirm = {"attendance": {"counts": {"8": 9}}, "heldOn": "2026-02-10"}
    taken(await api.post(f"{institution}/encounters/{scene.encounter}/confirm", confirm))
    asked = {"encounter": scene.encounter, "learners": 9}
    taken(await api.post(f"{institution}/feedback/class-codes", asked), 201)
    own = taken(await api.get(f"{institution}/feedback/{scene.encounter}"))
    context = await browser.new_context(viewport=NARROW, bypass_csp=True)
    page = await context.new_page()
    await page.goto(f"{site}/feedback")
    typed = {"code": own["codes"][0]["code"]}, {}, {"found_out": "a_lot", "next_step": "not_sure"}
    for answers in ({"code": "hello"}, *typed, None):
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        await page.add_script_tag(path=AXE)
        found = await page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
        )
        told = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
        assert told == [], page.url
        if answers is not None:
            await fill_in(page, answers)
            await press(page)
    assert await page.get_by_role("heading", name="Thank you").count() == 1
    assert await page.context.cookies() == []
    await context.close()
