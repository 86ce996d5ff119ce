"""Whether an institution's page, the explanation of a figure and a count by hand in SQL agree.

The rule: every figure of every institution in the log is compared, and whoever asks is told which were above
nought.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.setting import Setting, SettingKind
from projections.benchmark_progress.answers import Explanation
from projections.benchmark_progress.queries import Queries
from services.web.institution_page.view import institution_page
from tests.projections.benchmark_progress.asked_in_sql import (
    ASKED,
    MEETINGS,
    OWED,
    QUALIFIED,
    ROLL,
    STAGES,
    STAGES_WITH_PARENTS,
    SUBJECTS,
    TOOK_PLACE,
    VARIETY,
    began,
)

NEW = "GATSBY-2024"
SCHOOLS, COLLEGES = range(7, 14), range(12, 15)


class _Page(NamedTuple):
    """What the institution's page says of each figure, by the link to its explanation, and every figure's
    address."""

    said: dict[str, str]
    addresses: set[str]


async def shares_compared(pool: asyncpg.Pool, day: date) -> set[tuple[str, str]]:
    """Compare every share of learners on a day; the editions and criteria that reached somebody."""
    queries, compared = Queries(pool), set()
    async for school in _schools(pool):
        pages = {
            code: await _page_of(school, queries, edition=code, day=day) for code in editions()
        }
        for (code, criterion), asked in ASKED.items():
            for year_group in asked.year_groups:
                cohort, address = 2026 + 11 - year_group, f"{criterion}.y{year_group}"
                on_roll = await pool.fetchval(ROLL, school, cohort, day)
                if address not in pages[code].addresses or not on_roll:
                    continue
                found = await queries.explain(school, editions()[code], address, as_at=day)
                counted = await pool.fetchval(asked.sql(year_group), school, cohort, day)
                _agree(found, counted, on_roll, pages[code], told=(school, code, address))
                if counted:
                    compared.add((code, criterion))
    return compared


async def others_compared(pool: asyncpg.Pool, day: date) -> set[str]:
    """Compare what is no share of learners: the addresses of what was not nought."""
    queries, compared = Queries(pool), set[str]()
    async for school in _schools(pool):
        shown = await _page_of(school, queries, edition=NEW, day=day)
        for one in (*_of_year_groups(school, day), *await _that_took_place(pool, school, day)):
            if one.address not in shown.addresses:
                continue
            found = await queries.explain(school, editions()[NEW], one.address, as_at=day)
            counted = await pool.fetchval(one.sql, *one.given)
            _agree(found, counted, one.asked, shown, told=(school, NEW, one.address))
            if counted:
                compared.add(one.address)
    return compared


class _Other(NamedTuple):
    """A figure that is no share of learners: of how many, and how SQL counts it."""

    address: str
    asked: int
    sql: str
    given: tuple[Any, ...]


def _of_year_groups(school: UUID, day: date) -> Iterator[_Other]:
    """Encounters owed to each phase of provider access, subjects with careers in them, and variety."""
    for year_group in SCHOOLS:
        cohort, first = 2026 + 11 - year_group, year_group - year_group % 2
        window = began(year_group, first), date(2027 - (year_group - first), 2, 28)
        yield _Other(f"7.P.y{year_group}.owed", 2, OWED, (school, cohort, day, *window))
        yield _Other(f"4.1.y{year_group}", 14, SUBJECTS, (school, day, year_group))
    for code, year_groups, since in (("5.2", SCHOOLS, 7), ("5.2c", COLLEGES, 12)):
        for year_group in year_groups:
            given = school, 2026 + 11 - year_group, day, began(year_group, since)
            yield _Other(f"{code}.y{year_group}", 4, VARIETY, given)


async def _that_took_place(pool: asyncpg.Pool, school: UUID, day: date) -> list[_Other]:
    stages = await pool.fetchval(STAGES, school)
    given = school, day
    once = [_Other(code, 1, sql, given) for code, sql in TOOK_PLACE.items()]
    meetings = await pool.fetchval(MEETINGS, *given)
    return [
        *once,
        _Other("1.2e", stages, STAGES_WITH_PARENTS, given),
        _Other("8.3", meetings, QUALIFIED, given),
    ]


async def _schools(pool: asyncpg.Pool) -> AsyncIterator[UUID]:
    for row in await pool.fetch("select distinct institution from ledger.events"):
        yield row["institution"]


def _agree(
    found: Explanation | None,
    counted: int,
    asked: int,
    shown: _Page,
    *,
    told: tuple[UUID, str, str],
) -> None:
    school, _, address = told
    assert found is not None, told
    assert (sum(step.contribution for step in found.steps), *told) == (counted, *told)
    assert (found.figure.numerator, *told) == (counted, *told)
    link = f"/institutions/{school}/explain/{address}"
    if found.figure.status is Status.NO_DATA or not asked:
        assert link not in shown.said
    elif found.figure.at_most == counted:
        assert (shown.said[link], *told) == (
            f"{100 * counted // asked}%, {counted} of {asked}",
            *told,
        )


async def _page_of(school: UUID, queries: Queries, *, edition: str, day: date) -> _Page:
    progress = await queries.progress(school, editions()[edition], as_at=day)
    page = institution_page(
        progress,
        name="A school",
        setting=Setting(kind=SettingKind.SCHOOL),
        protected=False,
        query="",
    )
    said = {
        line.explain: line.amount
        for benchmark in page.benchmarks
        for card in benchmark.criteria
        for line in card.lines
    }
    return _Page(said, {one.criterion for two in progress.benchmarks for one in two.figures})
