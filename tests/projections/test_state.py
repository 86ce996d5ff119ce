"""What everybody may know of the read models: how far they are, and why nothing is published."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hub_core.database_roles import SERVICES
from projections import filling
from projections.rebuild import rebuild
from projections.state import seconds_behind, states, why_not_publish


async def test_a_build_tells_how_far_it_is_behind(rolls: Any) -> None:
    await rolls.log.append(rolls.roll(uuid4(), 30))
    await rolls.runner().catch_up()
    [state] = await states(rolls.pool)
    assert (state.projection, state.position, state.lag(1), state.parked) == ("toy", 1, 0, 0)
    assert await seconds_behind(rolls.pool, state, now=datetime.now(UTC)) == 0

    await rolls.log.append(rolls.roll(uuid4(), 30), rolls.roll(uuid4(), 30))
    assert state.lag(await rolls.ledger.head()) == 2
    waiting = (await rolls.ledger.read(after=1, limit=1))[0]["recorded_at"]
    now = waiting + timedelta(seconds=7)
    assert await seconds_behind(rolls.pool, state, now=now) == 7


async def test_a_rebuild_tells_how_far_it_has_come(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "COPIED_AT_ONCE", 10)
    monkeypatch.setattr(filling, "PAGE", 50)
    await rolls.log.fill(rolls.roll(uuid4(), 1) for _ in range(400))
    seen: list[tuple[int, int]] = []
    tell = filling.checkpoints.tell_progress

    async def tell_and_look(connection: Any, *arguments: Any, **more: Any) -> None:
        await tell(connection, *arguments, **more)
        seen.extend(
            (state.filled, state.filling_to)
            for state in await states(connection)
            if state.is_filling and state.filling_to is not None
        )

    monkeypatch.setattr(filling.checkpoints, "tell_progress", tell_and_look)
    await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert {to for _, to in seen} == {400}
    [state] = [state for state in await states(rolls.pool) if state.current]
    assert (state.filled, state.filling_to, state.is_filling) == (400, None, False)


async def test_nothing_is_published_while_anybody_is_parked(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ashbrook, birchwood = uuid4(), uuid4()
    await rolls.log.append(rolls.roll(birchwood, 5), rolls.unlucky(ashbrook))
    await rolls.runner().catch_up()
    said = await why_not_publish(rolls.pool)
    assert said is not None
    assert "1 in toy" in said
    assert "hub parked list" in said
    assert str(ashbrook) not in said
    assert await why_not_publish(rolls.pool, ["toy"]) == said
    assert await why_not_publish(rolls.pool, ["another"]) is None

    monkeypatch.setattr(rolls.Tally, "UNLUCKY", -1)
    await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
    assert await why_not_publish(rolls.pool) is None


async def test_services_may_ask_and_see_no_error(shared: Any) -> None:
    async with shared.services.transaction(readonly=True):
        assert await shared.services.fetchval("select current_user") == SERVICES
        assert await states(shared.services) == []
        assert await why_not_publish(shared.services) is None
        columns = await shared.services.fetch(
            "select column_name from information_schema.columns "
            "where table_schema = 'projections' and table_name = 'state'"
        )
    assert columns
    assert not {"error", "institution"} & {row[0] for row in columns}
