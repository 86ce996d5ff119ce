"""``hub rollup`` and ``hub export rollup``: from the log to files that are safe to publish.

The journey: a measure date has passed; the operator looks at what would be withheld and publishes.
An analyst takes the files away and checks them. Later results come in: nothing out changes, until it is
restated with a reason, and the report says which cells differ.
"""

import csv
import hashlib
import io
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from hub_core.activities.events import ActivityRecorded, Details
from hub_core.encounters.events import Attendance
from hub_core.evaluations.codes import BENCHMARKS, EvaluationType, ResultSource
from hub_core.evaluations.events import CompassResultRecorded, Reported
from hub_core.execute import Platform
from hub_core.log.event import Event, encode
from hub_core.log.ledger import Append, Ledger, NewEvent
from hub_core.membership.events import (
    HubEstablished,
    InstitutionDetails,
    InstitutionRegistered,
    MemberAdmitted,
)
from hub_core.reference.activities import ActivityType
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict
from hub_core.rollups.subjects import Subject
from hub_core.rosters.events import RollDeclared
from hub_core.settings import Settings
from hub_core.snapshots.codes import RestatementReason
from projections.runner import Runner
from services.platform.commands.export import write
from services.platform.commands.running import Failure
from services.platform.open_platform import open_platform
from services.platform.projections import PROJECTIONS
from services.platform.rollups import looking, publishing, reading
from tests.builders.ledger_events import ENVELOPE

MEASURED, HUB = date(2025, 12, 31), UUID(int=77)
NEWER = "rosters.RollDeclared.v9"


@pytest.fixture
async def platform(chosen: Settings) -> AsyncIterator[Platform]:
    async with open_platform(chosen) as opened:
        yield opened


async def told(ledger: Ledger, events: Sequence[Event], topic: str | None = None) -> None:
    """These events in the log, each in a stream of its own."""
    written = [
        NewEvent(
            event_id=uuid4(),
            stream_id=uuid4(),
            version=1,
            topic=topic or event.TOPIC,
            data=encode(event),
            institution=getattr(event, "institution", None),
        )
        for event in events
    ]
    await ledger.append([Append(events=written, envelope=ENVELOPE)])


def school(number: int, authority: str) -> list[Event]:
    begin = date(2024, 9, 1)
    details = InstitutionDetails(
        name=f"School {number}",
        phase=ServicePhase.SECONDARY,
        type_code="34" if number % 3 else "07",
        local_authority=authority,
        pupils=700,
    )
    institution = UUID(int=number + 1)
    return [
        InstitutionRegistered(institution=institution, occurred_on=begin, details=details),
        MemberAdmitted(institution=institution, hub=HUB, occurred_on=begin),
    ]


def result(
    number: int,
    achieved: int,
    on: date = date(2025, 11, 20),
    edition: str = "GATSBY-2024",
) -> Event:
    return CompassResultRecorded(
        institution=UUID(int=number + 1),
        result=uuid4(),
        occurred_on=on,
        edition=edition,
        evaluation_type=EvaluationType.SCHOOLS,
        source=ResultSource.COMPASS,
        benchmarks={
            number: Reported(percentage=100 if number <= achieved else 40) for number in BENCHMARKS
        },
    )


async def small_england(ledger: Ledger) -> None:
    """Thirty schools of two authorities in one region, and a primary; all but two told."""
    hub = HubEstablished(
        hub=HUB,
        occurred_on=date(2024, 9, 1),
        name="Tees Valley Careers Hub",
        slug="tees-valley",
        lead_organisation="Tees Valley Combined Authority",
        local_authorities=("805", "806"),
    )
    schools = [event for n in range(30) for event in school(n, "805" if n < 4 else "806")]
    results = [result(number, number % 9) for number in range(28)]
    await told(ledger, [hub, *schools, *results])


