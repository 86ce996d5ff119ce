"""A national release from the log of a year of England: 2 million events, 24 thousand institutions.

The second release of a year is measured, which must be protected against the first.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import TypeVar
from uuid import UUID

from msgspec import structs

import hub_core.contexts  # noqa: F401 - registers every event
from benchmarks.result import Report, report, result
from benchmarks.sample import confirmed_encounter, identifier
from benchmarks.surroundings import bench_servers
from hub_core.disclosure.release import ReleasePolicy
from hub_core.evaluations.codes import BENCHMARKS, EvaluationType, ResultSource
from hub_core.evaluations.events import CompassResultRecorded, Reported
from hub_core.log.event import Event, encode
from hub_core.log.ledger import Append, Ledger, NewEvent, Written
from hub_core.membership.events import (
    HubEstablished,
    InstitutionDetails,
    InstitutionRegistered,
    MemberAdmitted,
)
from hub_core.pools import open_pool
from hub_core.reference.hub_areas import hub_areas
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.export import export
from hub_core.rollups.release import Release, build
from services.platform.rollups.reading import AsRead, read

Made = TypeVar("Made")

EVENTS = 2_000_000
PRIMARIES, OTHERS = 19_000, 4_860
CHUNK = 500
BEGIN, AUTUMN, SPRING = date(2025, 9, 1), date(2025, 12, 31), date(2026, 3, 31)
EDITION = "GATSBY-2024"
#: GIAS codes of types, as often as England has them.
_ENVELOPE = b'{"actor":"bench","correlation":"bench"}'
_TYPES = ["34"] * 70 + ["07"] * 14 + ["14"] * 6 + ["18"] * 5 + ["10"] * 3 + ["45"] * 2


async def main() -> Report:
    """Measure and report."""
    async with (
        bench_servers() as servers,
        open_pool(servers.postgres_url, min_size=2, max_size=4) as pool,
    ):
        await _fill(Ledger(pool), Random(2026))
        await pool.execute("vacuum analyze ledger.events")
        first = _build(await read(pool, AUTUMN, EDITION), AUTUMN, [])
        began = time.perf_counter()
        told = await read(pool, SPRING, EDITION)
        reading = time.perf_counter() - began
        release, building = _timed(lambda: _build(told, SPRING, [first]))
        files, exporting = _timed(lambda: export(release))
    rows = sum(content.count(b"\n") for content in files.values())
    return report(
        "rollup",
        [
            result("rollup_seconds", reading + building, "s"),
            result("rollup_reading_seconds", reading, "s"),
            result("rollup_protecting_seconds", building, "s"),
            result("export_seconds", exporting, "s"),
            result("export_rows", rows, "rows"),
        ],
    )


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    began = time.perf_counter()
    return make(), time.perf_counter() - began


def _build(told: AsRead, day: date, earlier: list[Release]) -> Release:
    return build(
        told.institutions,
        measure_date=day,
        edition=EDITION,
        position=told.position,
        policy=ReleasePolicy(),
        hubs=told.hubs,
        earlier=[group for one in earlier for group in one.basis],
    )


async def _fill(ledger: Ledger, random: Random) -> None:
    """The register, results of most institutions in autumn and of many in spring, and a year's encounters."""
    events = list(_register(random))
    places = [one.institution for one in events if isinstance(one, InstitutionRegistered)]
    # A year's encounters of every institution, from a few hundred whose bytes differ.
    kinds = [confirmed_encounter(random) for _ in range(200)]
    for begin in range(0, EVENTS, CHUNK):
        told = events[begin : begin + CHUNK] or [
            structs.replace(
                random.choice(kinds),
                institution=random.choice(places),
                encounter=identifier(random),
            )
            for _ in range(CHUNK)
        ]
        chunk = [_new(event, random) for event in told]
        [outcome] = await ledger.append([Append(events=chunk, envelope=_ENVELOPE)])
        if not isinstance(outcome, Written):
            raise RuntimeError(f"the bench's events were not written: {outcome}")


def _register(random: Random) -> Iterator[Event]:
    hubs = {area.slug: identifier(random) for area in hub_areas().values()}
    for area in hub_areas().values():
        yield HubEstablished(
            hub=hubs[area.slug],
            occurred_on=BEGIN,
            name=area.name,
            slug=area.slug,
            lead_organisation=area.name,
            local_authorities=area.local_authorities,
        )
    areas = [(area.slug, code) for area in hub_areas().values() for code in area.local_authorities]
    for number in range(PRIMARIES + OTHERS):
        slug, authority = random.choice(areas)
        institution = identifier(random)
        older = number < OTHERS
        yield InstitutionRegistered(
            institution=institution,
            occurred_on=BEGIN,
            details=InstitutionDetails(
                name=f"Institution {number}",
                phase=ServicePhase.SECONDARY if older else ServicePhase.PRIMARY,
                type_code=random.choice(_TYPES),
                local_authority=authority,
                pupils=random.randrange(40, 1800),
                free_school_meals_percent=round(random.triangular(2, 70, 14), 1),
            ),
        )
        if random.random() < 0.98:
            yield MemberAdmitted(institution=institution, hub=hubs[slug], occurred_on=BEGIN)
        if older and random.random() < 0.94:
            yield _result(institution, date(2025, 11, 20), random)
            if random.random() < 0.6:
                yield _result(institution, date(2026, 3, 10), random)


def _result(institution: UUID, on: date, random: Random) -> CompassResultRecorded:
    return CompassResultRecorded(
        institution=institution,
        result=identifier(random),
        occurred_on=on,
        edition=EDITION,
        evaluation_type=EvaluationType.SCHOOLS,
        source=ResultSource.COMPASS,
        benchmarks={
            number: Reported(percentage=random.choice((0, 40, 75, 100))) for number in BENCHMARKS
        },
    )


def _new(event: Event, random: Random) -> NewEvent:
    return NewEvent(
        event_id=identifier(random),
        stream_id=identifier(random),
        version=1,
        topic=event.TOPIC,
        data=encode(event),
        institution=getattr(event, "institution", None),
    )
