"""What services may ask of the figures that are kept: whole hubs, and an institution without its log.

The rule: one answer stands at one log position, in the scope of whoever asks. What a past date or another
threshold would give is folded on demand (``queries.py``), by the same code.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, last_day
from hub_core.access.scope import Scope
from hub_core.gatsby.edition import Edition
from hub_core.gatsby.figures import Figure
from hub_core.values import AcademicYear
from projections.benchmark_progress.cells import unpacked_at
from projections.benchmark_progress.groups import OF_GROUPS, GroupOfHub, group_of_hub
from projections.benchmark_progress.month_ends import OF_HUB, Least, kept_at
from projections.benchmark_progress.standing import (
    MEMBERS,
    RESULTS,
    SCHOOLS,
    BenchmarkOfHub,
    DeclaredResult,
    HubSince,
    HubStanding,
    MemberStanding,
    declared_of,
    mean_achieved,
    over_benchmarks,
    standing_of,
)
from projections.kept_rows import KeptBy, KeptRows
from projections.read_model import BeingUpdated, ReadModel

_CELLS = """
select p.cells, g.cells as of_groups
from benchmark_progress.progress p
left join benchmark_progress.group_progress g using (institution, academic_year, edition)
where p.institution = $1 and p.academic_year = $2 and p.edition = $3
"""
_CELLS_OF_HUB = """
select i.institution, p.cells
from benchmark_progress.institutions i
left join benchmark_progress.progress p
    on p.institution = i.institution and p.academic_year = $2 and p.edition = $3
