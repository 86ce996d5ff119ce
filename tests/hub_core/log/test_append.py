"""Appending: dense positions in commit order, one winner a version and a claim, all or nothing."""

import asyncio
import re
from collections import Counter
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.log.event import MAXIMUM_EVENT_BYTES
from hub_core.log.ledger import (
    MAXIMUM_ENVELOPE_BYTES,
    Append,
    Claim,
    ClaimNotHeld,
    ClaimTaken,
    EnvelopeTooLarge,
    EventTooLarge,
    KeyReused,
    Ledger,
    Repeated,
    VersionConflict,
    VersionsNotConsecutive,
    Written,
    _parameters,
    command_key,
)


async def positions(ledger: Ledger) -> list[int]:
    return [row["position"] for row in await ledger.read(after=0, limit=1_000_000)]


async def test_positions_are_dense_in_the_order_given(ledger, build):
    first, second = await ledger.append(
        [build.command(build.event(), build.event()), build.command()]
    )
    assert (first.first, first.last) == (1, 2)
    assert (second.first, second.last) == (3, 3)
    assert await ledger.head() == 3


async def test_a_refused_append_leaves_no_gap(ledger, build):
    stream = uuid4()
    await ledger.append([build.command(build.event(stream))])
    refused, written = await ledger.append(
        [build.command(build.event(stream), build.event()), build.command()]
    )
    assert refused == VersionConflict(stream_id=stream, version=1)
    assert written.last == 2
    assert await positions(ledger) == [1, 2]


async def test_racing_writers_from_several_pools_have_one_winner_a_version(database, build):
    streams = [uuid4() for _ in range(5)]
    pools = [await asyncpg.create_pool(database, min_size=1, max_size=3) for _ in range(4)]

    async def write(ledger: Ledger) -> list[tuple[UUID, int]]:
        won = []
        for stream in streams * 8:
            version = len(await ledger.read_stream(stream)) + 1
            (outcome,) = await ledger.append([build.command(build.event(stream, version))])
            if isinstance(outcome, Written):
                won.append((stream, version))
            else:
                assert outcome == VersionConflict(stream_id=stream, version=version)
        return won

    try:
        winners = Counter()
        for won in await asyncio.gather(*(write(Ledger(pool)) for pool in pools * 2)):
            winners.update(won)
        assert set(winners.values()) == {1}
        assert await positions(Ledger(pools[0])) == list(range(1, len(winners) + 1))
        for stream in streams:
            versions = [row["version"] for row in await Ledger(pools[0]).read_stream(stream)]
            assert versions == list(range(1, len(versions) + 1))
    finally:
        for pool in pools:
            await pool.close()


async def test_a_tailing_reader_never_skips_while_a_writer_is_held_back(database, build):
    async with (
        asyncpg.create_pool(database, min_size=1, max_size=2) as watching,
        asyncpg.create_pool(database, min_size=1, max_size=6) as writing,
        asyncpg.create_pool(database, min_size=1, max_size=1) as slow,
    ):
        seen: list[int] = []

        async def tail(upto: int) -> None:
            while len(seen) < upto:
                rows = await Ledger(watching).read(after=seen[-1] if seen else 0)
                seen.extend(row["position"] for row in rows)

        tailing = asyncio.create_task(tail(41))
        async with slow.acquire() as connection, connection.transaction():
            arguments = _parameters([build.command()])
            call = ", ".join(f"${n}" for n in range(1, len(arguments) + 1))
            await connection.fetch(f"select * from ledger.append({call})", *arguments)
            others = [
                asyncio.create_task(Ledger(writing).append([build.command()])) for _ in range(40)
            ]
            await _three_wait_for_the_log(watching)
            assert seen == []
        await asyncio.gather(*others)
        await tailing
        assert seen == list(range(1, 42))


async def _three_wait_for_the_log(pool: asyncpg.Pool) -> None:
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    while await pool.fetchval(waiting) < 3:  # noqa: ASYNC110  # the database has no event for it
        await asyncio.sleep(0.01)


async def test_recorded_at_never_decreases(ledger, build):
    await asyncio.gather(*(ledger.append([build.command()]) for _ in range(30)))
    times = [row["recorded_at"] for row in await ledger.read(after=0)]
    assert times == sorted(times)


async def test_a_command_over_several_streams_is_all_or_nothing(ledger, build):
    taken, free = uuid4(), uuid4()
    await ledger.append([build.command(build.event(taken))])
    outcome = await ledger.append([build.command(build.event(free), build.event(taken))])
    assert outcome == [VersionConflict(stream_id=taken, version=1)]
    assert await ledger.read_stream(free) == []


