"""What is kept of streams is given as long as nothing is recorded of them, and never longer."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.embedded import Servers
from hub_core.employers.approach_events import ApproachLimitsSet, ApproachPurpose, ApproachRecorded
from hub_core.employers.approaches import Approaches
from hub_core.employers.employer import Employer
from hub_core.log.aggregate import AnotherKind
from hub_core.log.event import Event
from hub_core.log.kept_streams import MOST_ANSWERS, MOST_BEHIND, Answer, Begun, KeptStreams
from hub_core.log.ledger import Ledger
from hub_core.log.repository import Looked, look, read_many

LIFE, ANOTHER_LIFE = uuid4(), uuid4()


def approaches(stream: UUID) -> Approaches:
    return Approaches.of(stream)


@pytest.fixture
def approach(build, ledger):
    """Record that an employer is approached on a day of June, as the stream's next event."""

    async def record(stream: UUID, version: int, day: int, institution: UUID | None = None) -> None:
        event = ApproachRecorded(
            employer=uuid4(),
            institution=uuid4(),
            occurred_on=date(2026, 6, day),
            purpose=ApproachPurpose.ENCOUNTER,
        )
        data = msgspec.json.encode(event)
        written = build.event(
            stream, version, data=data, topic=ApproachRecorded.TOPIC, institution=institution
        )
        await ledger.append([build.command(written)])

    return record


async def days_of(ledger: Ledger, stream: UUID) -> list[int]:
    return [day.day for day in (await read_many(ledger, Approaches, [stream]))[stream].days]


async def test_what_was_read_before_is_given_again(ledger, approach):
    stream = uuid4()
    await approach(stream, 1, 3)
    first = (await read_many(ledger, Approaches, [stream]))[stream]
    await approach(uuid4(), 1, 4)
    assert (await read_many(ledger, Approaches, [stream]))[stream] is first


async def test_what_was_recorded_shows_at_the_next_reading(ledger, approach):
    stream, empty = uuid4(), uuid4()
    await approach(stream, 1, 3)
    assert await days_of(ledger, stream) == [3]
    assert await days_of(ledger, empty) == []
    await approach(stream, 2, 17)
    await approach(empty, 1, 20)
    assert await days_of(ledger, stream) == [3, 17]
    assert await days_of(ledger, empty) == [20]


async def test_so_does_what_another_process_recorded_among_much_else(ledger, approach, build, pool):
    stream = uuid4()
    await approach(stream, 1, 3)
    reader = Ledger(pool)
    assert await days_of(reader, stream) == [3]
    await approach(stream, 2, 17)
    await build.fill(ledger, MOST_BEHIND + 1)
    assert await days_of(reader, stream) == [3, 17]


async def test_nothing_of_another_life_of_the_log_is_given(ledger, approach):
    stream = uuid4()
    await approach(stream, 1, 3)
    first = (await read_many(ledger, Approaches, [stream]))[stream]
    await ledger.begin_anew()
    assert (await read_many(ledger, Approaches, [stream]))[stream] is not first


async def test_after_one_look_several_kinds_are_read_as_they_stand_then_or_later(ledger, approach):
    stream, later = uuid4(), uuid4()
    await approach(stream, 1, 3)
    assert await days_of(ledger, stream) == [3]
    await approach(stream, 2, 17)
    looked = await look(ledger)
    await approach(later, 1, 20)
    found = await looked.read_many(Approaches, [later, stream])
    assert [[day.day for day in one.days] for one in found.values()] == [[20], [3, 17]]


async def test_a_stream_is_never_given_as_something_it_is_not(ledger, approach):
    stream = uuid4()
    await approach(stream, 1, 3)
    await read_many(ledger, Approaches, [stream])
    with pytest.raises(AnotherKind):
        await read_many(ledger, Employer, [stream])


def test_what_was_written_to_while_it_was_read_is_not_kept():
    kept, written, other = KeptStreams(), uuid4(), uuid4()
    kept.move(LIFE, 5, None)
    with kept.reading() as reading:
        kept.move(LIFE, 6, [written])
        kept.keep([approaches(written), approaches(other)], reading)
    assert list(kept.find(Approaches, [written, other])) == [other]


@pytest.mark.parametrize("look", [(ANOTHER_LIFE, 3, []), (LIFE, 9_000, None)])
def test_nothing_that_was_read_before_all_was_forgotten_is_kept(look):
    kept, stream = KeptStreams(), uuid4()
    kept.move(LIFE, 5, None)
    with kept.reading() as reading:
        kept.move(*look)
        kept.keep([approaches(stream)], reading)
    assert not kept.find(Approaches, [stream])


