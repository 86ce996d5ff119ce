"""The hub dashboard's fold: one institution's events in, its facts and figures out. No I/O.

Facts are its parts in encounters and the activities it recorded itself, as their latest events left them;
figures of a year are summed from the facts of that year whenever one of them changes, so a correction or a
match needs no arithmetic of its own. The rule: only what the institution says counts learners; what an
employer reports is shown as reported.
"""

from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from hub_core.academic_years import academic_year_of
from hub_core.access import trust
from hub_core.activities import events as a
from hub_core.employers.events import EmployerDetailsChanged, EmployerRegistered
from hub_core.encounters import events as e
from hub_core.learner_sets import unpack
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.membership import events as m
from hub_core.returns import events as n
from hub_core.rosters import events as r
from hub_core.rosters.dated import Dated
from projections.hub_dashboard.own_records import OwnRecords
from projections.hub_dashboard.part import Part
from projections.hub_dashboard.shared import SharedFold
from projections.hub_dashboard.statements import FUNCTIONS
from projections.hub_dashboard.stays import Stays
from projections.hub_dashboard.year import figures_of
from projections.projection import Projection, Rows

#: Latest acts kept of each institution for the feed.
SLOTS = 20

ENGLAND = ZoneInfo("Europe/London")

_year_of = cache(academic_year_of)


