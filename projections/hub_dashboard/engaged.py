"""Which employers a hub's members met or will meet: their parts in encounters, and activities of their own.

The rule: it counts as ``employers.engagement`` of the API does, from the same facts, for today’s members.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import first_day, next_academic_year, previous_academic_year
from hub_core.access.scope import Scope
from hub_core.employers.engagement import Meeting
from hub_core.encounters.part import OPEN, PartStatus
from hub_core.values import AcademicYear
from projections.read_model import BeingUpdated, ReadModel

_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)
_STANDING = (*OPEN, *_HELD)


def _meetings(of: str = "") -> str:
    """Every meeting of the hub $1 that stands (states $3), with whether it took place (states $2)."""
    return f"""
    select employer, institution, e.state = any($2::text[]) as took_place, e.happens_on, e.recorded_at
    from hub_dashboard.stays s
    join hub_dashboard.encounters e using (institution)
    where s.hub = $1 and s.until is null and employer is not null and e.state = any($3::text[]) {of}
    union all
    select employer, institution, true, o.happens_on, o.recorded_at
    from hub_dashboard.stays s
    join hub_dashboard.own_meetings o using (institution)
    where s.hub = $1 and s.until is null and employer is not null {of}
"""


#: One row for each employer, member and academic year; the last day counts, as a year's meetings do together.
#: Eight months before a day of an academic year is a day of the calendar year in which that began.
_ONE_BY_ONE = f"""
select employer, institution, took_place, max(happens_on) as day
from ({_meetings("and employer = any($4::uuid[])")}) m
group by employer, institution, took_place, extract(year from happens_on - interval '8 months')
"""
#: The same counted, as ``engagements`` counts meetings: the year from $5 up to $6, the one before from $4. A
#: member counts once for an employer and year. The row of no employer says how many members told of any, how
#: many members there are, and when the newest of all was recorded; always in the same order, so that what is
#: made of the same answer is known again.
_COUNTED = f"""
with pairs as materialized (
    select employer, institution,
        bool_or(took_place and happens_on >= $4 and happens_on < $5) as met,
        bool_or(happens_on >= $5 and happens_on < $6) as booked,
        max(happens_on) filter (where took_place) as last_met,
        max(recorded_at) as newest
    from ({_meetings()}) m
    group by employer, institution
)
select employer, count(*) filter (where met) as met_last_year,
    count(*) filter (where booked) as booked_this_year, max(last_met) as last_met, null::timestamptz as newest
from pairs group by employer
union all
select null, count(distinct institution),
    (select count(*) from hub_dashboard.stays where hub = $1 and until is null), null, max(newest)
from pairs
order by 1
"""


class EmployerMet(msgspec.Struct, frozen=True, kw_only=True):
    """How many members one employer met last year, how many it has met or booked this year, and when it
    last met one."""

    employer: UUID
    met_last_year: int
    booked_this_year: int
    last_met: date | None


class EmployersMet(msgspec.Struct, frozen=True, kw_only=True):
    """What a hub's ``members`` have to do with employers: so many of them ``told`` of any; ``newest`` is when
    the last of it was recorded."""

    members: int
    told: int
    employers: tuple[EmployerMet, ...]
    newest: datetime | None


class EngagedEmployers:
    """Questions over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._model = ReadModel(pool, "hub_dashboard")

    async def of_hub(
        self, hub: UUID, academic_year: AcademicYear, *, scope: Scope
    ) -> EmployersMet | BeingUpdated:
        """Every employer that the hub's present members met, or have agreed or been asked to meet, as seen
        from an academic year."""
        year = academic_year
        begins = [
            first_day(one) for one in (previous_academic_year(year), year, next_academic_year(year))
        ]
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows: Sequence[Any] = await connection.fetch(_COUNTED, hub, _HELD, _STANDING, *begins)
        *employers, (_, told, members, _, newest) = rows
        return EmployersMet(
            members=members,
            told=told,
            employers=tuple(
                EmployerMet(
                    employer=employer,
                    met_last_year=met,
                    booked_this_year=booked,
                    last_met=last_met,
                )
                for employer, met, booked, last_met, _ in employers
            ),
            newest=newest,
        )

    async def meetings(
        self, hub: UUID, employers: Collection[UUID], *, scope: Scope
    ) -> tuple[Meeting, ...] | BeingUpdated:
        """The meetings of these employers, each member and year by itself: of two that are one, members count
        once, and no sum of counts tells that."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows: Sequence[Mapping[str, Any]] = await connection.fetch(
                _ONE_BY_ONE, hub, _HELD, _STANDING, list(employers)
            )
        return tuple(
            Meeting(
                employer=row["employer"],
                institution=row["institution"],
                day=row["day"],
                took_place=row["took_place"],
            )
            for row in rows
        )
