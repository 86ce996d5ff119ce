"""What is known of a hub on the last day of a period: everything its return is worked out from.

The rule: facts about posts, training, reviews and statements are those of that day. Streams are folded up
to it, so that what is recorded late counts and what happened later does not.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import Scope
from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.gatsby.edition import edition_in_use
from hub_core.gatsby.setting import setting_of
from hub_core.log.aggregate import Aggregate
from hub_core.log.event import Event
from hub_core.log.repository import Looked
from hub_core.membership.institution import Institution
from hub_core.provider_access.statement import AccessStatement, Publication, statement_stream
from hub_core.quality.codes import ReviewKind
from hub_core.quality.record import QualityRecord, quality_stream
from hub_core.reporting.funders import Funder, FunderPeriod
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.values import AcademicYear
from hub_core.workforce.register import Workforce, workforce_stream
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import (
    BenchmarkOfHub,
    DeclaredResult,
    MemberStanding,
    over_benchmarks,
)
from projections.hub_dashboard.period import PeriodTold
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated

AggregateType = TypeVar("AggregateType", bound=Aggregate)


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """A member's posts, training, reviews and statement on the day. ``told`` is whether it or its hub
    ever recorded any of its workforce, ``newest`` the day of the newest fact."""

    told: bool
    leader_in_post: bool
    leader_trained: bool
    adviser_matched: bool
    leadership_reviewed: bool
    peer_reviewed: bool
    review_told: bool
    statement: Publication
    newest: date | None


class ReturnRead(msgspec.Struct, frozen=True, kw_only=True):
    """What the read models say of a hub on the day: ``period`` what took place, ``standings`` the official
    results of those in it by that day, ``year_before`` of the same day a year before."""

    period: PeriodTold
    standings: tuple[MemberStanding, ...]
    year_before: Mapping[UUID, DeclaredResult]


class Known(ReturnRead, frozen=True, kw_only=True, dict=True):
    """A hub on the day, with what the log says of its members' posts, training, reviews and statements."""

    staffing: Mapping[UUID, Staffing]

    @cached_property
    def evaluated(self) -> tuple[UUID, ...]:
        """The members Compass evaluates."""
        return tuple(
            one.institution for one in self.period.members if one.phase in USUAL_EVALUATION
        )

    @cached_property
    def with_result(self) -> tuple[MemberStanding, ...]:
        """Those of them that have a result."""
        evaluated = frozenset(self.evaluated)
        return tuple(
            one
            for one in self.standings
            if one.institution in evaluated and one.declared is not None
        )

    @cached_property
    def benchmarks(self) -> tuple[BenchmarkOfHub, ...]:
        """Each benchmark over those that have a result."""
        return over_benchmarks(self.with_result)


async def return_read(
    pool: asyncpg.Pool,
    hub: UUID,
    funder: Funder,
    period: FunderPeriod,
    academic_year: AcademicYear,
    *,
    today: date,
    scope: Scope,
    at_least: int = 0,
) -> ReturnRead | BeingUpdated:
    """What the read models say of this period; of one under way, up to today."""
    day = min(today, period.last_day(academic_year))
    told = await Queries(pool).period(
        hub,
        academic_year,
        period.months,
        of_year=[one.months for one in funder.period],
        as_at=day,
        scope=scope,
        at_least=at_least,
    )
    if isinstance(told, BeingUpdated):
        return told
    year = academic_year_of(day)
    since = await KeptProgress(pool).hub_since(
        hub,
        year,
        edition_in_use(day),
        today=day,
        since=year_before(day),
        scope=scope,
        at_least=at_least,
    )
    if isinstance(since, BeingUpdated):
        return since
    return ReturnRead(period=told, standings=since.standing.institutions, year_before=since.results)


async def known_of(looked: Looked, hub: UUID, found: ReturnRead) -> Known:
    """Everything a hub's return rests on. What its members' streams say is kept by itself: what else is told
    of them changes more often."""
    members = sorted(one.institution for one in found.period.members)
    day = found.period.as_at

    async def staffing(looked: Looked) -> dict[UUID, Staffing]:
        return await _staffing(looked, members, day)

    return Known(
        **msgspec.structs.asdict(found),
        staffing=await looked.worked_out(("staffing", hub, day), members, staffing),
    )


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February the day before it."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


async def _staffing(looked: Looked, members: list[UUID], day: date) -> dict[UUID, Staffing]:
    schools = await looked.read_many(Institution, members)
    posts = await _folded(looked, Workforce, map(workforce_stream, members), day)
    records = await _folded(looked, TrainingRecord, map(training_record_stream, members), day)
    reviews = await _folded(looked, QualityRecord, map(quality_stream, members), day)
    statements = await _folded(looked, AccessStatement, map(statement_stream, members), day)
    return {
        one: _staffed(
            schools[one],
            posts[workforce_stream(one)],
            records[training_record_stream(one)],
            reviews[quality_stream(one)],
            statements[statement_stream(one)],
            day,
        )
        for one in members
    }


def _staffed(
    school: Institution,
    posts: Workforce,
    record: TrainingRecord,
    quality: QualityRecord,
    statement: AccessStatement,
    day: date,
) -> Staffing:
    reviews = [one for one in quality.reviews.values() if one.current(day)]
    days = (
        *((posts.leader.since,) if posts.leader else ()),
        *posts.advisers.values(),
        *(one.completed_on for one in record.completions.values()),
        *(one.held_on for one in quality.reviews.values()),
        *((statement.reviewed_on,) if statement.is_published else ()),
    )
    return Staffing(
        told=posts.exists,
        leader_in_post=posts.leader is not None,
        leader_trained=leader_trained(posts.leader, record, day) is True,
        adviser_matched=bool(posts.advisers),
        leadership_reviewed=any(one.kind is ReviewKind.LEADERSHIP for one in reviews),
        peer_reviewed=any(one.kind is ReviewKind.PEER for one in reviews),
        review_told=quality.exists,
        statement=statement.check(setting_of(school.details), today=day).publication,
        newest=max(days, default=None),
    )


async def _folded(
    looked: Looked, kind: type[AggregateType], streams: Iterable[UUID], day: date
) -> dict[UUID, AggregateType]:
    """The aggregates as they were on a day, by what is known of it now."""
    wanted = list(streams)
    now = await looked.read_many(kind, wanted)
    told = await looked.read_many(Told, wanted)
    return {one: now[one] if told[one].latest <= day else told[one].by(day, kind) for one in wanted}


class Told(Aggregate):
    """What was recorded in a stream of whatever kind, event by event; ``latest`` is the last day of any."""

    def begin(self) -> None:
        self.events: list[Any] = []
        self.latest = date.min

    def evolve(self, event: Event) -> None:
        day: date = event.occurred_on  # type: ignore[attr-defined]
        self.latest = max(self.latest, day)
        self.events.append(event)

    def by(self, day: date, kind: type[AggregateType]) -> AggregateType:
        """What had happened by a day amounts to, as told by now."""
        by_then = [one for one in self.events if one.occurred_on <= day]
        return kind.of(
            self.id, ((place, self.modified_on, one) for place, one in enumerate(by_then, 1))
        )
