"""Commands about hubs and who belongs to them.

The rule: ``hub`` is the hub on whose behalf a command acts. An institution acts for itself only when it
asks to join.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.days import up_to_today
from hub_core.log.event import OrganisationName
from hub_core.membership.codes import SuspensionReason, TransferReason, WithdrawalReason
from hub_core.membership.events import Slug
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import active_hub_key, hub_slug_key, membership_stream
from hub_core.membership.membership import Membership
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid
from hub_core.values import LocalAuthorityCode
from hub_core.work import Changed, Command, Work, handles

Areas = Annotated[tuple[LocalAuthorityCode, ...], msgspec.Meta(min_length=1, max_length=160)]
Phases = Annotated[tuple[ServicePhase, ...], msgspec.Meta(min_length=1, max_length=5)]


class EstablishHub(Command, frozen=True, kw_only=True):
    """Establish a hub with its areas; with ``phases`` its scope is declared at once."""

    OPERATION: ClassVar[str] = "membership.establish_hub"
    name: OrganisationName
    slug: Slug
    lead_organisation: OrganisationName
    local_authorities: Areas
    phases: tuple[ServicePhase, ...] = ()
    established_on: date | None = None


class DeclareScope(Command, frozen=True, kw_only=True):
    """Say which institutions are eligible, by area and phase."""

    OPERATION: ClassVar[str] = "membership.declare_scope"
    hub: UUID
    local_authorities: Areas
    phases: Phases
    declared_on: date | None = None


class AdjustScope(Command, frozen=True, kw_only=True):
    """Take named institutions into the scope or out of it, whatever area and phase say."""

    OPERATION: ClassVar[str] = "membership.adjust_scope"
    hub: UUID
    include: tuple[UUID, ...] = ()
    exclude: tuple[UUID, ...] = ()
    adjusted_on: date | None = None


class RequestMembership(Command, frozen=True, kw_only=True):
    """An institution asks to join a hub."""

    OPERATION: ClassVar[str] = "membership.request_membership"
    institution: UUID
    to_hub: UUID
    requested_on: date | None = None


class AdmitMember(Command, frozen=True, kw_only=True):
    """A hub takes an institution of its scope as an active member."""

    OPERATION: ClassVar[str] = "membership.admit_member"
    hub: UUID
    institution: UUID
    admitted_on: date | None = None


class SuspendMember(Command, frozen=True, kw_only=True):
    """A hub pauses a membership."""

    OPERATION: ClassVar[str] = "membership.suspend_member"
    hub: UUID
    institution: UUID
    reason: SuspensionReason
    suspended_on: date | None = None


class ReinstateMember(Command, frozen=True, kw_only=True):
    """A hub makes a paused membership active again."""

    OPERATION: ClassVar[str] = "membership.reinstate_member"
    hub: UUID
    institution: UUID
    reinstated_on: date | None = None


class TransferMember(Command, frozen=True, kw_only=True):
    """A hub lets a member go over to another hub, in whose scope it is."""

    OPERATION: ClassVar[str] = "membership.transfer_member"
    hub: UUID
    institution: UUID
    to_hub: UUID
    reason: TransferReason
    transferred_on: date | None = None


class WithdrawMember(Command, frozen=True, kw_only=True):
    """A hub ends a membership, or declines the request for one."""

    OPERATION: ClassVar[str] = "membership.withdraw_member"
    hub: UUID
    institution: UUID
    reason: WithdrawalReason
    withdrawn_on: date | None = None


@handles(EstablishHub)
async def establish_hub(command: EstablishHub, work: Work) -> Changed:
    """Answers with the new hub; refuses a slug that another one has."""
    if (holder := await work.holder(hub_slug_key(command.slug))) is not None:
        raise Conflict(
            f"The hub {holder} has the address \u201c{command.slug}\u201d already. Choose another.",
            kind="slug-taken",
        )
    hub = await work.load(Hub, work.new_id())
    on = up_to_today(command.established_on, work, field="establishedOn")
    areas = command.local_authorities
    hub.establish(
        name=command.name,
        slug=command.slug,
        lead_organisation=command.lead_organisation,
        local_authorities=areas,
        on=on,
        at=work.now,
    )
    if command.phases:
        hub.declare_scope(local_authorities=areas, phases=command.phases, on=on, at=work.now)
    work.claim(hub_slug_key(command.slug), hub.id)
    return Changed(id=hub.id, version=hub.version)


@handles(DeclareScope)
async def declare_scope(command: DeclareScope, work: Work) -> Changed:
    """Who is a member stays one, also outside the new scope, until withdrawn."""
    hub = await _hub_to_change(command.hub, work)
    hub.declare_scope(
        local_authorities=command.local_authorities,
        phases=command.phases,
        on=up_to_today(command.declared_on, work, field="declaredOn"),
        at=work.now,
    )
    return Changed(id=hub.id, version=hub.version)


@handles(AdjustScope)
async def adjust_scope(command: AdjustScope, work: Work) -> Changed:
    """Refuses an institution named on both lists."""
    if both := set(command.include) & set(command.exclude):
        raise Invalid.field(
            "exclude", f"{len(both)} institutions are on both lists.", "Leave each on one."
        )
    hub = await _hub_to_change(command.hub, work)
    on = up_to_today(command.adjusted_on, work, field="adjustedOn")
    for institution in (*command.include, *command.exclude):
        await work.find(Institution, institution, no_such_institution(institution))
    for institution in command.include:
        hub.include(institution, on=on, at=work.now)
    for institution in command.exclude:
        hub.exclude(institution, on=on, at=work.now)
    return Changed(id=hub.id, version=hub.version)


@handles(RequestMembership)
async def request_membership(command: RequestMembership, work: Work) -> Changed:
    """Refuses an institution outside the hub's scope, or with a hub."""
    membership = await _eligible(command.institution, command.to_hub, work)
    on = up_to_today(command.requested_on, work, field="requestedOn")
    membership.request(command.institution, command.to_hub, on=on, at=work.now)
    return Changed(id=command.institution, version=membership.version)


