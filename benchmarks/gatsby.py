"""Folding one institution's 3,000 events into its benchmarks, and explaining a figure from them.

Limit: reading the same rows from the same ledger, decoding each event and unpacking each learner set.
Explanations are asked one after another, each of another year group, as careers leaders do.
"""

import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from random import Random
from statistics import quantiles
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

import hub_core.contexts  # noqa: F401 - registers every event
from benchmarks.result import Report, report, result
from benchmarks.surroundings import bench_servers
from hub_core.activities.events import ActivityRecorded, Details, Provider
from hub_core.encounters.events import Attendance
from hub_core.gatsby.edition import editions
from hub_core.gatsby.progress import figures
from hub_core.learner_sets import pack, unpack
from hub_core.log.event import Event, decode, encode
from hub_core.log.ledger import Append, Ledger, NewEvent, Written
from hub_core.membership.events import InstitutionDetails, InstitutionRegistered
from hub_core.pools import open_pool
from hub_core.rare_collections import loaded_for_good
from hub_core.reference.activities import KIND_OF, ActivityKind, ActivityType, ProviderKind
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import CohortDeclared, GroupDeclared, LearnerGroup
from projections.benchmark_progress.history import History
from projections.benchmark_progress.queries import Queries

EVENTS = 3_000
LEARNERS_A_YEAR = 180
YEARS = range(7, 14)
TODAY = date(2026, 3, 31)
ROUNDS = 200
DRAWINGS = 20
SCHOOL = UUID("6f1ed002-ab59-4a4a-8a4b-0d6a5c1b2f30")
CHUNK = 500
_YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)
_TYPES = (
    ActivityType.EMPLOYER_TALK,
    ActivityType.LMI_SESSION,
    ActivityType.GUIDANCE_MEETING,
    ActivityType.WORK_EXPERIENCE_DAY,
    ActivityType.HE_VISIT,
)
_READ = "select position, topic, data from ledger.events where institution = $1 order by position"


async def main() -> Report:
    """Measure and report."""
    async with (
        bench_servers() as servers,
        open_pool(servers.postgres_url, min_size=2, max_size=4) as pool,
    ):
        await _fill(Ledger(pool))
        queries, edition = Queries(pool), editions()["GATSBY-2024"]

        async def explain(number: int) -> None:
            address = f"5.1.y{YEARS[number % len(YEARS)]}"
            if await queries.explain(SCHOOL, edition, address, as_at=TODAY) is None:
                raise RuntimeError(f"nothing explains {address}")

        async def least(_: int) -> None:
            await _read_and_unpack(pool)

        with loaded_for_good():  # as a service that answers does
            limit, value = await _p99(least), await _p99(explain)
        rows = await pool.fetch(_READ, SCHOOL)
        folded, unpacked = _fold_rate(rows), _unpack_rate(rows)
        drawn = _figures_rate(rows)
    return report(
        "gatsby",
        [
            result("gatsby_fold", folded, "events/s", limit=unpacked),
            result("gatsby_figures", drawn, "drawings/s"),
            result("explain_p99_ms", value, "ms", limit=limit),
        ],
    )


async def _p99(ask: Callable[[int], Awaitable[None]]) -> float:
    await ask(0)
    times = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        await ask(number)
        times.append(1000 * (time.perf_counter() - began))
    return quantiles(times, n=100)[98]


async def _read_and_unpack(pool: asyncpg.Pool) -> None:
    _unpack(await pool.fetch(_READ, SCHOOL))


def _unpack(rows: list[Any]) -> None:
    for _, topic, data in rows:
        attendance = getattr(decode(topic, data), "attendance", None)
        if attendance is not None:
            unpack(attendance.learners)


def _unpack_rate(rows: list[Any]) -> float:
    began = time.perf_counter()
    _unpack(rows)
    return len(rows) / (time.perf_counter() - began)


def _fold_rate(rows: list[Any]) -> float:
    began = time.perf_counter()
    _history(rows)
    return len(rows) / (time.perf_counter() - began)


def _figures_rate(rows: list[Any]) -> float:
    """Drawings a second, each of one institution, year and edition; the best of some rounds."""
    history, best = _history(rows), 0.0
    for _ in range(DRAWINGS):
        began = time.perf_counter()
        evidence = history.evidence(TODAY)
        found = [figure for one in editions().values() for _, figure in figures(one, evidence)]
        best = max(best, len(editions()) / (time.perf_counter() - began))
        if not any(figure.numerator for figure in found):
            raise RuntimeError("the bench's institution reached nobody")
    return best


def _history(rows: list[Any]) -> History:
    history = History(SCHOOL)
    for position, topic, data in rows:
        history.apply(decode(topic, data), position)
    return history


async def _fill(ledger: Ledger) -> None:
    events = list(_events(Random(20261121)))
    for start in range(0, len(events), CHUNK):
        chunk = [
            NewEvent(
                event_id=UUID(int=start + place + 1),
                stream_id=getattr(event, "activity", UUID(int=10**9 + start + place)),
                version=1,
                topic=event.TOPIC,
                data=encode(event),
                institution=SCHOOL,
            )
            for place, event in enumerate(events[start : start + CHUNK])
        ]
        envelope = b'{"actor":"bench","correlation":"bench"}'
        [outcome] = await ledger.append([Append(events=chunk, envelope=envelope)])
        if not isinstance(outcome, Written):
            raise RuntimeError(f"the bench's events were not written: {outcome}")


def _events(random: Random) -> Iterator[Event]:
    details = InstitutionDetails(
        name="Ashbrook School", phase=ServicePhase.SECONDARY, low_age=11, high_age=18
    )
    began = date(2021, 9, 1)
    yield InstitutionRegistered(
        institution=SCHOOL, occurred_on=began, urn="100025", details=details
    )
    for place, year in enumerate(YEARS):
        learners = range(place * LEARNERS_A_YEAR, (place + 1) * LEARNERS_A_YEAR)
        yield CohortDeclared(
            institution=SCHOOL, occurred_on=began, cohort=2037 - year, learners=pack(learners)
        )
    everybody = range(len(YEARS) * LEARNERS_A_YEAR)
    for group in list(LearnerGroup)[:6]:
        some = pack(random.sample(everybody, len(everybody) // 3))
        yield GroupDeclared(institution=SCHOOL, occurred_on=began, group=group, learners=some)
    for number in range(EVENTS - 14):
        yield _activity(number, random)


def _activity(number: int, random: Random) -> ActivityRecorded:
    kind = random.choice(_TYPES)
    place = random.randrange(len(YEARS))
    size = 1 if kind is ActivityType.GUIDANCE_MEETING else 30
    learners = random.sample(range(place * LEARNERS_A_YEAR, (place + 1) * LEARNERS_A_YEAR), size)
    details = Details(type=kind, mode=DeliveryMode.IN_PERSON)
    match KIND_OF[kind]:
        case ActivityKind.WORKPLACE_EXPERIENCE:
            details = msgspec.structs.replace(details, minutes=300)
        case ActivityKind.GUIDANCE_MEETING:
            details = msgspec.structs.replace(details, adviser_level=6)
        case ActivityKind.PROVIDER_ENCOUNTER:
            details = msgspec.structs.replace(
                details, provider=Provider(kind=ProviderKind.UNIVERSITY)
            )
    return ActivityRecorded(
        institution=SCHOOL,
        activity=UUID(int=10**6 + number),
        occurred_on=date(2021, 9, 10) + timedelta(days=random.randrange(1650)),
        details=details,
        attendance=Attendance(total=size, learners=pack(learners)),
        checks=_YES,
    )
