"""What was worked out of an institution's events is given until one more is recorded, and no longer."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.log.kept_answers import KeptAnswers

Ask = Callable[..., Awaitable[int]]


@pytest.fixture
def record(build, ledger) -> Callable[[UUID], Awaitable[None]]:
    """Record something about an institution."""

    async def one(institution: UUID) -> None:
        await ledger.append([build.command(build.event(institution=institution))])

    return one


@pytest.fixture
def ask(ledger) -> Ask:
    """How many events there are of an institution, each time with how often that was counted."""
    kept, counted = KeptAnswers(ledger.pool, most=3), [0]

    async def asked(institution: UUID, question: Any = "how many", meanwhile: Any = None) -> Any:
        async def count() -> Any:
            counted[0] += 1
            found = len(await ledger.read(after=0, institution=institution))
            if meanwhile is not None:
                await meanwhile(institution)
            return found, counted[0]

        return await kept.of(institution, question, count)

    return asked


async def test_an_answer_is_given_again_whatever_happens_to_others(record, ask):
    school, other = uuid4(), uuid4()
    await record(school)
    assert await ask(school) == (1, 1)
    await record(other)
    assert await ask(school) == (1, 1)
    assert await ask(other) == (1, 2)


async def test_what_was_recorded_shows_in_the_next_answer_the_first_thing_of_all_too(record, ask):
    school = uuid4()
    assert await ask(school) == (0, 1)
    await record(school)
    assert await ask(school) == (1, 2)
    await record(school)
    assert await ask(school) == (2, 3)


async def test_what_was_recorded_while_it_was_worked_out_shows_in_the_next_answer(record, ask):
    school = uuid4()
    await record(school)
    assert await ask(school, meanwhile=record) == (1, 1)
    assert await ask(school) == (2, 2)


async def test_every_question_has_its_own_answer_and_the_oldest_is_forgotten(record, ask):
    school = uuid4()
    await record(school)
    assert [(await ask(school, day))[1] for day in (1, 2, 3)] == [1, 2, 3]
    assert (await ask(school, 1))[1] == 1
    assert (await ask(school, 4))[1] == 4
    assert [(await ask(school, day))[1] for day in (1, 4, 2)] == [1, 4, 5]


async def test_another_life_of_the_log_is_asked_anew(ledger, record, ask):
    school = uuid4()
    await record(school)
    assert await ask(school) == (1, 1)
    await ledger.begin_anew()
    assert await ask(school) == (1, 2)
