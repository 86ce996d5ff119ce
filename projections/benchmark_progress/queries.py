"""What services may ask about an institution's progress, answered by folding its own events.

Explanations and past dates need no tables: the same history gives them. The rule: one read of the
ledger answers one question, so figure and explanation rest on the same events.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import first_day
from hub_core.execute import ENGLAND
from hub_core.gatsby.accumulated import week_of
from hub_core.gatsby.edition import Criterion, Edition, editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain import Step
from hub_core.gatsby.explain_figure import figure_explained
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.measures import LearnersReached, Measure, Variety, WorkplaceHours
from hub_core.gatsby.not_reached import NobodyNamed, NotReached, not_reached
from hub_core.gatsby.progress import coverage, figures, measured
from hub_core.gatsby.weekly import headline_of
from hub_core.log.event import Event
from hub_core.log.kept_answers import KeptAnswers
from hub_core.reference.activities import ActivityKind
from hub_core.values import YearGroup
from projections.benchmark_progress.addresses import meant_by
from projections.benchmark_progress.answers import (
    BenchmarkCoverage,
    ExplainedStep,
    Explanation,
    Progress,
    Trend,
    shown,
)
from projections.benchmark_progress.changed import ALL_KINDS
from projections.benchmark_progress.events import EVENTS
from projections.benchmark_progress.history import History
from projections.benchmark_progress.reading import read
from projections.projection import Decoders

_READ = """
select position, topic, data from ledger.events
where institution = $1 and topic not in (select unnest($2::text[]))
    and ($3::timestamptz is null or recorded_at < $3)
order by position
"""


class _Asked(NamedTuple):
    """One figure, and what it rests on; ``told`` are the events by their position."""

    criterion: Criterion
    figure: Figure
    evidence: Evidence
    history: History
    told: dict[int, Event]


class Queries:
    """Questions over a pool of connections to the ledger's database; what is ``kept`` is not folded again."""

    def __init__(self, pool: asyncpg.Pool, kept: KeptAnswers | None = None) -> None:
        self._pool = pool
        self._kept = kept
        self._decoders = Decoders(EVENTS)

    async def progress(
        self, institution: UUID, edition: Edition, *, as_at: date, known_at: date | None = None
    ) -> Progress:
        """Every figure of an institution under an edition, as at a date."""
        [found] = await self.under(institution, (edition,), as_at=as_at, known_at=known_at)
        return found

    async def under(
        self,
        institution: UUID,
        asked: Sequence[Edition],
        *,
        as_at: date,
        known_at: date | None = None,
    ) -> list[Progress]:
        """The same under each of several editions, over the very same events."""
        each = tuple((edition, as_at) for edition in asked)
        return await self._on_days(institution, each, known_at=known_at)

    async def on_days(
        self, institution: UUID, edition: Edition, days: Sequence[date]
    ) -> list[Progress]:
        """The same under one edition as at each of several days, over the very same events."""
        return await self._on_days(institution, tuple((edition, day) for day in days))

    async def _on_days(
        self,
        institution: UUID,
        asked: tuple[tuple[Edition, date], ...],
        *,
        known_at: date | None = None,
    ) -> list[Progress]:
        async def work_out() -> list[Progress]:
            return await self._worked_out(institution, asked, known_at)

        if self._kept is None or known_at is not None:
            return await work_out()
        spelt = tuple((_spelt(edition), day) for edition, day in asked)
        return await self._kept.of(institution, ("progress", spelt), work_out)

    async def _worked_out(
        self, institution: UUID, asked: Sequence[tuple[Edition, date]], known_at: date | None
    ) -> list[Progress]:
        history, told = await self._history(institution, known_at)
        evidence = {day: history.evidence(day) for _, day in asked}
        return [
            _progress(
                edition,
                evidence[day],
                institution=institution,
                known_at=known_at,
                position=max(told, default=0),
                set_apart=len(history.set_apart(day)),
            )
            for edition, day in asked
        ]

    async def explain(
        self,
        institution: UUID,
        edition: Edition,
        address: str,
        *,
        as_at: date,
        known_at: date | None = None,
    ) -> Explanation | None:
        """Which events moved a figure, in order, and which did not count; None for no such figure."""
        asked = await self._asked(institution, edition, address, as_at, known_at)
        if asked is None:
            return None
        criterion, figure, evidence, history, told = asked
        steps = figure_explained(
            criterion, figure, evidence, left_out=[*history.left_out()], told=told
        )
        return Explanation(
            institution=institution,
            edition=edition.code,
            figure=shown(edition, figure, evidence),
            as_at=as_at,
            known_at=known_at,
            steps=tuple(_step(step, told[step.fact.position]) for step in steps),
        )

    async def missing(
        self,
        institution: UUID,
        edition: Edition,
        address: str,
        *,
        as_at: date,
    ) -> NotReached | NobodyNamed | None:
        """Whom a figure does not reach yet, or why nobody is named; None where there is no such figure."""
        asked = await self._asked(institution, edition, address, as_at, None)
        return None if asked is None else not_reached(asked.criterion, asked.figure, asked.evidence)

    async def _asked(
        self,
        institution: UUID,
        edition: Edition,
        address: str,
        as_at: date,
        known_at: date | None,
    ) -> "_Asked | None":
        """The figure an address names, with what it rests on; None for no such figure."""
        meant = meant_by(edition, address)
        if meant is None or (measure := meant.criterion.measure) is None:
            return None
        history, told = await self._history(institution, known_at, measure.kinds)
        evidence = history.evidence(as_at)
        if not meant.criterion.applies(evidence.setting, evidence.academic_year):
            return None
        alone = _alone(measure, meant.year_group)
        figure = meant.among(measured(meant.criterion, alone, evidence))
        if figure is None:
            return None
        return _Asked(meant.criterion, figure, evidence, history, told)

    async def _history(
        self,
        institution: UUID,
        known_at: date | None,
        kinds: frozenset[ActivityKind] = ALL_KINDS,
    ) -> tuple[History, dict[int, Event]]:
        until = None
        if known_at is not None:
            until = datetime.combine(known_at + timedelta(days=1), time(), tzinfo=ENGLAND)
        rows = await self._pool.fetch(_READ, institution, self._decoders.ignored, until)
        return read(institution, rows, self._decoders, kinds)


