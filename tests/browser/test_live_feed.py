"""The live feed in a real Chromium: news arrives on open pages, and a stop is clean with pages open."""

import asyncio
import re

import httpx
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Server
from tests.builders.hub_dashboards import BuiltQueries, full_dashboard

HUB = "/hubs/greater-lincolnshire"


async def open_hub(page: Page, site: str) -> None:
    await page.goto(site + HUB)
    await expect(page.get_by_text("live", exact=True)).to_be_visible()


async def test_what_is_recorded_appears_at_the_top_and_figures_stay(
    page: Page, site: str, server: Server, queries: BuiltQueries
) -> None:
    await open_hub(page, site)
    before = await page.locator("[aria-labelledby=key-figures] .hub-figures").inner_text()
    notice = page.get_by_text("Figures have changed since you opened this page.")
    await expect(notice).to_be_hidden()
    queries.tell(48_300, "Hartley Engineering met 60 to 99 learners at Ashbrook Academy")
    server.config.app.state.live.wake()  # type: ignore[union-attr]
    first = page.locator("#activity-feed li").first
    await expect(first).to_contain_text("met 60 to 99 learners at Ashbrook Academy")
    await expect(notice).to_be_visible()
    assert await page.locator("[aria-labelledby=key-figures] .hub-figures").inner_text() == before
    queries.tell(48_301, "Oakrise Farms & Sons will come to Saltby School")
    queries.tell(48_302, "Brightwater Homes will come to Saltby School")
    server.config.app.state.live.wake()  # type: ignore[union-attr]
    await expect(first).to_contain_text("Brightwater Homes")
    await expect(page.locator("#activity-feed li").nth(1)).to_contain_text("Farms & Sons")
    await expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(23)


async def test_a_page_that_was_refused_asks_again(page: Page, site: str) -> None:
    async def refused(route: Route) -> None:
        await route.fulfill(status=204)

    await page.clock.install()
    await page.route("**/live?after=*", refused)
    async with page.expect_response("**/live?after=*"):
        await page.goto(site + HUB)
    await expect(page.get_by_text("live", exact=True)).to_be_hidden()
    await page.unroute("**/live?after=*")
    await page.clock.fast_forward("00:10")
    await expect(page.get_by_text("live", exact=True)).to_be_visible()


async def test_a_page_nobody_looks_at_holds_no_line_and_gets_what_it_missed(
    page: Page, site: str, server: Server, queries: BuiltQueries
) -> None:
    looked_at = """(shown) => {
        Object.defineProperty(document, "hidden", { value: !shown, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    await open_hub(page, site)
    queries.tell(48_300, "A met B")
    server.config.app.state.live.wake()  # type: ignore[union-attr]
    await expect(page.locator("#activity-feed li").first).to_contain_text("A met B")
    await page.evaluate(looked_at, False)
    await expect(page.get_by_text("live", exact=True)).to_be_hidden()
    queries.tell(48_301, "C met D")
    server.config.app.state.live.wake()  # type: ignore[union-attr]
    await page.evaluate(looked_at, True)
    await expect(page.locator("#activity-feed li").first).to_contain_text("C met D")
    await expect(page.locator("#activity-feed li").nth(1)).to_contain_text("A met B")
    await expect(page.get_by_text("A met B")).to_have_count(1)


async def test_show_them_shows_the_page_anew(
    page: Page, site: str, server: Server, queries: BuiltQueries
) -> None:
    await open_hub(page, site)
    queries.tell(48_300, "Hartley Engineering met 60 to 99 learners at Ashbrook Academy")
    server.config.app.state.live.wake()  # type: ignore[union-attr]
    queries.dashboards["greater-lincolnshire"] = full_dashboard(position=48_300)
    await page.get_by_role("link", name="Show them").click()
    await expect(page).to_have_url(re.compile(r"\?year=2025-26$"))
    await expect(page.get_by_text("log position 48,300")).to_be_visible()
    await expect(page.get_by_text("live", exact=True)).to_be_visible()
    await expect(page.get_by_text("Figures have changed")).to_be_hidden()


async def test_the_first_news_of_a_silent_hub_replaces_the_empty_state(
    page: Page, site: str, server: Server, queries: BuiltQueries
) -> None:
    await page.goto(f"{site}/hubs/norfolk")
    await expect(page.get_by_text("live", exact=True)).to_be_visible()
    queries.tell(48_300, "Hartley Engineering met 60 to 99 learners at Ashbrook Academy")
    server.config.app.state.live.wake()  # type: ignore[union-attr]
    await expect(page.locator("#activity-feed li")).to_have_count(1)
    await expect(page.locator("#activity-empty")).to_have_count(0)


async def test_stopping_the_service_does_not_wait_for_open_pages(
    page: Page, site: str, server: Server
) -> None:
    await open_hub(page, site)
    async with httpx.AsyncClient() as reader, reader.stream("GET", f"{site}{HUB}/live") as stream:
        chunks = stream.aiter_text()
        assert "listening" in await anext(chunks)
        server.stop()
        assert [chunk async for chunk in chunks] == []
    await asyncio.wait_for(server.ended.wait(), 10)
    await page.goto("about:blank")


async def test_a_page_that_was_away_gets_what_it_missed(site: str, queries: BuiltQueries) -> None:
    queries.tell(48_300, "A met B")
    queries.tell(48_301, "C met D")
    async with (
        httpx.AsyncClient(headers={"Last-Event-ID": "48300"}) as reader,
        reader.stream("GET", f"{site}{HUB}/live?after=1") as stream,
    ):
        text = ""
        async for chunk in stream.aiter_text():
            text += chunk
            if "data:" in text:
                break
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert "id: 48301" in text
    assert "C met D" in text
    assert "A met B" not in text
    assert "event:" not in text
