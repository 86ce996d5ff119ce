"""What one institution returned and whom it trained, as its own events leave it: measures by subject.

The rule: the latest word of a period stands; a year nobody told of has no measures, which is not nought.
"""

from datetime import date
from uuid import UUID

from hub_core.academic_years import academic_year_of
from hub_core.gatsby.leadership import Leader, Leadership
from hub_core.log.event import Event
from hub_core.returns import events as n
from hub_core.returns.codes import AdultOutcome
from hub_core.rollups.subjects import Measures, Subject
from hub_core.training import events as t
from hub_core.training.codes import TrainingKind
from hub_core.workforce import events as w

#: Every event that this takes in.
EVENTS: tuple[type[Event], ...] = (
    n.PrimaryReturnSent,
    n.PrimaryReturnCorrected,
    n.MonthlyCountsSent,
    n.MonthlyCountsCorrected,
    t.TrainingCompleted,
    t.CompletionWithdrawn,
    w.CareersLeaderAppointed,
    w.CareersLeaderStoodDown,
)


class Yearly:
    """One institution's returns, training and careers leaders, taken in by the order of the log."""

    def __init__(self) -> None:
        self._primary: dict[str, n.PrimaryReturnSent | n.PrimaryReturnCorrected] = {}
        self._months: dict[str, n.MonthOfAdults] = {}
        self._completed: dict[tuple[UUID, TrainingKind], list[date]] = {}
        self._leadership = Leadership()

    def apply(self, event: Event) -> None:
        """Take one event in; the rest changes nothing."""
        self._leadership.apply(event)
        match event:
            case n.PrimaryReturnSent() | n.PrimaryReturnCorrected():
                self._primary[event.academic_year] = event
            case n.MonthlyCountsSent() | n.MonthlyCountsCorrected():
                self._months[event.month] = event.counts
            case t.TrainingCompleted():
                days = self._completed.setdefault((event.person, event.kind), [])
                days.append(event.occurred_on)
            case t.CompletionWithdrawn():
                self._completed.pop((event.person, event.kind), None)
            case _:
                pass

    def leader_on(self, day: date) -> Leader:
        """What is known of the careers leader on a day."""
        return self._leadership.on(day)

    def measures(self, day: date, academic_year: str) -> dict[Subject, Measures]:
        """What it told of the academic year up to the day, by subject."""
        told = {
            Subject.PRIMARY: self._of_primary(day, academic_year),
            Subject.ADULT: self._of_adults(day, academic_year),
            Subject.TRAINING: self._of_training(day, academic_year),
        }
        return {subject: measures for subject, measures in told.items() if measures is not None}

    def _of_primary(self, day: date, academic_year: str) -> Measures | None:
        sent = self._primary.get(academic_year)
        if sent is None or sent.occurred_on > day:
            return None
        counts = sent.counts
        return {
            "primary_encounters": counts.encounters,
            "pupils_reached": counts.pupils,
            "classes": sum(one.classes for one in counts.classes.values()),
            "classes_met": sum(one.met for one in counts.classes.values()),
            "strategy": int(counts.strategy),
            "in_curriculum": int(counts.in_curriculum),
            "lead_teacher": int(counts.lead_teacher),
        }

    def _of_adults(self, day: date, academic_year: str) -> Measures | None:
        months = [
            counts for month, counts in self._months.items() if _within(month, day, academic_year)
        ]
        if not months:
            return None
        return {
            "adult_contacts": sum(one.contacts for one in months),
            "referrals_in": sum(one.referrals_in for one in months),
            "referrals_out": sum(one.referrals_out for one in months),
            "in_lasting_job": _reached(months, AdultOutcome.SUSTAINABLE_EMPLOYMENT),
            "in_learning": _reached(months, AdultOutcome.ACCREDITED_LEARNING),
        }

    def _of_training(self, day: date, academic_year: str) -> Measures | None:
        completed = sum(
            1
            for days in self._completed.values()
            for one in set(days)
            if one <= day and academic_year_of(one) == academic_year
        )
        leader = self.leader_on(day)
        if leader is Leader.NOT_TOLD and not completed:
            return None
        return {
            "training_completed": completed,
            "with_training": int(completed > 0),
            "leader_trained": int(leader in (Leader.TRAINED, Leader.ATTESTED)),
        }


def _within(month: str, day: date, academic_year: str) -> bool:
    first = n.first_of(month)
    return first <= day and academic_year_of(first) == academic_year


def _reached(months: list[n.MonthOfAdults], outcome: AdultOutcome) -> int:
    return sum(one.outcomes.get(outcome, 0) for one in months)
