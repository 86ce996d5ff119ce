"""A school's page, the explanation of a figure and a count by hand in SQL agree on the fictional England.

The SQL stands in ``counted_in_sql.sql`` and below: it knows nothing of the platform but its events as JSON.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest
from pyroaring import BitMap

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Status
from hub_core.learner_sets import pack
from hub_core.log.ledger import Append, NewEvent, Written
from projections.benchmark_progress.queries import Queries
from services.platform.england.chance import identity
from services.platform.england.filling import chunks
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story
from services.web.institution_page.view import institution_page
from tests.projections.conftest import ENVELOPE, Log, Shared

SQL = (Path(__file__).parent / "counted_in_sql.sql").read_text()
BEGAN, EASTER, JULY = date(2025, 9, 1), date(2026, 3, 31), date(2026, 7, 31)
#: Schools and colleges whose learners are counted, those of most confirmed encounters.
COUNTED = 8

#: Learners of a cohort with so many confirmed encounters since a day, in ways that can be meaningful.
MET = """
select count(*) from (
    select learner from counted_in_sql.attended
    where institution = $1 and held_on between $3 and $4
        and with_employer and mode is distinct from 'virtual_recorded'
        and learner = any(array(select counted_in_sql.cohort($1, $2, $4)))
    group by learner having count(*) >= $5
) met
"""
#: The same, where all four points of the check-list were answered with yes.
MEANINGFUL = MET.replace(
    "mode is",
    'checks @> \'{"clear_purpose": "yes", "learning_outcomes": "yes",'
    ' "two_way_interaction": "yes", "time_to_reflect": "yes"}\' and mode is',
)
#: Learners of a cohort with a record of anything they took part in.
RECORDED = MET.replace("and with_employer and mode is distinct from 'virtual_recorded'", "")
#: What each criterion asks: its edition, its count, how many encounters, and the year groups.
ASKED = {
    ("GATSBY-2014", "5.1"): (MET, 1, range(7, 14)),
    ("GATSBY-2014", "5.1c"): (MET, 2, range(12, 15)),
    ("GATSBY-2024", "5.1"): (MEANINGFUL, 1, range(7, 14)),
    ("GATSBY-2024", "5.1c"): (MEANINGFUL, 2, range(12, 15)),
    ("GATSBY-2024", "3.2"): (RECORDED, 1, range(7, 15)),
}
ROLL = "select count(*) from counted_in_sql.cohort($1, $2, $3)"


@pytest.fixture(scope="module")
async def counting(shared: Shared) -> asyncpg.Pool:
    """A ledger with the institutions of England that confirmed most, and with what SQL reads in it."""
    of: defaultdict[UUID, list[NewEvent]] = defaultdict(list)
    story = Story(scale=Scale.parse("1 hub"), period=Period(JULY), seed=2026)
    for chunk in chunks(story, identity(2026)):
        for event in chunk.events:
            if event.institution is not None:
                of[event.institution].append(event)
    for school in sorted(of, key=lambda one: (_named(of[one]), one.int))[-COUNTED:]:
        await _append(shared.log, of[school])
    await shared.log.pool.execute(SQL)
    return shared.log.pool


def _named(events: list[NewEvent]) -> int:
    return sum(
        b'"learners"' in one.data and one.topic.endswith("EncounterConfirmed.v1") for one in events
    )


async def _append(log: Log, events: list[NewEvent]) -> None:
    # A part in an encounter begins with events of others; here each fact is a stream of its own.
    alone = [msgspec.structs.replace(one, stream_id=one.event_id, version=1) for one in events]
    [outcome] = await log.ledger.append([Append(events=alone, envelope=ENVELOPE)])
    assert isinstance(outcome, Written)


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


async def page_of(school: UUID, queries: Queries, *, edition: str, day: date) -> dict[str, str]:
    """What the institution's page says of each figure, by the link to its explanation."""
    progress = await queries.progress(school, editions()[edition], as_at=day)
    page = institution_page(progress, name="A school", protected=False, query="")
    return {
        line.explain: line.amount
        for benchmark in page.benchmarks
        for card in benchmark.criteria
        for line in card.lines
    }


@pytest.mark.parametrize("day", [pytest.param(EASTER, marks=pytest.mark.long), JULY])
async def test_page_explanation_and_a_count_in_sql_agree(counting: asyncpg.Pool, day: date) -> None:
    queries, compared = Queries(counting), set()
    for row in await counting.fetch("select distinct institution from ledger.events"):
        school: UUID = row["institution"]
        pages = {code: await page_of(school, queries, edition=code, day=day) for code in editions()}
        for (code, criterion), (sql, times, year_groups) in ASKED.items():
            shown = pages[code]
            for year_group in year_groups:
                cohort = 2026 + 11 - year_group
                address = f"{criterion}.y{year_group}"
                link = f"/institutions/{school}/explain/{address}"
                found = await queries.explain(school, editions()[code], address, as_at=day)
                on_roll = await counting.fetchval(ROLL, school, cohort, day)
                if found is None or not on_roll:
                    continue
                counted = await counting.fetchval(sql, school, cohort, BEGAN, day, times)
                assert sum(step.contribution for step in found.steps) == counted
                assert found.figure.numerator == counted
                if found.figure.status is Status.NO_DATA:
                    assert link not in shown
                elif found.figure.at_most == counted:
                    assert shown[link] == f"{100 * counted // on_roll}%, {counted} of {on_roll}"
                if counted:
                    compared.add((code, criterion))
    assert compared == set(ASKED)
