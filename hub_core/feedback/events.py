"""What happens to the feedback on one encounter or activity at one institution.

The rule: answers are codes, and a learner's are nobody's: no learner, no ordinal, no device stands in
them. ``encounter`` is an employer's, ``activity`` the institution's own record; each event has one of them.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.feedback.codes import (
    MOST_IN_THE_ROOM,
    Again,
    FoundOut,
    Hoped,
    NextStep,
    Prepared,
)
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityType

InTheRoom = Annotated[int, msgspec.Meta(ge=1, le=MOST_IN_THE_ROOM)]


class LearnersAsked(Event, frozen=True, kw_only=True):
    """A class was given a code. ``learners`` is how many may answer; ``code`` is the vault's reference."""

    TOPIC = "feedback.LearnersAsked.v1"
    institution: UUID
    occurred_on: date
    type: ActivityType
    learners: InTheRoom
    open_until: date
    code: UUID
    encounter: UUID | None = None
    activity: UUID | None = None

    def heading(self) -> str:
        return f"Those who were there were asked what they made of it: {self.type.label}"


class LearnerAnswered(Event, frozen=True, kw_only=True):
    """One learner of the class answered both questions."""

    TOPIC = "feedback.LearnerAnswered.v1"
    institution: UUID
    occurred_on: date
    found_out: FoundOut
    next_step: NextStep
    encounter: UUID | None = None
    activity: UUID | None = None

    def heading(self) -> str:
        return "Somebody who was there answered by class code"


class ClassCodeClosed(Event, frozen=True, kw_only=True):
    """The code takes no more answers, before its last day."""

    TOPIC = "feedback.ClassCodeClosed.v1"
    institution: UUID
    occurred_on: date
    encounter: UUID | None = None
    activity: UUID | None = None

    def heading(self) -> str:
        return "A class code was closed"


class EmployerAnswered(Event, frozen=True, kw_only=True):
    """The employer answered; its last answer counts."""

    TOPIC = "feedback.EmployerAnswered.v1"
    institution: UUID
    encounter: UUID
    occurred_on: date
    type: ActivityType
    prepared: Prepared
    again: Again

    def heading(self) -> str:
        return f"An employer gave feedback on an encounter: {self.type.label}"


class InstitutionAnswered(Event, frozen=True, kw_only=True):
    """The institution answered about an employer's encounter; its last answer counts."""

    TOPIC = "feedback.InstitutionAnswered.v1"
    institution: UUID
    encounter: UUID
    occurred_on: date
    type: ActivityType
    hoped: Hoped
    again: Again

    def heading(self) -> str:
        return f"An institution gave feedback on an encounter: {self.type.label}"


#: All that can happen to feedback.
OF_FEEDBACK = (
    LearnersAsked,
    LearnerAnswered,
    ClassCodeClosed,
    EmployerAnswered,
    InstitutionAnswered,
)