def test_a_look_whose_answer_comes_late_takes_nothing_back():
    kept, stream = KeptStreams(), uuid4()
    kept.move(LIFE, 9, None)
    with kept.reading() as reading:
        kept.keep([approaches(stream)], reading)
    kept.move(LIFE, 7, [stream])
    kept.move(LIFE, 7, None)
    assert kept.position == 9
    assert kept.find(Approaches, [stream])


async def restore_to(servers: Servers, database: str, *, position: int) -> None:
    """Leave the log as a restore from a backup would."""
    name = database.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(servers.postgres.address("postgres", name))
    try:
        async with connection.transaction():
            await connection.execute("set local session_replication_role = replica")
            await connection.execute("delete from ledger.events where position > $1", position)
    finally:
        await connection.close()


async def test_a_look_that_waited_over_a_restore_hides_nothing_that_was_written_after_it(
    ledger, approach, build, pool, database, servers
):
    stream, reader = uuid4(), Ledger(pool)
    await approach(stream, 1, 3)
    await build.fill(ledger, 50)
    await look(reader)
    async with asyncpg.create_pool(database, min_size=1, max_size=1) as busy:
        async with busy.acquire():
            reader.pool = busy
            late = asyncio.create_task(look(reader))
            await asyncio.sleep(0)  # it asks for what comes after position 51, and waits
            reader.pool = pool
            await restore_to(servers, database, position=1)
            await ledger.begin_anew()
            assert await days_of(reader, stream) == [3]
            await approach(stream, 2, 17)
        await late
    assert await days_of(reader, stream) == [3, 17]


def test_those_not_asked_for_longest_give_way():
    kept, streams = KeptStreams(most=2), [uuid4() for _ in range(3)]
    kept.move(LIFE, 1, None)
    with kept.reading() as reading:
        kept.keep(map(approaches, streams[:2]), reading)
        kept.find(Approaches, streams[:1])
        kept.keep([approaches(streams[2])], reading)
    assert list(kept.find(Approaches, streams)) == [streams[0], streams[2]]


async def days_together(
    ledger: Ledger, streams: list[UUID], *, values: object = None, also: Looked | None = None
) -> list[int]:
    """All days of these streams, one answer: worked out of what was read, of each stream or in two steps."""

    async def work_out(looked: Looked) -> list[int]:
        found = await looked.read_many(Approaches, streams)
        return [day.day for one in found.values() for day in one.days]

    looked = also or await look(ledger)
    return await looked.worked_out("days", values, work_out)


async def test_what_several_streams_come_to_is_kept_until_one_of_them_is_written_to(
    ledger, approach
):
    streams, another = [uuid4(), uuid4(), uuid4()], uuid4()
    await approach(streams[0], 1, 3)
    first = await days_together(ledger, streams)
    await approach(another, 1, 5)
    assert await days_together(ledger, streams) is first
    await approach(streams[2], 1, 17)  # there was nothing in this one
    assert await days_together(ledger, streams) == [3, 17]


async def test_it_is_worked_out_anew_of_other_values(ledger, approach):
    stream, another = uuid4(), uuid4()
    await approach(stream, 1, 3)
    await approach(another, 1, 5)
    first = await days_together(ledger, [stream], values=[stream])
    assert await days_together(ledger, [stream], values=[stream]) is first
    assert await days_together(ledger, [stream, another], values=[stream, another]) == [3, 5]


async def test_an_answer_that_rests_on_another_rests_on_its_streams(ledger, approach):
    stream = uuid4()
    await approach(stream, 1, 3)

    async def last_of_days(looked: Looked) -> int:
        return max(await days_together(ledger, [stream], also=looked))

    async def asked() -> int:
        return await (await look(ledger)).worked_out("last", None, last_of_days)

    await days_together(ledger, [stream])  # the inner one is kept when the outer one is asked first
    assert await asked() == 3
    await approach(stream, 2, 17)
    assert await asked() == 17


async def test_an_answer_is_not_kept_where_its_stream_was_written_to_meanwhile(ledger, approach):
    stream = uuid4()
    await approach(stream, 1, 3)

    async def work_out(looked: Looked) -> list[int]:
        found = (await looked.read(Approaches, stream)).days
        await approach(stream, 2, 17)
        await look(ledger)  # another request
        return [day.day for day in found]

    assert await (await look(ledger)).worked_out("days", None, work_out) == [3]
    assert await days_together(ledger, [stream]) == [3, 17]


