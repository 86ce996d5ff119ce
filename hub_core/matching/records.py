"""What employers told and what the institution recorded itself, as its own events leave them.

The rule: only what took place is compared: an encounter that an employer reported or the institution
confirmed, and an activity that stands and counts as an encounter with an employer. No I/O.
"""

from datetime import date
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.learner_sets import unpack
from hub_core.log.event import Event
from hub_core.matching import events as m
from hub_core.matching.match import MatchStatus
from hub_core.reference.activities import KIND_OF, ActivityKind, ActivityType
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import DeliveryMode

#: The events that records are made from.
EVENTS: tuple[type[Event], ...] = (
    a.ActivityRecorded,
    a.ActivityCorrected,
    a.ActivityWithdrawn,
    e.EncounterDelivered,
    e.EncounterConfirmed,
    e.ConfirmationCorrected,
    e.ConfirmationWithdrawn,
    e.EncounterDisputed,
    e.EncounterCancelled,
    m.EncounterMatched,
    m.MatchRejected,
    m.MatchSplit,
)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of an encounter. ``learners`` where they are named, ``total`` where they are counted."""

    id: UUID
    on: date
    type: ActivityType
    mode: DeliveryMode | None = None
    employer: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    learners: BitMap | None = None
    total: int | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the institution decided about an encounter and an activity, and the version that stands."""

    encounter: UUID
    activity: UUID
    status: MatchStatus
    decided_on: date
    version: int


class Records:
    """An institution's encounters, activities and decisions so far; events in order of position."""

    def __init__(self) -> None:
        self.encounters: dict[UUID, Record] = {}
        self.activities: dict[UUID, Record] = {}
        self.decisions: dict[tuple[UUID, UUID], Decision] = {}
        self._reported: dict[UUID, Record] = {}

    def apply(self, event: Event) -> None:
        """Take one event in; what is about neither changes nothing."""
        match event:
            case e.EncounterDelivered():
                self._reported[event.encounter] = record = _encounter(event)
                self.encounters[event.encounter] = record
            case e.EncounterConfirmed() | e.ConfirmationCorrected():
                self.encounters[event.encounter] = _encounter(event)
            case e.ConfirmationWithdrawn():
                self.encounters.pop(event.encounter, None)
                if (reported := self._reported.get(event.encounter)) is not None:
                    self.encounters[event.encounter] = reported
            case e.EncounterDisputed() | e.EncounterCancelled():
                self.encounters.pop(event.encounter, None)
            case a.ActivityRecorded() | a.ActivityCorrected():
                self.activities.pop(event.activity, None)
                if ActivityKind.EMPLOYER_ENCOUNTER in _kinds(event.details):
                    self.activities[event.activity] = _activity(event)
            case a.ActivityWithdrawn():
                self.activities.pop(event.activity, None)
            case m.EncounterMatched():
                self._decide(event, MatchStatus.MATCHED)
            case m.MatchRejected():
                self._decide(event, MatchStatus.REJECTED)
            case m.MatchSplit():
                self._decide(event, MatchStatus.SPLIT)
            case _:
                pass

    def _decide(
        self, event: m.EncounterMatched | m.MatchRejected | m.MatchSplit, status: MatchStatus
    ) -> None:
        pair = (event.encounter, event.activity)
        before = self.decisions.get(pair)
        self.decisions[pair] = Decision(
            encounter=event.encounter,
            activity=event.activity,
            status=status,
            decided_on=event.occurred_on,
            version=1 if before is None else before.version + 1,
        )


def _kinds(details: a.Details) -> set[ActivityKind]:
    return {KIND_OF[details.type], *details.also}


def _encounter(
    event: e.EncounterDelivered | e.EncounterConfirmed | e.ConfirmationCorrected,
) -> Record:
    particulars = event.particulars
    attendance = None if isinstance(event, e.EncounterDelivered) else event.attendance
    reported = event.reported if isinstance(event, e.EncounterDelivered) else None
    return Record(
        id=event.encounter,
        on=event.occurred_on,
        type=ActivityType(particulars.kind.value),
        mode=particulars.mode,
        employer=particulars.employer,
        size=particulars.size,
        sector=particulars.sector,
        learners=_named(attendance),
        total=reported if attendance is None else attendance.total,
    )


def _activity(event: a.ActivityRecorded | a.ActivityCorrected) -> Record:
    details = event.details
    return Record(
        id=event.activity,
        on=event.occurred_on,
        type=details.type,
        mode=details.mode,
        employer=details.employer,
        size=details.size,
        sector=details.sector,
        learners=_named(event.attendance),
        total=None if event.attendance is None else event.attendance.total,
    )


def _named(attendance: e.Attendance | None) -> BitMap | None:
    if attendance is None or attendance.learners is None:
        return None
    return unpack(attendance.learners)
