"""What happens to an institution's advisers and to its guidance meetings.

The rule: a meeting counts because it is an activity, recorded in the same append under the same id; the
events here hold what an activity has no place for: the adviser, what was agreed and what came of it.
Names and what was agreed are the vault's; events hold references.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.activities.events import AdviserLevel
from hub_core.guidance.codes import (
    MOST_ACTIONS,
    ActionOwner,
    AdviserPresence,
    MeetingCorrection,
)
from hub_core.log.event import Event
from hub_core.reference.encounters import DeliveryMode
from hub_core.values import Ordinal

#: A meeting is a conversation: from five minutes to half a day.
MeetingMinutes = Annotated[int, msgspec.Meta(ge=5, le=240)]
#: An action's place in the list of one meeting, from 1.
ActionNumber = Annotated[int, msgspec.Meta(ge=1, le=MOST_ACTIONS)]


class AdviserDetails(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An adviser as the institution knows them; ``name`` is the vault's reference.

    ``level`` is that of the careers qualification, None where there is none or nobody knows.
    ``on_register`` is the UK Register of Career Development Professionals, ``matrix`` says that whoever
    employs the adviser is accredited to the matrix Standard, ``until`` when the contract ends.
    """

    name: UUID
    presence: AdviserPresence
    level: AdviserLevel | None = None
    on_register: bool = False
    matrix: bool = False
    until: date | None = None


class AgreedAction(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One thing agreed: ``text`` is the vault's reference to what it is."""

    text: UUID
    owner: ActionOwner
    due_on: date | None = None


class Meeting(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """How a meeting was held; ``follow_up_on`` is the day both want to meet again."""

    adviser: UUID
    mode: DeliveryMode
    minutes: MeetingMinutes
    level: AdviserLevel | None = None
    follow_up_on: date | None = None


class AdviserRegistered(Event, frozen=True, kw_only=True):
    """An adviser works with an institution's learners from this day on."""

    TOPIC = "guidance.AdviserRegistered.v1"
    institution: UUID
    adviser: UUID
    occurred_on: date
    details: AdviserDetails

    def heading(self) -> str:
        return f"An institution registered a careers adviser, {self.details.presence.label.lower()}"


class AdviserDetailsChanged(Event, frozen=True, kw_only=True):
    """The adviser as they are from now on, as a whole."""

    TOPIC = "guidance.AdviserDetailsChanged.v1"
    institution: UUID
    adviser: UUID
    occurred_on: date
    details: AdviserDetails

    def heading(self) -> str:
        return "The details of a careers adviser changed"


class AdviserLeft(Event, frozen=True, kw_only=True):
    """The adviser no longer works with the institution's learners from this day on."""

    TOPIC = "guidance.AdviserLeft.v1"
    institution: UUID
    adviser: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A careers adviser left an institution"


class GuidanceMeetingHeld(Event, frozen=True, kw_only=True):
    """One learner met an adviser; ``meeting`` is the id of the activity that counts."""

    TOPIC = "guidance.GuidanceMeetingHeld.v1"
    institution: UUID
    meeting: UUID
    occurred_on: date
    learner: Ordinal
    held: Meeting
    actions: Annotated[tuple[AgreedAction, ...], msgspec.Meta(max_length=MOST_ACTIONS)] = ()

    def heading(self) -> str:
        agreed = len(self.actions)
        number = f"{agreed} action" + ("" if agreed == 1 else "s")
        return f"A learner met a careers adviser and agreed {number if agreed else 'no actions'}"


class GuidanceMeetingCorrected(Event, frozen=True, kw_only=True):
    """How and when it was held, as it should have been told. Learner and actions stay as they are."""

    TOPIC = "guidance.GuidanceMeetingCorrected.v1"
    institution: UUID
    meeting: UUID
    occurred_on: date
    held: Meeting
    reason: MeetingCorrection

    def heading(self) -> str:
        return f"A guidance meeting was corrected: {self.reason.label}"


class GuidanceMeetingWithdrawn(Event, frozen=True, kw_only=True):
    """The meeting no longer counts. ``occurred_on`` is the day it was said to have been held."""

    TOPIC = "guidance.GuidanceMeetingWithdrawn.v1"
    institution: UUID
    meeting: UUID
    occurred_on: date
    reason: MeetingCorrection

    def heading(self) -> str:
        return f"A guidance meeting was withdrawn: {self.reason.label}"


class AgreedActionCompleted(Event, frozen=True, kw_only=True):
    """What was agreed was done."""

    TOPIC = "guidance.AgreedActionCompleted.v1"
    institution: UUID
    meeting: UUID
    occurred_on: date
    action: ActionNumber

    def heading(self) -> str:
        return "An action agreed at a guidance meeting was done"


class AgreedActionDropped(Event, frozen=True, kw_only=True):
    """What was agreed is no longer wanted."""

    TOPIC = "guidance.AgreedActionDropped.v1"
    institution: UUID
    meeting: UUID
    occurred_on: date
    action: ActionNumber

    def heading(self) -> str:
        return "An action agreed at a guidance meeting was dropped"
