"""A tab of a browser as a person uses it: pressing, following, looking at the page that came.

The rule: what leads to another page waits until that page is there, so that what is looked at next
is never the page before.
"""

import asyncio
from pathlib import Path

from playwright.async_api import Locator, Page, expect

AXE = Path(__file__).parent / "vendor" / "axe.js"
#: Seconds after which axe will not end any more: only how long a run hangs depends on it.
AXE_ENDS = 120
#: Words of headings, labels and buttons that stand on more lines than there are words: broken by letters.
BROKEN_WORDS = """() => {
    const broken = [];
    const hidden = one => one && (one.getBoundingClientRect().width <= 1 || hidden(one.parentElement));
    for (const one of document.querySelectorAll("h1, h2, h3, label, legend, th, td, .govuk-button"))
        for (const text of one.childNodes) {
            if (text.nodeType !== Node.TEXT_NODE || !text.data.trim() || hidden(one)) continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top)));
            if (lines.size > text.data.trim().split(/[\\s-]+/).length) broken.push(text.data.trim());
        }
    return broken;
}"""
#: The page and whatever it loads on a first visit, each in bytes as sent; an open feed is no part of it.
WEIGHTS = """() => Object.fromEntries(
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter(one => !one.name.includes("/live?"))
        .map(one => [new URL(one.name).pathname, one.encodedBodySize]))"""
#: A page with its style, scripts and letters, compressed, where nothing was kept from another.
HEAVIEST = 100_000


async def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, as lines a person can act on. The page must run scripts."""
    # Evaluated by the test's own connection, so the page's policy need not allow it.
    await page.evaluate(AXE.read_text())
    # Where scripts are off, timers never fire and axe would wait for ever.
    async with asyncio.timeout(AXE_ENDS):
        found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']]}"
        for one in found["violations"]
    ]


async def is_right(page: Page) -> None:
    """Axe finds nothing, with everything open; no word is squeezed; nothing scrolls sideways; it is light."""
    size = page.viewport_size
    assert size is not None
    await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = await violations(page)
    assert not found, "\n".join(found)
    broken = await page.evaluate(BROKEN_WORDS)
    assert not broken, f"broken by letters: {broken}"
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"], f"{width} pixels wide, and the window has {size['width']}"
    weights = await page.evaluate(WEIGHTS)
    assert sum(weights.values()) <= HEAVIEST, weights


class Tab:
    """A tab on the pages of a site."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site

    async def turn(self, control: Locator) -> None:
        """Click what leads to another page, which is there afterwards."""
        async with self.page.expect_navigation():
            await control.click()

    async def press(self, name: str) -> None:
        """A button that sends its form."""
        await self.turn(self.page.get_by_role("button", name=name).first)

    async def follow(self, name: str) -> None:
        """A link in the body of the page."""
        await self.turn(self.page.locator("main").get_by_role("link", name=name).first)

    async def open(self, name: str) -> None:
        """Another page of the same organisation, by the navigation above it."""
        navigation = self.page.locator(".hub-pages")
        await self.turn(navigation.get_by_role("link", name=name, exact=True))
        await expect(navigation.locator("[aria-current]")).to_have_text(name)

    async def says(self, text: str) -> None:
        """The page says so."""
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def heading(self, text: str) -> None:
        """What the page is."""
        await expect(self.page.locator("h1")).to_have_text(text)

    async def is_right(self) -> None:
        """Axe finds nothing, with everything open, and nothing scrolls sideways."""
        await is_right(self.page)
