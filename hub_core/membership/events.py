"""What happens to institutions, hubs and memberships.

The rule: an institution is one opaque id for life, whatever URN it carries. ``occurred_on`` is the day
from which the fact holds in the world.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event, OrganisationName
from hub_core.membership.codes import (
    InstitutionStatus,
    SuspensionReason,
    TransferReason,
    WithdrawalReason,
)
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import GssCode, LocalAuthorityCode, Postcode, TrustCode, Ukprn, Urn

Age = Annotated[int, msgspec.Meta(ge=0, le=120)]
Pupils = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
#: In per cent, as the register gives it: to one decimal.
FreeSchoolMeals = Annotated[float, msgspec.Meta(ge=0, le=100)]
TypeCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2}$", min_length=2, max_length=2)]
Slug = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$(?!\n)", min_length=2, max_length=60)
]


class InstitutionDetails(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An institution as the register describes it. ``phase`` is None outside the five phases, and
    ``trust_id`` outside academy trusts. ``free_school_meals_percent`` is the share of pupils eligible for
    free school meals; the register has none of colleges and of independent schools."""

    name: OrganisationName
    phase: ServicePhase | None = None
    status: InstitutionStatus = InstitutionStatus.OPEN
    type_code: TypeCode | None = None
    local_authority: LocalAuthorityCode | None = None
    region: GssCode | None = None
    low_age: Age | None = None
    high_age: Age | None = None
    pupils: Pupils | None = None
    postcode: Postcode | None = None
    trust_id: TrustCode | None = None
    trust_name: OrganisationName | None = None
    free_school_meals_percent: FreeSchoolMeals | None = None


