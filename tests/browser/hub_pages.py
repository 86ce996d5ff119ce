"""The pages of one hub as a person uses them: page objects that say what is done, not where it is.

The rule: a test reads as the journey; selectors stand here and nowhere else.
"""

from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser.tab import Tab
from tests.builders.personas import become


class HubPages(Tab):
    """A tab on the pages of one hub."""

    def __init__(self, page: Page, site: str, slug: str) -> None:
        super().__init__(page, site)
        self.at = f"{site}/hubs/{slug}"

    async def sign_in(self, role: str = "Hub lead") -> None:
        """Begin as one of the demo's people."""
        await self.page.goto(self.site)
        await become(self.page, role)


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
        await self.turn(form.get_by_role("button", name="Show"))

    async def sort_by(self, heading: str) -> None:
        """Press the head of a column."""
        await self.turn(self.page.locator("thead").get_by_role("link", name=heading))


class Members(HubPages):
    """The list of members, and the page of one institution."""

    async def institution(self, name: str) -> None:
        """Open an institution from the list."""
        await self.turn(self.page.locator("main").get_by_role("link", name=name, exact=True))
        await self.heading(name)

    async def do(self, button: str) -> None:
        """Press one of the buttons of the institution's page."""
        await self.turn(self.page.get_by_role("button", name=button, exact=True))

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

    def matter(self, topic: Locator, member: str) -> Locator:
        """The link to one matter of a member."""
        return topic.get_by_role("link").filter(has_text=f": {member}")

    async def only(self, reason: str) -> None:
        """Keep one reason."""
        options = self.page.get_by_label("Reason").locator("option")
        label = await options.filter(has_text=reason).inner_text()
        await self.page.get_by_label("Reason").select_option(label=label)
        await self.press("Show")


class Return(HubPages):
    """A hub's return to its funder."""

    async def quarter(self, label: str) -> None:
        """Show another quarter."""
        await self.page.get_by_label("Quarter", exact=True).select_option(label=label)
        await self.press("Show")

    async def comment(self, indicator: str, words: str) -> None:
        """Say something about an indicator."""
        await self.follow(f"Comment on {indicator}")
        await self.page.get_by_label("What the funder should know").fill(words)
        await self.press("Keep the comment")

    async def line(self, indicator: str, table: str) -> str:
        """The row of an indicator in a table, in one go."""
        row = self.page.get_by_role("table", name=table).get_by_role("row")
        text = await row.filter(has_text=indicator).first.inner_text()
        return " ".join(text.split())

    async def stands(self, words: str) -> None:
        """How far the return has come."""
        await expect(self.page.locator(".hub-return__state")).to_contain_text(words)


class Results(HubPages):
    """Sending what is known of the members in a file."""

    async def headings(self, name: str) -> list[str]:
        """Those of the empty file that the page gives away."""
        async with self.page.expect_download() as taken_away:
            await self._part(name).get_by_role("link", name="Take an empty file").click()
        text = Path(await (await taken_away.value).path()).read_text("utf-8-sig")
        return text.strip().split(",")

    async def send(self, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Choose a file with these rows and send it."""
        content = "\r\n".join(",".join(row) for row in (headings, *rows)).encode()
        file: FilePayload = {"name": "members.csv", "mimeType": "text/csv", "buffer": content}
        await self._part(name).get_by_label("A CSV file").set_input_files(file)
        await self.turn(self._part(name).get_by_role("button", name="Send the"))

    async def is_told(self, words: str) -> None:
        """What became of the file."""
        await expect(self.page.get_by_role("status")).to_contain_text(words)

    def _part(self, name: str) -> Locator:
        return self.page.locator("section").filter(has=self.page.get_by_role("heading", name=name))


class Facilitators(HubPages):
    """The page of a hub's facilitators, and what is noted on the page of a member."""

    def part(self, name: str) -> Locator:
        """The part of the page with this heading."""
        return self.page.locator("section").filter(has=self.page.get_by_role("heading", name=name))

    async def tick(self, *members: str) -> None:
        """Tick members that are in nobody's hands."""
        for name in members:
            await self.page.get_by_label(name, exact=True).check()

    async def unfold(self, name: str) -> None:
        """Open what is folded away, without JavaScript."""
        await self.page.locator("summary").filter(has_text=name).first.click()

    async def type_day(self, name: str, day: str) -> None:
        """Type a day into its three fields."""
        for part, text in zip(("day", "month", "year"), day.split(), strict=True):
            await self.page.locator(f"#{name}-{part}").fill(text)


class Panel(HubPages):
    """Employers, training and the other panels, which are laid out alike."""

    async def choose(self, **chosen: str) -> None:
        """Choose from the lists and press the button."""
        form = self.page.get_by_role("form", name="Choose what the tables show")
        for label, option in chosen.items():
            await form.get_by_label(label.replace("_", " "), exact=True).select_option(label=option)
        await self.turn(form.get_by_role("button", name="Show"))

    async def figure(self, label: str) -> str:
        """A key figure with what it rests on."""
        heading = self.page.get_by_role("heading", name=label, exact=True)
        text = await self.page.locator(".hub-figure").filter(has=heading).inner_text()
        return " ".join(text.split())

    async def lines(self, table: str) -> list[str]:
        """The rows of a table, each in one go."""
        rows = self.page.get_by_role("table", name=table).locator("tbody tr")
        return [" ".join(text.split()) for text in await rows.all_inner_texts()]

    async def file(self) -> str:
        """The rows as a file."""
        async with self.page.expect_download() as taken_away:
            await self.page.get_by_role("link", name="Download these rows").click()
        return Path(await (await taken_away.value).path()).read_text("utf-8-sig")
