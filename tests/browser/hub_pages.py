"""The pages of one hub as a person uses them: page objects that say what is done, not where it is.

The rule: a test reads as the journey; selectors stand here and nowhere else.
"""

from playwright.async_api import Locator, Page, expect

from tests.browser.test_pages import violations
from tests.builders.personas import become


class HubPages:
    """A tab on the pages of one hub."""

    def __init__(self, page: Page, site: str, slug: str) -> None:
        self.page = page
        self.at = f"{site}/hubs/{slug}"
        self.site = site

    async def sign_in(self, role: str = "Hub lead") -> None:
        """Begin as one of the demo's people."""
        await self.page.goto(self.site)
        await become(self.page, role)

    async def open(self, name: str) -> None:
        """Go to another page of the hub by its navigation."""
        navigation = self.page.locator(".hub-pages")
        await navigation.get_by_role("link", name=name).click()
        await expect(navigation.locator("[aria-current]")).to_have_text(name)

    async def is_right(self) -> None:
        """Axe finds nothing, and nothing scrolls sideways."""
        size = self.page.viewport_size
        assert size is not None
        assert await violations(self.page) == []
        assert await self.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


class Benchmarks(HubPages):
    """The table of benchmarks."""

    @property
    def rows(self) -> Locator:
        return self.page.locator(".hub-heat__row")

    async def names(self) -> list[str]:
        """The institutions in the order shown."""
        return await self.rows.locator("th a").all_inner_texts()

    async def cell(self, name: str, benchmark: int) -> str:
        """What a cell says, read in one go."""
        row = self.rows.filter(has=self.page.get_by_role("link", name=name))
        text = await row.locator("td").nth(benchmark).inner_text()
        return " ".join(text.split())

    async def choose(self, **chosen: str) -> None:
        """Choose from the lists and press the button."""
        form = self.page.get_by_role("form", name="Choose what the table shows")
        for label, option in chosen.items():
            await form.get_by_label(label.replace("_", " ")).select_option(label=option)
        await form.get_by_role("button", name="Show").click()

    async def sort_by(self, heading: str) -> None:
        """Press the head of a column."""
        await self.page.locator("thead").get_by_role("link", name=heading).click()


class Members(HubPages):
    """The list of members, and the page of one institution."""

    async def institution(self, name: str) -> None:
        """Open an institution from the list."""
        await self.page.locator("main").get_by_role("link", name=name, exact=True).click()
        await expect(self.page.locator("h1")).to_have_text(name)

    async def do(self, button: str) -> None:
        """Press one of the buttons of the institution's page."""
        await self.page.get_by_role("button", name=button, exact=True).click()

    async def stands(self, words: str) -> None:
        """What the page says of its standing with the hub."""
        await expect(self.page.locator(".hub-facts dd").first).to_contain_text(words)

    async def is_told(self, words: str) -> None:
        """What is said after pressing a button, be it done or refused."""
        said = self.page.locator(".hub-done, .govuk-error-summary")
        await expect(said).to_contain_text(words)


class Attention(HubPages):
    """The list of what needs attention."""

    def topic(self, name: str) -> Locator:
        """The part of the page about one reason."""
        return self.page.locator("section").filter(has=self.page.get_by_role("heading", name=name))

    async def only(self, reason: str) -> None:
        """Keep one reason."""
        options = self.page.get_by_label("Reason").locator("option")
        label = await options.filter(has_text=reason).inner_text()
        await self.page.get_by_label("Reason").select_option(label=label)
        await self.page.get_by_role("button", name="Show").click()
