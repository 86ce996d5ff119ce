"""Blue and green: a new build takes the place of the old one whole, while events keep coming."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from projections import checkpoints
from projections.follower import Follower, Lost
from projections.memory import ProjectionStopped
from projections.rebuild import rebuild, usable


async def schemas(rolls: Any) -> list[str]:
    rows = await rolls.pool.fetch(
        "select nspname from pg_catalog.pg_namespace where nspname like 'toy%' order by nspname"
    )
    return [row[0] for row in rows]


async def test_a_rebuild_finds_every_figure_the_same(rolls: Any) -> None:
    institutions = [uuid4() for _ in range(7)]
    await rolls.runner().catch_up()
    await rolls.log.fill(rolls.roll(institutions[n % 7], n) for n in range(100))
    await rolls.runner().catch_up()
    before = await rolls.tallies()
    rebuilt = await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
    assert await rolls.tallies() == before
    assert rebuilt.events == 100
    assert await rolls.position() == 100


async def test_another_edition_is_built_beside_and_swapped_in(rolls: Any) -> None:
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    blue = await rolls.runner().catch_up()
    green = await rolls.runner(rolls.projection(edition=b"2")).catch_up()
    assert blue.version != green.version
    assert await rolls.tallies() == {ashbrook: (1, 30)}
    assert await schemas(rolls) == sorted(["toy", blue.schema, green.schema])


async def test_older_builds_go_when_the_one_after_next_comes(rolls: Any) -> None:
    first = await rolls.runner().catch_up()
    for _ in range(2):
        await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
    names = await schemas(rolls)
    assert first.schema not in names
    assert len(names) == 3  # the views, the build in use and the one before it


async def test_figures_swap_whole_while_events_arrive(rolls: Any) -> None:
    """Every event adds one learner, so at any moment learners must equal the position."""
    institutions = [uuid4() for _ in range(9)]
    await rolls.log.fill(rolls.roll(institutions[n % 9], 1) for n in range(2_000))
    await rolls.runner().catch_up()
    done = asyncio.Event()
    seen: list[int] = []

    async def write() -> None:
        for number in range(150):
            await rolls.log.append(rolls.roll(institutions[number % 9], 1))
            await rolls.runner().catch_up()
        done.set()

    async def look() -> None:
        while not done.is_set():
            async with (
                rolls.pool.acquire() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                position = await connection.fetchval("select position from toy.checkpoint")
                learners = await connection.fetchval("select sum(learners) from toy.tallies")
            assert learners == position
            seen.append(position)

    async def build() -> None:
        for _ in range(4):
            await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)

    async with asyncio.TaskGroup() as tasks:
        for work in (write(), look(), build()):
            tasks.create_task(work)
    await rolls.runner().catch_up()
    assert await rolls.position() == 2_150
    assert sum(learners for _, learners in (await rolls.tallies()).values()) == 2_150
    assert seen == sorted(seen), "readers never went back in time"


async def test_a_swap_waits_for_nobody_who_writes_a_checkpoint(rolls: Any) -> None:
    """A runner that waits for the swap must not be waited for: the two would wait for ever."""
    await rolls.runner().catch_up()
    async with rolls.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "insert into projections.checkpoints "
            "(projection, build, version, incarnation, position) "
            "values ('another', '1', '1', gen_random_uuid(), 0)"
        )
        async with asyncio.timeout(30):
            await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)


async def test_the_follower_of_a_superseded_build_finds_itself_lost(rolls: Any) -> None:
    checkpoint = await rolls.runner().catch_up()
    blue = await Follower.of(rolls.projection(), checkpoint, ledger=rolls.ledger, pool=rolls.pool)
    await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
    await rolls.log.append(rolls.roll(uuid4(), 1))
    assert isinstance(await blue.catch_up(), Lost)


async def test_another_life_of_the_log_is_built_anew(rolls: Any) -> None:
    await rolls.log.append(rolls.roll(uuid4(), 30))
    before = await rolls.runner().catch_up()
    await rolls.log.begin_new_life()
    assert await usable(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool) is None
    after = await rolls.runner().catch_up()
    assert after.incarnation != before.incarnation
    assert after.build != before.build


async def test_rivals_that_find_nothing_build_it_once(rolls: Any) -> None:
    await rolls.log.append(rolls.roll(uuid4(), 30))
    found = await asyncio.gather(*(rolls.runner().catch_up() for _ in range(2)))
    assert {each.build for each in found} == {found[0].build}
    assert len(await checkpoints.builds(rolls.pool, "toy")) == 1


async def test_a_rebuild_parks_what_it_cannot_fold(rolls: Any) -> None:
    ashbrook, birchwood = uuid4(), uuid4()
    await rolls.log.append(
        rolls.roll(ashbrook, 30),
        rolls.roll(birchwood, 5),
        rolls.unlucky(ashbrook),
        rolls.roll(ashbrook, 1),
    )
    checkpoint = await rolls.runner().catch_up()
    [parked] = await checkpoints.parked(rolls.pool, checkpoint)
    assert (parked.institution, parked.position) == (ashbrook, 3)
    assert await rolls.tallies() == {ashbrook: (1, 30), birchwood: (1, 5)}


async def test_a_rebuild_parks_an_institution_whose_rows_cannot_be_made(
    rolls: Any,
) -> None:
    class Late(rolls.Tally):  # type: ignore[misc,name-defined]
        def changes(self, rows: Any) -> None:
            if self.learners == 31:
                raise ValueError("31 learners cannot be shown")
            super().changes(rows)

    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30), rolls.roll(ashbrook, 1), rolls.hub("any"))
    checkpoint = await rolls.runner(rolls.projection(fold=Late)).catch_up()
    [parked] = await checkpoints.parked(rolls.pool, checkpoint)
    assert (parked.institution, parked.position) == (ashbrook, 2)
    assert await rolls.tallies() == {ashbrook: (1, 30)}


async def test_a_rebuild_that_stops_leaves_readers_what_they_had(rolls: Any) -> None:
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    before = await rolls.runner().catch_up()
    await rolls.log.append(rolls.hub("unlucky"))
    with pytest.raises(ProjectionStopped):
        await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
    assert await rolls.tallies() == {ashbrook: (1, 30)}
    # What it left half built goes with the next one.
    assert len(await checkpoints.builds(rolls.pool, "toy")) == 2
    await rolls.log.begin_new_life()
    with pytest.raises(ProjectionStopped):
        await rolls.runner().catch_up()
    builds = await checkpoints.builds(rolls.pool, "toy")
    assert [build.current for build in builds] == [True, False]
    assert builds[0].build == before.build


async def test_what_is_more_behind_than_done_is_built_anew(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.rebuild.FAR_BEHIND", 5)
    ashbrook = uuid4()
    first = await rolls.runner().catch_up()
    await rolls.log.fill(rolls.roll(ashbrook, 1) for _ in range(5))
    near = await rolls.runner().catch_up()
    assert near.build == first.build
    await rolls.log.fill(rolls.roll(ashbrook, 1) for _ in range(6))
    far = await rolls.runner().catch_up()
    assert far.build != first.build
    assert await rolls.tallies() == {ashbrook: (11, 11)}
