"""Types of membership, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import ServicePhase


class AdjustScope(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take named institutions into the scope or out of it, whatever area and phase say."""

    include: tuple[UUID, ...] = ()
    exclude: tuple[UUID, ...] = ()
    adjusted_on: date | None = None


class AdmitMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub takes an institution of its scope as an active member."""

    admitted_on: date | None = None


class CloseInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record that an institution closed."""

    closed_on: date


class ClusterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One cluster, with those of the hub's members that are in it now."""

    name: str
    members: tuple[UUID, ...]


class ClustersView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's clusters by name, and the members that are in none."""

    version: int
    clusters: tuple[ClusterView, ...]
    none: tuple[UUID, ...]


class DeclareScope(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say which institutions are eligible, by area and phase."""

    local_authorities: tuple[str, ...]
    phases: tuple[ServicePhase, ...]
    declared_on: date | None = None


class EstablishHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Establish a hub with its areas; with `phases` its scope is declared at once."""

    name: str
    slug: str
    lead_organisation: str
    local_authorities: tuple[str, ...]
    phases: tuple[ServicePhase, ...] = ()
    established_on: date | None = None


class FormerUrn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A URN the institution carried before; `until` is its last day, if known."""

    urn: str
    until: date | None = None


class HubView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub as it stands, with the areas and phases of its declared scope and the exceptions to
    it.
    """

    id: UUID
    version: int
    slug: str
    name: str
    local_authorities: tuple[str, ...]
    phases: tuple[ServicePhase, ...]
    included: tuple[UUID, ...]
    excluded: tuple[UUID, ...]


class InstitutionDetails(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution as the register describes it. `phase` is None outside the five phases, and
    `trustId` outside academy trusts. `freeSchoolMealsPercent` is the share of pupils eligible
    for free school meals; the register has none of colleges and of independent schools.
    """

    name: str
    phase: ServicePhase | None = None
    status: InstitutionStatus = "open"
    type_code: str | None = None
    local_authority: str | None = None
    region: str | None = None
    low_age: int | None = None
    high_age: int | None = None
    pupils: int | None = None
    postcode: str | None = None
    trust_id: str | None = None
    trust_name: str | None = None
    free_school_meals_percent: float | None = None


#: The status of an establishment, as GIAS has it.
InstitutionStatus = Literal["closed", "open", "proposed_to_close", "proposed_to_open"]


class InstitutionView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution as it stands. `formerUrns` lead to it too."""

    id: UUID
    version: int
    name: str
    urn: str | None
    ukprn: str | None
    former_urns: tuple[str, ...]
    phase: ServicePhase | None
    status: InstitutionStatus
    local_authority: str | None
    postcode: str | None
    trust_id: str | None
    trust_name: str | None
    closed_on: date | None
    successor: UUID | None


#: Where a membership stands.
MembershipStatus = Literal["active", "none", "requested", "suspended"]


class MembershipView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Which hub an institution is with, or has asked to join; `version` is what If-Match refers
    to.
    """

    institution: UUID
    version: int
    status: MembershipStatus
    hub: UUID | None
    since: date | None


class MergeInstitutions(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record that institutions merged into another one, which is known already."""

    predecessors: tuple[UUID, ...]
    successor: UUID
    merged_on: date


class PlaceInCluster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Place members of a hub in the cluster of this name; without `cluster` take them out of
    theirs.
    """

    institutions: tuple[UUID, ...]
    cluster: str | None = None


class RegisterInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Make an institution known."""

    details: InstitutionDetails
    urn: str | None = None
    ukprn: str | None = None
    former_urns: tuple[FormerUrn, ...] = ()
    registered_on: date | None = None


class ReinstateMember(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A hub makes a paused membership active again."""

    reinstated_on: date | None = None


class RequestMembership(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution asks to join a hub."""

    to_hub: UUID
    requested_on: date | None = None


class Sighting(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One institution as a register describes it.

    `since` is the day from which this holds (opened, changed, closed), None for the day it was
    seen. `formerUrns` are the predecessors this institution continues alone (an academy
    conversion); `mergedUrns` those it was formed from together with others.
    """

    urn: str | None = None
    ukprn: str | None = None
    details: InstitutionDetails
    since: date | None = None
    former_urns: tuple[FormerUrn, ...] = ()
    merged_urns: tuple[str, ...] = ()


class SuspendMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub pauses a membership."""

    reason: SuspensionReason
    suspended_on: date | None = None


#: Why a membership is paused.
SuspensionReason = Literal["agreement_lapsed", "at_own_request", "no_careers_leader", "other"]


class SyncInstitutions(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take over what a register says of these institutions; what is known already changes nothing."""

    seen_on: date
    sightings: tuple[Sighting, ...]


class SyncOutcome(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of one sighting: `outcome` is registered, changed, unchanged or refused.

    `elsewhere` lists former URNs that another institution holds, to be merged by hand.
    """

    outcome: str
    institution: UUID | None = None
    detail: str = ""
    kind: str = ""
    elsewhere: tuple[str, ...] = ()


class Synced(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The outcome of every sighting, in the order they came."""

    outcomes: tuple[SyncOutcome, ...]
    position: int


class TransferMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub lets a member go over to another hub, in whose scope it is."""

    to_hub: UUID
    reason: TransferReason
    transferred_on: date | None = None


#: Why an institution moves from one hub to another.
TransferReason = Literal["area_changed", "at_own_request", "merger", "other"]


class WithdrawMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub ends a membership, or declines the request for one."""

    reason: WithdrawalReason
    withdrawn_on: date | None = None


#: Why a membership, or a request for one, ends.
WithdrawalReason = Literal[
    "at_own_request", "closed", "merged", "other", "out_of_scope", "request_declined"
]
