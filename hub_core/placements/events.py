"""What happens to a placement: to the offer, and to each institution's places in it.

The rule: the placement's own stream holds numbers only. Which learners go stands in the institution's
diary and request, as ordinals, and is nobody's business but the institution's.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.learner_sets import PackedLearners
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityType, Pathway
from hub_core.reference.labelled import Labelled
from hub_core.values import AcademicYear

#: A T Level placement of 315 hours is about 45 days (domain 2.3); twice that is the most here.
MOST_DAYS = 90
MOST_PLACES = 500
Places = Annotated[int, msgspec.Meta(ge=0, le=MOST_PLACES)]


class PlacementMode(Labelled):
    """How a placement's days lie. Source: domain C (F-23), "blocks/days/hybrid"."""

    BLOCK = "block", "In a block"
    DAYS = "days", "By the day"
    HYBRID = "hybrid", "At the workplace and online"


class NeedGroup(Labelled):
    """What an institution says of the learners it asks places for, by numbers."""

    LOOKED_AFTER = "looked_after", "looked after"
    EHCP = "ehcp", "with an education, health and care plan"
    FREE_SCHOOL_MEALS = "free_school_meals", "eligible for free school meals"
    NEVER_MET_EMPLOYER = "never_met_employer", "who have never met an employer"


class PlacementLoss(Labelled):
    """Why a placement does not take place."""

    NO_SUPERVISOR = "no_supervisor", "Nobody can supervise"
    BUSINESS_REASONS = "business_reasons", "The employer can no longer host"
    CHECKS_MISSING = "checks_missing", "Insurance or checks are missing"
    OTHER = "other", "Another reason"


class PlacementTerms(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What is offered. ``days`` are all the days a learner is there, ``minutes`` the length of each.

    ``supervising`` says that somebody at the workplace needs a DBS check.
    """

    academic_year: AcademicYear
    type: ActivityType
    mode: PlacementMode
    days: Annotated[tuple[date, ...], msgspec.Meta(min_length=1, max_length=MOST_DAYS)]
    minutes: Annotated[int, msgspec.Meta(ge=30, le=720)]
    places: Annotated[int, msgspec.Meta(ge=1, le=MOST_PLACES)]
    pathways: Annotated[tuple[Pathway, ...], msgspec.Meta(max_length=10)] = ()
    supervising: bool = False

    @property
    def last_day(self) -> date:
        """The last day a learner is there."""
        return max(self.days)

    @property
    def first_day(self) -> date:
        """The first day a learner is there."""
        return min(self.days)


#: Learners of each group among those places are asked for; a learner can be in several.
Need = dict[NeedGroup, Places]


class AllocationReason(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """How many places went to an institution for a need; without a group they were shared out evenly."""

    places: Places
    group: NeedGroup | None = None


class PlacementOffered(Event, frozen=True, kw_only=True):
    """An employer offers places. ``coordinated_by`` is the hub that allocates them.

    Open to the members of ``hubs``, and to each institution it was opened to by name.
    """

    TOPIC = "placements.PlacementOffered.v1"
    placement: UUID
    employer: UUID
    occurred_on: date
    terms: PlacementTerms
    coordinated_by: UUID
    hubs: tuple[UUID, ...]

    def heading(self) -> str:
        many = "1 place" if self.terms.places == 1 else f"{self.terms.places} places"
        return f"An employer offered {many}: {self.terms.type.label}"


class PlacementOpened(Event, frozen=True, kw_only=True):
    """The placement is open to this institution by name."""

    TOPIC = "placements.PlacementOpened.v1"
    placement: UUID
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A placement was opened to an institution"


class PlacementListed(Event, frozen=True, kw_only=True):
    """The placement stands in its owner's list: an employer's, a hub's, an institution's."""

    TOPIC = "placements.PlacementListed.v1"
    placement: UUID
    owner: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A placement came into a list"


class PlacementWithdrawn(Event, frozen=True, kw_only=True):
    """The employer takes the whole placement back."""

    TOPIC = "placements.PlacementWithdrawn.v1"
    placement: UUID
    employer: UUID
    occurred_on: date
    reason: PlacementLoss

    def heading(self) -> str:
        return f"A placement was withdrawn: {self.reason.label}"


class PlacesRequested(Event, frozen=True, kw_only=True):
    """An institution asks for places, and says for whom by numbers; the whole request as it stands."""

    TOPIC = "placements.PlacesRequested.v1"
    placement: UUID
    institution: UUID
    occurred_on: date
    places: Places
    need: Need = msgspec.field(default_factory=dict)

    def heading(self) -> str:
        return f"An institution asked for places: {self.places}"


class PlacesAllocated(Event, frozen=True, kw_only=True):
    """How many places an institution has now and for how many it waits; ``reasons`` add up to ``places``."""

    TOPIC = "placements.PlacesAllocated.v1"
    placement: UUID
    institution: UUID
    occurred_on: date
    places: Places
    waiting: Places
    reasons: tuple[AllocationReason, ...] = ()

    def heading(self) -> str:
        return f"Places were allocated: {self.places}, and {self.waiting} on the waiting list"


class PlacesGivenBack(Event, frozen=True, kw_only=True):
    """The institution no longer wants or has places in this placement."""

    TOPIC = "placements.PlacesGivenBack.v1"
    placement: UUID
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution gave its places back"


class PlacesLost(Event, frozen=True, kw_only=True):
    """The placement was withdrawn, and with it what this institution had or asked for."""

    TOPIC = "placements.PlacesLost.v1"
    placement: UUID
    institution: UUID
    occurred_on: date
    reason: PlacementLoss

    def heading(self) -> str:
        return f"An institution lost its places: {self.reason.label}"


class PlacementApproved(Event, frozen=True, kw_only=True):
    """The institution lets so many learners go, after insurance and checks were there to the last day."""

    TOPIC = "placements.PlacementApproved.v1"
    placement: UUID
    institution: UUID
    occurred_on: date
    places: Places

    def heading(self) -> str:
        return f"An institution approved a placement for {self.places}"


class LearnersPlaced(Event, frozen=True, kw_only=True):
    """Which learners are at a workplace on which days. (Stream: the institution's diary.)"""

    TOPIC = "placements.LearnersPlaced.v1"
    placement: UUID
    institution: UUID
    occurred_on: date
    days: tuple[date, ...]
    places: Places
    learners: PackedLearners | None = None

    def heading(self) -> str:
        return "An institution noted who is on a placement"


class LearnersFreed(Event, frozen=True, kw_only=True):
    """Those learners are not at that workplace after all. (Stream: the institution's diary.)"""

    TOPIC = "placements.LearnersFreed.v1"
    placement: UUID
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution noted that a placement is off"


class WorkplaceExperienceCompleted(Event, frozen=True, kw_only=True):
    """The institution says the placement took place; ``activity`` is the one record that counts."""

    TOPIC = "placements.WorkplaceExperienceCompleted.v1"
    placement: UUID
    institution: UUID
    occurred_on: date
    activity: UUID
    places: Places

    def heading(self) -> str:
        return f"A placement took place for {self.places}"
