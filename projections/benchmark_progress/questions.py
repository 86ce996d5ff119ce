"""Questions worth asking about an institution's year, from its own events.

The rule: nothing here tells of learners. What is counted are declarations, check-lists and confirmations,
and of the roll only how far it is from the census.
"""

from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, first_day
from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.evaluations import events as v
from hub_core.evaluations.standing import last_measure_date, official_results
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.setting import Setting
from hub_core.log.event import Event
from hub_core.membership import events as m
from hub_core.questions.rules import (
    Question,
    Tick,
    confirmed_in_seconds,
    copied_forward,
    roll_differs,
    self_ticked,
)
from hub_core.questions.sample import sample_of
from hub_core.questions.thresholds import Thresholds, thresholds
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.values import AcademicYear
from projections.benchmark_progress.events import EVENTS
from projections.benchmark_progress.history import History
from projections.projection import Decoders

_RESULTS = (v.CompassResultRecorded, v.CompassResultCorrected, v.CompassResultWithdrawn)
_READ = """
select position, recorded_at, topic, data from ledger.events
where institution = $1 and topic not in (select unnest($2::text[])) order by position
"""
#: The check-list is about these kinds of activity.
_CHECKED = frozenset(
    {
        ActivityKind.EMPLOYER_ENCOUNTER,
        ActivityKind.WORKPLACE_EXPERIENCE,
        ActivityKind.PROVIDER_ENCOUNTER,
    }
)


class SampledRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One record to verify with whoever was there."""

    activity: UUID
    happened_on: date
    type: ActivityType | None
    employer: UUID | None
    provider: UUID | None


class Questions(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is worth asking about an academic year as at a day, and ``sample``: records drawn by chance
    from all ``records`` of the year. Whoever draws again with ``seed`` gets the same."""

    institution: UUID
    academic_year: AcademicYear
    as_at: date
    questions: tuple[Question, ...]
    seed: str
    records: int
    sample: tuple[SampledRecord, ...]

    @property
    def asking(self) -> tuple[Question, ...]:
        """Those of the questions that ask something."""
        return tuple(one for one in self.questions if one.ask)


class Words:
    """What an institution said of one year, event by event; ``apply`` takes them in order of position."""

    def __init__(self, institution: UUID, as_at: date) -> None:
        self.institution, self.as_at = institution, as_at
        self.year = academic_year_of(as_at)
        self._history = History(institution)
        self._results: list[Event] = []
        self._own: set[UUID] = set()
        self._moments: dict[UUID, datetime] = {}
        self._pupils: int | None = None

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""
        self._history.apply(event, position)
        match event:
            case (
                v.CompassResultRecorded() | v.CompassResultCorrected() | v.CompassResultWithdrawn()
            ):
                self._results.append(event)
            case a.ActivityRecorded():
                self._own.add(event.activity)
            case e.EncounterConfirmed():
                self._moments[event.encounter] = recorded_at
            case (
                m.InstitutionRegistered()
                | m.InstitutionBecameAcademy()
                | m.InstitutionDetailsChanged()
                | m.InstitutionReopened()
            ):
                self._pupils = event.details.pupils
            case _:
                pass

    def questions(self, limits: Thresholds, *, seed: str | None = None) -> Questions:
        """Every signal with its count, those first that ask something; and the sample."""
        records = self._records()
        began = first_day(self.year)
        results = [
            one for one in official_results(self._results, self.as_at) if one.completed_on >= began
        ]
        asked = [
            copied_forward(sum(one.copied_forward for one in results), len(results), limits),
            self_ticked(map(self._tick, filter(_was_checked, records)), limits),
            confirmed_in_seconds(
                [self._moments[one.activity] for one in records if one.activity in self._moments],
                limits,
            ),
        ]
        if (differs := roll_differs(self._roll(), self._pupils, limits)) is not None:
            asked.append(differs)
        chosen = seed or last_measure_date(self.as_at).isoformat()
        drawn = sample_of(
            (one.activity for one in records),
            institution=self.institution,
            seed=chosen,
            size=limits.sample.size,
        )
        by_id = {one.activity: one for one in records}
        return Questions(
            institution=self.institution,
            academic_year=self.year,
            as_at=self.as_at,
            questions=tuple(sorted(asked, key=lambda one: not one.ask)),
            seed=chosen,
            records=len(records),
            sample=tuple(_sampled(by_id[one]) for one in drawn),
        )

    def _records(self) -> list[Fact]:
        """The records of the year that the institution stands by."""
        began = first_day(self.year)
        return [
            fact
            for fact in self._history.facts.values()
            if began <= fact.on <= self.as_at
            and (fact.activity in self._own or fact.activity in self._moments)
        ]

    def _tick(self, fact: Fact) -> Tick:
        points = {fact.checks.get(point) for point in MeaningfulCheck}
        others = fact.activity not in self._own or fact.activity in self._history.matches
        return Tick(points == {CheckAnswer.YES}, others)

    def _roll(self) -> int | None:
        """Everybody on roll, where every year group taught is told of; None else."""
        setting: Setting = self._history.setting
        evidence = self._history.evidence(self.as_at)
        numbers = []
        for year_group in setting.year_groups:
            learners = evidence.learners(year_group)
            told = self._history.roll_of(year_group, day=self.as_at)
            numbers.append(told if learners is None else len(learners))
        whole = [one for one in numbers if one is not None]
        if not whole or len(whole) < len(numbers):
            return None
        return sum(whole) + len(self._history.set_apart(self.as_at))


async def questions_about(
    pool: asyncpg.Pool, institution: UUID, *, as_at: date, seed: str | None = None
) -> Questions:
    """The questions about an institution's academic year up to a day, folded from its own events."""
    decoders = Decoders((*EVENTS, *_RESULTS))
    words = Words(institution, as_at)
    for position, recorded_at, topic, data in await pool.fetch(
        _READ, institution, decoders.ignored
    ):
        decoder = decoders[topic]
        if decoder is not None:
            words.apply(decoder(data), position, recorded_at)
    return words.questions(thresholds(), seed=seed)


def _was_checked(fact: Fact) -> bool:
    return bool(fact.checks) and fact.is_a(_CHECKED)


def _sampled(fact: Fact) -> SampledRecord:
    return SampledRecord(
        activity=fact.activity,
        happened_on=fact.on,
        type=fact.type,
        employer=fact.employer,
        provider=fact.provider,
    )
