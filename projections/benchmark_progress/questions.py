"""Questions worth asking about an institution's year, from its own events.

The rule: nothing here tells of learners. What is counted are declarations, check-lists and confirmations,
and of the roll only how far it is from the census.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, first_day
from hub_core.evaluations import events as v
from hub_core.evaluations.standing import last_measure_date, official_results
from hub_core.log.event import Event
from hub_core.questions.rules import (
    Question,
    confirmed_in_seconds,
    copied_forward,
    roll_differs,
    self_ticked,
)
from hub_core.questions.sample import sample_of
from hub_core.questions.thresholds import Thresholds, thresholds
from hub_core.reference.activities import ActivityType
from hub_core.values import AcademicYear
from projections.benchmark_progress.events import EVENTS
from projections.benchmark_progress.history import History
from projections.benchmark_progress.register import Entry
from projections.benchmark_progress.words import Record, Standing, Words
from projections.projection import Decoders

_RESULTS = (v.CompassResultRecorded, v.CompassResultCorrected, v.CompassResultWithdrawn)
_READ = """
select position, recorded_at, topic, data from ledger.events
where institution = $1 and topic not in (select unnest($2::text[])) order by position
"""


class SampledRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One record to verify with whoever was there."""

    activity: UUID
    happened_on: date
    type: ActivityType | None
    employer: UUID | None
    provider: UUID | None


class Questions(
    msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, dict=True, rename="camel"
):
    """What is worth asking about an academic year as at a day, and ``sample``: records drawn by chance
    from all ``records`` of the year. Whoever draws again with ``seed`` gets the same."""

    institution: UUID
    academic_year: AcademicYear
    as_at: date
    questions: tuple[Question, ...]
    seed: str
    records: int
    sample: tuple[SampledRecord, ...]

    @cached_property
    def asking(self) -> tuple[Question, ...]:
        """Those of the questions that ask something."""
        return tuple(one for one in self.questions if one.ask)


class Results(NamedTuple):
    """Official results of a year by a day: those that only repeat the one before, of all."""

    copied: int
    of: int


def asked(
    words: Words, results: Results, pupils: int | None, limits: Thresholds, *, as_at: date
) -> tuple[Question, ...]:
    """Every signal with its count, those first that ask something. ``pupils`` are those of the census."""
    records = [one for one in words.records if one.on <= as_at]
    found = [
        copied_forward(results.copied, results.of, limits),
        self_ticked([one.tick for one in records if one.tick is not None], limits),
        confirmed_in_seconds(
            [one.confirmed_at for one in records if one.confirmed_at is not None], limits
        ),
    ]
    if (differs := roll_differs(words.roll(as_at), pupils, limits)) is not None:
        found.append(differs)
    return tuple(sorted(found, key=lambda one: not one.ask))


def with_sample(
    institution: UUID,
    words: Words,
    questions: tuple[Question, ...],
    limits: Thresholds,
    *,
    as_at: date,
    seed: str | None,
) -> Questions:
    """The questions about an institution with the records drawn of those up to a day."""
    records = {one.activity: one for one in words.records if one.on <= as_at}
    chosen = seed or last_measure_date(as_at).isoformat()
    drawn = sample_of(records, institution=institution, seed=chosen, size=limits.sample.size)
    return Questions(
        institution=institution,
        academic_year=academic_year_of(as_at),
        as_at=as_at,
        questions=questions,
        seed=chosen,
        records=len(records),
        sample=tuple(_sampled(records[one]) for one in drawn),
    )


async def questions_about(
    pool: asyncpg.Pool, institution: UUID, *, as_at: date, seed: str | None = None
) -> Questions:
    """The questions about an institution's academic year up to a day, folded from its own events."""
    decoders = Decoders((*EVENTS, *_RESULTS))
    history, standing, entry = History(institution), Standing(), Entry(institution)
    results: list[Event] = []
    for position, recorded_at, topic, data in await pool.fetch(
        _READ, institution, decoders.ignored
    ):
        decoder = decoders[topic]
        if decoder is not None:
            event = decoder(data)
            history.apply(event, position)
            standing.apply(event, recorded_at)
            entry.apply(event)
            results.append(event)
    year, limits = academic_year_of(as_at), thresholds()
    words = standing.words(history, year)
    questions = asked(words, _results(results, as_at), entry.pupils, limits, as_at=as_at)
    return with_sample(institution, words, questions, limits, as_at=as_at, seed=seed)


def _results(events: Iterable[Event], as_at: date) -> Results:
    began = first_day(academic_year_of(as_at))
    found = [one for one in official_results(events, as_at) if one.completed_on >= began]
    return Results(copied=sum(one.copied_forward for one in found), of=len(found))


def _sampled(one: Record) -> SampledRecord:
    return SampledRecord(
        activity=one.activity,
        happened_on=one.on,
        type=one.type,
        employer=one.employer,
        provider=one.provider,
    )