async def test_a_version_cannot_be_skipped(ledger, build):
    stream = uuid4()
    outcome = await ledger.append([build.command(build.event(stream, 2))])
    assert outcome == [VersionConflict(stream_id=stream, version=2)]
    with pytest.raises(VersionsNotConsecutive, match=r"version 2 .* 1"):
        await ledger.append([build.command(build.event(stream, 1), build.event(stream, 1))])
    assert await ledger.head() == 0


async def test_a_claim_is_taken_once_released_by_its_holder_and_transferred(ledger, build):
    first, second = Claim("company:01234567", uuid4()), Claim("company:01234567", uuid4())
    assert isinstance((await ledger.append([build.command(take=[first])]))[0], Written)
    assert await ledger.append([build.command(take=[second])]) == [
        ClaimTaken(key=first.key, holder=first.holder)
    ]
    assert await ledger.append([build.command(release=[second])]) == [
        ClaimNotHeld(key=first.key, holder=first.holder)
    ]
    transfer = build.command(release=[first], take=[second])
    assert isinstance((await ledger.append([transfer]))[0], Written)
    assert await ledger.holders([first.key]) == {first.key: second.holder}
    assert await ledger.claims_of(second.holder) == [second.key]
    assert isinstance((await ledger.append([build.command(release=[second])]))[0], Written)
    assert await ledger.holders([first.key]) == {}
    assert await ledger.append([build.command(release=[second])]) == [
        ClaimNotHeld(key=first.key, holder=None)
    ]


async def test_a_refused_claim_takes_its_events_and_other_claims_with_it(ledger, build):
    held, wanted = Claim("urn:100025", uuid4()), Claim("urn:100026", uuid4())
    await ledger.append([build.command(take=[held])])
    outcome = await ledger.append([build.command(take=[wanted, Claim(held.key, uuid4())])])
    assert outcome == [ClaimTaken(key=held.key, holder=held.holder)]
    assert await ledger.head() == 1
    assert await ledger.holders([wanted.key]) == {}


async def test_racing_claims_have_one_winner(ledger, build):
    claims = [Claim("hub-of:ashbrook", uuid4()) for _ in range(20)]
    outcomes = await asyncio.gather(*(ledger.append([build.command(take=[c])]) for c in claims))
    winners = [c for c, (o,) in zip(claims, outcomes, strict=True) if isinstance(o, Written)]
    assert len(winners) == 1
    assert await ledger.holders(["hub-of:ashbrook"]) == {"hub-of:ashbrook": winners[0].holder}
    assert await positions(ledger) == [1]


async def test_a_repeated_command_gets_the_first_answer_and_writes_nothing(ledger, build):
    key = command_key(principal="school:1", operation="encounters.confirm", command_id="42")
    (first,) = await ledger.append([build.command(key=key, answer=b'{"first":1}')])
    (again,) = await ledger.append([build.command(key=key, answer=b'{"second":2}')])
    assert again == Repeated(answer=b'{"first":1}', last=first.last, recorded_at=first.recorded_at)
    assert await ledger.head() == 1
    assert await ledger.recorded_command(key) == (b"request", again)


async def test_a_command_id_with_another_request_is_refused(ledger, build):
    key = uuid4()
    await ledger.append([build.command(key=key)])
    assert await ledger.append([build.command(key=key, fingerprint=b"other")]) == [KeyReused()]


async def test_a_rejection_is_not_remembered(ledger, build):
    stream, key = uuid4(), uuid4()
    await ledger.append([build.command(build.event(stream))])
    await ledger.append([build.command(build.event(stream), key=key)])
    assert await ledger.recorded_command(key) is None
    (second,) = await ledger.append([build.command(build.event(stream, 2), key=key)])
    assert isinstance(second, Written)


def test_another_principal_or_operation_makes_another_key():
    keys = {
        command_key(principal=principal, operation=operation, command_id="42")
        for principal in ("school:1", "school:2")
        for operation in ("encounters.confirm", "encounters.dispute")
    }
    assert len(keys) == 4


async def test_an_event_over_256_kib_is_refused_and_one_of_256_kib_is_not(ledger, build):
    largest = b'"' + b"x" * (MAXIMUM_EVENT_BYTES - 2) + b'"'
    await ledger.append([build.command(build.event(data=largest))])
    with pytest.raises(EventTooLarge, match="262,145 bytes"):
        await ledger.append([build.command(build.event(data=largest + b" "))])
    assert await ledger.head() == 1


