"""What services may ask of the hub dashboard's read model.

Each answer is read in one snapshot, so all its figures stand at one log position, and in the scope of
whoever asks: what that does not reach is not there. The rule: "not there yet" is a value
(``BeingUpdated``), never an exception and never an old figure passed off as new.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, last_day
from hub_core.access.scope import Scope
from hub_core.disclosure import AS_SHIPPED, Policy
from hub_core.reference.hub_areas import hub_areas
from projections.hub_dashboard import statements
from projections.hub_dashboard.aggregate import AddedUp
from projections.hub_dashboard.feed import item
from projections.hub_dashboard.figures import (
    ActivityItem,
    HubDashboard,
    HubIdentity,
    HubReported,
    HubTile,
    InScope,
    MemberTold,
)
from projections.hub_dashboard.members import Member
from projections.hub_dashboard.period import PeriodTold, period_told
from projections.kept_rows import KeptBy, KeptRows
from projections.read_model import BeingUpdated, ReadModel

ENGLAND = ZoneInfo("Europe/London")

#: Most lines a feed gives at once, and on a dashboard.
FEED = 50
FEED_ON_DASHBOARD = 20


def _in_scope_of(row: asyncpg.Record) -> InScope:
    return InScope(**dict(row))


def _told_of(row: asyncpg.Record) -> MemberTold:
    return MemberTold(**dict(row))


def _member_of(row: asyncpg.Record) -> Member:
    return Member(**dict(row))


_members: KeptRows[Member] = KeptRows()
_figures: KeptBy[AddedUp] = KeptBy()
_periods: KeptBy[PeriodTold] = KeptBy()
_in_scope: KeptRows[InScope] = KeptRows()
_told: KeptRows[MemberTold] = KeptRows()


class Queries:
    """Questions over a pool of connections to the read models' database."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        *,
        policy: Policy = AS_SHIPPED,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._model = ReadModel(pool, "hub_dashboard")
        self._policy = policy
        self._clock = clock

    @property
    def today(self) -> date:
        """The day in England."""
        return self._clock().astimezone(ENGLAND).date()

    async def hubs(self, *, scope: Scope) -> list[HubTile]:
        """Every hub with its tile and the figures of the current academic year, by name.

        Only in the scope ``OVERVIEW``; in any other there are none. A hub outside the illustrative areas
        has a tile below the map. Empty before the read model is there.
        """
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return []
            rows = await connection.fetch(
                statements.TILES, self.today, academic_year_of(self.today)
            )
        return _tiles(rows)

    async def dashboard(
        self,
        slug: str,
        academic_year: str | None = None,
        at_least: int | None = None,
        *,
        scope: Scope,
    ) -> HubDashboard | BeingUpdated | None:
        """One hub in one academic year (None: the current one); None if there is no such hub.

        A year that is over is shown for those who were members on its last day. With ``at_least``
        the answer rests on that log position or a later one; if the read model does not get there
        in a second, it is ``BeingUpdated``. Members out of the scope's reach have no figures in it.
        """
        if (late := await self.reach(at_least or 0)) is not None:
            return late
        year = academic_year or academic_year_of(self.today)
        as_at = min(self.today, last_day(year))
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            hub = await connection.fetchrow(statements.HUB, slug)
            if hub is None:
                return None
            members = await connection.fetch(statements.MEMBERS, hub["hub"], year, as_at)
            eligible = await connection.fetch(statements.ELIGIBLE, as_at, hub["hub"])
            years = await connection.fetch(statements.YEARS, hub["hub"], self.today)
            feed = await self._feed(connection, hub["hub"], after=0, most=FEED_ON_DASHBOARD)
        figures = self._added_up(hub["hub"], members, eligible, year, as_at, scope)
        return HubDashboard(
            hub=_identity(hub),
            academic_year=year,
            academic_years=_with(year, [row[0] for row in years]),
            as_at=as_at,
            position=checkpoint["position"],
            recorded_at=checkpoint["recorded_at"],
            activity=tuple(feed),
            total=figures.total,
            phases=figures.phases,
            encounters_by_month=figures.encounters_by_month,
            by_sector=figures.by_sector,
            by_mode=figures.by_mode,
            by_kind=figures.by_kind,
            by_year_group=figures.by_year_group,
            evidence=figures.evidence,
            beside=figures.beside,
            silent=figures.silent,
        )

    async def period(
        self,
        hub: UUID,
        academic_year: str,
        months: Sequence[int],
        *,
        of_year: Sequence[Sequence[int]],
        as_at: date,
        scope: Scope,
        at_least: int = 0,
    ) -> PeriodTold | BeingUpdated:
        """The members of a hub on a day and what took place in some months of its academic year.

        ``of_year`` are the months of every period of the year, protected together (see ``period_told``).
        """
        if (late := await self.reach(at_least)) is not None:
            return late
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            members = await connection.fetch(statements.MEMBERS, hub, academic_year, as_at)
            eligible = await connection.fetch(statements.ELIGIBLE, as_at, hub)
        question = (hub, as_at, tuple(months), tuple(map(tuple, of_year)), scope, self._policy)
        found = _members.of((hub, academic_year, as_at, scope), members, _member_of)
        by_phase = _spelt(eligible)
        return _periods.of(
            question,
            (found, by_phase),
            lambda: period_told(
                found,
                as_at=as_at,
                months=months,
                of_year=of_year,
                eligible=dict(by_phase),
                policy=self._policy,
            ),
        )

    async def activity(self, slug: str, after: int = 0, *, scope: Scope) -> list[ActivityItem]:
        """What the hub's members did past a log position: the newest 50 at most, oldest first."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return []
            hub = await connection.fetchrow(statements.HUB, slug)
            if hub is None:
                return []
            feed = await self._feed(connection, hub["hub"], after=after, most=FEED)
        return feed[::-1]

    async def institutions_within(self, scope: Scope) -> list[UUID]:
        """Open institutions above primary that belong to the hub, trust or local authority asking, now.

        None in any other scope. Empty before the read model is there.
        """
        statement = statements.WITHIN.get(scope.kind)
        if statement is None:
            return []
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return []
            rows = await connection.fetch(statement, scope.id)
        return [row["institution"] for row in rows]

    async def in_scope(self, hub: UUID, *, scope: Scope) -> Sequence[InScope] | BeingUpdated:
        """The institutions a hub could have as members and those it has, by name: the register, no figure."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(statements.IN_SCOPE, self.today, hub)
        return _in_scope.of((hub, scope), _with_name(rows), _in_scope_of)

    async def pressing(self, hub: UUID, *, scope: Scope) -> Sequence[MemberTold] | BeingUpdated:
        """What each member told, and which offers wait for its answer, by name. Nobody is counted."""
        year = academic_year_of(self.today)
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(statements.PRESSING, self.today, hub, year)
        return _told.of((hub, scope), rows, _told_of)

    async def reported(
        self, hub: UUID, *, before: date, scope: Scope
    ) -> HubReported | BeingUpdated:
        """A hub today, and how many members it had on a day ``before``: one answer of one state, with the
        figures that ``dashboard``, ``in_scope`` and ``pressing`` give."""
        today = self.today
        year = academic_year_of(today)
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            was = await connection.fetchrow(statements.MEMBERS_BEFORE, hub, before)
            if not was["known"]:  # a hub of a moment ago
                return BeingUpdated(position=checkpoint["position"])
            members = await connection.fetch(statements.MEMBERS, hub, year, today)
            in_scope = await connection.fetch(statements.IN_SCOPE, today, hub)
            told = await connection.fetch(statements.PRESSING, today, hub, year)
        eligible = Counter(row["phase"] for row in in_scope).items()
        figures = self._added_up(hub, members, eligible, year, today, scope)
        return HubReported(
            academic_year=year,
            total=figures.total,
            phases=figures.phases,
            encounters_by_month=figures.encounters_by_month,
            by_sector=figures.by_sector,
            members_before=was["members"],
            in_scope=_in_scope.of((hub, scope), _with_name(in_scope), _in_scope_of),
            members=_told.of((hub, scope), told, _told_of),
        )

    async def edition(self) -> str | None:
        """What the read model stands at (see ``ReadModel.edition``)."""
        return await self._model.edition()

    async def reach(self, position: int) -> BeingUpdated | None:
        """Wait a second at most until the read model stands there; None when it does."""
        return await self._model.reach(position)

    def _added_up(
        self,
        hub: UUID,
        members: Sequence[asyncpg.Record],
        eligible: Iterable[Any],
        academic_year: str,
        as_at: date,
        scope: Scope,
    ) -> AddedUp:
        """What these rows come to, added up anew once one is another."""
        question = (hub, academic_year, as_at, scope)
        found, by_phase = _members.of(question, members, _member_of), _spelt(eligible)
        return _figures.of(
            (*question, self._policy),
            (found, by_phase),
            lambda: AddedUp(
                found,
                eligible=dict(by_phase),
                academic_year=academic_year,
                as_at=as_at,
                policy=self._policy,
            ),
        )

    async def _feed(
        self, connection: Any, hub: UUID, *, after: int, most: int
    ) -> list[ActivityItem]:
        """The newest acts of today's members, newest first."""
        rows = await connection.fetch(statements.ACTIVITY, hub, after, most, self.today)
        return [item(row, self._policy) for row in rows]