def headline(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(files["headline_by_area.csv"].decode()))
    return {
        row["la_name"] or row["region_name"] or "England": row
        for row in rows
        if row["institution_type"] == "Total"
    }


async def test_from_the_log_to_files_that_never_change(
    chosen: Settings, platform: Platform, tmp_path: Path
) -> None:
    await small_england(platform.ledger)
    seen = await publishing.preview(chosen, MEASURED, None)
    assert (seen.institutions_eligible, seen.institutions_contributing) == (30, 28)
    assert seen.snapshot is None
    assert await looking.published(chosen) == []

    made = await publishing.publish(chosen, MEASURED, None)
    assert made.snapshot is not None
    [out] = await looking.published(chosen)
    assert (out.snapshot, out.version, out.reason) == (made.snapshot, 1, None)
    again = await publishing.publish(chosen, MEASURED, None)
    assert (again.snapshot, made.out_already, again.out_already) == (made.snapshot, False, True)
    assert len(await looking.published(chosen)) == 1

    _, files = await looking.taken_away(chosen, MEASURED, None, None)
    told_by_area = headline(files)
    assert told_by_area["England"]["institutions_contributing"] == "28"
    # Hartlepool is small, and Middlesbrough beside it in the region would give it away.
    assert told_by_area["Hartlepool"]["mean_benchmarks"] == "c"
    assert told_by_area["Middlesbrough"]["mean_benchmarks"] == "c"
    assert told_by_area["Hartlepool"]["institutions_eligible"] == "4"

    folder = tmp_path / "figures"
    write(folder, files)
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with pytest.raises(Failure, match="not empty"):
        write(folder, files)


async def test_what_schools_recorded_is_published_beside_results(
    chosen: Settings, platform: Platform
) -> None:
    await small_england(platform.ledger)
    talks = [
        ActivityRecorded(
            institution=UUID(int=number),
            activity=uuid4(),
            occurred_on=date(2025, 11, 5),
            details=Details(type=ActivityType.EMPLOYER_TALK),
            attendance=Attendance(total=58, counts={8: 58}),
        )
        for number in range(1, 9)
    ]
    await told(platform.ledger, talks)
    await publishing.publish(chosen, MEASURED, None)
    _, files = await looking.taken_away(chosen, MEASURED, None, None)
    england = next(csv.DictReader(io.StringIO(files["activity_by_area.csv"].decode())))
    assert england["institutions_contributing"] == "8"
    assert england["employer_encounters"] == "8"
    assert england["learner_encounters"] == "480"
    evidence = list(csv.DictReader(io.StringIO(files["evidence_by_area.csv"].decode())))
    assert [row["evidence_percent"] for row in evidence[:5]] == [
        "100.0", "0.0", "0.0", "100.0", "0.0",
    ]  # fmt: skip


async def test_late_results_change_nothing_until_figures_are_restated(
    chosen: Settings, platform: Platform
) -> None:
    await small_england(platform.ledger)
    await publishing.publish(chosen, MEASURED, None)
    before = await looking.taken_away(chosen, MEASURED, None, 1)
    await told(platform.ledger, [result(n, 8, date(2025, 12, 9)) for n in range(10, 18)])
    assert await looking.taken_away(chosen, MEASURED, None, None) == before
    with pytest.raises(Conflict, match="Restate them with a reason"):
        await publishing.publish(chosen, MEASURED, None)
    assert len(await looking.published(chosen)) == 1

    await publishing.publish(chosen, MEASURED, None, RestatementReason.LATE_RESULTS)
    assert [(one.version, one.reason) for one in await looking.published(chosen)] == [
        (1, None),
        (2, RestatementReason.LATE_RESULTS),
    ]
    assert await looking.taken_away(chosen, MEASURED, None, 1) == before
    cells = await looking.difference(chosen, (MEASURED, 1), (MEASURED, 2), None)
    england = [one for one in cells if one.about == "England, Total"]
    assert ("headline_by_area", "all_eight_count", "3", "10") in [
        (one.table, one.indicator, one.before, one.after) for one in england
    ]


