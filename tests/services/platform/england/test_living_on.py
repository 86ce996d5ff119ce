"""Real commands on top of the fictional England: its streams go on as if people had made them."""

import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest

import hub_core.contexts  # noqa: F401 - registers every event and handler
from hub_core.access import Role
from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.codes import CorrectionReason
from hub_core.encounters.commands import ProposeEncounter
from hub_core.encounters.institution_commands import (
    AcceptEncounter,
    ConfirmEncounter,
    CorrectConfirmation,
)
from hub_core.encounters.offer import part_stream
from hub_core.encounters.part import Part, PartStatus
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.learner_sets import unpack
from hub_core.log.event import decode
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.log.writer import Writer
from hub_core.membership.commands import AdmitMember
from hub_core.membership.keys import active_hub_key
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Conflict
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.vault import Vault, VaultKeys
from hub_core.work import Command
from hub_core.workforce.register import Workforce, workforce_stream
from services.platform.england.filling import DEFAULT_SEED, generate_england
from services.platform.england.lately import tell_lately
from services.platform.england.learner_references import enrol_learners, learner_reference
from services.platform.england.places import hubs
from services.platform.england.scale import Scale
from services.platform.personas import ISSUER, seed
from tests.builders.principals import sender_of

TODAY = date(2025, 12, 19)
SCALE = Scale.parse("1 hub")


@pytest.fixture
async def ledger(pool: asyncpg.Pool) -> Ledger:
    ledger = Ledger(pool)
    await generate_england(ledger, scale=SCALE, today=TODAY)
    return ledger


@asynccontextmanager
async def _platform(ledger: Ledger, vault_database: str, today: date) -> AsyncIterator[Platform]:
    async with (
        asyncpg.create_pool(vault_database, min_size=1, max_size=2) as vault_pool,
        Writer(ledger) as writer,
    ):
        yield Platform(
            ledger=ledger,
            writer=writer,
            vault=Vault(vault_pool, VaultKeys(os.urandom(32))),
            clock=lambda: datetime.combine(today, time(10), UTC),
        )


async def test_commands_go_on_where_the_story_ends(ledger: Ledger, vault_database: str) -> None:
    async with _platform(ledger, vault_database, TODAY + timedelta(days=1)) as platform:
        enrolled = await enrol_learners(platform.vault, scale=SCALE, today=TODAY)
        assert enrolled > 500
        assert await enrol_learners(platform.vault, scale=SCALE, today=TODAY) == enrolled
        await _a_school_confirms_with_its_learners(platform)
        await _an_employer_proposes_and_a_school_accepts(platform)
        await _a_hub_admits_another(platform)
        await _people_did_things_lately(platform)


@pytest.mark.long
@pytest.mark.parametrize("today", ["2025-09-01", "2025-12-29", "2026-03-31", "2026-08-31"])
async def test_what_people_did_lately_can_be_told_on_any_day(
    pool: asyncpg.Pool, vault_database: str, today: str
) -> None:
    """On the first day of a school year, in holidays, and on its last: nothing is refused."""
    day = date.fromisoformat(today)
    ledger = Ledger(pool)
    await generate_england(ledger, scale=SCALE, today=day)
    async with _platform(ledger, vault_database, day) as platform:
        placed = await seed(platform, ISSUER)
        assert await tell_lately(platform, placed=placed, scale=SCALE, today=day)
        told = await _lately(ledger)
        assert told["placements.PlacementApproved.v1"] >= 2
        assert told["training.WaitingListJoined.v1"] >= 1
        assert told["training.TrainingCompleted.v1"] >= 4
        assert told["provider_access.AccessRefused.v1"] >= 3


async def _part(ledger: Ledger, topic: str, institutions: list[UUID]) -> tuple[UUID, UUID]:
    """The encounter and institution of a part whose last event is of this topic."""
    row = await ledger.pool.fetchrow(
        """
        select data, institution from ledger.events e where topic = $1 and institution = any($2)
        and not exists (
            select from ledger.events l where l.stream_id = e.stream_id and l.version > e.version
        )
        order by position limit 1
        """,
        topic,
        institutions,
    )
    return UUID(msgspec.json.decode(row["data"])["encounter"]), row["institution"]


