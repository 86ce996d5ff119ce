"""On the fictional England a school's page, the explanation of a figure and a count by hand in SQL agree.

Of the schools and colleges that confirmed most, as they were told in the log, matches, corrections and all.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

import asyncpg
import msgspec
import pytest

from hub_core.log.ledger import Append, NewEvent, Written
from hub_core.membership.events import InstitutionRegistered
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.chance import identity
from services.platform.england.filling import chunks
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story
from tests.projections.benchmark_progress.agreeing import others_compared, shares_compared
from tests.projections.benchmark_progress.asked_in_sql import SQL
from tests.projections.conftest import ENVELOPE, Log, Shared

pytestmark = pytest.mark.long
EASTER, JULY = date(2026, 3, 31), date(2026, 7, 31)
#: How many schools' learners are counted, and how many colleges', those of most confirmed encounters.
COUNTED = 2


@pytest.fixture(scope="module")
async def counting(shared: Shared) -> asyncpg.Pool:
    """A ledger with the institutions of England that confirmed most, and with what SQL reads in it."""
    of: defaultdict[UUID, list[NewEvent]] = defaultdict(list)
    story = Story(scale=Scale.parse("1 hub"), period=Period(JULY), seed=2026)
    for chunk in chunks(story, identity(2026)):
        for event in chunk.events:
            if event.institution is not None:
                of[event.institution].append(event)
    most = sorted(of, key=lambda one: (_named(of[one]), one.int), reverse=True)
    for phase in (ServicePhase.SECONDARY, ServicePhase.FE_AND_SKILLS):
        for one in [one for one in most if _phase(of[one]) is phase][:COUNTED]:
            await _append(shared.log, of[one])
    await shared.log.pool.execute(SQL)
    return shared.log.pool


def _named(events: list[NewEvent]) -> int:
    return sum(
        b'"learners"' in one.data and one.topic.endswith("EncounterConfirmed.v1") for one in events
    )


def _phase(events: list[NewEvent]) -> ServicePhase:
    [registered] = [one for one in events if one.topic.endswith("InstitutionRegistered.v1")]
    return msgspec.json.decode(registered.data, type=InstitutionRegistered).details.phase


async def _append(log: Log, events: list[NewEvent]) -> None:
    # A part in an encounter begins with events of others; here each fact is a stream of its own.
    alone = [msgspec.structs.replace(one, stream_id=one.event_id, version=1) for one in events]
    [outcome] = await log.ledger.append([Append(events=alone, envelope=ENVELOPE)])
    assert isinstance(outcome, Written)


@pytest.mark.parametrize("day", [EASTER, JULY])
async def test_page_explanation_and_a_count_in_sql_agree(counting: asyncpg.Pool, day: date) -> None:
    shares, others = await shares_compared(counting, day), await others_compared(counting, day)
    # Guidance meetings and whole check-lists of workplaces are not told of in this England.
    assert {code for _, code in shares} >= {"5.1", "5.1c"}
    assert {one.partition(".y")[0] for one in others} >= {"5.2"}