async def test_no_difference_is_told_across_editions(chosen: Settings, platform: Platform) -> None:
    earlier = date(2025, 3, 31)
    await small_england(platform.ledger)
    of_2014 = [result(n, n % 9, date(2025, 3, 20), "GATSBY-2014") for n in range(28)]
    await told(platform.ledger, of_2014)
    for day in (earlier, MEASURED):
        await publishing.publish(chosen, day, None)
    with pytest.raises(
        Failure, match="31 March 2025 is of GATSBY-2014, 31 December 2025 is of"
    ) as said:
        await looking.difference(chosen, (earlier, None), (MEASURED, None), None)
    assert "no difference is told across editions" in str(said.value)


async def test_one_late_result_is_not_told_by_the_difference_to_what_is_out(
    chosen: Settings, platform: Platform
) -> None:
    await small_england(platform.ledger)
    await publishing.publish(chosen, MEASURED, None)
    await told(platform.ledger, [result(29, 8, date(2025, 12, 9))])
    await publishing.publish(chosen, MEASURED, None, RestatementReason.LATE_RESULTS)
    _, files = await looking.taken_away(chosen, MEASURED, None, 2)
    assert headline(files)["England"]["mean_benchmarks"] == "c"


async def test_nothing_is_published_while_an_institution_is_parked(
    chosen: Settings, platform: Platform
) -> None:
    await small_england(platform.ledger)
    roll = RollDeclared(institution=UUID(int=1), occurred_on=date(2026, 1, 14), roll={7: 5})
    await told(platform.ledger, [roll], NEWER)
    pool = platform.ledger.pool
    await Runner(PROJECTIONS["hub_dashboard"], ledger=platform.ledger, pool=pool).catch_up()
    with pytest.raises(Failure, match="Nothing is published while institutions are parked"):
        await publishing.publish(chosen, MEASURED, None)
    assert await looking.published(chosen) == []


@pytest.mark.long
async def test_many_events_are_folded_by_processes_side_by_side(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More batches than are under way at once, and the same institutions in the same order."""
    await small_england(platform.ledger)
    rolls = [
        RollDeclared(institution=UUID(int=n + 1), occurred_on=date(2025, 10, 2), roll={7: 5 + n})
        for n in range(30)
    ]
    await told(platform.ledger, rolls)
    pool = platform.ledger.pool
    alone = await reading.read(pool, MEASURED, "GATSBY-2024")
    monkeypatch.setattr(reading, "_MANY", 1)
    monkeypatch.setattr(reading, "_AT_ONCE", 3)
    monkeypatch.setattr(reading, "_processes", lambda: 2)
    assert len([one for one in alone.institutions if Subject.ACTIVITY in one.told]) == 30
    assert await reading.read(pool, MEASURED, "GATSBY-2024") == alone


async def test_what_cannot_be_released_is_told_in_a_sentence(chosen: Settings) -> None:
    for day, edition, sentence in (
        (date(2025, 12, 30), None, "is no measure date"),
        (MEASURED, "GATSBY-2099", "There is no edition GATSBY-2099"),
        (MEASURED, None, "Import the register first"),
    ):
        with pytest.raises(Failure, match=sentence):
            await publishing.preview(chosen, day, edition)
    with pytest.raises(Failure, match="were never published"):
        await looking.taken_away(chosen, MEASURED, None, None)


async def test_no_row_of_a_snapshot_is_ever_changed(chosen: Settings, platform: Platform) -> None:
    await small_england(platform.ledger)
    await publishing.publish(chosen, MEASURED, None)
    for statement in (
        "update snapshots.made set edition = 'GATSBY-2014'",
        "delete from snapshots.files",
        "truncate snapshots.made cascade",
    ):
        with pytest.raises(asyncpg.RaiseError, match="Snapshots are immutable"):
            await platform.ledger.pool.execute(statement)