async def _a_school_confirms_with_its_learners(platform: Platform) -> None:
    ledger = platform.ledger
    sharing = await ledger.pool.fetch(
        "select distinct institution from ledger.events e where topic = 'rosters.CohortDeclared.v1'"
        " and exists (select from ledger.claims c where c.key = 'active-hub:' || e.institution"
        " and c.holder = (select holder from ledger.claims where key = 'hub-slug:tees-valley'))"
    )
    encounter, institution = await _part(
        ledger, "encounters.EncounterDelivered.v1", [row[0] for row in sharing]
    )
    roster = Roster.of(
        roster_stream(institution),
        (
            (row["version"], row["recorded_at"], decode(row["topic"], row["data"]))
            for row in await ledger.read_stream(roster_stream(institution))
        ),
    )
    came = max(roster.on_roll(TODAY).values(), key=len)[3:15]
    attendance = AttendanceSent(learners=tuple(learner_reference(each) for each in came))
    confirm = ConfirmEncounter(institution=institution, encounter=encounter, attendance=attendance)
    await _execute(confirm, platform, Request(command_id="confirm"))
    with pytest.raises(Conflict, match="confirmed already"):
        await _execute(confirm, platform, Request(command_id="confirm again"))
    rows = await ledger.read_stream(part_stream(encounter, institution))
    confirmed = decode(rows[-1]["topic"], rows[-1]["data"])
    assert unpack(confirmed.attendance.learners) == came
    await _execute(
        CorrectConfirmation(
            institution=institution,
            encounter=encounter,
            attendance=attendance,
            reason=CorrectionReason.WRONG_ANSWERS,
        ),
        platform,
    )


async def _an_employer_proposes_and_a_school_accepts(platform: Platform) -> None:
    pool = platform.ledger.pool
    employer = await pool.fetchval(
        "select holder from ledger.claims where key like 'company:%' order by key limit 1"
    )
    urn, institution = await pool.fetchrow(
        "select substr(key, 5), holder from ledger.claims where key like 'urn:9%' order by 1 limit 1"
    )
    proposed = await _execute(
        ProposeEncounter(
            employer=employer,
            kind=EncounterKind.EMPLOYER_TALK,
            mode=DeliveryMode.IN_PERSON,
            planned_for=date(2026, 3, 4),
            urns=(urn,),
        ),
        platform,
    )
    encounter = UUID(msgspec.json.decode(proposed.answer)["id"])
    await _execute(AcceptEncounter(institution=institution, encounter=encounter), platform)
    stream = part_stream(encounter, institution)
    part = Part.of(
        stream,
        (
            (row["version"], row["recorded_at"], decode(row["topic"], row["data"]))
            for row in await platform.ledger.read_stream(stream)
        ),
    )
    assert part.status is PartStatus.ACCEPTED


async def _a_hub_admits_another(platform: Platform) -> None:
    ledger = platform.ledger
    candidates = {
        institution.id: hub.id
        for hub in hubs(SCALE, DEFAULT_SEED)
        for institution in hub.institutions
        if hub.admitted[institution.phase]
    }
    taken = await ledger.holders([active_hub_key(institution) for institution in candidates])
    institution, hub = next(
        (institution, hub)
        for institution, hub in candidates.items()
        if active_hub_key(institution) not in taken
    )
    await _execute(AdmitMember(hub=hub, institution=institution), platform)
    with pytest.raises(Conflict, match="member of this hub already"):
        await _execute(AdmitMember(hub=hub, institution=institution), platform)


async def _people_did_things_lately(platform: Platform) -> None:
    """Named, noted and agreed on, as commands do it; told again, nothing is added."""
    ledger = platform.ledger
    placed = await seed(platform, ISSUER)
    assert await tell_lately(platform, placed=placed, scale=SCALE, today=TODAY)
    head = await ledger.head()
    told = await _lately(ledger)
    assert told["identity.DutiesTaken.v1"] >= 3
    assert told["facilitation.VisitNoted.v1"] == told["facilitation.ActionAgreed.v1"] >= 2
    assert told["guidance.GuidanceMeetingHeld.v1"] >= 1

    school = placed[Role.CAREERS_LEADER].at.id
    workforce = await load(ledger, Workforce, workforce_stream(school))
    assert workforce.leader is not None
    name = workforce.people[workforce.leader.person].name
    vault = platform.vault
    assert isinstance(vault, Vault)
    assert await vault.reveal(name) == "Megan Ashworth"

    assert await tell_lately(platform, placed=placed, scale=SCALE, today=TODAY)
    assert await ledger.head() == head


async def _lately(ledger: Ledger) -> Counter[str]:
    """How often each thing happened by a command of the telling."""
    rows = await ledger.pool.fetch(
        "select topic, count(*) from ledger.readable where envelope->>'command_id' like 'lately/%'"
        " group by topic"
    )
    return Counter({row["topic"]: row["count"] for row in rows})


async def _execute(
    command: Command, platform: Platform, request: Request | None = None
) -> Accepted:
    return await execute(command, sender_of(command), platform, request)
