"""Types of guidance, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import DeliveryMode


class AccessView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Access to guidance in one academic year. Numbers of learners are None where they are
    withheld.
    """

    academic_year: str
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None


#: Who said they would do it.
ActionOwner = Literal["adviser", "careers_leader", "learner", "other"]


class ActionSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One agreed action, as the institution sends it."""

    text: str
    owner: ActionOwner
    due_on: date | None = None


#: What became of an agreed action.
ActionStatus = Literal["completed", "dropped", "open"]


class ActionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One agreed action; `text` is None when it was erased with the learner."""

    number: int
    text: str | None
    owner: ActionOwner
    due_on: date | None
    status: ActionStatus
    ended_on: date | None


class AdviserList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every adviser of an institution, those who left last."""

    advisers: tuple[AdviserView, ...]


#: Where an adviser sees learners.
AdviserPresence = Literal["both", "on_site", "remote"]


class AdviserView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One adviser; `name` is None when it was erased. `version` is what If-Match refers to."""

    id: UUID
    version: int
    name: str | None
    presence: AdviserPresence
    level: int | None
    on_register: bool
    matrix: bool
    since: date
    until: date | None
    left_on: date | None


class ChangeAdviserDetails(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Describe a careers adviser anew, as a whole."""

    name: str
    presence: AdviserPresence
    level: int | None = None
    on_register: bool = False
    matrix: bool = False
    until: date | None = None


class CompleteAction(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an agreed action was done."""

    action: int
    completed_on: date | None = None


class CorrectMeeting(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say anew how a meeting was held."""

    adviser: UUID
    held_on: date
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None = None
    reason: MeetingCorrection


class DropAction(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an agreed action is no longer wanted."""

    action: int


class EndAdviser(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that a careers adviser has left."""

    left_on: date | None = None


class HubAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members together, and each; `withMeetings` of them held any this year."""

    academic_year: str
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None
    members: int
    with_meetings: int
    institutions: tuple[MemberAccess, ...]


class MeetingCopy(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Everything of one meeting, as the learner is given it."""

    id: UUID
    version: int
    held_on: date
    learner: str | None
    adviser: str | None
    adviser_level: int | None
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None
    withdrawn: bool
    actions: tuple[ActionView, ...]


#: Why the record of a meeting is corrected or withdrawn.
MeetingCorrection = Literal[
    "did_not_take_place",
    "duplicate",
    "other",
    "wrong_adviser",
    "wrong_date",
    "wrong_details",
    "wrong_learner",
]


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A meeting in a list: without what was agreed. `learner` is None when erased."""

    id: UUID
    version: int
    held_on: date
    learner: str | None
    adviser: UUID
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None
    open_actions: int
    overdue_actions: int


class MeetingList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of meetings, the latest first; `next` is the cursor of the one after, if any."""

    meetings: tuple[MeetingLine, ...]
    next: str | None = None


class MemberAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The same of one member of a hub."""

    academic_year: str
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None
    institution: UUID


class Queue(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who should be seen next, of so many learners on roll; `unmet` have had no meeting yet."""

    on_roll: int
    unmet: int
    learners: tuple[QueuePlace, ...]


class QueuePlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One learner to be seen, with the reasons in words, the heaviest first."""

    learner: str
    year_group: int
    meetings: int
    last_met: date | None
    follow_up_on: date | None
    weight: int
    reasons: tuple[str, ...]


class RecordMeeting(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that a learner met a careers adviser."""

    adviser: UUID
    held_on: date
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None = None
    learner: str
    actions: tuple[ActionSent, ...] = ()


class RegisterAdviser(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Register a careers adviser."""

    name: str
    presence: AdviserPresence
    level: int | None = None
    on_register: bool = False
    matrix: bool = False
    until: date | None = None
    since: date | None = None


class WithdrawMeeting(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a meeting back."""

    reason: MeetingCorrection
