"""Institutions, hubs and employers by a part of their name, as far as whoever asks may know of them.

The rule: the scope decides whose names there are; a closed institution is not looked for.
"""

from uuid import UUID

import asyncpg
import msgspec

from hub_core.access.scope import Scope
from projections.read_model import BeingUpdated, ReadModel

#: What begins with the words wanted comes first.
_INSTITUTIONS = """
select institution, name, urn, ukprn, phase, local_authority from hub_dashboard.institutions
where closed_on is null and name is not null
    and (strpos(lower(name), lower($1)) > 0 or urn = $1 or ukprn = $1)
order by strpos(lower(name), lower($1)) <> 1, name, institution limit $2
"""
_HUBS = """
select slug, name from hub_dashboard.hubs where strpos(lower(name), lower($1)) > 0
order by strpos(lower(name), lower($1)) <> 1, name limit $2
"""
_EMPLOYERS = """
select employer, name from hub_dashboard.employers where strpos(lower(name), lower($1)) > 0
order by strpos(lower(name), lower($1)) <> 1, name, employer limit $2
"""


class FoundInstitution(msgspec.Struct, frozen=True, kw_only=True):
    """An institution as the public register knows it."""

    institution: UUID
    name: str
    urn: str | None
    ukprn: str | None
    phase: str | None
    local_authority: str | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: hubs by slug and name, employers by id and name."""

    institutions: tuple[FoundInstitution, ...]
    hubs: tuple[tuple[str, str], ...]
    employers: tuple[tuple[UUID, str], ...]


class SearchQueries:
    """Questions over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._model = ReadModel(pool, "hub_dashboard")

    async def named(self, wanted: str, *, most: int, scope: Scope) -> Found | BeingUpdated:
        """What is called so, at most so many of each kind."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            institutions = await connection.fetch(_INSTITUTIONS, wanted, most)
            hubs = await connection.fetch(_HUBS, wanted, most)
            employers = await connection.fetch(_EMPLOYERS, wanted, most)
        return Found(
            institutions=tuple(FoundInstitution(**dict(row)) for row in institutions),
            hubs=tuple((row["slug"], row["name"]) for row in hubs),
            employers=tuple((row["employer"], row["name"]) for row in employers),
        )
