"""A school's page, the explanation of a figure and a count by hand in SQL agree on the fictional England,
for every criterion that is a share of learners.

The SQL stands in ``counted_in_sql.sql`` and below: it knows nothing of the platform but its events as JSON.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec
import pytest
from pyroaring import BitMap

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.measures import LearnersReached
from hub_core.learner_sets import pack
from hub_core.log.ledger import Append, NewEvent, Written
from projections.benchmark_progress.queries import Queries
from services.platform.england.chance import identity
from services.platform.england.filling import chunks
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story
from services.web.institution_page.view import institution_page
from tests.projections.benchmark_progress.imagined import AGES, imagined
from tests.projections.conftest import ENVELOPE, Log, Shared

SQL = (Path(__file__).parent / "counted_in_sql.sql").read_text()
BEGAN, EASTER, JULY = date(2025, 9, 1), date(2026, 3, 31), date(2026, 7, 31)
#: Schools and colleges whose learners are counted, those of most confirmed encounters.
COUNTED = 4

LIVE = "mode is distinct from 'virtual_recorded'"
#: All four points of the check-list answered with yes.
MEANINGFUL = (
    """checks @> '{"clear_purpose": "yes", "learning_outcomes": "yes", """
    """"two_way_interaction": "yes", "time_to_reflect": "yes"}'"""
)
NO_JOB = f"{LIVE} and type <> 'part_time_job'"
ONE_IN_PERSON = "bool_or(mode in ('in_person', 'blended'))"
VISIT = "provider = 'university' and type in ('he_visit', 'campus_visit', 'open_event')"
TWO_THERE = "count(*) filter (where mode in ('in_person', 'blended')) >= 2"
ACADEMIC = (
    "(pathways ?| array['a_level', 'applied_general', 'degree'] "
    "or provider in ('school_sixth_form', 'sixth_form_college', 'university'))"
)
TECHNICAL = (
    "(pathways ?| array['t_level', 'htq', 'apprenticeship', 'degree_apprenticeship', 'supported_internship', "
    "'employment', 'volunteering'] or technical or provider in ('itp', 'employer_apprenticeship', 'utc'))"
)
BOTH_WAYS = f"bool_or({ACADEMIC}) and bool_or({TECHNICAL})"
AFTER_16 = "bool_or(held_on >= date '{after_16}')"
SCHOOLS, COLLEGES = range(7, 14), range(12, 15)


class Asked(NamedTuple):
    """What a criterion asks of each learner: activities of some ``kinds`` with a condition, at least so
    many ``times`` since they began year group ``since`` (this one by default), and what holds of them all."""

    kinds: str
    where: str
    year_groups: Iterable[int]
    since: int | None = None
    times: int = 1
    having: str = "true"

    def sql(self, year_group: int) -> str:
        """Counting learners of cohort $2 of school $1 up to day $3."""
        kinds = ", ".join(f"'{kind}'" for kind in self.kinds.split())
        having = self.having.format(after_16=_began(year_group, 12))
        return f"""
        select count(*) from (
            select learner from counted_in_sql.attended
            where institution = $1 and held_on between date '{_began(year_group, self.since)}' and $3
                and kinds ?| array[{kinds}] and {self.where}
                and learner = any(array(select counted_in_sql.cohort($1, $2, $3)))
            group by learner having count(*) >= {self.times} and {having}
        ) met
        """


def _began(year_group: int, since: int | None) -> date:
    """The first day of Year ``since`` of those who are in this year group in 2025/26."""
    return date(2025 - (0 if since is None else year_group - since), 9, 1)


def _of(provider: str, year_group: int = 11, **more: Any) -> Asked:
    names = ", ".join(f"'{one}'" for one in provider.split())
    where = f"provider in ({names}) and {LIVE}"
    return Asked("provider_encounter", where, [year_group], since=7, **more)