class InstitutionFold:
    """What one institution's events amount to."""

    def __init__(self, institution: UUID) -> None:
        self.institution = institution
        #: By the encounter's number: hashing an integer is quicker than hashing its UUID.
        self.parts: dict[int, Part] = {}
        self.records = OwnRecords(institution)
        self.rolls: dict[str, dict[int, int]] = {}
        self.rosters: dict[str, datetime] = {}
        #: Learners who are registered in the main at another institution, and count there.
        self.elsewhere: Dated[BitMap] = Dated()
        self._details = m.InstitutionDetails(name="An institution")
        self._urn: str | None = None
        self._ukprn: str | None = None
        self._status: str = "open"
        self._closed_on: date | None = None
        self._successor: UUID | None = None
        self._stays = Stays()
        self._scope: dict[UUID, bool] = {}
        self._acts = 0
        self._latest: tuple[str, date] | None = None
        self._described = False
        self._changed_scope: set[UUID] = set()
        self._changed_parts: list[Part] = []
        self._changed_years: set[str] = set()
        self._every_year_changed = False
        self._changed_acts: dict[int, tuple[Any, ...]] = {}
        #: Activities of its own that name an employer, or did, and when that was recorded.
        self._changed_meetings: dict[UUID, datetime] = {}

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""
        match event:
            case e.EncounterConfirmed() | e.ConfirmationCorrected():
                part = self._part(event.encounter, event.occurred_on, position, recorded_at)
                part.describe(event.particulars)
                part.confirm(event.attendance, event.checks)
                act = "confirmed" if type(event) is e.EncounterConfirmed else "corrected"
                self._act(act, event.occurred_on, part, event.attendance.total)
            case e.EncounterDelivered():
                part = self._part(event.encounter, event.occurred_on, position, recorded_at)
                part.describe(event.particulars)
                part.deliver(event.occurred_on, event.reported)
                self._act("delivered", event.occurred_on, part, event.reported)
            case e.EncounterAccepted() | e.EncounterProposed():
                part = self._part(event.encounter, event.planned_for, position, recorded_at)
                part.describe(event.particulars)
                part.plan(event.planned_for)
                if type(event) is e.EncounterAccepted:
                    part.state = "accepted"
                    self._act("accepted", event.occurred_on, part, None)
            case e.EncounterRescheduled():
                part = self._part(event.encounter, event.planned_for, position, recorded_at)
                part.plan(event.planned_for)
            case e.EncounterDeclined():
                self._part(event.encounter, None, position, recorded_at).end("declined")
            case e.EncounterCancelled():
                part = self._part(event.encounter, None, position, recorded_at)
                part.end("cancelled")
                self._act("cancelled", event.occurred_on, part, None)
            case e.EncounterDisputed():
                part = self._part(event.encounter, None, position, recorded_at)
                part.dispute()
                self._act("disputed", event.occurred_on, part, None)
            case e.ConfirmationWithdrawn():
                part = self._part(event.encounter, None, position, recorded_at)
                part.withdraw()
                self._changed_years.add(_year_of(part.on))
                self._act("withdrawn", event.occurred_on, part, None)
            case a.ActivityRecorded() | a.ActivityCorrected() | a.ActivityWithdrawn():
                self._record(event, position, recorded_at)
            case x.EncounterMatched() | x.MatchSplit():
                self._match(event, position, recorded_at)
            case r.CohortDeclared() | r.ProgrammeDeclared():
                self.records.apply(event, position, recorded_at)
                self._every_year_changed = True
                self._roster(event.occurred_on, position, recorded_at)
            case r.GroupDeclared():
                self._roster(event.occurred_on, position, recorded_at)
            case r.SubsidiaryDeclared():
                self.elsewhere.put(event.occurred_on, unpack(event.learners))
                self._every_year_changed = True
            case r.RollDeclared():
                self.rolls[_year_of(event.occurred_on)] = dict(event.roll)
                self._roster(event.occurred_on, position, recorded_at)
            case n.PrimaryReturnSent() | n.PrimaryReturnCorrected():
                self._supplied(event.academic_year, recorded_at)
                self._note("return", event.occurred_on, position, recorded_at)
            case n.MonthlyCountsSent() | n.MonthlyCountsCorrected():
                self._supplied(_year_of(n.first_of(event.month)), recorded_at)
                self._note("return", event.occurred_on, position, recorded_at)
            case _:
                self._membership_event(event, position, recorded_at)

    def changes(self, rows: Rows) -> None:
        """Append the rows that changed since the last call."""
        institution = self.institution
        if self._described:
            rows["institutions"].append(self._row())
        self._stays.changes(institution, rows)
        for hub in self._changed_scope:
            rows["scope_choices"].append((institution, hub, self._scope[hub]))
        facts = rows["encounters"]
        for part in self._changed_parts:
            part.changed = False
            facts.append(part.row(institution))
        if self._every_year_changed:
            self._changed_years.update(self._years())
        if self._changed_years:
            rows["institution_years"].extend(figures_of(self, self._changed_years))
        rows["activity"].extend(self._changed_acts.values())
        rows["own_meetings"].extend(
            self._meeting(activity, recorded_at)
            for activity, recorded_at in self._changed_meetings.items()
        )
        self._described = False
        self._changed_scope = set()
        self._changed_parts = []
        self._changed_years = set()
        self._every_year_changed = False
        self._changed_acts = {}
        self._changed_meetings = {}

    def _membership_event(self, event: Event, position: int, recorded_at: datetime) -> None:
        self._described = True
        match event:
            case m.InstitutionRegistered() | m.InstitutionBecameAcademy():
                self._urn, self._ukprn = event.urn, event.ukprn or self._ukprn
                self._describe(event.details, event.occurred_on)
            case m.InstitutionDetailsChanged() | m.InstitutionReopened():
                self._describe(event.details, event.occurred_on)
            case m.InstitutionIdentifierChanged():
                self._urn, self._ukprn = event.urn, event.ukprn
            case m.InstitutionClosed():
                self._status, self._closed_on = "closed", event.occurred_on
            case m.InstitutionMergedInto():
                self._successor = event.successor
            case m.InstitutionIncludedInScope() | m.InstitutionExcludedFromScope():
                self._scope[event.hub] = type(event) is m.InstitutionIncludedInScope
                self._changed_scope.add(event.hub)
            case m.MemberAdmitted():
                self._stays.begin(event.hub, event.occurred_on)
                self._note("joined", event.occurred_on, position, recorded_at)
            case m.MemberReinstated():
                self._stays.resume(event.occurred_on)
            case m.MemberTransferred():
                self._stays.end(event.occurred_on)
                self._stays.begin(event.to_hub, event.occurred_on)
                self._note("joined", event.occurred_on, position, recorded_at)
            case m.MemberSuspended() | m.MemberWithdrawn():
                self._stays.end(event.occurred_on)
            case _:
                self._described = False

    def _part(self, encounter: UUID, on: date | None, position: int, recorded_at: datetime) -> Part:
        part = self.parts.get(encounter.int)
        if part is None:
            if on is None:
                raise ValueError(f"The encounter {encounter} ends here before it was proposed.")
            part = self.parts[encounter.int] = Part(encounter, on)
        elif on is not None and on != part.on:
            self._changed_years.add(_year_of(part.on))
            part.on = on
        part.position = position
        part.recorded_at = recorded_at
        if not part.changed:
            part.changed = True
            self._changed_parts.append(part)
        self._changed_years.add(_year_of(part.on))
        self._record_changed(self.records.matched_with(encounter))
        return part

    def _record(
        self,
        event: a.ActivityRecorded | a.ActivityCorrected | a.ActivityWithdrawn,
        position: int,
        recorded_at: datetime,
    ) -> None:
        """What an institution recorded itself, or from its information system, came, changed or went."""
        before = self.records.fact(event.activity)
        self._record_changed(event.activity)
        self.records.apply(event, position, recorded_at)
        self._record_changed(event.activity)
        self._part_changed(self.records.matched_with(event.activity))
        if any(one and one.employer for one in (before, self.records.fact(event.activity))):
            self._changed_meetings[event.activity] = recorded_at
        if not isinstance(event, a.ActivityWithdrawn):
            # A year is sent in one go: one line a day says so, whatever days it tells of.
            sent_on = recorded_at.astimezone(ENGLAND).date()
            self._note("activities", sent_on, position, recorded_at)

    def _match(
        self, event: x.EncounterMatched | x.MatchSplit, position: int, recorded_at: datetime
    ) -> None:
        self.records.apply(event, position, recorded_at)
        self._record_changed(event.activity)
        self._part_changed(event.encounter)

    def _record_changed(self, activity: UUID | None) -> None:
        if (fact := self.records.fact(activity)) is not None:
            self._changed_years.add(_year_of(fact.on))

    def _part_changed(self, encounter: UUID | None) -> None:
        if encounter is not None and (part := self.parts.get(encounter.int)) is not None:
            self._changed_years.add(_year_of(part.on))

    def _meeting(self, activity: UUID, recorded_at: datetime) -> tuple[Any, ...]:
        fact = self.records.fact(activity)
        if fact is None or fact.employer is None:
            return (self.institution, activity, None, None, recorded_at)
        return (self.institution, activity, fact.employer, fact.on, recorded_at)

    def _years(self) -> set[str]:
        """Every academic year there is a fact of."""
        told = {_year_of(part.on) for part in self.parts.values()}
        return told | {_year_of(record.fact.on) for record in self.records}

    def _describe(self, details: m.InstitutionDetails, on: date) -> None:
        self._details = details
        self._status = str(details.status)
        self._closed_on = (self._closed_on or on) if self._status == "closed" else None

    def _roster(self, on: date, position: int, recorded_at: datetime) -> None:
        self._supplied(_year_of(on), recorded_at)
        self._note("roster", on, position, recorded_at)

    def _supplied(self, year: str, recorded_at: datetime) -> None:
        """It has told of this year, whatever it told."""
        self.rosters[year] = recorded_at
        self._changed_years.add(year)

    def _act(self, act: str, on: date, part: Part, learners: int | None) -> None:
        self._latest = None
        self._keep(
            (part.position, on, part.recorded_at, act, part.kind, part.employer, learners),
        )

    def _note(self, act: str, on: date, position: int, recorded_at: datetime) -> None:
        """An act without an encounter; the same again on the same day takes its place."""
        if self._latest == (act, on):
            self._acts -= 1
        self._latest = (act, on)
        self._keep((position, on, recorded_at, act, None, None, None))

    def _keep(self, act: tuple[Any, ...]) -> None:
        slot = self._acts % SLOTS
        self._changed_acts[slot] = (self.institution, slot, *act)
        self._acts += 1

    def _row(self) -> tuple[Any, ...]:
        details = self._details
        return (
            self.institution,
            details.name,
            self._urn,
            self._ukprn,
            details.phase,
            details.local_authority,
            None if details.trust_id is None else trust(details.trust_id).id,
            details.region,
            self._status,
            self._closed_on,
            self._successor,
        )


