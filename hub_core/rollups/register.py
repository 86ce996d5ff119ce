"""One institution as its own events leave it: where and what it is, whose it was on a day, its results.

The rule: membership is that of the measure date, the register's description that which is known now, and
an institution that had closed by the date, or was only proposed, is not there.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from hub_core.academic_years import first_day
from hub_core.evaluations import events as v
from hub_core.evaluations.standing import OfficialResult, as_reported, latest
from hub_core.log.event import Event
from hub_core.membership import events as m
from hub_core.membership.codes import InstitutionStatus
from hub_core.quality import events as q
from hub_core.quality.codes import AwardKind
from hub_core.quality.record import Award, take_in
from hub_core.reference.areas import former_local_authorities, local_authorities
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups import yearly
from hub_core.rollups.characteristics import leader_known, quality_award, time_in_hub
from hub_core.rollups.institution_types import InstitutionType, institution_type
from hub_core.rollups.levels import Level
from hub_core.rollups.subjects import Measures, Subject

#: Every event that says something of an institution's place in national tables.
EVENTS: tuple[type[Event], ...] = (
    m.InstitutionRegistered,
    m.InstitutionDetailsChanged,
    m.InstitutionBecameAcademy,
    m.InstitutionClosed,
    m.InstitutionReopened,
    m.MemberAdmitted,
    m.MemberReinstated,
    m.MemberTransferred,
    m.MemberSuspended,
    m.MemberWithdrawn,
    v.CompassResultRecorded,
    v.CompassResultCorrected,
    v.CompassResultWithdrawn,
    q.QualityAwardRecorded,
    q.QualityAwardWithdrawn,
    *yearly.EVENTS,
)


class RollupInstitution(Struct, frozen=True, kw_only=True):
    """An institution that was open on a measure date.

    ``local_authority`` and ``region`` are codes, None where the register leaves them open; ``hub`` is None
    for one that was no hub's active member; ``learners`` are those on the register; ``result`` is the
    latest completed that academic year, None when there is none. ``told`` has what it told the log of the
    year itself, by subject; a subject it told nothing of is not there. ``first`` is the first result
    completed that year, where there is another after it. ``characteristics`` has its item of each that
    follows from itself alone; its fifth by ``free_school_meals_percent`` follows from all schools
    (``deprivation``).
    """

    institution: UUID
    phase: ServicePhase
    type: InstitutionType
    local_authority: str | None
    region: str | None
    hub: UUID | None
    learners: int | None
    result: OfficialResult | None
    told: Mapping[Subject, Measures] = {}
    first: OfficialResult | None = None
    characteristics: Mapping[Level, str] = {}
    free_school_meals_percent: float | None = None


class RegisterEntry:
    """One institution's events, taken in by the order of the log."""

    def __init__(self, institution: UUID) -> None:
        self._institution = institution
        self._details: m.InstitutionDetails | None = None
        self._closed_on: date | None = None
        self._hubs: list[tuple[date, UUID | None]] = []
        self._results: dict[UUID, OfficialResult] = {}
        self._awards: dict[AwardKind, Award] = {}
        self._yearly = yearly.Yearly()

    def apply(self, event: Event) -> None:
        """Take one event in; the rest changes nothing."""
        self._yearly.apply(event)
        match event:
            case m.InstitutionRegistered() | m.InstitutionDetailsChanged():
                self._details = event.details
            case m.InstitutionBecameAcademy():
                self._details = event.details
            case m.InstitutionReopened():
                self._details, self._closed_on = event.details, None
            case m.InstitutionClosed():
                self._closed_on = event.occurred_on
            case m.MemberAdmitted() | m.MemberReinstated():
                self._hubs.append((event.occurred_on, event.hub))
            case m.MemberTransferred():
                self._hubs.append((event.occurred_on, event.to_hub))
            case m.MemberSuspended() | m.MemberWithdrawn():
                self._hubs.append((event.occurred_on, None))
            case v.CompassResultRecorded() | v.CompassResultCorrected():
                self._results[event.result] = as_reported(event)
            case v.CompassResultWithdrawn():
                self._results.pop(event.result, None)
            case q.QualityAwardRecorded() | q.QualityAwardWithdrawn():
                take_in(event, {}, self._awards)
            case _:
                pass

    def at(
        self,
        day: date,
        academic_year: str,
        edition: str,
        told: Mapping[Subject, Measures] | None = None,
    ) -> RollupInstitution | None:
        """The institution at a measure date of an academic year, under an edition; None if it was not
        open. ``told`` is of subjects that are folded elsewhere."""
        details = self._details
        if details is None or details.phase is None or not self._open(details, day):
            return None
        area = _present_authority(details.local_authority)
        counted = [
            one
            for one in self._results.values()
            if one.edition == edition and one.completed_on >= first_day(academic_year)
        ]
        last = latest(counted, day)
        first = min(counted, key=lambda one: (one.completed_on, one.result), default=None)
        return RollupInstitution(
            institution=self._institution,
            phase=details.phase,
            type=institution_type(details.type_code, details.phase),
            local_authority=area,
            region=local_authorities()[area].region_code if area else details.region,
            hub=self._hub_on(day),
            learners=details.pupils,
            result=last,
            told={**self._yearly.measures(day, academic_year), **(told or {})},
            first=None if first is None or last is None or first.result == last.result else first,
            characteristics={
                Level.TIME_IN_HUB: time_in_hub(self._member_since(day), day),
                Level.CAREERS_LEADER: leader_known(self._yearly.leader_on(day)),
                Level.QUALITY_AWARD: quality_award(self._awards, day),
            },
            free_school_meals_percent=details.free_school_meals_percent,
        )

    def _open(self, details: m.InstitutionDetails, day: date) -> bool:
        closed = self._closed_on is not None and self._closed_on <= day
        if self._closed_on is None and details.status is InstitutionStatus.CLOSED:
            closed = True
        return not closed and details.status is not InstitutionStatus.PROPOSED_TO_OPEN

    def _hub_on(self, day: date) -> UUID | None:
        by_day = sorted(self._hubs, key=lambda one: one[0])
        return next((hub for since, hub in reversed(by_day) if since <= day), None)

    def _member_since(self, day: date) -> date | None:
        """Since when it has been an active member without a break, of whichever hub."""
        began: date | None = None
        for since, hub in sorted(self._hubs, key=lambda one: one[0]):
            if since <= day:
                began = None if hub is None else began or since
        return began


def _present_authority(code: str | None) -> str | None:
    """The authority of today's list; None where an old code has several successors or none is known."""
    if code is None or code in local_authorities():
        return code
    former = former_local_authorities().get(code)
    return former.successors[0] if former is not None and len(former.successors) == 1 else None
