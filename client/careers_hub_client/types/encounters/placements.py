"""Types of placements, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import (
    ActivityType,
    AttendanceSent,
    CheckAnswer,
    Pathway,
    WorkplaceContent,
)


class AllocatePlacement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give out the places of a placement, by need."""


class Allocated(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many places are given out now, how many are free, and for how many institutions wait."""

    id: UUID
    version: int
    given_out: int
    free: int
    waiting: int
    position: int


class ApprovePlacement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let learners go: `learners` by reference, or `count` where they are only counted."""

    learners: tuple[str, ...] = ()
    count: int | None = None


class ClashView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A week several institutions have planned; the first of them is the one with most learners."""

    monday: date
    learners: str
    institutions: tuple[PlannedThere, ...]


class ClashesOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Clashes of placement weeks among a hub's members; `declared` of `members` have told theirs."""

    academic_year: str
    members: int
    declared: int
    clashes: tuple[ClashView, ...]


class CompletePlacement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that the placement took place, who was there and how long each was.

    `minutes` are those of each learner, by default all its days; `endedOn` is by default its
    last day.
    """

    attendance: AttendanceSent
    minutes: int | None = None
    ended_on: date | None = None
    checks: dict[str, CheckAnswer] = {}
    workplace: tuple[WorkplaceContent, ...] = ()


class DeclarePlacementWeeks(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say in which weeks of an academic year the institution's placements are, and for how many."""

    academic_year: str
    weeks: tuple[PlacementWeek, ...]


class GiveBackPlaces(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take the request back, and with it every place the institution has in the placement."""


#: What an institution says of the learners it asks places for, by numbers.
NeedGroup = Literal["ehcp", "free_school_meals", "looked_after", "never_met_employer"]


class OfferPlacement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Offer places at the employer's workplace. `coordinatedBy` is the hub that allocates them.

    Open to the members of `hubs` and to `institutions`; naming neither, to the hub's own
    members.
    """

    terms: PlacementTerms
    coordinated_by: UUID
    hubs: tuple[UUID, ...] = ()
    institutions: tuple[UUID, ...] = ()


class OwnStand(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Where the institution stands: what it asked for, has and waits for, and why in words."""

    asked: int
    places: int
    waiting: int
    why: str | None
    approved: int | None
    completed_on: date | None


class PlacementCompleted(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The placement, its version, and the activity that counts, which is corrected like any other."""

    id: UUID
    version: int
    activity: UUID
    learners: int
    position: int


#: Why a placement does not take place.
PlacementLoss = Literal["business_reasons", "checks_missing", "no_supervisor", "other"]


#: How a placement's days lie. Source: domain C (F-23), "blocks/days/hybrid".
PlacementMode = Literal["block", "days", "hybrid"]


class PlacementOfEmployer(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An employer's own placement, and which institutions have places in it."""

    id: UUID
    version: int
    employer: UUID
    employer_name: str | None
    coordinated_by: UUID
    academic_year: str
    type: ActivityType
    mode: PlacementMode
    days: tuple[date, ...]
    minutes: int
    places: int
    pathways: tuple[Pathway, ...]
    supervising: bool
    withdrawn: bool
    given_out: int
    institutions: tuple[PlacesOfInstitution, ...]


class PlacementOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A placement a hub coordinates, with its requests in the order of asking, or one open to its
    members.
    """

    id: UUID
    version: int
    employer: UUID
    employer_name: str | None
    coordinated_by: UUID
    academic_year: str
    type: ActivityType
    mode: PlacementMode
    days: tuple[date, ...]
    minutes: int
    places: int
    pathways: tuple[Pathway, ...]
    supervising: bool
    withdrawn: bool
    given_out: int
    requests: tuple[RequestOfInstitution, ...]


class PlacementOfInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A placement open to an institution; `own` is None until it asks."""

    id: UUID
    version: int
    employer: UUID
    employer_name: str | None
    coordinated_by: UUID
    academic_year: str
    type: ActivityType
    mode: PlacementMode
    days: tuple[date, ...]
    minutes: int
    places: int
    pathways: tuple[Pathway, ...]
    supervising: bool
    withdrawn: bool
    own: OwnStand | None


class PlacementTerms(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What is offered. `days` are all the days a learner is there, `minutes` the length of each.

    `supervising` says that somebody at the workplace needs a DBS check.
    """

    academic_year: str
    type: ActivityType
    mode: PlacementMode
    days: tuple[date, ...]
    minutes: int
    places: int
    pathways: tuple[Pathway, ...] = ()
    supervising: bool = False


class PlacementWeek(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One week, named by its Monday, and about how many learners go in it."""

    monday: date
    learners: int
    year_groups: tuple[int, ...] = ()


class PlacementsOfEmployer(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every placement of an employer, the first to begin first."""

    placements: tuple[PlacementOfEmployer, ...]


class PlacementsOfHub(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every placement a hub coordinates or that is open to its members, the first to begin first."""

    placements: tuple[PlacementOfHub, ...]


class PlacementsOfInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every placement open to an institution, the first to begin first."""

    placements: tuple[PlacementOfInstitution, ...]


class PlacesOfInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Places one institution has at an employer: numbers only."""

    institution: UUID
    places: int
    approved: int | None
    completed_on: date | None


class PlacesStand(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many places the institution has and waits for, and why; before an allocation it waits
    for all.
    """

    id: UUID
    version: int
    places: int
    waiting: int
    why: str
    position: int


class PlannedThere(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One institution in a clash: how many learners, protected, and the Monday it could move to."""

    institution: UUID
    name: str
    learners: str
    could_move_to: date | None


class RequestOfInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One institution's request as its hub sees it: `needs` says for whom it has places, not how
    many.
    """

    institution: UUID
    asked: int
    places: int
    waiting: int
    needs: tuple[NeedGroup, ...]
    approved: int | None
    completed_on: date | None


class RequestPlaces(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Ask for places and say for whom by numbers.

    `learners` lets the roster count the groups that `need` leaves out; they are not kept.
    """

    places: int
    need: dict[str, int] = {}
    learners: tuple[str, ...] = ()


class WeekView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One week of an institution's own plan."""

    monday: date
    learners: int
    year_groups: tuple[int, ...]


class WeeksView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's own plan for an academic year; `version` is what If-Match refers to."""

    institution: UUID
    academic_year: str
    version: int
    weeks: tuple[WeekView, ...]


class WithdrawPlacement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a placement back."""

    reason: PlacementLoss
