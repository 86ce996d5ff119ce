"""What one event of an institution says happened, as the fact that criteria read.

The rule: a fact says what its event says and no more; what later events make of it is ``history``'s.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid5

from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.gatsby.facts import Fact
from hub_core.learner_sets import unpack
from hub_core.reference.activities import KIND_OF, ActivityKind, ActivityType
from hub_core.reference.encounters import EncounterKind, EvidenceStrength
from hub_core.training import events as t

_TYPES: Mapping[EncounterKind, ActivityType] = {
    kind: ActivityType(kind.value) for kind in EncounterKind
}


def fact_of_encounter(
    event: e.EncounterConfirmed | e.ConfirmationCorrected | e.EncounterDelivered, position: int
) -> Fact:
    """An encounter with an employer as a fact: on the institution's word, or on the employer's."""
    particulars = event.particulars
    told: dict[str, Any] = {"strength": EvidenceStrength.EMPLOYER_REPORTED}
    if not isinstance(event, e.EncounterDelivered):
        told = _attended(event.attendance) | {"checks": event.checks}
    return Fact(
        activity=event.encounter,
        position=position,
        kind=ActivityKind.EMPLOYER_ENCOUNTER,
        type=_TYPES[particulars.kind],
        on=event.occurred_on,
        mode=particulars.mode,
        employer=particulars.employer,
        size=particulars.size,
        sector=particulars.sector,
        **told,
    )


def fact_of_activity(event: a.ActivityRecorded | a.ActivityCorrected, position: int) -> Fact:
    """An activity as a fact."""
    details, provider = event.details, event.details.provider
    more: dict[str, Any] = {}
    if provider is not None:
        more = {
            "provider": provider.institution,
            "provider_kind": provider.kind,
            "approved_technical": provider.approved_technical,
            "in_school_day": provider.in_school_day,
            "content": frozenset(provider.content),
        }
    return Fact(
        activity=event.activity,
        position=position,
        kind=KIND_OF[details.type],
        type=details.type,
        on=event.occurred_on,
        mode=details.mode,
        also=frozenset(details.also),
        employer=details.employer,
        size=details.size,
        sector=details.sector,
        minutes=details.minutes or 0,
        workplace=frozenset(details.workplace),
        adviser_level=details.adviser_level,
        subjects=frozenset(details.subjects),
        families=frozenset(pathway.family for pathway in details.pathways),
        year_groups=frozenset(details.year_groups),
        checks=event.checks,
        **_attended(event.attendance),
        **more,
    )


def fact_of_training(event: t.TrainingCompleted, position: int) -> Fact:
    """Staff development as a fact: confirmed where its organiser saw who came, attested where it was only
    told. It is of one person and one day, so that each year keeps its own."""
    told = (
        EvidenceStrength.ATTESTED if event.training is None else EvidenceStrength.SCHOOL_CONFIRMED
    )
    return Fact(
        activity=uuid5(event.person, f"{event.kind} {event.occurred_on}"),
        position=position,
        kind=ActivityKind.STAFF_DEVELOPMENT,
        type=ActivityType.CPD,
        on=event.occurred_on,
        strength=told,
    )


def _attended(attendance: e.Attendance | None) -> dict[str, Any]:
    """Who came, as a fact keeps it. Where nobody is said to have, an institution's word is still its own."""
    if attendance is None:
        return {"strength": EvidenceStrength.SCHOOL_CONFIRMED}
    if attendance.learners is not None:
        return {"strength": attendance.strength, "learners": unpack(attendance.learners)}
    return {"strength": attendance.strength, "counts": attendance.counts or {}}