where i.hub = $1
order by i.name, i.institution
"""


def _result_of(row: asyncpg.Record) -> tuple[UUID, DeclaredResult]:
    return row["institution"], declared_of(row)


_standings: KeptRows[MemberStanding] = KeptRows()
_results: KeptRows[tuple[UUID, DeclaredResult]] = KeptRows()
_figures: KeptRows[tuple[UUID, tuple[Figure, ...] | None]] = KeptRows()
_at_month_end: KeptRows[tuple[UUID, Least | None]] = KeptRows()
_by_member: KeptBy[dict[UUID, DeclaredResult]] = KeptBy()
_over: KeptBy[tuple[BenchmarkOfHub, ...]] = KeptBy()


class TrustSchool(msgspec.Struct, frozen=True, kw_only=True):
    """A school of a trust: where it stands, and the hub it is an active member of."""

    standing: MemberStanding
    hub: UUID | None


class KeptProgress:
    """Questions over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._model = ReadModel(pool, "benchmark_progress")

    async def hub(
        self,
        hub: UUID,
        academic_year: AcademicYear,
        edition: Edition,
        *,
        today: date,
        scope: Scope,
        at_least: int = 0,
    ) -> HubStanding | BeingUpdated:
        """The present members of a hub: coverage in a year, and the latest official result by its end."""
        if (late := await self._model.reach(at_least)) is not None:
            return late
        as_at = min(today, last_day(academic_year))
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(MEMBERS, hub, academic_year, edition.code, as_at)
        return _hub_standing(hub, academic_year, edition, as_at, scope, rows, checkpoint)

    async def hub_since(
        self,
        hub: UUID,
        academic_year: AcademicYear,
        edition: Edition,
        *,
        today: date,
        since: date,
        scope: Scope,
        at_least: int = 0,
    ) -> HubSince | BeingUpdated:
        """The same with the latest results by an earlier day, of the same state of the read model."""
        if (late := await self._model.reach(at_least)) is not None:
            return late
        as_at = min(today, last_day(academic_year))
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(MEMBERS, hub, academic_year, edition.code, as_at)
            results = await connection.fetch(RESULTS, hub, since)
        told = _results.of((hub, since, scope), results, _result_of)
        return HubSince(
            standing=_hub_standing(hub, academic_year, edition, as_at, scope, rows, checkpoint),
            results=_by_member.of((hub, since, scope), told, lambda: dict(told)),
        )

    async def trust(
        self,
        trust: UUID,
        academic_year: AcademicYear,
        edition: Edition,
        *,
        today: date,
        scope: Scope,
    ) -> tuple[TrustSchool, ...] | BeingUpdated:
        """The schools of a trust by name, whichever hubs they are in; those the scope does not reach are
        not there."""
        as_at = min(today, last_day(academic_year))
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(SCHOOLS, trust, academic_year, edition.code, as_at)
        return tuple(TrustSchool(standing=standing_of(row), hub=row["hub"]) for row in rows)

    async def figures_of_members(
        self,
        hub: UUID,
        academic_year: AcademicYear,
        edition: Edition,
        criteria: Collection[str],
        *,
        today: date,
        scope: Scope,
    ) -> dict[UUID, tuple[Figure, ...] | None] | BeingUpdated:
        """What each present member's figures about everybody come to under some criteria, by name; None for
        one that supplied no data that year. They are exact: whoever shows them protects them."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(_CELLS_OF_HUB, hub, academic_year, edition.code)
        wanted = frozenset(criteria)
        found = _figures.of(
            (hub, academic_year, edition.code, wanted, today, scope),
            rows,
            lambda row: (
                row["institution"],
                None if row["cells"] is None else unpacked_at(row["cells"], today, wanted),
            ),
        )
        return dict(found)

    async def at_month_end(
        self, hub: UUID, edition: Edition, day: date, *, scope: Scope
    ) -> dict[UUID, Least]:
        """Where present members stand at a month's end in criteria whose threshold can be tried, those of
        whom it is kept: whoever has to know the others folds their events."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return {}
            rows = await connection.fetch(OF_HUB, hub, edition.code, academic_year_of(day), day)
        found = _at_month_end.of(
            (hub, edition.code, day, scope),
            rows,
            lambda row: (row["institution"], kept_at(row, day)),
        )
        return {one: least for one, least in found if least is not None}

    async def groups_of_hub(
        self, hub: UUID, academic_year: AcademicYear, edition: Edition, *, scope: Scope
    ) -> tuple[GroupOfHub, ...] | BeingUpdated:
        """Sums about groups of learners over the hub's present members, where enough of them told."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(OF_GROUPS, hub, academic_year, edition.code)
        return tuple(group_of_hub(tuple(row)) for row in rows)

    async def edition(self) -> str | None:
        """What the read model stands at (see ``ReadModel.edition``)."""
        return await self._model.edition()

    async def institution(
        self,
        institution: UUID,
        academic_year: AcademicYear,
        edition: Edition,
        *,
        today: date,
        scope: Scope,
        at_least: int = 0,
    ) -> tuple[Figure, ...] | BeingUpdated | None:
        """An institution's figures of a year, those of groups last; None when it supplied no data then.

        Groups are there only where the scope is the institution's own.
        """
        if (late := await self._model.reach(at_least)) is not None:
            return late
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            row = await connection.fetchrow(_CELLS, institution, academic_year, edition.code)
        if row is None:
            return None
        of_groups = () if row["of_groups"] is None else unpacked_at(row["of_groups"], today)
        return (*unpacked_at(row["cells"], today), *of_groups)


def _hub_standing(
    hub: UUID,
    academic_year: AcademicYear,
    edition: Edition,
    as_at: date,
    scope: Scope,
    rows: Sequence[asyncpg.Record],
    checkpoint: asyncpg.Record,
) -> HubStanding:
    asked = (hub, academic_year, edition.code, as_at, scope)
    institutions = _standings.of(asked, rows, standing_of)
    return HubStanding(
        hub=hub,
        academic_year=academic_year,
        as_at=as_at,
        edition=edition.code,
        edition_label=edition.label,
        position=checkpoint["position"],
        members=len(institutions),
        declared=sum(one.declared is not None for one in institutions),
        supplied=sum(one.evidenced is not None for one in institutions),
        mean_achieved=mean_achieved(institutions),
        benchmarks=_over.of(asked, institutions, lambda: over_benchmarks(institutions)),
        institutions=institutions,
    )
