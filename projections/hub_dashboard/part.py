"""One institution's part in an encounter: a fact, as its latest event left it.

The rule: an employer's report and the institution's confirmation are kept side by side; a confirmation
that is withdrawn leaves the report standing, and a dispute sets both aside.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from hub_core.encounters.events import Attendance, Checks, Particulars
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import DeliveryMode, EncounterKind

_encode = msgspec.msgpack.Encoder().encode

#: Whose word an act rests on: the employer's and the institution's, which named or counted who came; the
#: institution's alone; the employer's alone.
SCHOOL_CONFIRMED, COUNTED = "school_confirmed", "counted"
SCHOOL_ONLY, EMPLOYER_REPORTED = "school_only", "employer_reported"


class Part:
    """A mutable record; ``state`` is proposed, accepted, declined, cancelled, delivered, confirmed or
    disputed. ``evidence`` is None until it took place, and again while disputed. ``changed`` says that
    its row is to be written."""

    __slots__ = (
        "attended",
        "changed",
        "checks",
        "counts",
        "delivered_on",
        "employer",
        "encounter",
        "evidence",
        "kind",
        "learners",
        "mode",
        "on",
        "planned_for",
        "position",
        "recorded_at",
        "reported",
        "sector",
        "size",
        "state",
    )

    def __init__(self, encounter: UUID, on: date) -> None:
        self.encounter = encounter
        self.on = self.planned_for = on
        self.state = "proposed"
        self.evidence: str | None = None
        self.employer: UUID | None = None
        self.kind: EncounterKind | None = None
        self.mode: DeliveryMode | None = None
        self.sector: Sector | None = None
        self.size: EmployerSize | None = None
        self.delivered_on: date | None = None
        self.reported: int | None = None
        self.attended: int | None = None
        self.learners: bytes | None = None
        self.counts: dict[int, int] | None = None
        self.checks: Checks = {}
        self.changed = False
        self.position: int
        self.recorded_at: datetime

    def describe(self, particulars: Particulars) -> None:
        """What the encounter is, as known now."""
        self.employer = particulars.employer
        self.kind = particulars.kind
        self.mode = particulars.mode
        self.size = particulars.size
        self.sector = particulars.sector

    def plan(self, on: date) -> None:
        """It is proposed for this day, and nobody has agreed yet."""
        self.planned_for = on
        self.state = "proposed"

    def deliver(self, on: date, reported: int | None) -> None:
        """The employer says it took place."""
        self.delivered_on = on
        self.reported = reported
        if self.state != "confirmed":
            self.state = "delivered"
            self.evidence = EMPLOYER_REPORTED

    def confirm(self, attendance: Attendance, checks: Checks) -> None:
        """The institution says who came."""
        self.state = "confirmed"
        self.evidence = COUNTED if attendance.learners is None else SCHOOL_CONFIRMED
        self.attended = attendance.total
        self.learners = attendance.learners
        self.counts = attendance.counts
        self.checks = checks

    def withdraw(self) -> None:
        """The confirmation no longer counts; what the employer reported stands, or else the plan."""
        self.attended = self.learners = self.counts = None
        self.checks = {}
        told = self.delivered_on is not None
        self.state = "delivered" if told else "accepted"
        self.evidence = EMPLOYER_REPORTED if told else None
        self.on = self.delivered_on or self.planned_for

    def end(self, state: str) -> None:
        """It was declined or cancelled, so there is nothing to count."""
        self.state = state
        self.evidence = None

    def dispute(self) -> None:
        """The institution says it was not as the employer reports."""
        self.state = "disputed"
        self.evidence = None

    def row(self, institution: UUID) -> tuple[Any, ...]:
        """The fact as a row of ``encounters``."""
        return (
            institution,
            self.encounter,
            self.employer,
            self.kind,
            self.mode,
            self.sector,
            self.size,
            self.on,
            self.state,
            self.evidence,
            self.reported,
            self.attended,
            self.learners,
            None if self.counts is None else _encode(self.counts),
            _encode(self.checks) if self.checks else None,
            self.position,
            self.recorded_at,
        )
