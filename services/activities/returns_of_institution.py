"""An institution's returns, folded from its own events: what it reads is what it sent, no later."""

from collections import defaultdict
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger
from hub_core.returns.events import (
    MonthlyCountsCorrected,
    MonthlyCountsSent,
    PrimaryReturnCorrected,
    PrimaryReturnSent,
)
from hub_core.returns.monthly_counts import MonthlyCounts
from hub_core.returns.primary_return import PrimaryReturn

_PRIMARY = (PrimaryReturnSent.TOPIC, PrimaryReturnCorrected.TOPIC)
_MONTHLY = (MonthlyCountsSent.TOPIC, MonthlyCountsCorrected.TOPIC)

Return = TypeVar("Return", PrimaryReturn, MonthlyCounts)


async def primary_returns_of(ledger: Ledger, institution: UUID) -> list[PrimaryReturn]:
    """Every return of a primary school, the latest year first."""
    found = await _of(ledger, institution, PrimaryReturn, _PRIMARY)
    return sorted(found, key=lambda one: one.academic_year, reverse=True)


async def monthly_counts_of(ledger: Ledger, institution: UUID) -> list[MonthlyCounts]:
    """Every month of an adult service, the latest first."""
    found = await _of(ledger, institution, MonthlyCounts, _MONTHLY)
    return sorted(found, key=lambda one: one.month, reverse=True)


async def _of(
    ledger: Ledger, institution: UUID, kind: type[Return], topics: tuple[str, ...]
) -> list[Return]:
    streams: dict[UUID, list[tuple[int, datetime, Event]]] = defaultdict(list)
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        for row in rows:
            if row["topic"] in topics:
                event = decode(row["topic"], row["data"])
                streams[row["stream_id"]].append((row["version"], row["recorded_at"], event))
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    return [kind.of(stream_id, events) for stream_id, events in streams.items()]