async def test_no_answer_of_another_life_of_the_log_is_given(ledger, approach):
    stream = uuid4()
    await approach(stream, 1, 3)
    first = await days_together(ledger, [stream])
    await ledger.begin_anew()
    assert await days_together(ledger, [stream]) is not first


def test_answers_not_asked_for_longest_give_way():
    kept = KeptStreams()
    with kept.reading() as reading:
        for number in range(MOST_ANSWERS):
            kept.keep_answer(number, Answer(None, frozenset(), number), reading)
        kept.answer(0, None)
        kept.keep_answer("one more", Answer(None, frozenset(), "one more"), reading)
    assert kept.answer(0, None)
    assert kept.answer("one more", None)
    assert kept.answer(1, None) is None


async def days_at(
    ledger: Ledger, *institutions: UUID, events: tuple[type[Event], ...] = (ApproachRecorded,)
) -> dict[UUID, list[list[int]]]:
    """The days of each stream that an institution has, by institution."""
    found = await (await look(ledger)).all_of(Approaches, institutions, events)
    return {key: [[day.day for day in one.days] for one in each] for key, each in found.items()}


async def test_an_institution_has_all_that_has_begun_there_the_first_begun_leading(
    ledger, approach, build
):
    school, other, silent = uuid4(), uuid4(), uuid4()
    first, second, third = uuid4(), uuid4(), uuid4()
    await approach(first, 1, 3, school)
    assert await days_at(ledger, school) == {school: [[3]]}
    await approach(second, 1, 4, other)
    await approach(third, 1, 5, school)
    await approach(first, 2, 17, school)
    await build.fill(ledger, 3)
    # Of one it is known what had begun before, of the others nothing.
    assert await days_at(ledger, silent, other, school) == {
        silent: [],
        other: [[4]],
        school: [[3, 17], [5]],
    }
    await approach(uuid4(), 1, 20, silent)
    await approach(third, 2, 21, school)
    assert await days_at(ledger, school, silent) == {school: [[3, 17], [5, 21]], silent: [[20]]}
    assert await days_at(ledger, school, events=(ApproachLimitsSet,)) == {school: []}


async def test_what_has_begun_is_searched_for_anew_in_another_life_and_after_much_else(
    ledger, approach, build, pool
):
    school = uuid4()
    await approach(uuid4(), 1, 3, school)
    reader = Ledger(pool)
    assert await days_at(reader, school) == {school: [[3]]}
    await approach(uuid4(), 1, 4, school)
    await build.fill(ledger, MOST_BEHIND + 1)
    assert await days_at(reader, school) == {school: [[3], [4]]}
    await ledger.begin_anew()
    assert await days_at(reader, school) == {school: [[3], [4]]}


async def test_the_log_is_searched_after_what_was_searched_before_alone(
    ledger, approach, monkeypatch
):
    school, searched = uuid4(), []
    streams_begun = Ledger.streams_begun

    async def noting(self, institutions, topics, *, after):
        searched.append(after)
        return await streams_begun(self, institutions, topics, after=after)

    monkeypatch.setattr(Ledger, "streams_begun", noting)
    await approach(uuid4(), 1, 3, school)
    await days_at(ledger, school)
    stood = await ledger.head()
    await days_at(ledger, school)
    await approach(uuid4(), 1, 4, school)
    assert await days_at(ledger, school) == {school: [[3], [4]]}
    assert searched == [0, stood]


async def test_what_is_worked_out_is_not_let_rest_on_what_may_begin(ledger):
    async def work_out(looked: Looked) -> object:
        return await looked.all_of(Approaches, [uuid4()], (ApproachRecorded,))

    with pytest.raises(LookupError, match="not told of a stream that begins"):
        await (await look(ledger)).worked_out("begun", None, work_out)


def test_what_had_begun_before_all_was_forgotten_is_not_kept():
    kept, school = KeptStreams(), uuid4()
    kept.move(LIFE, 5, None)
    with kept.reading() as reading:
        kept.move(ANOTHER_LIFE, 3, [])
        kept.keep_begun(("topic",), {school: Begun(5, ())}, reading)
    assert kept.begun(("topic",), [school]) == {}


def test_of_whom_was_not_asked_for_longest_nothing_is_known_any_more():
    kept, schools = KeptStreams(most=2), [uuid4() for _ in range(3)]
    with kept.reading() as reading:
        for school in (schools[0], schools[1]):
            kept.keep_begun(("topic",), {school: Begun(1, ())}, reading)
        kept.begun(("topic",), schools[:1])
        kept.keep_begun(("topic",), {schools[2]: Begun(1, ())}, reading)
    assert list(kept.begun(("topic",), schools)) == [schools[0], schools[2]]
