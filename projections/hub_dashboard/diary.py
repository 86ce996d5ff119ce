"""Which institutions take part in which encounters within some days: what a calendar is looked up from.

The rule: it is asked in the scope of whoever reads the calendar, so rows of others are not there.
"""

from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.access.scope import Scope
from projections.read_model import BeingUpdated, ReadModel

_OF_INSTITUTIONS = """
select encounter, institution from hub_dashboard.encounters
where institution = any($1) and happens_on between $2 and $3
order by happens_on, encounter, institution limit $4
"""
_OF_EMPLOYER = """
select encounter, institution from hub_dashboard.encounters
where employer = $1 and happens_on between $2 and $3
order by happens_on, encounter, institution limit $4
"""


class TakingPart(msgspec.Struct, frozen=True, kw_only=True):
    """An institution's part in an encounter."""

    encounter: UUID
    institution: UUID


class DiaryQueries:
    """Questions over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._model = ReadModel(pool, "hub_dashboard")

    async def of_institutions(
        self, institutions: list[UUID], first: date, last: date, *, most: int, scope: Scope
    ) -> list[TakingPart] | BeingUpdated:
        """The parts of these institutions in encounters of these days, the first day first."""
        return await self._asked(scope, _OF_INSTITUTIONS, institutions, first, last, most)

    async def of_employer(
        self, employer: UUID, first: date, last: date, *, most: int, scope: Scope
    ) -> list[TakingPart] | BeingUpdated:
        """The same for all institutions in the encounters of one employer."""
        return await self._asked(scope, _OF_EMPLOYER, employer, first, last, most)

    async def _asked(
        self, scope: Scope, statement: str, *given: object
    ) -> list[TakingPart] | BeingUpdated:
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(statement, *given)
        return [TakingPart(**dict(row)) for row in rows]
