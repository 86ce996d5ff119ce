"""Insurance and checks an employer holds before young people come to its workplace.

The rule: an event says that a check is there and until when, never what is in it: the papers stay with
the employer.
"""

from datetime import date
from uuid import UUID

from hub_core.log.event import Event
from hub_core.reference.labelled import Labelled


class CheckKind(Labelled):
    """What has to be in place for a placement. Source: domain 2.2 (S85); which when: the table beside."""

    LIABILITY_INSURANCE = "employers_liability_insurance", "Employers' liability insurance"
    RISK_ASSESSMENT = "risk_assessment_young_people", "Risk assessment for young people"
    HEALTH_AND_SAFETY_POLICY = "health_and_safety_policy", "Health and safety policy"
    SAFEGUARDING = "safeguarding_dbs", "Safeguarding check (DBS) of those who supervise"


class CheckNotNeededReason(Labelled):
    """Why a check that is usually needed is not."""

    FIVE_OR_FEWER = "five_or_fewer_employees", "Five employees or fewer"


class CheckRecorded(Event, frozen=True, kw_only=True):
    """The employer holds a check until a day. ``seen_by`` is the hub that saw the paper, if one did."""

    TOPIC = "employers.CheckRecorded.v1"
    employer: UUID
    kind: CheckKind
    occurred_on: date
    valid_until: date
    seen_by: UUID | None = None

    def heading(self) -> str:
        return f"{self.kind.label} of an employer is valid until {self.valid_until:%-d %B %Y}"


class CheckNotNeeded(Event, frozen=True, kw_only=True):
    """The employer says that a check is not needed, and why."""

    TOPIC = "employers.CheckNotNeeded.v1"
    employer: UUID
    kind: CheckKind
    occurred_on: date
    reason: CheckNotNeededReason

    def heading(self) -> str:
        return f"{self.kind.label} is not needed at an employer: {self.reason.label}"
