"""Types of the service encounters.

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
    DeliveryMode,
    EmployerSize,
    Pathway,
    Sector,
    ServicePhase,
)


class AcceptEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take an encounter up for the day proposed."""


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


class ApproachLimits(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """At most `approaches` in any `days` days, and `coolOffDays` from one to the next."""

    approaches: int
    days: int
    cool_off_days: int = 0


#: What an institution asks an employer for.
ApproachPurpose = Literal[
    "curriculum", "encounter", "enterprise_adviser", "governance", "other", "placement"
]


class ApprovePlacement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let learners go: `learners` by reference, or `count` where they are only counted."""

    learners: tuple[str, ...] = ()
    count: int | None = None


class CancelEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Call an encounter off, everywhere or only at one institution (`at`)."""

    reason: CancellationReason
    at: UUID | None = None


class CancelParticipation(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Call one's own part off after accepting it."""

    reason: CancellationReason


#: Why an encounter does not take place.
CancellationReason = Literal[
    "employer_unavailable",
    "institution_unavailable",
    "other",
    "too_few_learners",
    "weather_or_travel",
]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The employers that told a hub what they would host, in the order in which they first did."""

    academic_year: str
    employers: tuple[CatalogueEntry, ...]


class CatalogueEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One employer in a hub's catalogue."""

    employer: UUID
    name: str | None
    verified: bool
    cornerstone: bool
    interest: InterestView


class ChangeEmployerDetails(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give the whole new description of an employer."""

    form: EmployerForm
    name: str
    company_number: str | None = None
    charity_number: str | None = None
    postcode: str | None = None
    sic_codes: tuple[str, ...] = ()
    size: EmployerSize | None = None
    employees: int | None = None


#: What has to be in place for a placement. Source: domain 2.2 (S85); which when: the table
#: beside.
CheckKind = Literal[
    "employers_liability_insurance",
    "health_and_safety_policy",
    "risk_assessment_young_people",
    "safeguarding_dbs",
]


#: Why a check that is usually needed is not.
CheckNotNeededReason = Literal["five_or_fewer_employees"]


class CheckView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One check: until when it is valid, or why it is not needed; `seenBy` is a hub, if one saw
    it.
    """

    kind: CheckKind
    valid_until: date | None
    seen_by: UUID | None
    not_needed: CheckNotNeededReason | None


class ChecksView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The checks an employer holds; `version` is what If-Match refers to."""

    employer: UUID
    version: int
    checks: tuple[CheckView, ...]


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


class ConfirmEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Confirm that it took place, who came, and what made it meaningful.

    `heldOn` is the day the employer reported, or else the day planned, unless given.
    """

    attendance: AttendanceSent
    checks: dict[str, CheckAnswer] = {}
    held_on: date | None = None


class Confirmed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The encounter, the version of the part, and how many learners are confirmed."""

    id: UUID
    version: int
    learners: int
    position: int


class ContactGuardView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """How often institutions may approach an employer, and from when one more may; None for never."""

    employer: UUID
    version: int
    limits: LimitsView
    next_possible: date | None


class CorrectConfirmation(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Replace a confirmation by the right one."""

    attendance: AttendanceSent
    reason: CorrectionReason
    checks: dict[str, CheckAnswer] = {}
    held_on: date | None = None


#: Why a confirmation is corrected or withdrawn.
CorrectionReason = Literal[
    "by_mistake", "duplicate", "other", "wrong_answers", "wrong_date", "wrong_learners"
]


class DeclareCheckNotNeeded(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that a check that is usually needed is not needed at this employer."""

    kind: CheckKind
    reason: CheckNotNeededReason


class DeclareHostingInterest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say what the employer would host in an academic year, as a whole, and with which hubs."""

    academic_year: str
    interest: HostingInterest
    hubs: tuple[UUID, ...] = ()


class DeclarePlacementWeeks(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say in which weeks of an academic year the institution's placements are, and for how many."""

    academic_year: str
    weeks: tuple[PlacementWeek, ...]


class DeclineEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Not take it up, with a reason."""

    reason: DeclineReason


#: Why an institution does not take up an encounter (after DfE's school experience service).
DeclineReason = Literal[
    "date_not_available",
    "duplicate",
    "fully_booked",
    "info_not_provided",
    "no_phase_availability",
    "not_local",
    "other",
    "withdrawn",
]


class DeliverEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Report that it took place at an institution, with the number of learners counted, if any."""

    at: UUID
    held_on: date
    reported: int | None = None


class DesignateCornerstone(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Make a verified employer one of the hub's cornerstones."""


class DisputeEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Dispute what the employer reported."""

    reason: DisputeReason


#: What an institution disputes about an encounter the employer reported.
DisputeReason = Literal[
    "did_not_take_place", "duplicate", "numbers_differ", "other", "wrong_date", "wrong_institution"
]


class EmployerEngagement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Employers active last year without a booking this year, who met most members first;
    cornerstones.
    """

    academic_year: str
    lapsed: tuple[EngagementView, ...]
    cornerstones: tuple[EngagementView, ...]


#: What kind of body an employer is, which decides how it is recognised.
EmployerForm = Literal["charity", "company", "council", "nhs_body", "public_body", "sole_trader"]


class EmployerView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An employer as it describes itself; a sole trader's name and postcode are told to nobody.

    `verified` says that a hub has made sure who it is, `cornerstoneOf` for which hubs it is a
    cornerstone, `merged` which ids lead here since employers were merged.
    """

    id: UUID
    version: int
    form: EmployerForm
    name: str | None
    company_number: str | None
    charity_number: str | None
    postcode: str | None
    sic_codes: tuple[str, ...]
    sector: Sector | None
    size: EmployerSize | None
    verified: bool
    cornerstone_of: tuple[UUID, ...]
    standards_assessed_on: date | None
    merged: tuple[UUID, ...]


#: What an encounter with employers and employees is (Benchmark 5).
EncounterKind = Literal[
    "alumni_talk",
    "careers_fair",
    "curriculum_lesson_with_employer",
    "employer_talk",
    "enterprise_challenge",
    "job_application_practice",
    "mentoring",
    "mock_interview",
    "networking",
    "project_brief",
    "q_and_a_panel",
    "workplace_speaker_virtual",
]


class EndCornerstone(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """End that an employer is one of the hub's cornerstones."""


class EngagementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One employer and a hub's members: the last day they met, with how many last year, booked
    this year.
    """

    employer: UUID
    name: str | None
    last_met: date | None
    met_last_year: int
    booked_this_year: int


class GiveBackPlaces(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take the request back, and with it every place the institution has in the placement."""


#: How open an employer is. Source: domain A.3, after DfE's placement service.
HostingAppetite = Literal["actively_looking", "already_organised", "interested", "not_open"]


class HostingInterest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What an employer would do: of which types, for which phases, for how many.

    `learners` are those it can meet in the year, `placements` the places at its workplace.
    """

    appetite: HostingAppetite
    activities: tuple[ActivityType, ...] = ()
    phases: tuple[ServicePhase, ...] = ()
    learners: int | None = None
    placements: int | None = None


class HostingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What an employer would host in an academic year; `interest` is None when it says nothing."""

    employer: UUID
    academic_year: str
    version: int
    interest: InterestView | None
    hubs: tuple[UUID, ...]


class InterestView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What an employer would do: of which types, for which phases, for how many learners and
    places.
    """

    appetite: HostingAppetite
    activities: tuple[ActivityType, ...]
    phases: tuple[ServicePhase, ...]
    learners: int | None
    placements: int | None


class InviteInstitutions(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let an offer go to more institutions."""

    urns: tuple[str, ...] = ()
    ukprns: tuple[str, ...] = ()
    institutions: tuple[UUID, ...] = ()


class LimitsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """At most so many approaches in so many days, and so many days from one to the next."""

    approaches: int
    days: int
    cool_off_days: int


class MergeEmployers(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that `merged` is the same employer as `survivor`, which stays."""

    merged: UUID


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


class OfferView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An encounter as its employer offers it, and the institutions it went to, of those that
    whoever asks may know of: an institution sees itself, a hub its members, the employer all of
    them.
    """

    id: UUID
    version: int
    employer: UUID
    kind: EncounterKind
    mode: DeliveryMode
    planned_for: date
    cancelled: bool
    institutions: tuple[UUID, ...]


class OwnStand(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Where the institution stands: what it asked for, has and waits for, and why in words."""

    asked: int
    places: int
    waiting: int
    why: str | None
    approved: int | None
    completed_on: date | None


class PartList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of parts, the latest planned first; `next` is the cursor of the one after, if any."""

    encounters: tuple[PartView, ...]
    next: str | None = None


#: Where an institution's part stands.
PartStatus = Literal[
    "accepted", "cancelled", "confirmed", "declined", "delivered", "disputed", "proposed"
]


class PartView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's part in an encounter; `version` is what If-Match refers to."""

    encounter: UUID
    institution: UUID
    version: int
    status: PartStatus
    employer: UUID
    kind: EncounterKind
    mode: DeliveryMode
    planned_for: date
    delivered_on: date | None
    confirmed_on: date | None


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


class ProposeEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Offer an encounter to one or many institutions, named by URN, UKPRN or id."""

    kind: EncounterKind
    mode: DeliveryMode
    planned_for: date
    title: str | None = None
    urns: tuple[str, ...] = ()
    ukprns: tuple[str, ...] = ()
    institutions: tuple[UUID, ...] = ()


class Proposed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The encounter, its offer's version, and the institutions it newly went to."""

    id: UUID
    version: int
    institutions: tuple[UUID, ...]
    position: int


class RecordApproach(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Note that the institution approaches an employer today."""

    approached: UUID
    purpose: ApproachPurpose


class RecordCheck(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that the employer holds a check, and its last day. `hub` is the hub that saw the paper."""

    kind: CheckKind
    valid_until: date
    hub: UUID | None = None


class RecordStandardsAssessment(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that the employer assessed itself against the Employer Standards, and when."""

    assessed_on: date


class RegisterEmployer(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Register an employer. `employer` is the id of the organisation that registers itself."""

    form: EmployerForm
    name: str
    company_number: str | None = None
    charity_number: str | None = None
    postcode: str | None = None
    sic_codes: tuple[str, ...] = ()
    size: EmployerSize | None = None
    employees: int | None = None
    employer: UUID | None = None


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


class RescheduleEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Move an encounter to another day, everywhere or only at one institution (`at`)."""

    planned_for: date
    at: UUID | None = None


class SetApproachLimits(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say how often all institutions together may approach the employer."""

    limits: ApproachLimits


class UndoMerge(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that two merged employers are two after all."""

    merged: UUID


#: How a hub knows that an employer is who it says it is.
VerificationBasis = Literal["known", "other", "public_register", "telephoned", "visited"]


#: Why an employer is no longer verified.
VerificationLoss = Literal["by_mistake", "ceased", "not_who_it_said", "other", "safeguarding"]


class VerifyEmployer(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an employer is who it says it is."""

    basis: VerificationBasis


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


class WithdrawConfirmation(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a confirmation back."""

    reason: CorrectionReason


class WithdrawHostingInterest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take back what the employer said of an academic year."""

    academic_year: str


class WithdrawPlacement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a placement back."""

    reason: PlacementLoss


class WithdrawVerification(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that an employer is no longer verified."""

    reason: VerificationLoss
