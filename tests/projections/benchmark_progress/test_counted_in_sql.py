"""A school's page, the explanation of a figure and a count by hand in SQL agree, for every criterion that is
a share of learners, provider access that is owed, careers in subjects, variety and what took place.

The SQL stands in ``counted_in_sql.sql`` and ``asked_in_sql``: it knows nothing of the platform but its events
as JSON. Here of institutions that did a bit of everything; of England in ``test_counted_in_england``.
"""

from datetime import date

import asyncpg
import pytest
from pyroaring import BitMap

from hub_core.gatsby.edition import editions
from hub_core.gatsby.measures import (
    HasHappened,
    LearnersReached,
    QualifiedMeetings,
    Variety,
    WorkplaceHours,
)
from hub_core.learner_sets import pack
from tests.projections.benchmark_progress.agreeing import (
    COLLEGES,
    NEW,
    SCHOOLS,
    others_compared,
    shares_compared,
)
from tests.projections.benchmark_progress.asked_in_sql import ASKED, SQL, TOOK_PLACE
from tests.projections.benchmark_progress.imagined import AGES, imagined
from tests.projections.conftest import Shared

EASTER, JULY = date(2026, 3, 31), date(2026, 7, 31)
DAYS = [pytest.param(EASTER, marks=pytest.mark.long), JULY]


@pytest.fixture(scope="module")
async def counting(shared: Shared) -> asyncpg.Pool:
    """A ledger with institutions that did a bit of everything, and with what SQL reads in it."""
    for phase in AGES:
        await shared.log.fill(imagined(phase, date(2019, 9, 1), JULY))
    await shared.log.pool.execute(SQL)
    return shared.log.pool


@pytest.mark.parametrize(
    "learners",
    [
        [],
        [0],
        [65_535, 65_536],
        range(5, 4_000),
        range(0, 20_000, 2),
        [*range(0, 20_000, 3), 70_000, *range(200_000, 205_000), 4_294_967_295],
    ],
)
async def test_sql_reads_packed_sets(counting: asyncpg.Pool, learners: list[int]) -> None:
    rows = await counting.fetch("select counted_in_sql.learners($1)", pack(learners))
    assert BitMap(row[0] for row in rows) == BitMap(learners)
    assert len(rows) == len(learners)


@pytest.mark.parametrize("day", DAYS)
async def test_page_explanation_and_a_count_in_sql_agree(counting: asyncpg.Pool, day: date) -> None:
    assert await shares_compared(counting, day) == set(ASKED)


@pytest.mark.parametrize("day", DAYS)
async def test_what_is_no_share_of_learners_agrees_as_well(
    counting: asyncpg.Pool, day: date
) -> None:
    everything = {
        *(f"7.P.y{year_group}.owed" for year_group in range(8, 14)),
        *(f"{code}.y{year_group}" for code in ("4.1", "5.2") for year_group in SCHOOLS),
        *(f"5.2c.y{year_group}" for year_group in COLLEGES),
        *TOOK_PLACE,
        "1.2e",
        "8.3",
    }
    assert await others_compared(counting, day) == everything


def test_every_share_of_learners_is_counted_here() -> None:
    """What is none of these, and adults' variety, is held by its examples instead."""
    measures = {
        (code, criterion.code): criterion.measure
        for code, edition in editions().items()
        for _, criterion in edition.criteria()
    }
    shares = {
        one for one, told in measures.items() if isinstance(told, LearnersReached | WorkplaceHours)
    }
    assert shares == set(ASKED)
    others = {
        one
        for one, told in measures.items()
        if isinstance(told, HasHappened | QualifiedMeetings | Variety)
    }
    assert others == {(NEW, one) for one in (*TOOK_PLACE, "1.2e", "5.2", "5.2c", "5.2a", "8.3")}
