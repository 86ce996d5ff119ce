"""The pages of one school as a person uses them: page objects that say what is done, not where it is.

The rule: a test reads as the journey; selectors stand here and nowhere else.
"""

from playwright.async_api import Page, expect

from tests.browser.tab import Tab


class SchoolPages(Tab):
    """A tab on the pages of one school."""

    def __init__(self, page: Page, site: str, school: str) -> None:
        super().__init__(page, site)
        self.at = f"{site}/institutions/{school}"

    async def begin(self) -> None:
        """On the school's first page."""
        await self.page.goto(self.at)


class SendData(SchoolPages):
    """Sending a file."""

    async def send(self, kind: str, content: str, *, everything: bool = False) -> None:
        """Choose the file, say what it is, send it."""
        await self.follow(f"Send {'a roster' if kind == 'roster' else 'activities'}")
        await self.page.get_by_role("radio", name="Yes" if everything else "No").check()
        await self.choose(content)
        await self.press("Send and check")

    async def choose(self, content: str) -> None:
        """Pick a file."""
        file = {"name": "export.csv", "mimeType": "text/csv", "buffer": content.encode()}
        await self.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    async def column(self, field: str, column: str) -> None:
        """Say which column a field is."""
        await self.page.get_by_label(field, exact=True).select_option(label=column)

    async def for_every_row(self, field: str, label: str) -> None:
        """Say what holds for every row."""
        await self.page.locator(f"select#always-{field}").select_option(label=label)


class Confirming(SchoolPages):
    """Encounters that wait for the school's word."""

    async def tick(self, employer: str) -> None:
        """One that waits."""
        await self.page.get_by_role("checkbox", name=employer).check()

    async def count(self, about: str, year_group: str, learners: str) -> None:
        """How many took part in one of them."""
        await self._card(about).get_by_label(f"{year_group}: Learners").fill(learners)

    async def listed(self, about: str, *references: str) -> None:
        """Who took part in one of them."""
        await self._card(about).get_by_label("Or a list of learners").fill("\n".join(references))

    async def there_was(self, about: str, what: str) -> None:
        """A point of the check-list."""
        await self._card(about).get_by_role("checkbox", name=what).check()

    def _card(self, about: str):  # type: ignore[no-untyped-def]
        return self.page.locator(".hub-card", has_text=about)


class Answering(SchoolPages):
    """Offers that wait for an answer, and encounters one by one."""

    async def because(self, deed: str, reason: str) -> None:
        """Choose a reason."""
        await self.page.locator(f"#reason-{deed}").select_option(label=reason)

    async def is_told(self, words: str) -> None:
        """What was wrong with the answer."""
        await expect(self.page.locator(".govuk-error-summary")).to_contain_text(words)

    async def stands(self, employer: str, state: str) -> None:
        """What the list says of an encounter."""
        row = self.page.get_by_role("row").filter(has_text=employer)
        await expect(row).to_contain_text(state)

    async def ask(self, learners: str) -> None:
        """Get a class code for so many."""
        await self.page.get_by_label("How many learners are in the room?").fill(learners)
        await self.press("Get a class code")

    async def code(self) -> str:
        """The code to read out."""
        return await self.page.locator(".hub-code__code").inner_text()

    async def given(self, words: str) -> str:
        """How many gave this answer."""
        row = self.page.locator(".govuk-summary-list__row").filter(has_text=words)
        return await row.locator("dd").inner_text()

    async def was_worth_it(self, hoped: str, again: str) -> None:
        """The school's own answers."""
        await self.page.locator("#hoped").select_option(label=hoped)
        await self.page.locator("#again").select_option(label=again)
        await self.press("Save your answer")


class Guidance(SchoolPages):
    """Who should be seen next, and recording a meeting."""

    async def listed(self) -> list[str]:
        """The learners in the order shown."""
        return await self.page.locator("tbody th").all_inner_texts()

    async def met(self, learner: str, adviser: str, *, minutes: str, owner: str = "") -> None:
        """Fill in the form of a meeting of today."""
        await self.page.get_by_label("Which learner?").fill(learner)
        await self.page.get_by_label("Which adviser?").select_option(label=adviser)
        await self.page.get_by_label("In person", exact=True).check()
        await self.page.get_by_label("How many minutes?").fill(minutes)
        await self.page.locator("#action-1").fill("Look up two apprenticeships")
        if owner:
            await self.page.locator("#owner-1").select_option(label=owner)

    async def is_told(self, *sentences: str) -> None:
        """What was wrong with it."""
        for sentence in sentences:
            await expect(self.page.locator(".govuk-error-summary")).to_contain_text(sentence)


class Learner(Tab):
    """A learner's phone."""

    async def answers(self, code: str, found_out: str, next_step: str) -> None:
        """Type the code that was read out, and answer the two questions."""
        await self.page.goto(f"{self.site}/feedback")
        await self.page.get_by_role("textbox").fill(code)
        await self.turn(self.page.locator("form button"))
        for words in (found_out, next_step):
            await self.page.get_by_label(words, exact=True).check()
        await self.press("Send my answers")
