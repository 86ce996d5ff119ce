"""Figures are published once for a measure date, then restated with a reason, never replaced in silence."""

from datetime import date
from itertools import count
from typing import Any

import pytest

from hub_core.refusals import Conflict, Invalid
from hub_core.snapshots.codes import RestatementReason
from hub_core.snapshots.commands import PublishSnapshot, RestateSnapshot
from hub_core.snapshots.events import SnapshotPublished, SnapshotRestated
from tests.hub_core.conftest import Story

#: Each test publishes an edition of its own.
_editions = (f"GATSBY-20{number:02}" for number in count(30))


@pytest.fixture
def edition() -> str:
    return next(_editions)


def publishing(edition: str, content: str = "a", **fields: Any) -> PublishSnapshot:
    given = {"measure_date": date(2025, 12, 31), "stands_at": 7, "code": "f" * 64} | fields
    return PublishSnapshot(edition=edition, content=content * 64, **given)


def restating(edition: str, content: str) -> RestateSnapshot:
    return RestateSnapshot(
        measure_date=date(2025, 12, 31),
        edition=edition,
        stands_at=9,
        code="f" * 64,
        content=content * 64,
        reason=RestatementReason.LATE_RESULTS,
    )


async def test_the_same_figures_again_change_nothing_and_others_need_a_reason(
    story: Story, edition: str
) -> None:
    [first] = await story.new_events(publishing(edition))
    assert isinstance(first, SnapshotPublished)
    assert await story.new_events(publishing(edition, stands_at=8)) == []
    with pytest.raises(Conflict, match=r"published on 11 February 2026.*Restate them"):
        await story.new_events(publishing(edition, "b"))
    [again] = await story.new_events(restating(edition, "b"))
    assert isinstance(again, SnapshotRestated)
    assert (again.restates, again.reason) == (first.snapshot, RestatementReason.LATE_RESULTS)
    assert await story.new_events(restating(edition, "b")) == []
    with pytest.raises(Conflict, match="published before and restated since"):
        await story.new_events(restating(edition, "a"))


async def test_what_was_never_published_cannot_be_restated(story: Story, edition: str) -> None:
    with pytest.raises(Conflict, match="Publish them first"):
        await story.new_events(restating(edition, "a"))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2025, 12, 30), "is no measure date"),
        (date(2026, 3, 31), "has not come yet"),
    ],
)
async def test_figures_are_of_a_measure_date_that_has_come(
    story: Story, edition: str, day: date, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        await story.new_events(publishing(edition, measure_date=day))
