"""What is kept of streams is given as long as nothing is recorded of them, and never longer."""

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.employers.approach_events import ApproachPurpose, ApproachRecorded
from hub_core.employers.approaches import Approaches
from hub_core.employers.employer import Employer
from hub_core.log.aggregate import AnotherKind
from hub_core.log.kept_streams import MOST_BEHIND, KeptStreams
from hub_core.log.ledger import Ledger
from hub_core.log.repository import look, read_many

LIFE, ANOTHER_LIFE = uuid4(), uuid4()


def approaches(stream: UUID) -> Approaches:
    return Approaches.of(stream)


@pytest.fixture
def approach(build, ledger):
    """Record that an employer is approached on a day of June, as the stream's next event."""

    async def record(stream: UUID, version: int, day: int) -> None:
        event = ApproachRecorded(
            employer=uuid4(),
            institution=uuid4(),
            occurred_on=date(2026, 6, day),
            purpose=ApproachPurpose.ENCOUNTER,
        )
        data = msgspec.json.encode(event)
        written = build.event(stream, version, data=data, topic=ApproachRecorded.TOPIC)
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


def test_those_not_asked_for_longest_give_way():
    kept, streams = KeptStreams(most=2), [uuid4() for _ in range(3)]
    kept.move(LIFE, 1, None)
    with kept.reading() as reading:
        kept.keep(map(approaches, streams[:2]), reading)
        kept.find(Approaches, streams[:1])
        kept.keep([approaches(streams[2])], reading)
    assert list(kept.find(Approaches, streams)) == [streams[0], streams[2]]
