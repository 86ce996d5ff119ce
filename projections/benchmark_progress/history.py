"""One institution's history as the benchmarks read it: facts, roll and setting, from its own events.

The rule: the same history serves a stored figure, its explanation and any past date, so that the three
can never disagree. No I/O.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of, first_day, last_day, year_group_of
from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.known_facts import KnownFacts
from hub_core.gatsby.leadership import Leadership
from hub_core.gatsby.meetings_once import meetings_once
from hub_core.gatsby.setting import Setting, SettingKind, setting_of
from hub_core.guidance import events as g
from hub_core.learner_sets import unpack
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.membership import events as m
from hub_core.reference.activities import KIND_OF, ActivityKind, ActivityType
from hub_core.reference.encounters import EvidenceStrength
from hub_core.rosters import events as r
from hub_core.rosters.codes import ApartReason, Programme
from hub_core.rosters.dated import Dated
from hub_core.training import events as t
from hub_core.training.codes import TrainingKind
from hub_core.values import AcademicYear
from projections.benchmark_progress.as_facts import (
    fact_of_activity,
    fact_of_encounter,
    fact_of_training,
)
from projections.benchmark_progress.changed import ALL_KINDS, Changed

_year_of = cache(academic_year_of)
#: What trains staff to bring careers into their own work: benchmark 4's staff development.
STAFF_DEVELOPMENT = frozenset({TrainingKind.STAFF_CPD, TrainingKind.TECHNICAL_PATHWAYS})


class History:
    """What an institution's events amount to so far; ``apply`` takes them in order of position.

    Facts are of all ``kinds``, or of those asked for alone: one question needs no others.
    """

    def __init__(self, institution: UUID, kinds: frozenset[ActivityKind] = ALL_KINDS) -> None:
        self.institution = institution
        self._kinds = kinds
        self._encounters = ActivityKind.EMPLOYER_ENCOUNTER in kinds
        self.facts: dict[UUID, Fact] = {}
        self.setting = Setting(kind=SettingKind.SCHOOL)
        self.supplied: set[str] = set()
        self._cohorts: dict[int, Dated[BitMap]] = {}
        self._groups: dict[r.LearnerGroup, Dated[BitMap]] = {}
        self._programmes: dict[Programme, Dated[BitMap]] = {}
        self._apart: dict[ApartReason, Dated[BitMap]] = {}
        self._rolls: dict[str, Mapping[int, int]] = {}
        self._first: date | None = None
        #: The latest training of each kind that each member of staff completed.
        self._trained: dict[tuple[UUID, TrainingKind], UUID] = {}
        #: What employers reported, by encounter: it stands again when a confirmation is withdrawn.
        self._reported: dict[UUID, Fact] = {}
        #: Encounters and activities that are one, by either's id.
        self._matches: dict[UUID, UUID] = {}
        #: Guidance meetings with a record of their own.
        self._recorded: set[UUID] = set()
        #: What meetings count as besides: a record of one may take learners out of them.
        self._meetings_also: frozenset[ActivityKind] = frozenset()
        #: Facts withdrawn, disputed or cancelled since, at the position of the word that did it.
        self._taken_back: dict[UUID, Fact] = {}
        self._leadership = Leadership()
        self._changed = Changed()
        #: The facts put in order, as long as whatever comes is merely one more.
        self._known: KnownFacts | None = None

    @property
    def matches(self) -> Mapping[UUID, UUID]:
        """Encounters and activities that are one, by either's id."""
        return self._matches

    def taken_changes(self) -> Changed:
        """What changed since this was last asked."""
        changed, self._changed = self._changed, Changed()
        return changed

    def apply(self, event: Event, position: int) -> None:
        """Take one event in; whatever is not about benchmarks changes nothing."""
        if (since := self._leadership.apply(event)) is not None:
            self._changed.everything(since)
        match event:
            case a.ActivityRecorded() | a.ActivityCorrected():
                if self.asks(event.details.type, event.details.also):
                    self._put(fact_of_activity(event, position))
                    self._supply(event.occurred_on)
                else:
                    self.pass_over(event.activity, event.occurred_on)
            case a.ActivityWithdrawn():
                self._take_back(event.activity, position)
            case e.EncounterConfirmed() | e.ConfirmationCorrected():
                if self._encounters:
                    self._put(fact_of_encounter(event, position))
                self._supply(event.occurred_on)
            case e.EncounterDelivered():
                if self._encounters:
                    self._deliver(event, position)
            case e.ConfirmationWithdrawn():
                self._withdraw(event.encounter, position)
            case e.EncounterDisputed() | e.EncounterCancelled():
                self._take_back(event.encounter, position)
            case x.EncounterMatched():
                self._matches[event.encounter] = event.activity
                self._matches[event.activity] = event.encounter
                self._note(event.encounter)
                self._known = None
            case x.MatchSplit():
                self._note(event.encounter)
                self._matches.pop(event.encounter, None)
                self._matches.pop(event.activity, None)
                self._known = None
            case r.CohortDeclared():
                self._changed.everything(event.occurred_on)
                dated = self._cohorts.setdefault(event.cohort, Dated())
                dated.put(event.occurred_on, unpack(event.learners))
                self._supply(event.occurred_on)
            case r.GroupDeclared():
                self._changed.everything(event.occurred_on)
                groups = self._groups.setdefault(event.group, Dated())
                groups.put(event.occurred_on, unpack(event.learners))
            case r.ProgrammeDeclared():
                self._changed.everything(event.occurred_on)
                programme = self._programmes.setdefault(event.programme, Dated())
                programme.put(event.occurred_on, unpack(event.learners))
                self._supply(event.occurred_on)
            case r.LearnersSetApart():
                self._changed.everything(event.occurred_on)
                apart = self._apart.setdefault(event.reason, Dated())
                apart.put(event.occurred_on, unpack(event.learners))
            case r.RollDeclared():
                self._changed.everything(event.occurred_on)
                self._rolls[academic_year_of(event.occurred_on)] = event.roll
                self._supply(event.occurred_on)
            case t.TrainingCompleted() if event.kind in STAFF_DEVELOPMENT:
                fact = fact_of_training(event, position)
                self._put(fact)
                self._trained[event.person, event.kind] = fact.activity
            case t.CompletionWithdrawn():
                if (fact_id := self._trained.pop((event.person, event.kind), None)) is not None:
                    self._take_back(fact_id, position)
            case g.GuidanceMeetingHeld():
                self._recorded.add(event.meeting)
                self._note(event.meeting)
                self._known = None
            case g.GuidanceMeetingWithdrawn():
                self._note(event.meeting)
                self._recorded.discard(event.meeting)
                self._known = None
            case m.InstitutionRegistered() | m.InstitutionBecameAcademy():
                self._describe(event.details)
            case m.InstitutionDetailsChanged() | m.InstitutionReopened():
                self._describe(event.details)
            case _:
                pass

    def asks(self, kind_of: ActivityType, also: Collection[ActivityKind]) -> bool:
        """Whether an activity of this type, that counts for these kinds as well, is asked about."""
        return KIND_OF[kind_of] in self._kinds or not self._kinds.isdisjoint(also)

    def pass_over(self, activity: UUID, on: date) -> None:
        """An activity that is of none of the kinds asked for, whatever it was before: data was supplied."""
        self._drop(activity)
        self._supply(on)

    def known_facts(self) -> KnownFacts:
        """Every fact so far, for whatever dates are to be drawn; of two askings the same while all that came
        between was facts of their own, which are in it then."""
        if self._known is None:
            facts = meetings_once(self.facts.values(), self._recorded)
            self._known = KnownFacts(map(self._matched, facts) if self._matches else facts)
        return self._known

    def let_go(self) -> None:
        """Keep no known facts: they are put in order again when they are asked for."""
        self._known = None

    def left_out(self) -> Iterator[tuple[Fact, NotCounted]]:
        """What no figure rests on, with why: what was taken back, at the place in the log where it was, and
        synced meetings of which every learner's has a record of its own."""
        for fact in self._taken_back.values():
            yield fact, NotCounted.WITHDRAWN
        if self._recorded:
            kept = {fact.activity for fact in meetings_once(self.facts.values(), self._recorded)}
            for activity, fact in self.facts.items():
                if activity not in kept:
                    yield fact, NotCounted.MATCHED

    def evidence(self, as_at: date) -> Evidence:
        """What is known of the institution for a date.

        Recording began with the academic year of its first own word: a roster sent a week into
        September leaves no gap.
        """
        began = first_day(academic_year_of(self._first or as_at))
        cohorts = {
            cohort_of(year_group=year_group, academic_year=academic_year_of(as_at))
            for year_group in range(15)
        }
        return Evidence(
            setting=self.setting,
            facts=self.known_facts(),
            roll=self,
            as_at=as_at,
            supplied=academic_year_of(as_at) in self.supplied,
            recorded_from=dict.fromkeys(cohorts, began),
            leader=self._leadership.on(as_at),
        )

    def on_roll(self, day: date) -> Mapping[int, BitMap]:
        """The learners of each cohort on this day for whom experiences are relevant.

        Young people on a programme count as Year 12 in the year it starts, as Year 13 in the next.
        """
        there = self._there(day)
        apart = self.set_apart(day)
        return {cohort: learners - apart for cohort, learners in there.items()} if apart else there

    def year_groups(self, academic_year: AcademicYear) -> dict[int, BitMap]:
        """Who was in each year group at any time of the academic year, set apart or not."""
        first, last = first_day(academic_year), last_day(academic_year)
        told = {
            day
            for dated in (*self._cohorts.values(), *self._programmes.values())
            for day in dated.days()
            if first < day <= last
        }
        found: dict[int, BitMap] = {}
        for day in (first, *sorted(told)):
            for cohort, learners in self._there(day).items():
                year_group = year_group_of(cohort=cohort, academic_year=academic_year)
                if year_group is not None:
                    found[year_group] = found.get(year_group, BitMap()) | learners
        return found

    def roll_changes(self) -> list[date]:
        """Every day from which somebody may be on roll, or no longer, in order."""
        told = (*self._cohorts.values(), *self._programmes.values(), *self._apart.values())
        return sorted(
            {day for dated in told for day in dated.days()}
            | {one.starts_on for one in self._programmes}
            | {one.planned_end + timedelta(days=1) for one in self._programmes}
        )

    def changes_after(self, day: date) -> list[date]:
        """Later days from which, by what is told, somebody is on roll or in a group, or no longer."""
        groups = {one for dated in self._groups.values() for one in dated.days_after(day)}
        return sorted(groups | {one for one in self.roll_changes() if one > day})

    def set_apart(self, day: date) -> BitMap:
        """Who is outside the relevant cohort on this day, for whatever reason."""
        told = (dated.on(day) for dated in self._apart.values())
        return BitMap.union(BitMap(), *(learners for learners in told if learners is not None))

    def roll_of(self, year_group: int, *, day: date) -> int | None:
        """How many learners are in this year group in the academic year of that day."""
        return self._rolls.get(academic_year_of(day), {}).get(year_group)

    def in_group(self, group: r.LearnerGroup, *, day: date) -> BitMap | None:
        """Everybody known on that day to be in the group."""
        dated = self._groups.get(group)
        return dated.on(day) if dated is not None else None

    def _there(self, day: date) -> dict[int, BitMap]:
        """The learners of each cohort on this day, young people on a programme among them."""
        known = {cohort: dated.on(day) for cohort, dated in self._cohorts.items()}
        there = {cohort: learners for cohort, learners in known.items() if learners is not None}
        for programme, dated in self._programmes.items():
            learners = dated.on(day)
            if learners is not None and programme.is_about_young_people and programme.runs_on(day):
                there[programme.cohort] = there.get(programme.cohort, BitMap()) | learners
        return there

    def _deliver(self, event: e.EncounterDelivered, position: int) -> None:
        self._reported[event.encounter] = reported = fact_of_encounter(event, position)
        before = self.facts.get(event.encounter)
        if before is None or before.strength is EvidenceStrength.EMPLOYER_REPORTED:
            self._put(reported)  # else the institution's own word stands

    def _withdraw(self, encounter: UUID, position: int) -> None:
        self._take_back(encounter, position)
        if (reported := self._reported.get(encounter)) is not None:
            self._put(msgspec.structs.replace(reported, position=position))

    def _put(self, fact: Fact) -> None:
        known = self._known
        if (before := self.facts.get(fact.activity)) is not None:
            self._moved(before)
        self._taken_back.pop(fact.activity, None)
        self.facts[fact.activity] = fact
        if fact.kind is ActivityKind.GUIDANCE_MEETING:
            self._meetings_also |= fact.also
        self._moved(fact)
        if fact.activity in self._matches:
            self._note(fact.activity)
        elif known is not None and before is None and self._is_of_its_own(fact):
            known.add(fact)
            self._known = known

    def _is_of_its_own(self, fact: Fact) -> bool:
        """Whether it stands as it is whatever else is known: no meeting that may have two records."""
        return not self._recorded or (
            fact.kind is not ActivityKind.GUIDANCE_MEETING and fact.activity not in self._recorded
        )

    def _take_back(self, activity: UUID, position: int) -> None:
        if (fact := self.facts.get(activity)) is not None:
            self._drop(activity)
            self._taken_back[activity] = msgspec.structs.replace(fact, position=position)

    def _drop(self, activity: UUID) -> None:
        if activity in self.facts:
            self._note(activity)
            del self.facts[activity]

    def _note(self, activity: UUID) -> None:
        """What rests on this fact, and on the one it is matched with, has changed."""
        for one in (activity, self._matches.get(activity)):
            if one is not None and (fact := self.facts.get(one)) is not None:
                self._moved(fact)

    def _moved(self, fact: Fact) -> None:
        """A fact came, went or changed, and with a recorded meeting what else tells of that day's."""
        self._known = None
        recorded = self._recorded and fact.activity in self._recorded
        self._changed.fact(fact, self._meetings_also if recorded else None)

    def _matched(self, fact: Fact) -> Fact:
        other = self._matches.get(fact.activity)
        if other is None:
            return fact
        return msgspec.structs.replace(fact, matched_with=other)

    def _supply(self, on: date) -> None:
        year = _year_of(on)
        if year not in self.supplied:
            self.supplied.add(year)
            self._changed.everything(on)
        if self._first is None or on < self._first:
            if self._first is not None and year != academic_year_of(self._first):
                self._changed.everything()  # recording began earlier than every figure had it
            self._first = on

    def _describe(self, details: m.InstitutionDetails) -> None:
        before, self.setting = self.setting, setting_of(details)
        if self.setting != before:
            self._changed.everything()
