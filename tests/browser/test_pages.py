"""The pages in a real Chromium: at every width, by keyboard, without JavaScript, through axe."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.browser.tab import is_right

PAGES = ("/", "/?search=yorkshire&show=encounters", "/?search=zzz", "/hubs/greater-lincolnshire",
         "/hubs/greater-lincolnshire?year=2024-25", "/hubs/norfolk", "/hubs/suffolk")  # fmt: skip


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(DESKTOP, marks=pytest.mark.long),
        PHONE,
        pytest.param(NARROW, marks=pytest.mark.long),
    ],
    ids=["desktop", "phone", "narrow"],
)
@pytest.mark.parametrize("path", PAGES)
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, site: str, path: str, size: dict[str, int]
) -> None:
    await page.set_viewport_size(size)
    await page.goto(site + path)
    await is_right(page)


async def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page, site: str) -> None:
    await page.goto(f"{site}/hubs/greater-lincolnshire")
    await page.keyboard.press("Tab")
    await expect(page.locator(".govuk-skip-link")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("#main-content$"))


async def test_a_hub_is_reached_from_the_map_by_keyboard(page: Page, site: str) -> None:
    await page.goto(site)
    await page.locator('.hub-tile a[href="/hubs/greater-lincolnshire"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Greater Lincolnshire")


async def test_every_picture_has_a_twin_with_the_same_figures(page: Page, site: str) -> None:
    await page.goto(f"{site}/hubs/greater-lincolnshire")
    for picture in await page.locator('figure:has([role="img"])').all():
        alternative = await picture.get_by_role("img").get_attribute("aria-label")
        await picture.locator("summary").click()
        for row in await picture.locator("tbody tr").all():
            label = await row.locator("th").inner_text()
            figure = await row.locator("td").first.inner_text()
            assert f"{label}: {figure}" in (alternative or "")


async def test_everything_is_there_without_javascript(browser: Browser, site: str) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await page.goto(site)
    await page.get_by_label("Find a hub by name").fill("lincoln")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("row").get_by_role("link", name="Greater Lincolnshire").click()
    await expect(page.locator("h1")).to_have_text("Greater Lincolnshire")
    await expect(page.locator("#activity-feed li")).to_have_count(20)
    await page.get_by_label("Academic year").select_option("2024/25")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_text("Encounters by kind, 2024/25").first).to_be_visible()
    await page.locator("summary").first.click()
    await expect(page.get_by_role("table").first).to_be_visible()
    await expect(page.get_by_text("live", exact=True)).to_be_hidden()
    await context.close()


async def test_forced_colours_keep_every_bar_visible(browser: Browser, site: str) -> None:
    context = await browser.new_context(forced_colors="active", viewport=DESKTOP)
    page = await context.new_page()
    await page.goto(f"{site}/hubs/greater-lincolnshire")
    fills = await page.evaluate(
        "[...document.querySelectorAll('.hub-mark--series-1, .hub-coverage__part')]"
        ".map(mark => getComputedStyle(mark).fill)"
    )
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills
    assert background not in fills
    await context.close()
