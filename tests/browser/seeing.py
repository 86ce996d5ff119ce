"""Whether a page can be used without a mouse, in the reader's own colours and on paper, whatever it is about.

The rule: each check says which part of the page fails, as a line a person can act on.
"""

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from tests.builders.paper import Paper

#: What is asked of a page, as functions in the page.
SEEING = Path(__file__).parent / "seeing.js"
#: A4 at 96 dots an inch, without the margins of the style sheet (14 mm on each side).
SHEET: ViewportSize = {"width": 688, "height": 1017}
#: Day, month, year and the calendar: where Tab stops in a field of a date.
PARTS_OF_A_DATE = 4


async def forced(browser: Browser, size: ViewportSize) -> BrowserContext:
    """A window in which the reader's own colours stand in place of the page's."""
    return await browser.new_context(forced_colors="active", viewport=size)


async def colours_are_right(page: Page) -> None:
    """In forced colours: no mark has vanished, and where one is shows without the page's colours."""
    assert await page.evaluate("matchMedia('(forced-colors: active)').matches")
    vanished = await _seen(page, "vanished")
    assert not vanished, f"{page.url}: vanished in forced colours: {vanished}"
    untold = await _seen(page, "untold")
    assert not untold, f"{page.url}: where one is does not show: {untold}"


async def keyboard_is_right(page: Page) -> None:
    """Tab reaches everything that can be acted on, always shows where it is, and leaves again."""
    stops: list[str] = []
    unseen = []
    await page.keyboard.press("Tab")
    while (stop := await _seen(page, "stop")) is not None and _goes_on(stops, stop["stop"]):
        within_a_field = stop["stop"] in stops  # where the browser draws the focus itself
        stops.append(stop["stop"])
        if not stop["seen"] and not within_a_field:
            unseen.append(stop["name"])
        await page.keyboard.press("Tab")
    assert stops, f"{page.url}: the keyboard stops nowhere"
    assert not unseen, f"{page.url}: focus does not show at {unseen}"
    missed = await _seen(page, "missed")
    assert not missed, f"{page.url}: out of the keyboard's reach: {missed}"


async def paper_is_right(page: Page) -> Paper:
    """On A4: nothing is cut, and no way to another page is printed; what stands there is given back."""
    size = page.viewport_size
    assert size is not None
    await page.emulate_media(media="print")
    await page.set_viewport_size(SHEET)
    cut = await _seen(page, "cut")
    assert not cut, f"{page.url}: on paper: {cut}"
    await page.emulate_media(media="screen")
    await page.set_viewport_size(size)
    return Paper(await page.pdf(prefer_css_page_size=True))


def _goes_on(stops: list[str], stop: str) -> bool:
    """Whether a stop is new, or the next part of a date's field; one that is never left is neither."""
    if stop not in stops:
        return True
    return stops[-1] == stop and stops[-PARTS_OF_A_DATE:].count(stop) < PARTS_OF_A_DATE


async def _seen(page: Page, what: str) -> Any:
    await page.evaluate(SEEING.read_text())
    return await page.evaluate(f"seeing.{what}()")
