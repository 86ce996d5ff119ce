"""What is known of a hub on the last day of a period: everything its return is worked out from.

The rule: facts about posts, training, reviews and statements are those of that day. Streams are folded up
to it, so that what is recorded late counts and what happened later does not.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, last_day
from hub_core.access.scope import Scope
from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.gatsby.edition import edition_in_use
from hub_core.gatsby.setting import setting_of
from hub_core.log.aggregate import Aggregate
from hub_core.log.event import Event
from hub_core.log.ledger import Ledger
from hub_core.log.repository import Looked, look
from hub_core.membership.institution import Institution
from hub_core.provider_access.statement import AccessStatement, Publication, statement_stream
from hub_core.quality.codes import ReviewKind
from hub_core.quality.record import QualityRecord, quality_stream
from hub_core.reporting.funders import Funder, FunderPeriod
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.values import AcademicYear
from hub_core.workforce.register import Workforce, workforce_stream
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import MemberStanding
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


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A hub on the day: ``period`` what took place, ``standings`` and ``year_before`` the official results
    of its members on that day and the same day a year before."""

    period: PeriodTold
    standings: tuple[MemberStanding, ...]
    year_before: tuple[MemberStanding, ...]
    staffing: Mapping[UUID, Staffing]

    @property
    def evaluated(self) -> tuple[UUID, ...]:
        """The members Compass evaluates."""
        return tuple(
            one.institution for one in self.period.members if one.phase in USUAL_EVALUATION
        )


async def known_of(
    ledger: Ledger,
    pool: asyncpg.Pool,
    hub: UUID,
    funder: Funder,
    period: FunderPeriod,
    academic_year: AcademicYear,
    *,
    today: date,
    scope: Scope,
    at_least: int = 0,
) -> Known | BeingUpdated:
    """Everything a return of this period rests on; of a period under way, up to today."""
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
    members = {one.institution for one in told.members}
    standings = await _standings(pool, hub, day, scope, at_least)
    before = await _standings(pool, hub, year_before(day), scope, at_least)
    if isinstance(standings, BeingUpdated):
        return standings
    if isinstance(before, BeingUpdated):
        return before
    return Known(
        period=told,
        standings=tuple(one for one in standings if one.institution in members),
        year_before=before,
        staffing=await _staffing(ledger, sorted(members), day),
    )


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February the day before it."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


async def _standings(
    pool: asyncpg.Pool, hub: UUID, day: date, scope: Scope, at_least: int
) -> tuple[MemberStanding, ...] | BeingUpdated:
    year = academic_year_of(day)
    found = await KeptProgress(pool).hub(
        hub,
        year,
        edition_in_use(day),
        today=min(day, last_day(year)),
        scope=scope,
        at_least=at_least,
    )
    return found if isinstance(found, BeingUpdated) else found.institutions


async def _staffing(ledger: Ledger, members: list[UUID], day: date) -> dict[UUID, Staffing]:
    looked = await look(ledger)
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
