"""Types of encounters, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.encounters.shared import EmployerForm
from careers_hub_client.types.shared import (
    AttendanceSent,
    Campaign,
    CheckAnswer,
    DeliveryMode,
    EmployerSize,
    EncounterKind,
    PartStatus,
    Sector,
)


class AcceptEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take an encounter up for the day proposed."""


class CampaignView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One campaign: how often institutions held something for it, and how many institutions did."""

    campaign: Campaign
    label: str
    held: int
    institutions: int


class CampaignsOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every campaign there is, and what the hub's `members` of today did for it."""

    academic_year: str
    members: int
    campaigns: tuple[CampaignView, ...]


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


class DisputeEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Dispute what the employer reported."""

    reason: DisputeReason


#: What an institution disputes about an encounter the employer reported.
DisputeReason = Literal[
    "did_not_take_place", "duplicate", "numbers_differ", "other", "wrong_date", "wrong_institution"
]


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


class InviteInstitutions(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let an offer go to more institutions."""

    urns: tuple[str, ...] = ()
    ukprns: tuple[str, ...] = ()
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
    campaigns: tuple[Campaign, ...]
    title: str | None
    planned_for: date
    cancelled: bool
    institutions: tuple[UUID, ...]


class PartList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of parts, the latest planned first; `next` is the cursor of the one after, if any."""

    encounters: tuple[PartView, ...]
    next: str | None = None


class PartView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's part in an encounter; `version` is what If-Match refers to."""

    encounter: UUID
    institution: UUID
    version: int
    status: PartStatus
    employer: UUID
    kind: EncounterKind
    mode: DeliveryMode
    campaigns: tuple[Campaign, ...]
    title: str | None
    planned_for: date
    delivered_on: date | None
    confirmed_on: date | None


class ProposeEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Offer an encounter to one or many institutions, named by URN, UKPRN or id."""

    kind: EncounterKind
    mode: DeliveryMode
    planned_for: date
    title: str | None = None
    campaigns: tuple[Campaign, ...] = ()
    urns: tuple[str, ...] = ()
    ukprns: tuple[str, ...] = ()
    institutions: tuple[UUID, ...] = ()


class Proposed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The encounter, its offer's version, and the institutions it newly went to."""

    id: UUID
    version: int
    institutions: tuple[UUID, ...]
    position: int


class RescheduleEncounter(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Move an encounter to another day, everywhere or only at one institution (`at`)."""

    planned_for: date
    at: UUID | None = None


class WithdrawConfirmation(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a confirmation back."""

    reason: CorrectionReason
