"""One small England for the tests that only read it."""

from datetime import date

import pytest

from hub_core.log.ledger import NewEvent
from services.platform.england.page import Page
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story

TODAY = date(2026, 11, 21)


def tell(scale: str, *, seed: int = 7, today: date = TODAY) -> list[tuple[int, Page]]:
    story = Story(scale=Scale.parse(scale), period=Period(today), seed=seed)
    return list(story.pages())


@pytest.fixture(scope="session")
def pages() -> list[tuple[int, Page]]:
    """A hundredth of every hub."""
    return tell("0.01")


@pytest.fixture(scope="session")
def told(pages: list[tuple[int, Page]]) -> list[NewEvent]:
    return [event for _, page in pages for event in page.events]