async def test_an_envelope_the_stream_would_refuse_is_refused(ledger, build):
    command = build.command()
    too_large = Append(events=command.events, envelope=b"x" * (MAXIMUM_ENVELOPE_BYTES + 1))
    with pytest.raises(EnvelopeTooLarge):
        await ledger.append([too_large])


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger.events set topic = 'x'",
        "delete from ledger.events",
        "truncate ledger.events",
    ],
)
async def test_the_database_itself_refuses_to_change_the_ledger(
    servers, database, pool, ledger, build, statement
):
    await ledger.append([build.command()])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)
    name = database.partition("?")[0].rpartition("/")[2]
    superuser = await asyncpg.connect(servers.postgres.address("postgres", name))
    try:
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await superuser.execute(statement)
    finally:
        await superuser.close()


async def test_answers_are_forgotten_after_ninety_days_and_not_before(ledger, pool, build):
    await ledger.append([build.command(key=uuid4()), build.command(key=uuid4())])
    await pool.execute(
        "update ledger.commands set recorded_at = recorded_at - interval '91 days'"
        " where last_position = 1"
    )
    assert await ledger.forget_commands() == 1
    assert await ledger.forget_commands() == 0


commands = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=0, max_size=4), max_size=12
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(commands=commands)
async def test_the_ledger_does_what_a_plain_list_would(ledger, build, commands):
    """Each command writes to some of four streams, at the right version or at one already taken."""
    streams = [uuid4() for _ in range(4)]
    head = await ledger.head()
    model: list[tuple[UUID, int]] = []
    for command in commands:
        events, versions, stale = [], Counter(stream for stream, _ in model), False
        for which, is_stale in dict(command).items():
            stream = streams[which]
            taken = versions[stream]
            stale |= is_stale and taken > 0
            version = taken if is_stale and taken else taken + 1
            events.append(build.event(stream, version))
        append = Append(events=events, envelope=b"{}")
        (outcome,) = await ledger.append([append])
        assert isinstance(outcome, VersionConflict if stale else Written)
        if not stale:
            model += [(event.stream_id, event.version) for event in events]
    rows = await ledger.read(after=head)
    assert [(r["stream_id"], r["version"]) for r in rows] == model
    assert [r["position"] for r in rows] == list(range(head + 1, head + 1 + len(model)))


@pytest.mark.parametrize(
    "length", [200_000, pytest.param(3_000_000, marks=pytest.mark.long)], ids="{:,}".format
)
async def test_an_append_touches_as_many_buffers_whatever_the_length_of_the_log(
    pool, ledger, build, length
):
    """Rows are put in by SQL, for speed; what is compared are calls of the real function."""
    await build.fill(ledger, 1_000)
    short = await _buffers_of_an_append(pool, build)
    await pool.execute(
        "insert into ledger.events"
        " select n, gen_random_uuid(), gen_random_uuid(), 1, 'a.B.v1', null, now(), '{}', '{}'"
        " from generate_series((select max(position) + 1 from ledger.events), $1::int) n",
        length,
        timeout=600,
    )
    await pool.execute(
        "insert into ledger.commands"
        " select gen_random_uuid(), '', '', n, now() from generate_series(1, $1::int) n",
        length,
        timeout=600,
    )
    await pool.execute("analyze ledger.events, ledger.commands")
    long = await _buffers_of_an_append(pool, build)
    # An index thousands of times as large is one level deeper: a few pages an event, and no more.
    assert long <= short * 1.5


async def _buffers_of_an_append(pool: asyncpg.Pool, build) -> float:
    """Shared buffers a command of twenty events touches, over one connection whose plans have settled."""
    touched = []
    async with pool.acquire() as connection:
        for _ in range(12):
            events = [build.event(institution=uuid4()) for _ in range(20)]
            arguments = _parameters(
                [build.command(*events, key=uuid4(), take=[Claim(str(uuid4()), uuid4())])]
            )
            call = ", ".join(f"${n}" for n in range(1, len(arguments) + 1))
            plan = await connection.fetch(
                f"explain (analyze, buffers) select * from ledger.append({call})", *arguments
            )
            text = "\n".join(row[0] for row in plan)
            hits = re.search(r"Buffers: shared ([^\n]*)", text)
            touched.append(sum(int(n) for n in re.findall(r"(?:hit|read)=(\d+)", hits[1])))
    return sorted(touched)[len(touched) // 2]
