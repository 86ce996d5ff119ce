"""Types of employers, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.encounters.shared import EmployerForm
from careers_hub_client.types.shared import ActivityType, EmployerSize, ServicePhase


class ApproachLimits(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """At most `approaches` in any `days` days, and `coolOffDays` from one to the next."""

    approaches: int
    days: int
    cool_off_days: int = 0


#: What an institution asks an employer for.
ApproachPurpose = Literal[
    "curriculum", "encounter", "enterprise_adviser", "governance", "other", "placement"
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


class ContactGuardView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """How often institutions may approach an employer, and from when one more may; None for never."""

    employer: UUID
    version: int
    limits: LimitsView
    next_possible: date | None


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


class DesignateCornerstone(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Make a verified employer one of the hub's cornerstones."""


class EmployerEngagement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Employers active last year without a booking this year, who met most members first;
    cornerstones.
    """

    academic_year: str
    lapsed: tuple[EngagementView, ...]
    cornerstones: tuple[EngagementView, ...]


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


class LimitsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """At most so many approaches in so many days, and so many days from one to the next."""

    approaches: int
    days: int
    cool_off_days: int


class MergeEmployers(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that `merged` is the same employer as `survivor`, which stays."""

    merged: UUID


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


class WithdrawHostingInterest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take back what the employer said of an academic year."""

    academic_year: str


class WithdrawVerification(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that an employer is no longer verified."""

    reason: VerificationLoss