def _spelt(edition: Edition) -> str | bytes:
    """What tells an edition from every other: its code, or all it says where it is one that is tried."""
    shipped = editions().get(edition.code) is edition
    return edition.code if shipped else msgspec.json.encode(edition)


def _progress(
    edition: Edition,
    evidence: Evidence,
    *,
    institution: UUID,
    known_at: date | None,
    position: int,
    set_apart: int,
) -> Progress:
    found = list(figures(edition, evidence))
    covered = {one.benchmark: one for one in coverage(found)}
    by_benchmark: Mapping[int, list[Figure]] = {
        number: [figure for _, figure in group]
        for number, group in groupby(found, key=lambda one: one[0])
    }
    return Progress(
        institution=institution,
        edition=edition.code,
        edition_label=edition.label,
        academic_year=evidence.academic_year,
        as_at=evidence.as_at,
        known_at=known_at,
        position=position,
        set_apart=set_apart,
        trend=_trend(edition, evidence, [figure for _, figure in found]),
        benchmarks=tuple(
            BenchmarkCoverage(
                number=benchmark.number,
                name=benchmark.name,
                achieved=covered[benchmark.number].achieved,
                scored=covered[benchmark.number].scored,
                figures=tuple(
                    shown(edition, figure, evidence)
                    for figure in by_benchmark.get(benchmark.number, ())
                ),
            )
            for benchmark in edition.benchmarks
        ),
    )


def _trend(edition: Edition, evidence: Evidence, found: Sequence[Figure]) -> Trend | None:
    """The edition's headline for this institution; None where none of its criteria applies."""
    weeks = week_of(evidence.as_at, first_day(evidence.academic_year)) + 1
    for _, criterion in edition.criteria():
        drawn = [figure for figure in found if figure.criterion == criterion.code]
        if drawn and criterion.code in edition.headline:
            headline = headline_of(criterion, drawn, evidence)
            return Trend(
                criterion=criterion.code,
                wording=criterion.wording,
                learners=headline.learners,
                reached_by_week=tuple(headline.reached[:weeks]),
            )
    return None


def _alone(measure: Measure, year_group: YearGroup | None) -> Measure:
    """The measure for one year group alone, where each of them is measured by itself."""
    by_year_group = LearnersReached | WorkplaceHours | Variety
    if isinstance(measure, by_year_group) and year_group in measure.year_groups:
        return msgspec.structs.replace(measure, year_groups=(year_group,))
    return measure


def _step(step: Step, told: Event) -> ExplainedStep:
    fact, why_not = step.fact, step.not_counted
    return ExplainedStep(
        activity=fact.activity,
        position=fact.position,
        happened_on=fact.on,
        heading=told.heading(),
        kind=fact.kind,
        type=fact.type,
        mode=fact.mode,
        strength=fact.strength,
        contribution=step.contribution,
        not_counted=why_not,
        reason=why_not.label if why_not else "",
    )
