"""Following the log: each event counts once, whoever runs, dies or comes second."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from hub_core.log.away import DATABASE_AWAY
from projections import checkpoints
from projections.follower import READ_TOGETHER, Advanced, Follower, Lost, Missing
from projections.memory import ProjectionStopped
from projections.runner import FiguresChanged, retry


async def follower_of(rolls: Any) -> Follower:
    checkpoint = await rolls.runner().catch_up()
    return await Follower.of(rolls.projection(), checkpoint, ledger=rolls.ledger, pool=rolls.pool)


async def test_the_first_start_builds_the_read_model(rolls: Any) -> None:
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30), rolls.roll(ashbrook, 12))
    checkpoint = await rolls.runner().catch_up()
    assert checkpoint.position == 2
    assert await rolls.tallies() == {ashbrook: (2, 42)}


async def test_an_empty_log_gives_an_empty_read_model(rolls: Any) -> None:
    checkpoint = await rolls.runner().catch_up()
    assert checkpoint.position == 0
    assert await rolls.tallies() == {}
    assert await rolls.position() == 0


async def test_what_comes_later_is_added_to_what_was_there(rolls: Any) -> None:
    ashbrook, birchwood = uuid4(), uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    await rolls.runner().catch_up()
    await rolls.log.append(rolls.roll(ashbrook, 12), rolls.roll(birchwood, 5))
    await rolls.runner().catch_up()
    assert await rolls.tallies() == {ashbrook: (2, 42), birchwood: (1, 5)}
    assert await rolls.position() == 3


async def test_a_batch_that_comes_twice_counts_once(rolls: Any) -> None:
    follower = await follower_of(rolls)
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    page = await rolls.ledger.read(after=0)
    assert isinstance(await follower.apply(page), Advanced)
    assert await follower.apply(page) is None
    assert await rolls.tallies() == {ashbrook: (1, 30)}


async def test_a_batch_that_does_not_follow_on_is_not_taken(rolls: Any) -> None:
    follower = await follower_of(rolls)
    await rolls.log.append(rolls.roll(uuid4(), 1), rolls.roll(uuid4(), 2))
    assert isinstance(await follower.apply(await rolls.ledger.read(after=1)), Missing)
    assert await rolls.position() == 0


async def test_of_many_institutions_not_in_memory_some_are_visible_before_all_are_read(
    rolls: Any,
) -> None:
    institutions = [uuid4() for _ in range(2 * READ_TOGETHER + 1)]
    await rolls.log.append(*[rolls.roll(each, 1) for each in institutions])
    follower = await follower_of(rolls)
    await rolls.log.append(*[rolls.roll(each, 1) for each in [*institutions, *institutions]])
    came_to = []
    for part in follower.parts(await rolls.ledger.read(after=follower.checkpoint.position)):
        assert isinstance(await follower.apply(part), Advanced)
        came_to.append(await rolls.position() - len(institutions))
    # What is in memory by then needs no part of its own.
    assert came_to == [READ_TOGETHER, 2 * READ_TOGETHER, 2 * len(institutions)]
    assert await rolls.tallies() == dict.fromkeys(institutions, (3, 3))


async def test_what_was_read_ahead_is_as_it_stands_and_not_read_again(rolls: Any) -> None:
    made: list[Any] = []

    class Counted(rolls.Tally):  # type: ignore[misc]
        def __init__(self, institution: Any = None) -> None:
            super().__init__(institution)
            made.append(institution)

    early, late, unlucky = uuid4(), uuid4(), uuid4()
    await rolls.log.append(
        rolls.roll(late, 1), rolls.roll(early, 2), rolls.unlucky(unlucky), rolls.roll(late, 3)
    )
    projection = rolls.projection(fold=Counted)
    checkpoint = await rolls.runner(projection).catch_up()
    follower = await Follower.of(projection, checkpoint, ledger=rolls.ledger, pool=rolls.pool)
    made.clear()
    assert [await follower.read_ahead() for _ in range(3)] == [True, True, False]
    assert made == [late, early]  # the one set aside is left alone
    await rolls.log.append(rolls.roll(late, 4), rolls.roll(early, 5))
    assert isinstance(await follower.apply(await rolls.ledger.read(after=4)), Advanced)
    assert made == [late, early]
    assert await rolls.tallies() == {late: (3, 8), early: (2, 7)}


async def test_one_set_aside_meanwhile_is_not_read_ahead(rolls: Any) -> None:
    ashbrook, birchwood, chalk = uuid4(), uuid4(), uuid4()
    await rolls.log.append(*[rolls.roll(each, 1) for each in (ashbrook, birchwood, chalk)])
    follower = await follower_of(rolls)
    assert await follower.read_ahead()  # the latest
    await rolls.log.append(rolls.unlucky(birchwood), rolls.roll(chalk, 1))
    assert isinstance(await follower.apply(await rolls.ledger.read(after=3)), Advanced)
    assert [await follower.read_ahead() for _ in range(2)] == [True, False]
    assert await rolls.tallies() == {ashbrook: (1, 1), birchwood: (1, 1), chalk: (2, 2)}


async def test_the_second_of_two_followers_loses_and_writes_nothing(rolls: Any) -> None:
    first, second = await follower_of(rolls), await follower_of(rolls)
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    page = await rolls.ledger.read(after=0)
    outcomes = await asyncio.gather(first.apply(page), second.apply(page))
    assert {type(outcome) for outcome in outcomes} == {Advanced, Lost}
    assert await rolls.tallies() == {ashbrook: (1, 30)}


async def test_two_runners_at_once_count_everything_once(rolls: Any) -> None:
    institutions = [uuid4() for _ in range(5)]
    await asyncio.gather(rolls.runner().catch_up(), rolls.runner().catch_up())
    for number in range(30):
        await rolls.log.append(rolls.roll(institutions[number % 5], 1))
        if number % 7 == 0:
            await asyncio.gather(rolls.runner().catch_up(), rolls.runner().catch_up())
    await asyncio.gather(*(rolls.runner().catch_up() for _ in range(3)))
    assert await rolls.tallies() == dict.fromkeys(institutions, (6, 6))


async def test_a_runner_killed_before_its_commit_leaves_nothing_behind(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = await follower_of(rolls)
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    written, never = asyncio.Event(), asyncio.Event()
    write = checkpoints.park

    async def write_and_wait(*arguments: Any) -> None:
        await write(*arguments)
        written.set()
        await never.wait()

    monkeypatch.setattr(checkpoints, "park", write_and_wait)
    task = asyncio.create_task(follower.apply(await rolls.ledger.read(after=0)))
    await written.wait()  # facts, figures and checkpoint are written, not committed
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await rolls.tallies() == {}
    assert await rolls.position() == 0
    monkeypatch.undo()
    # The same follower goes on with nothing in memory that was not written.
    await follower.apply(await rolls.ledger.read(after=0))
    assert await rolls.tallies() == {ashbrook: (1, 30)}


async def test_a_connection_lost_before_the_commit_leaves_nothing_behind(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = await follower_of(rolls)
    await rolls.log.append(rolls.roll(uuid4(), 30))
    write = checkpoints.park

    async def write_and_lose(connection: Any, *arguments: Any) -> None:
        await write(connection, *arguments)
        pid = await connection.fetchval("select pg_backend_pid()")
        await rolls.pool.execute("select pg_terminate_backend($1)", pid)

    monkeypatch.setattr(checkpoints, "park", write_and_lose)
    with pytest.raises(DATABASE_AWAY):
        await follower.apply(await rolls.ledger.read(after=0))
    assert await rolls.tallies() == {}
    monkeypatch.undo()
    await follower.catch_up()
    assert len(await rolls.tallies()) == 1


async def test_an_event_that_cannot_be_folded_parks_its_institution_only(rolls: Any) -> None:
    follower = await follower_of(rolls)
    ashbrook, birchwood = uuid4(), uuid4()
    await rolls.log.append(
        rolls.roll(ashbrook, 30),
        rolls.unlucky(ashbrook),
        rolls.roll(birchwood, 5),
        rolls.roll(ashbrook, 1),
    )
    await follower.catch_up()
    await rolls.log.append(rolls.roll(ashbrook, 1), rolls.roll(birchwood, 5))
    await follower.catch_up()
    assert await rolls.tallies() == {ashbrook: (1, 30), birchwood: (2, 10)}
    [parked] = await checkpoints.parked(rolls.pool, follower.checkpoint)
    assert (parked.institution, parked.position) == (ashbrook, 2)
    assert parked.error == "ValueError: this roll is unlucky"
    assert await rolls.position() == 6


async def test_an_event_of_a_newer_release_parks_its_institution(rolls: Any) -> None:
    follower = await follower_of(rolls)
    ashbrook = uuid4()
    await rolls.log.append(rolls.roll(ashbrook, 30))
    await rolls.log.raw(topic="rosters.RollDeclared.v9", data=b"{}", institution=ashbrook)
    await follower.catch_up()
    [parked] = await checkpoints.parked(rolls.pool, follower.checkpoint)
    assert parked.position == 2
    assert "upgrade this one" in parked.error


async def test_an_event_without_institution_that_cannot_be_folded_stops_everything(
    rolls: Any,
) -> None:
    follower = await follower_of(rolls)
    await rolls.log.append(rolls.roll(uuid4(), 30), rolls.hub("unlucky"))
    with pytest.raises(ProjectionStopped, match=r"before position 2 .*this hub is unlucky"):
        await follower.catch_up()
    assert await rolls.tallies() == {}
    assert await rolls.position() == 0


async def test_a_parked_institution_is_folded_again_on_request(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = await follower_of(rolls)
    ashbrook = uuid4()
    await rolls.log.append(rolls.unlucky(ashbrook), rolls.roll(ashbrook, 1))
    await follower.catch_up()
    still = await follower.retry(ashbrook)
    assert still is not None
    assert still.position == 1
    monkeypatch.setattr(rolls.Tally, "UNLUCKY", -1)
    assert await follower.retry(ashbrook) is None
    assert await rolls.tallies() == {ashbrook: (2, 100_000)}
    assert await checkpoints.parked(rolls.pool, follower.checkpoint) == []
    await rolls.log.append(rolls.roll(ashbrook, 1))
    await follower.catch_up()
    assert await rolls.tallies() == {ashbrook: (3, 100_001)}


async def test_open_pages_are_told_of_an_institution_folded_again(
    rolls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = await follower_of(rolls)
    ashbrook = uuid4()
    position = await rolls.log.append(rolls.unlucky(ashbrook))
    await follower.catch_up()
    monkeypatch.setattr(rolls.Tally, "UNLUCKY", -1)
    told: list[FiguresChanged] = []

    async def announce(changed: FiguresChanged) -> None:
        told.append(changed)

    again = await retry(
        rolls.projection(), ashbrook, ledger=rolls.ledger, pool=rolls.pool, announce=announce
    )
    assert again is None
    assert told == [
        FiguresChanged(projection="toy", position=position, institutions=(ashbrook,), shared=False)
    ]