def _spelt(eligible: Iterable[Any]) -> tuple[tuple[str | None, int], ...]:
    """How many are eligible by phase, the same in whatever order they were counted."""
    return tuple(
        sorted(((phase, number) for phase, number in eligible), key=lambda one: one[0] or "")
    )


def _with_name(rows: Sequence[asyncpg.Record]) -> list[asyncpg.Record]:
    return [row for row in rows if row["name"] is not None]


def as_json(answer: HubDashboard | BeingUpdated | list[HubTile] | list[ActivityItem]) -> bytes:
    """An answer as JSON, as the APIs and the page's data island give it."""
    return msgspec.json.encode(answer)


def _identity(hub: asyncpg.Record) -> HubIdentity:
    return HubIdentity(
        id=hub["hub"],
        slug=hub["slug"],
        name=hub["name"],
        lead_organisation=hub["lead_organisation"],
        areas=tuple(hub["areas"]),
    )


def _tiles(rows: list[asyncpg.Record]) -> list[HubTile]:
    areas = hub_areas()
    below = max(area.row for area in areas.values()) + 2
    unplaced = iter(range(len(rows)))
    tiles = []
    for row in rows:
        area = areas.get(row["slug"])
        tiles.append(
            HubTile(
                slug=row["slug"],
                name=row["name"],
                tile_label=area.tile_label if area else row["name"][:12],
                column=area.column if area else next(unplaced),
                row=area.row if area else below,
                members=row["members"],
                eligible=row["eligible"],
                encounters=row["encounters"],
                institutions_reporting=row["reporting"],
                newest=row["newest"],
            )
        )
    return tiles


def _with(year: str, years: list[str]) -> tuple[str, ...]:
    """The years with anything to show, latest first, and the one asked for."""
    return tuple(sorted({year, *years}, reverse=True))
