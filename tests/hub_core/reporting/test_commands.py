"""Comments, freezing and signing off, and what is refused in between."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.log.repository import load
from hub_core.refusals import Conflict, Forbidden, NotFound
from hub_core.reporting.codes import Period
from hub_core.reporting.commands import (
    CommentOnIndicator,
    FreezeReturn,
    SignOffReturn,
    TakenFigures,
)
from hub_core.reporting.events import FrozenFigure, ReturnFrozen, ReturnSignedOff
from hub_core.reporting.hub_return import HubReturn, return_stream
from tests.hub_core.conftest import Story

#: The tests' today is 11 February 2026: the second quarter is under way.
OVER: dict[str, Any] = {"funder": "cec", "academic_year": "2025/26", "period": "q1"}
UNDER_WAY = OVER | {"period": "q2"}
FIGURE = FrozenFigure(
    indicator="mean_benchmarks", value=5.1, contributing=20, eligible=31, target=5.0, met=True
)
TAKEN = TakenFigures(stands_at=7, asked="c" * 64, figures=(FIGURE,))


def _lead(hub: UUID) -> Principal:
    at = Organisation(OrganisationKind.HUB, hub)
    return Principal(id=f"person:{uuid4()}", roles=frozenset({Role.HUB_LEAD}), organisation=at)


async def test_a_return_is_frozen_then_signed_off_and_each_once(story: Story) -> None:
    hub = await story.hub()
    lead = _lead(hub)
    with pytest.raises(Conflict, match="Freeze it first"):
        await story.do(SignOffReturn(hub=hub, **OVER), by=lead)
    with pytest.raises(Conflict, match="runs until 28 February 2026"):
        await story.do(FreezeReturn(hub=hub, taken=TAKEN, **UNDER_WAY), by=lead)

    [frozen] = await story.new_events(FreezeReturn(hub=hub, taken=TAKEN, **OVER), by=lead)
    assert isinstance(frozen, ReturnFrozen)
    assert (frozen.as_at, frozen.stands_at, frozen.figures) == (date(2025, 11, 30), 7, (FIGURE,))
    with pytest.raises(Conflict, match="frozen on 11 February 2026"):
        await story.do(FreezeReturn(hub=hub, taken=TAKEN, **OVER), by=lead)

    with pytest.raises(Forbidden, match="not by a machine"):
        await story.do(SignOffReturn(hub=hub, **OVER))
    [signed] = await story.new_events(SignOffReturn(hub=hub, **OVER), by=lead)
    assert isinstance(signed, ReturnSignedOff)
    assert f"person:{signed.by}" == lead.id
    with pytest.raises(Conflict, match="signed off on 11 February 2026 already"):
        await story.do(SignOffReturn(hub=hub, **OVER), by=lead)
    with pytest.raises(Conflict, match="comments stand as they are"):
        await story.do(_comment(hub, "Too late."), by=lead)


async def test_what_is_said_of_an_indicator_is_kept_in_the_vault_alone(story: Story) -> None:
    hub = await story.hub()
    await story.do(_comment(hub, "Two schools evaluate in summer."))
    await story.do(_comment(hub, "Three schools evaluate in summer."))
    about = Period(**OVER)
    found = await load(story.platform.ledger, HubReturn, return_stream(hub, about))
    [reference] = found.comments.values()
    assert await _revealed(story, reference) == "Three schools evaluate in summer."
    assert all(
        b"schools evaluate" not in row["data"] for row in await story.platform.ledger.read(after=0)
    )
    await story.do(_comment(hub, None))
    assert not (await load(story.platform.ledger, HubReturn, return_stream(hub, about))).comments
    with pytest.raises(NotFound, match="asks for no indicator 'morale'"):
        await story.do(CommentOnIndicator(hub=hub, indicator="morale", comment="Good.", **OVER))


async def test_freezing_sent_twice_is_one_act_though_figures_have_moved(story: Story) -> None:
    hub = await story.hub()
    first = await story.do(FreezeReturn(hub=hub, taken=TAKEN, **OVER), command_id="freeze-once")
    moved = TakenFigures(stands_at=9, asked="d" * 64, figures=())
    again = await story.do(FreezeReturn(hub=hub, taken=moved, **OVER), command_id="freeze-once")
    assert again == first
    found = await load(story.platform.ledger, HubReturn, return_stream(hub, Period(**OVER)))
    assert found.frozen is not None
    assert found.frozen.figures == (FIGURE,)


def _comment(hub: UUID, text: str | None) -> CommentOnIndicator:
    return CommentOnIndicator(hub=hub, indicator="mean_benchmarks", comment=text, **OVER)


async def _revealed(story: Story, reference: UUID) -> str | None:
    vault: Any = story.platform.vault
    revealed: str | None = await vault.reveal(reference)
    return revealed