class FormerUrn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A URN the institution carried before; ``until`` is its last day, if known."""

    urn: Urn
    until: date | None = None


class InstitutionRegistered(Event, frozen=True, kw_only=True):
    """An institution is known here from now on; ``former_urns`` are aliases that lead to it."""

    TOPIC = "membership.InstitutionRegistered.v1"
    institution: UUID
    occurred_on: date
    urn: Urn | None = None
    ukprn: Ukprn | None = None
    details: InstitutionDetails
    former_urns: tuple[FormerUrn, ...] = ()

    def heading(self) -> str:
        return f"{self.details.name} was registered"


class InstitutionDetailsChanged(Event, frozen=True, kw_only=True):
    """The register describes it differently; ``details`` is the whole new description."""

    TOPIC = "membership.InstitutionDetailsChanged.v1"
    institution: UUID
    occurred_on: date
    details: InstitutionDetails

    def heading(self) -> str:
        return f"The details of {self.details.name} changed"


class InstitutionIdentifierChanged(Event, frozen=True, kw_only=True):
    """Its identifiers from this day on, both of them as they now stand."""

    TOPIC = "membership.InstitutionIdentifierChanged.v1"
    institution: UUID
    occurred_on: date
    urn: Urn | None = None
    ukprn: Ukprn | None = None

    def heading(self) -> str:
        return "An institution has new identifiers"


class InstitutionAliasRecorded(Event, frozen=True, kw_only=True):
    """A URN of a predecessor turned out to lead to this institution."""

    TOPIC = "membership.InstitutionAliasRecorded.v1"
    institution: UUID
    occurred_on: date
    former: FormerUrn

    def heading(self) -> str:
        return f"URN {self.former.urn} leads to an institution that followed it"


class InstitutionBecameAcademy(Event, frozen=True, kw_only=True):
    """The school became an academy: a new URN, the same institution with all its history."""

    TOPIC = "membership.InstitutionBecameAcademy.v1"
    institution: UUID
    occurred_on: date
    former_urn: Urn
    urn: Urn
    ukprn: Ukprn | None = None
    details: InstitutionDetails

    def heading(self) -> str:
        return f"{self.details.name} became an academy under URN {self.urn}"


class InstitutionClosed(Event, frozen=True, kw_only=True):
    """The institution closed on ``occurred_on``."""

    TOPIC = "membership.InstitutionClosed.v1"
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution closed"


class InstitutionReopened(Event, frozen=True, kw_only=True):
    """It was taken for closed and is open, or it opened again."""

    TOPIC = "membership.InstitutionReopened.v1"
    institution: UUID
    occurred_on: date
    details: InstitutionDetails

    def heading(self) -> str:
        return f"{self.details.name} is open again"


class InstitutionMergedInto(Event, frozen=True, kw_only=True):
    """The institution is continued by ``successor``, another institution."""

    TOPIC = "membership.InstitutionMergedInto.v1"
    institution: UUID
    occurred_on: date
    successor: UUID

    def heading(self) -> str:
        return "An institution merged into another"


class InstitutionFormedByMerger(Event, frozen=True, kw_only=True):
    """The institution continues all of ``predecessors``."""

    TOPIC = "membership.InstitutionFormedByMerger.v1"
    institution: UUID
    occurred_on: date
    predecessors: tuple[UUID, ...]

    def heading(self) -> str:
        return f"An institution was formed by the merger of {len(self.predecessors)} others"


class HubEstablished(Event, frozen=True, kw_only=True):
    """A Careers Hub exists, led by an organisation, for these local authorities."""

    TOPIC = "membership.HubEstablished.v1"
    hub: UUID
    occurred_on: date
    name: OrganisationName
    slug: Slug
    lead_organisation: OrganisationName
    local_authorities: tuple[LocalAuthorityCode, ...]

    def heading(self) -> str:
        return f"{self.name} was established"


class HubScopeDeclared(Event, frozen=True, kw_only=True):
    """Every open institution in these areas and phases is eligible, from this day on."""

    TOPIC = "membership.HubScopeDeclared.v1"
    hub: UUID
    occurred_on: date
    local_authorities: tuple[LocalAuthorityCode, ...]
    phases: tuple[ServicePhase, ...]

    def heading(self) -> str:
        areas = len(self.local_authorities)
        return (
            f"A hub declared its scope in {areas} local {'authority' if areas == 1 else 'authorities'}: "
            + ", ".join(phase.label for phase in self.phases)
        )


class InstitutionIncludedInScope(Event, frozen=True, kw_only=True):
    """Eligible for this hub, whatever its area and phase say."""

    TOPIC = "membership.InstitutionIncludedInScope.v1"
    hub: UUID
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A hub took an institution into its scope"


class InstitutionExcludedFromScope(Event, frozen=True, kw_only=True):
    """Not eligible for this hub, whatever its area and phase say."""

    TOPIC = "membership.InstitutionExcludedFromScope.v1"
    hub: UUID
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A hub took an institution out of its scope"


class HubLeadAppointed(Event, frozen=True, kw_only=True):
    """The person leads the hub from this day on: the last one who was given that role there."""

    TOPIC = "membership.HubLeadAppointed.v1"
    hub: UUID
    occurred_on: date
    person: UUID

    def heading(self) -> str:
        return "A hub lead was appointed"


class MembershipRequested(Event, frozen=True, kw_only=True):
    """An institution asks to join a hub."""

    TOPIC = "membership.MembershipRequested.v1"
    institution: UUID
    hub: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution asked to join a hub"


class MemberAdmitted(Event, frozen=True, kw_only=True):
    """An active member of the hub from this day on."""

    TOPIC = "membership.MemberAdmitted.v1"
    institution: UUID
    hub: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution joined the hub"


class MemberSuspended(Event, frozen=True, kw_only=True):
    """The membership is paused; the institution stays with the hub."""

    TOPIC = "membership.MemberSuspended.v1"
    institution: UUID
    hub: UUID
    occurred_on: date
    reason: SuspensionReason

    def heading(self) -> str:
        return f"A membership was paused: {self.reason.label}"


class MemberReinstated(Event, frozen=True, kw_only=True):
    """A paused membership is active again."""

    TOPIC = "membership.MemberReinstated.v1"
    institution: UUID
    hub: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A paused membership is active again"


class MemberTransferred(Event, frozen=True, kw_only=True):
    """The institution left ``from_hub`` and is an active member of ``to_hub`` from this day on."""

    TOPIC = "membership.MemberTransferred.v1"
    institution: UUID
    from_hub: UUID
    to_hub: UUID
    occurred_on: date
    reason: TransferReason

    def heading(self) -> str:
        return f"An institution moved to another hub: {self.reason.label}"


class MemberWithdrawn(Event, frozen=True, kw_only=True):
    """No member, and no longer asking to be one, from this day on."""

    TOPIC = "membership.MemberWithdrawn.v1"
    institution: UUID
    hub: UUID
    occurred_on: date
    reason: WithdrawalReason

    def heading(self) -> str:
        return f"An institution left the hub: {self.reason.label}"
