"""Types of feedback, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import ActivityType

#: Employers and institutions: would you do it again together?
Again = Literal["no", "with_changes", "yes"]


class AskLearners(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Get a class code, with which learners say what they made of an encounter or an activity.

    At an event for parents, or training for staff, they are who answers. `learners` is how many
    are in the room; `days` how long the code opens, today included.
    """

    learners: int
    encounter: UUID | None = None
    activity: UUID | None = None
    days: int = 1


class CloseClassCode(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Let a class code take no more answers. `about` is the encounter or the activity."""


class CodeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A round of learners: how many of whom answered. `code` while it opens: type it at
    ``/feedback``.
    """

    asked_on: date
    open_until: date
    learners: int
    answers: int
    is_open: bool
    code: str | None


class EmployersView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What employers answered, counted."""

    prepared: dict[str, int]
    again: dict[str, int]


class EncounterFeedback(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What was made of one encounter at one institution, as far as whoever asks may know."""

    institution: UUID
    type: ActivityType | None
    learners_said: LearnersView | None
    prepared: Prepared | None
    employer_again: Again | None
    hoped: Hoped | None
    institution_again: Again | None


class FeedbackOfYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Feedback beside volume in one academic year, by type; `institutions` is whose it is."""

    academic_year: str
    institutions: int
    types: tuple[TypeView, ...]


class GiveEmployerFeedback(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say as an employer how an encounter went at an institution (`at`)."""

    at: UUID
    prepared: Prepared
    again: Again


class GiveInstitutionFeedback(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say as an institution what an employer's encounter was worth."""

    hoped: Hoped
    again: Again


#: Institutions: did it do what you hoped for your learners?
Hoped = Literal["fully", "no", "partly"]


class InstitutionsView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What institutions answered, counted."""

    hoped: dict[str, int]
    again: dict[str, int]


class LearnersAskedAnswer(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The feedback, for how many learners its new code opens, and its last day."""

    id: UUID
    version: int
    learners: int
    open_until: date
    position: int


class LearnersView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What those answered who were there, counted: learners; of an event for parents, or of
    training for staff, they. Null is withheld: too few, or they would tell of the others.
    """

    answers: int | None
    found_out: dict[str, int | None]
    next_step: dict[str, int | None]


class OwnFeedback(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The same for the institution itself, with its class codes."""

    institution: UUID
    type: ActivityType | None
    learners_said: LearnersView | None
    prepared: Prepared | None
    employer_again: Again | None
    hoped: Hoped | None
    institution_again: Again | None
    id: UUID
    version: int
    codes: tuple[CodeView, ...]


#: Employers: were the learners ready for it?
Prepared = Literal["not", "partly", "well"]


class TypeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One type: how many were held, for how many learners, and what was made of them.

    `learners` counts each learner at each. `withFeedback` is how many have any.
    """

    type: ActivityType
    held: int
    learners: int | None
    with_feedback: int
    learners_said: LearnersView
    employers_said: EmployersView
    institutions_said: InstitutionsView
