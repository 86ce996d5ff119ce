"""What hubs say of an employer: that it is verified, that it is a cornerstone, that two are one.

The rule: each says which hub said it, so that whoever doubts it knows whom to ask.
"""

from datetime import date
from uuid import UUID

from hub_core.log.event import Event
from hub_core.reference.labelled import Labelled


class VerificationBasis(Labelled):
    """How a hub knows that an employer is who it says it is."""

    PUBLIC_REGISTER = "public_register", "Found in Companies House or the charity register"
    VISITED = "visited", "Visited at its workplace"
    KNOWN = "known", "Known to the hub from working together"
    TELEPHONED = "telephoned", "Called back on a published number"
    OTHER = "other", "Another way"


class VerificationLoss(Labelled):
    """Why an employer is no longer verified."""

    NOT_WHO_IT_SAID = "not_who_it_said", "It is not who it said it was"
    CEASED = "ceased", "It no longer trades"
    SAFEGUARDING = "safeguarding", "A safeguarding concern is being looked into"
    BY_MISTAKE = "by_mistake", "It was verified by mistake"
    OTHER = "other", "Another reason"


class EmployerVerified(Event, frozen=True, kw_only=True):
    """A hub has made sure that the employer is who it says it is."""

    TOPIC = "employers.EmployerVerified.v1"
    employer: UUID
    hub: UUID
    occurred_on: date
    basis: VerificationBasis

    def heading(self) -> str:
        return f"A hub verified an employer. {self.basis.label}"


class VerificationWithdrawn(Event, frozen=True, kw_only=True):
    """The employer is no longer verified by anybody."""

    TOPIC = "employers.VerificationWithdrawn.v1"
    employer: UUID
    hub: UUID
    occurred_on: date
    reason: VerificationLoss

    def heading(self) -> str:
        return f"An employer is no longer verified: {self.reason.label}"


class CornerstoneDesignated(Event, frozen=True, kw_only=True):
    """The employer is one of a hub's cornerstones: it gives the hub's schools lasting support.

    Stands in the employer's stream and in the hub's catalogue, as its end does.
    """

    TOPIC = "employers.CornerstoneDesignated.v1"
    employer: UUID
    hub: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An employer became a cornerstone of a hub"


class CornerstoneEnded(Event, frozen=True, kw_only=True):
    """The employer is no longer one of the hub's cornerstones."""

    TOPIC = "employers.CornerstoneEnded.v1"
    employer: UUID
    hub: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An employer is no longer a cornerstone of a hub"


class EmployerStandardsAssessed(Event, frozen=True, kw_only=True):
    """The employer assessed itself against the Employer Standards. How it did stays its own.

    Source: domain 3.6 (S53); hubs are asked how many employers have done it (3.2).
    """

    TOPIC = "employers.EmployerStandardsAssessed.v1"
    employer: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An employer assessed itself against the Employer Standards"


class EmployersMerged(Event, frozen=True, kw_only=True):
    """Two employers are one: ``merged`` leads to ``employer`` from now on. Stands in both streams."""

    TOPIC = "employers.EmployersMerged.v1"
    employer: UUID
    merged: UUID
    occurred_on: date

    def heading(self) -> str:
        return "Two employers turned out to be one and were merged"


class MergeUndone(Event, frozen=True, kw_only=True):
    """They are two after all; ``merged`` stands by itself again. Stands in both streams."""

    TOPIC = "employers.MergeUndone.v1"
    employer: UUID
    merged: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A merger of two employers was undone"
