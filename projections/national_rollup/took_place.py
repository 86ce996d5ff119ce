"""What took place at an institution, from those of its own events that national figures are summed from.

The rule: what is told of an act here is what the hub's dashboard tells of it. Plans of an encounter, and what
becomes of them before it was held, change nothing of what took place and are not read.
"""

from datetime import date, datetime
from functools import cache
from uuid import UUID

from pyroaring import BitMap

from hub_core.academic_years import academic_year_of
from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.learner_sets import unpack
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.returns import events as n
from hub_core.rosters import events as r
from hub_core.rosters.dated import Dated
from hub_core.values import AcademicYear
from projections.hub_dashboard.own_records import OwnRecords
from projections.hub_dashboard.part import Part

#: Every event that this takes in.
EVENTS: tuple[type[Event], ...] = (
    e.EncounterDelivered,
    e.EncounterConfirmed,
    e.ConfirmationCorrected,
    e.ConfirmationWithdrawn,
    e.EncounterDisputed,
    a.ActivityRecorded,
    a.ActivityCorrected,
    a.ActivityWithdrawn,
    x.EncounterMatched,
    x.MatchSplit,
    r.CohortDeclared,
    r.ProgrammeDeclared,
    r.GroupDeclared,
    r.RollDeclared,
    r.SubsidiaryDeclared,
    n.PrimaryReturnSent,
    n.PrimaryReturnCorrected,
    n.MonthlyCountsSent,
    n.MonthlyCountsCorrected,
)

_year_of = cache(academic_year_of)


class TookPlace:
    """One institution's parts in encounters that were held, its own records, and of which years it told."""

    def __init__(self, institution: UUID) -> None:
        #: By the encounter's number, as dashboards keep them.
        self.parts: dict[int, Part] = {}
        self.records = OwnRecords(institution)
        #: Years of which it sent a roster or a return.
        self.supplied: set[AcademicYear] = set()
        #: Learners who are registered in the main at another institution, and count there.
        self.elsewhere: Dated[BitMap] = Dated()

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in, in the order of the log. Raises ``ValueError`` where something ends that was
        never held."""
        match event:
            case e.EncounterConfirmed() | e.ConfirmationCorrected():
                part = self._held(event.encounter, event.occurred_on, position, recorded_at)
                part.describe(event.particulars)
                part.confirm(event.attendance, event.checks)
            case e.EncounterDelivered():
                part = self._held(event.encounter, event.occurred_on, position, recorded_at)
                part.describe(event.particulars)
                part.deliver(event.occurred_on, event.reported)
            case e.ConfirmationWithdrawn():
                self._held(event.encounter, None, position, recorded_at).withdraw()
            case e.EncounterDisputed():
                self._held(event.encounter, None, position, recorded_at).dispute()
            case r.CohortDeclared() | r.ProgrammeDeclared():
                self.records.apply(event, position, recorded_at)
                self.supplied.add(_year_of(event.occurred_on))
            case r.GroupDeclared() | r.RollDeclared():
                self.supplied.add(_year_of(event.occurred_on))
            case r.SubsidiaryDeclared():
                self.elsewhere.put(event.occurred_on, unpack(event.learners))
            case n.PrimaryReturnSent() | n.PrimaryReturnCorrected():
                self.supplied.add(event.academic_year)
            case n.MonthlyCountsSent() | n.MonthlyCountsCorrected():
                self.supplied.add(_year_of(n.first_of(event.month)))
            case _:
                self.records.apply(event, position, recorded_at)

    def _held(self, encounter: UUID, on: date | None, position: int, recorded_at: datetime) -> Part:
        part = self.parts.get(encounter.int)
        if part is None:
            if on is None:
                raise ValueError(f"The encounter {encounter} ends here before it was held.")
            part = self.parts[encounter.int] = Part(encounter, on)
        elif on is not None:
            part.on = on
        part.position, part.recorded_at = position, recorded_at
        return part