def _events(*modules: Any) -> tuple[type[Event], ...]:
    """Every event the modules state."""
    return tuple(
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind.TOPIC
    )


_UNUSED: tuple[type[Event], ...] = (
    e.EncounterOffered,
    e.InstitutionInvited,
    e.OfferRescheduled,
    e.OfferCancelled,
    m.HubLeadAppointed,
    m.InstitutionAliasRecorded,
    m.InstitutionFormedByMerger,
    m.MembershipRequested,
    r.LearnerErased,
    r.LearnersErased,
    r.LearnersSetApart,
    r.RosterSent,
    r.RosterRestored,
)

PROJECTION = Projection(
    name="hub_dashboard",
    package="projections.hub_dashboard",
    functions=FUNCTIONS,
    institution=InstitutionFold,
    shared=SharedFold,
    events=(
        *(kind for kind in _events(a, e, m, n, r) if kind not in _UNUSED),
        x.EncounterMatched,
        x.MatchSplit,
        EmployerRegistered,
        EmployerDetailsChanged,
    ),
    sources=(
        "hub_core.gatsby.once",
        "projections.benchmark_progress.history",
        "projections.hub_dashboard.acts",
        "projections.hub_dashboard.fold",
        "projections.hub_dashboard.own_records",
        "projections.hub_dashboard.part",
        "projections.hub_dashboard.shared",
        "projections.hub_dashboard.stays",
        "projections.hub_dashboard.year",
        "projections.hub_dashboard.cells",
    ),
)
