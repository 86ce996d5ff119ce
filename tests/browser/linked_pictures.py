"""Pages whose address is in no list: each is reached by its links, from where somebody begins.

The rule: nothing is recorded for a picture.
"""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.builders.personas import become

#: Keeps a picture of the page by this name, down to the part named last.
Keep = Callable[[Page, str, str], Awaitable[None]]
LEADER, LEAD, EMPLOYER = "Careers leader", "Hub lead", "Employer"
EMPLOYERS = "/hubs/tees-valley/employers"
MEMBERS, ATTENTION = "/hubs/tees-valley/members", "/hubs/tees-valley/attention"
#: Name, who looks (None: nobody yet), where they begin, the links they follow, where the picture ends.
LINKED: tuple[tuple[str, str | None, str, tuple[str, ...], str], ...] = (
    ("employer-calendar", EMPLOYER, "/home", ('main a[href$="/calendar"]',), "main"),
    ("employer-offer", EMPLOYER, "/home", ('a[href$="/offer"]',), "main"),
    ("employer-encounter", EMPLOYER, "/home", ('main a[href*="/encounters/"]',), "main"),
    ("hub-member", LEAD, MEMBERS, ('main a[href*="/members/"]',), "main"),
    ("hub-employer", LEAD, EMPLOYERS, ('main a[href*="/employers/"]',), "main"),
    (
        "hub-employer-merge",
        LEAD,
        EMPLOYERS,
        ('main a[href*="/employers/"]', 'main a[href$="/merge"]', 'main a[href*="other="]'),
        "main",
    ),
    ("hub-matter", LEAD, ATTENTION, ('main a[href*="/attention/"]',), "main"),
    ("school-explain", LEADER, "/home", ('a[href*="/explain/5.1.y8"]',), "main"),
    ("school-editions", LEADER, "/home", ('a[href*="/editions"]',), "main"),
    ("school-try", LEADER, "/home", ('a[href*="/try"]',), "main"),
    ("school-activities", LEADER, "/home", ('a[href$="/activities"]',), "main"),
    (
        "school-activity",
        LEADER,
        "/home",
        ('a[href$="/activities"]', 'main a[href*="/activities/"]'),
        "main",
    ),
    ("school-matches", LEADER, "/home", ('a[href$="/matches"]',), "main"),
    (
        "school-meeting",
        LEADER,
        "/home",
        ('a[href$="/guidance"]', 'a[href$="/guidance/record"]'),
        "main",
    ),
    ("school-trained", LEADER, "/home", ('a[href$="/staff"]', 'a[href$="/staff/trained"]'), "main"),
    ("school-uploads", LEADER, "/home", ('a[href$="/uploads"]',), "main"),
    (
        "school-upload",
        LEADER,
        "/home",
        ('a[href$="/uploads"]', 'a[href$="/uploads/new/activities"]'),
        "main",
    ),
    ("statistics-release", None, "/statistics", ('main a[href^="/statistics/"]',), "main"),
)


async def take_linked(browser: Browser, site: str, keep: Keep, only: tuple[str, ...]) -> None:
    """Each at both widths, or those whose names begin with one of ``only``."""
    for name, who, begins, links, last in LINKED:
        if only and not name.startswith(only):
            continue
        for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
            context = await browser.new_context(viewport=size, reduced_motion="reduce")
            page = await context.new_page()
            if who is not None:
                await page.goto(site)
                await become(page, who)
            await page.goto(site + begins)
            for link in links:
                address = await page.locator(link).first.get_attribute("href")
                answer = await page.goto(f"{site}{address}")
                if answer is None or not answer.ok:
                    raise SystemExit(f"{site}{address} did not answer with the page of {name}.")
            await keep(page, f"{name}-{width}", last)
            await context.close()
