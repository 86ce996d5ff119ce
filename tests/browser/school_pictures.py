"""Pictures of what a careers leader does on a school's pages: each is reached as a person reaches it.

The rule: nothing is recorded for a picture; what is sent is looked at and left.
"""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.school_pages import Confirming, SendData
from tests.builders.personas import become

#: Keeps a picture of the page by this name, down to the part named last.
Keep = Callable[[Page, str, str], Awaitable[None]]
ROSTER = "Adno,Year\n" + "".join(f"N-{n:04},{7 + n % 5}\n" for n in range(180))
FAULTS = "N-0900,17\nN-0901,\n,8\n"


async def take_school(browser: Browser, site: str, keep: Keep) -> None:
    """At both widths: each page of the navigation, confirming, one encounter, and a file looked at."""
    for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
        context = await browser.new_context(viewport=size, reduced_motion="reduce")
        page = await context.new_page()
        await page.goto(site)
        await become(page, "Careers leader")
        school = page.url.rpartition("/")[2]
        await _confirming(Confirming(page, site, school), width, keep)
        for name, last in (
            ("Programme", ".hub-matrix"),
            ("Providers", "main"),
            ("Questions", "main"),
            ("Learners", "main"),
            ("Calendar", "main"),
            ("Guidance", "tbody tr:nth-child(8)"),
            ("Staff", "main"),
            ("Governors", "main"),
        ):
            await Confirming(page, site, school).open(name)
            await keep(page, f"school-{name.lower()}-{width}", last)
        await page.goto(f"{site}/institutions/{school}/trend")
        await keep(page, f"school-trend-{width}", "main")
        await _sending(SendData(page, site, school), width, keep)
        await context.close()


async def _confirming(pages: Confirming, width: str, keep: Keep) -> None:
    await pages.open("Encounters")
    await keep(pages.page, f"school-encounters-{width}", ".hub-ticks")
    await pages.turn(pages.page.locator('main a[href*="/encounters/"]').first)
    await keep(pages.page, f"school-encounter-{width}", "main")
    await pages.open("Encounters")
    for box in (await pages.page.get_by_role("checkbox").all())[:2]:
        await box.check()
    await pages.press("Confirm those ticked")
    await pages.heading("Who took part?")
    await keep(pages.page, f"school-confirm-{width}", ".hub-card")


async def _sending(pages: SendData, width: str, keep: Keep) -> None:
    await pages.open("Send data")
    await pages.send("roster", ROSTER + FAULTS)
    await pages.heading("Check your answers")
    await keep(pages.page, f"school-check-{width}", "table")
