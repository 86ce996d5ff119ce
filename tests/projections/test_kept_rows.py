"""What rows come to is kept as long as they are the same, row by row."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from projections.kept_rows import KeptBy, KeptRows

HERE = "here"


class Read:
    """A row as it was read: no two of these are equal, so that it shows which were made anew."""

    def __init__(self, row: asyncpg.Record) -> None:
        self.told: list[int] = row["told"]


@pytest.fixture
def kept() -> KeptRows[Read]:
    return KeptRows(most=2)


async def rows_of(pool: asyncpg.Pool, **told: list[int] | None) -> list[asyncpg.Record]:
    """Rows with lists among their columns, as PostgreSQL gives them."""
    asked = [(UUID(int=ord(one)), numbers) for one, numbers in told.items()]
    found: list[asyncpg.Record] = []
    for institution, numbers in asked:
        found += await pool.fetch("select $1::uuid, $2::int[] as told", institution, numbers)
    return found


async def test_the_same_rows_are_not_made_anew(pool: asyncpg.Pool, kept: KeptRows[Read]) -> None:
    first = kept.of(HERE, await rows_of(pool, a=[1], b=[2]), Read)
    assert kept.of(HERE, await rows_of(pool, a=[1], b=[2]), Read) is first


async def test_of_rows_of_which_one_is_another_that_one_is_made_anew(
    pool: asyncpg.Pool, kept: KeptRows[Read]
) -> None:
    a, b = kept.of(HERE, await rows_of(pool, a=[1], b=[2]), Read)
    found = kept.of(HERE, await rows_of(pool, b=[2, 3], a=[1], c=None), Read)
    assert [one.told for one in found] == [[2, 3], [1], None]
    assert found[1] is a
    assert b not in found
    assert [one.told for one in kept.of(HERE, await rows_of(pool, a=[1]), Read)] == [[1]]
    assert kept.of(HERE, [], Read) == ()


async def test_another_question_has_rows_of_its_own(
    pool: asyncpg.Pool, kept: KeptRows[Read]
) -> None:
    rows = await rows_of(pool, a=[1])
    assert kept.of(HERE, rows, Read) is not kept.of("elsewhere", rows, Read)


def test_what_was_not_asked_for_longest_gives_way() -> None:
    kept: KeptBy[object] = KeptBy(most=2)
    first, other = (kept.of(one, 1, uuid4) for one in ("first", "other"))
    assert kept.of("first", 1, uuid4) is first
    kept.of("third", 1, uuid4)
    assert kept.of("first", 1, uuid4) is first
    assert kept.of("other", 1, uuid4) is not other
