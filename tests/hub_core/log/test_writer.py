"""Group commit: a conflict fails only its own command, and a repeat shares the first one's answer."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from hub_core.embedded import embedded_servers
from hub_core.log.event import MAXIMUM_EVENT_BYTES
from hub_core.log.ledger import (
    Claim,
    ClaimTaken,
    EventTooLarge,
    KeyReused,
    Ledger,
    NewEvent,
    Repeated,
    VersionConflict,
    VersionsNotConsecutive,
    Written,
)
from hub_core.log.writer import CHUNK, OutcomeUnknown, Writer, WriterClosed
from hub_core.migrations import MigrationSet, migrate


@pytest.fixture
async def groups(ledger, monkeypatch) -> list[int]:
    """How many commands each transaction carried."""
    sizes: list[int] = []
    append = Ledger.append

    async def counted(self, group):
        sizes.append(len(group))
        return await append(self, group)

    monkeypatch.setattr(Ledger, "append", counted)
    return sizes


async def test_concurrent_commands_share_transactions(ledger, build, groups):
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(*(writer.append(build.command()) for _ in range(300)))
    assert sorted(outcome.last for outcome in outcomes) == list(range(1, 301))
    assert len(groups) < 30


async def test_a_conflict_fails_only_its_own_command(ledger, build, groups):
    stream = uuid4()
    await ledger.append([build.command(build.event(stream))])
    groups.clear()
    commands = [build.command() for _ in range(9)]
    commands.insert(4, build.command(build.event(stream)))
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(*map(writer.append, commands))
    assert outcomes.pop(4) == VersionConflict(stream_id=stream, version=1)
    assert all(isinstance(outcome, Written) for outcome in outcomes)
    assert groups[0] == 10


async def test_two_commands_on_one_stream_do_not_share_a_group(ledger, build):
    stream = uuid4()
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(
            *(writer.append(build.command(build.event(stream))) for _ in range(5))
        )
    assert isinstance(outcomes[0], Written)
    assert outcomes[1:] == [VersionConflict(stream_id=stream, version=1)] * 4


async def test_commands_on_one_stream_keep_the_order_they_came_in(ledger, build):
    stream = uuid4()
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(
            *(writer.append(build.command(build.event(stream, n))) for n in range(1, 60))
        )
    assert [outcome.last for outcome in outcomes] == list(range(1, 60))


async def test_two_commands_for_one_claim_have_one_winner(ledger, build):
    first, second = Claim("company:1", uuid4()), Claim("company:1", uuid4())
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(
            writer.append(build.command(take=[first])), writer.append(build.command(take=[second]))
        )
    assert isinstance(outcomes[0], Written)
    assert outcomes[1] == ClaimTaken(key="company:1", holder=first.holder)


async def test_a_repeat_in_one_group_gets_the_answer_of_the_first(ledger, build):
    key = uuid4()
    async with Writer(ledger) as writer:
        first, second = await asyncio.gather(
            writer.append(build.command(key=key, answer=b'{"id":1}')),
            writer.append(build.command(key=key, answer=b'{"id":2}')),
        )
    assert isinstance(first, Written)
    assert second == Repeated(answer=b'{"id":1}', last=first.last, recorded_at=first.recorded_at)
    assert await ledger.head() == 1


async def test_a_reused_command_id_in_one_group_is_refused(ledger, build):
    key = uuid4()
    async with Writer(ledger) as writer:
        _, second = await asyncio.gather(
            writer.append(build.command(key=key)),
            writer.append(build.command(key=key, fingerprint=b"another request")),
        )
    assert second == KeyReused()


async def test_a_repeat_shares_a_rejection_too(ledger, build):
    stream, key = uuid4(), uuid4()
    await ledger.append([build.command(build.event(stream))])
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(
            *(writer.append(build.command(build.event(stream), key=key)) for _ in range(2))
        )
    assert outcomes == [VersionConflict(stream_id=stream, version=1)] * 2


@pytest.mark.parametrize("spoilt", ["text", "versions"])
async def test_a_command_the_database_cannot_take_spoils_only_itself(ledger, build, spoilt):
    """It says what is wrong with it, rather than that its outcome is unknown."""
    stream = uuid4()
    bad, error = {
        "text": (build.command(take=[Claim("a\x00b", uuid4())]), asyncpg.DataError),
        "versions": (
            build.command(build.event(stream), build.event(stream)),
            VersionsNotConsecutive,
        ),
    }[spoilt]
    async with Writer(ledger) as writer:
        outcomes = await asyncio.gather(
            *map(writer.append, [build.command(), bad, build.command()]), return_exceptions=True
        )
    assert [type(outcome) for outcome in outcomes[::2]] == [Written, Written]
    assert isinstance(outcomes[1], error)
    assert await ledger.head() == 2


async def test_single_commands_go_before_bulk(ledger, build):
    def chunk() -> list[NewEvent]:
        return [build.event() for _ in range(CHUNK)]

    async with Writer(ledger) as writer:
        bulk = [
            asyncio.create_task(writer.append(build.command(*chunk()), bulk=True)) for _ in range(5)
        ]
        # Not the first: a connection's first append learns the types, and others may overtake it.
        await asyncio.wait(bulk, return_when=asyncio.FIRST_COMPLETED)
        single = await writer.append(build.command())
        everything = await asyncio.gather(*bulk)
    # At most the chunks already on their way were written before it.
    assert single.last < max(outcome.last for outcome in everything)
    assert await ledger.head() == 5 * CHUNK + 1


async def test_a_caller_that_goes_away_does_not_take_back_its_command(ledger, build):
    async with Writer(ledger) as writer:
        caller = asyncio.create_task(writer.append(build.command()))
        await asyncio.sleep(0)
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
    assert await ledger.head() == 1


async def test_a_closing_writer_writes_what_waits_and_takes_no_more(ledger, build):
    writer = Writer(ledger)
    async with writer:
        waiting = [asyncio.create_task(writer.append(build.command())) for _ in range(50)]
        await asyncio.sleep(0)
    assert all(isinstance(outcome, Written) for outcome in await asyncio.gather(*waiting))
    with pytest.raises(WriterClosed):
        await writer.append(build.command())


async def test_an_event_over_256_kib_is_refused_before_it_meets_others(ledger, build):
    large = build.event(data=b"x" * (MAXIMUM_EVENT_BYTES + 1))
    async with Writer(ledger) as writer:
        with pytest.raises(EventTooLarge):
            await writer.append(build.command(large))


async def test_no_acknowledged_command_is_lost_when_postgresql_is_killed(tmp_path, build):
    """What is in doubt settles by sending the same command again."""
    async with embedded_servers(tmp_path) as servers:
        address = servers.postgres.address("hub", "hub")
        await migrate(address, [MigrationSet(name="ledger", package="hub_core.log")])
        async with asyncpg.create_pool(address, min_size=1, max_size=4) as pool:
            ledger = Ledger(pool)
            settled: dict[object, int] = {}
            killed = asyncio.Event()

            async def caller(writer: Writer) -> None:
                for _ in range(40):
                    command = build.command(key=uuid4())
                    while command.key not in settled:
                        try:
                            settled[command.key] = (await writer.append(command)).last
                        except OutcomeUnknown:
                            await killed.wait()
                            await asyncio.sleep(0.05)  # a caller's own patience; not awaited below

            async with Writer(ledger) as writer:
                callers = [asyncio.create_task(caller(writer)) for _ in range(32)]
                while len(settled) < 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
                await servers.postgres.kill()
                await servers.postgres.start()
                killed.set()
                await asyncio.gather(*callers)
            assert sorted(settled.values()) == list(range(1, 32 * 40 + 1))
            assert await ledger.head() == 32 * 40