E, W, P, G = "employer_encounter", "workplace_experience", "provider_encounter", "guidance_meeting"
L = "labour_market_information"
TOOK_PART = f"{E} {W} {P} {G} {L}"
#: Every criterion that counts learners.
ASKED = {
    ("GATSBY-2014", "2.1"): Asked(L, "true", [9], since=7),
    ("GATSBY-2014", "2.1c"): Asked(L, "true", COLLEGES, since=12),
    ("GATSBY-2014", "5.1"): Asked(E, LIVE, SCHOOLS),
    ("GATSBY-2014", "5.1c"): Asked(E, LIVE, COLLEGES, times=2),
    ("GATSBY-2014", "6.1"): Asked(W, NO_JOB, [11], since=7),
    ("GATSBY-2014", "6.2"): Asked(W, NO_JOB, [13], since=12),
    ("GATSBY-2014", "6.1c"): Asked(W, NO_JOB, COLLEGES, since=12),
    ("GATSBY-2014", "7.1"): _of("sixth_form_college school_sixth_form"),
    ("GATSBY-2014", "7.2"): _of("fe_college"),
    ("GATSBY-2014", "7.3"): _of("itp"),
    ("GATSBY-2014", "7.4"): _of("university"),
    ("GATSBY-2014", "7.5"): _of("employer_apprenticeship"),
    ("GATSBY-2014", "7.6"): Asked(P, f"{LIVE} and {VISIT}", [13], since=12, times=2, having=TWO_THERE),
    ("GATSBY-2014", "7.1c"): Asked(P, LIVE, COLLEGES, since=12),
    ("GATSBY-2014", "8.1"): Asked(G, "level >= 6", [11], since=7),
    ("GATSBY-2014", "8.2"): Asked(G, "level >= 6", [13], since=7, times=2, having=AFTER_16),
    ("GATSBY-2014", "8.1c"): Asked(G, "level >= 6", COLLEGES, since=12),
    ("GATSBY-2024", "2.1.ks3"): Asked(L, "true", [9], since=7),
    ("GATSBY-2024", "2.1.ks4"): Asked(L, "true", [11], since=10),
    ("GATSBY-2024", "2.1.ks5"): Asked(L, "true", [13], since=12),
    ("GATSBY-2024", "2.1c"): Asked(L, "true", COLLEGES, since=12),
    ("GATSBY-2024", "3.2"): Asked(TOOK_PART, "true", range(7, 15)),
    ("GATSBY-2024", "5.1"): Asked(E, f"{LIVE} and {MEANINGFUL}", SCHOOLS),
    ("GATSBY-2024", "5.1c"): Asked(E, f"{LIVE} and {MEANINGFUL}", COLLEGES, times=2),
    ("GATSBY-2024", "5.1p"): Asked(E, LIVE, range(7)),
    ("GATSBY-2024", "6.1"): Asked(W, NO_JOB, [11], since=7, times=2, having=ONE_IN_PERSON),
    ("GATSBY-2024", "6.2"): Asked(W, NO_JOB, [13], since=7, having=f"{ONE_IN_PERSON} and {AFTER_16}"),
    ("GATSBY-2024", "6.1c"): Asked(W, NO_JOB, COLLEGES, since=12, having=ONE_IN_PERSON),
    ("GATSBY-2024", "7.1a"): _of("school_sixth_form sixth_form_college"),
    ("GATSBY-2024", "7.1b"): _of("fe_college"),
    ("GATSBY-2024", "7.1c"): _of("university"),
    ("GATSBY-2024", "7.1d"): _of("itp employer_apprenticeship"),
    ("GATSBY-2024", "7.1f"): Asked(P, LIVE, COLLEGES, since=12),
    ("GATSBY-2024", "7.2"): Asked(P, f"{LIVE} and {VISIT}", [13], since=12, times=2, having=TWO_THERE),
    ("GATSBY-2024", "7.B"): Asked(f"{P} {E}", LIVE, SCHOOLS, since=7, having=BOTH_WAYS),
    ("GATSBY-2024", "7.Bc"): Asked(f"{P} {E}", LIVE, COLLEGES, since=12, having=BOTH_WAYS),
    ("GATSBY-2024", "8.1"): Asked(G, "level >= 6", [11], since=7),
    ("GATSBY-2024", "8.2"): Asked(G, "level >= 6", [13], since=7, times=2, having=AFTER_16),
    ("GATSBY-2024", "8.1c"): Asked(G, "level >= 6", COLLEGES, since=12),
}  # fmt: skip
ROLL = "select count(*) from counted_in_sql.cohort($1, $2, $3)"


@pytest.fixture(scope="module")
async def counting(shared: Shared) -> asyncpg.Pool:
    """A ledger with the institutions of England that confirmed most and some that did a bit of everything,
    and with what SQL reads in it."""
    of: defaultdict[UUID, list[NewEvent]] = defaultdict(list)
    story = Story(scale=Scale.parse("1 hub"), period=Period(JULY), seed=2026)
    for chunk in chunks(story, identity(2026)):
        for event in chunk.events:
            if event.institution is not None:
                of[event.institution].append(event)
    for school in sorted(of, key=lambda one: (_named(of[one]), one.int))[-COUNTED:]:
        await _append(shared.log, of[school])
    for phase in AGES:
        await shared.log.fill(imagined(phase, date(2019, 9, 1), JULY))
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
        for (code, criterion), asked in ASKED.items():
            shown = pages[code]
            for year_group in asked.year_groups:
                cohort = 2026 + 11 - year_group
                address = f"{criterion}.y{year_group}"
                link = f"/institutions/{school}/explain/{address}"
                found = await queries.explain(school, editions()[code], address, as_at=day)
                on_roll = await counting.fetchval(ROLL, school, cohort, day)
                if found is None or not on_roll:
                    continue
                counted = await counting.fetchval(asked.sql(year_group), school, cohort, day)
                told = (school, code, address)
                assert (sum(step.contribution for step in found.steps), *told) == (counted, *told)
                assert found.figure.numerator == counted
                if found.figure.status is Status.NO_DATA:
                    assert link not in shown
                elif found.figure.at_most == counted:
                    assert shown[link] == f"{100 * counted // on_roll}%, {counted} of {on_roll}"
                if counted:
                    compared.add((code, criterion))
    assert compared == set(ASKED)


def test_every_share_of_learners_is_counted_here() -> None:
    """Hours at workplaces, provider access and what is no learner's are held by their examples instead."""
    shares = {
        (code, criterion.code)
        for code, edition in editions().items()
        for _, criterion in edition.criteria()
        if isinstance(criterion.measure, LearnersReached)
    }
    assert shares == set(ASKED)
