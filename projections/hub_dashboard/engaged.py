"""Which employers a hub's members met or will meet: their parts in encounters, and activities of their own.

The rule: it counts as ``employers.engagement`` of the API does, from the same facts, for today’s members.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.access.scope import Scope
from hub_core.employers.engagement import Meeting
from hub_core.encounters.part import OPEN, PartStatus
from projections.read_model import BeingUpdated, ReadModel

_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)
_STANDING = (*OPEN, *_HELD)

#: One row for each employer, member and academic year; the last day counts, as a year's meetings do together.
#: Eight months before a day of an academic year is a day of the calendar year in which that began.
#: One row more, of no employer, says when the newest of all was recorded: of each it is not asked.
_MEETINGS = """
select employer, institution, took_place, max(happens_on) as day,
    case when grouping(employer) = 1 then max(recorded_at) end as newest
from (
    select e.employer, e.institution, e.state = any($2::text[]) as took_place, e.happens_on, e.recorded_at
    from hub_dashboard.stays s
    join hub_dashboard.encounters e using (institution)
    where s.hub = $1 and s.until is null and e.employer is not null and e.state = any($3::text[])
    union all
    select o.employer, o.institution, true, o.happens_on, o.recorded_at
    from hub_dashboard.stays s
    join hub_dashboard.own_meetings o using (institution)
    where s.hub = $1 and s.until is null and o.employer is not null
) m
group by grouping sets (
    (employer, institution, took_place, extract(year from happens_on - interval '8 months')), ()
)
"""
_MEMBERS = "select count(*) from hub_dashboard.stays where hub = $1 and until is null"


class EmployersMet(msgspec.Struct, frozen=True, kw_only=True):
    """What a hub's ``members`` have to do with employers; ``newest`` is when the last of it was recorded."""

    members: int
    meetings: tuple[Meeting, ...]
    newest: datetime | None


class EngagedEmployers:
    """Questions over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._model = ReadModel(pool, "hub_dashboard")

    async def of_hub(self, hub: UUID, *, scope: Scope) -> EmployersMet | BeingUpdated:
        """Every employer that the hub's present members met, or have agreed or been asked to meet."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows: Sequence[Any] = await connection.fetch(
                _MEETINGS, hub, list(_HELD), list(_STANDING)
            )
            members: int = await connection.fetchval(_MEMBERS, hub)
        return EmployersMet(
            members=members,
            meetings=tuple(_meeting(row) for row in rows if row["employer"] is not None),
            newest=next(row["newest"] for row in rows if row["employer"] is None),
        )


def _meeting(row: Any) -> Meeting:
    day: date = row["day"]
    return Meeting(
        employer=row["employer"],
        institution=row["institution"],
        day=day,
        took_place=row["took_place"],
    )