@handles(AdmitMember)
async def admit_member(command: AdmitMember, work: Work) -> Changed:
    """Answers with the institution and the version of its membership."""
    membership = await _eligible(command.institution, command.hub, work)
    on = up_to_today(command.admitted_on, work, field="admittedOn")
    membership.admit(command.institution, command.hub, on=on, at=work.now)
    work.claim(active_hub_key(command.institution), command.hub)
    return Changed(id=command.institution, version=membership.version)


@handles(SuspendMember)
async def suspend_member(command: SuspendMember, work: Work) -> Changed:
    """The institution stays with the hub and can join no other."""
    membership = await _membership(command.institution, work)
    on = up_to_today(command.suspended_on, work, field="suspendedOn")
    membership.suspend(command.institution, command.hub, command.reason, on=on, at=work.now)
    return Changed(id=command.institution, version=membership.version)


@handles(ReinstateMember)
async def reinstate_member(command: ReinstateMember, work: Work) -> Changed:
    """Only a paused membership can be made active again."""
    membership = await _membership(command.institution, work)
    on = up_to_today(command.reinstated_on, work, field="reinstatedOn")
    membership.reinstate(command.institution, command.hub, on=on, at=work.now)
    return Changed(id=command.institution, version=membership.version)


@handles(TransferMember)
async def transfer_member(command: TransferMember, work: Work) -> Changed:
    """One act: there is no day without a hub and none with two."""
    membership = await _eligible(command.institution, command.to_hub, work)
    membership.transfer(
        command.institution,
        command.hub,
        command.to_hub,
        command.reason,
        on=up_to_today(command.transferred_on, work, field="transferredOn"),
        at=work.now,
    )
    work.release(active_hub_key(command.institution), command.hub)
    work.claim(active_hub_key(command.institution), command.to_hub)
    return Changed(id=command.institution, version=membership.version)


@handles(WithdrawMember)
async def withdraw_member(command: WithdrawMember, work: Work) -> Changed:
    """Frees the institution for another hub."""
    membership = await _membership(command.institution, work)
    was_member = membership.is_member
    on = up_to_today(command.withdrawn_on, work, field="withdrawnOn")
    membership.withdraw(command.institution, command.hub, command.reason, on=on, at=work.now)
    if was_member:
        work.release(active_hub_key(command.institution), command.hub)
    return Changed(id=command.institution, version=membership.version)


async def _hub_to_change(hub_id: UUID, work: Work) -> Hub:
    hub = await work.find(Hub, hub_id, no_such_hub(hub_id))
    work.expect(hub)
    return hub


async def _membership(institution: UUID, work: Work) -> Membership:
    membership = await work.load(Membership, membership_stream(institution))
    work.expect(membership)
    return membership


async def _eligible(institution_id: UUID, hub_id: UUID, work: Work) -> Membership:
    """The membership of an open institution in this hub's scope."""
    institution = await work.find(Institution, institution_id, no_such_institution(institution_id))
    hub = await work.find(Hub, hub_id, no_such_hub(hub_id))
    institution.require_open(on=work.today)
    hub.require_coverage(institution)
    return await _membership(institution_id, work)
