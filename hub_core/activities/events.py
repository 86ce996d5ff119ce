"""What happens to an activity an institution records.

The rule: each event gives the whole activity as it stands from then on, with all that figures need of it,
so that an institution's figures are a fold of its own events and nothing else. ``occurred_on`` is the
day it took place.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.encounters.events import Attendance, Checks
from hub_core.log.event import Event
from hub_core.reference.activities import (
    AccessContent,
    ActivityKind,
    ActivityType,
    Pathway,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.campaigns import Campaign
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode
from hub_core.reference.labelled import Labelled
from hub_core.values import YearGroup

#: A T Level placement of 315 hours and then some: nobody is at a workplace longer in one activity.
MOST_HOURS = 600
Minutes = Annotated[int, msgspec.Meta(ge=1, le=60 * MOST_HOURS)]
#: Level of a careers adviser's qualification, as the regulated qualifications framework numbers them.
AdviserLevel = Annotated[int, msgspec.Meta(ge=1, le=8)]


class ActivityCorrection(Labelled):
    """Why an activity is corrected or withdrawn."""

    WRONG_LEARNERS = "wrong_learners", "The wrong learners were named"
    WRONG_DATE = "wrong_date", "The date was wrong"
    WRONG_DETAILS = "wrong_details", "Something else about it was wrong"
    DID_NOT_TAKE_PLACE = "did_not_take_place", "It did not take place"
    DUPLICATE = "duplicate", "It is recorded already"
    CHANGED_AT_SOURCE = "changed_at_source", "The information system says otherwise now"
    GONE_FROM_SOURCE = "gone_from_source", "The information system no longer lists it"
    OTHER = "other", "Another reason"


class Provider(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Who offered further learning, and what provider access asks about it.

    ``approved_technical`` says that it offers approved technical education or apprenticeships.
    """

    kind: ProviderKind
    institution: UUID | None = None
    approved_technical: bool = False
    in_school_day: CheckAnswer = CheckAnswer.NOT_CHECKED
    content: tuple[AccessContent, ...] = ()


class Details(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What an activity is. Its kind follows from its type; what a kind has no use for is absent.

    ``minutes`` are those each learner spent at a workplace, ``workplace`` what they had there.
    ``year_groups`` are those it was for, which need not be those of the learners who came.
    """

    type: ActivityType
    mode: DeliveryMode | None = None
    also: tuple[ActivityKind, ...] = ()
    employer: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: Provider | None = None
    minutes: Minutes | None = None
    adviser_level: AdviserLevel | None = None
    subjects: tuple[Subject, ...] = ()
    year_groups: tuple[YearGroup, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    stem: bool = False
    workplace: tuple[WorkplaceContent, ...] = ()
    campaigns: tuple[Campaign, ...] = ()


class ActivityRecorded(Event, frozen=True, kw_only=True):
    """An institution recorded an activity."""

    TOPIC = "activities.ActivityRecorded.v1"
    institution: UUID
    activity: UUID
    occurred_on: date
    details: Details
    attendance: Attendance | None = None
    checks: Checks = msgspec.field(default_factory=dict)

    def heading(self) -> str:
        return f"An institution recorded an activity: {self.details.type.label}"


class ActivityCorrected(Event, frozen=True, kw_only=True):
    """The whole activity as it should have been recorded; what was told before no longer counts."""

    TOPIC = "activities.ActivityCorrected.v1"
    institution: UUID
    activity: UUID
    occurred_on: date
    details: Details
    reason: ActivityCorrection
    attendance: Attendance | None = None
    checks: Checks = msgspec.field(default_factory=dict)

    def heading(self) -> str:
        return f"An activity was corrected: {self.reason.label}"


class ActivityWithdrawn(Event, frozen=True, kw_only=True):
    """The activity no longer counts. ``occurred_on`` is the day it was said to have taken place."""

    TOPIC = "activities.ActivityWithdrawn.v1"
    institution: UUID
    activity: UUID
    occurred_on: date
    reason: ActivityCorrection

    def heading(self) -> str:
        return f"An activity was withdrawn: {self.reason.label}"
