"""The membership API: institutions, hubs, and who belongs to which."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.execute import Platform
from hub_core.log.repository import load
from hub_core.membership.codes import InstitutionStatus
from hub_core.membership.commands import (
    AdjustScope,
    AdmitMember,
    DeclareScope,
    EstablishHub,
    ReinstateMember,
    RequestMembership,
    SuspendMember,
    TransferMember,
    WithdrawMember,
)
from hub_core.membership.events import Slug
from hub_core.membership.hub import Hub, no_hub_called
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.institution_commands import (
    CloseInstitution,
    MergeInstitutions,
    RegisterInstitution,
    SyncInstitutions,
)
from hub_core.membership.keys import hub_slug_key, membership_stream, ukprn_key, urn_key
from hub_core.membership.membership import Membership, MembershipStatus
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Invalid, NotFound
from hub_core.values import Ukprn, Urn
from services.http.application import api
from services.http.parts import OpenPlatform
from services.http.permission import everybodys, hub_in_path, institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route
from services.membership import clusters, facilitation, partnerships


class InstitutionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution as it stands. ``former_urns`` lead to it too."""

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


class HubView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub as it stands, with the areas and phases of its declared scope and the exceptions to it."""

    id: UUID
    version: int
    slug: str
    name: str
    local_authorities: tuple[str, ...]
    phases: tuple[ServicePhase, ...]
    included: tuple[UUID, ...]
    excluded: tuple[UUID, ...]


class MembershipView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Which hub an institution is with, or has asked to join; ``version`` is what If-Match refers to."""

    institution: UUID
    version: int
    status: MembershipStatus
    hub: UUID | None
    since: date | None


@read_route(
    "/institutions/{institution:uuid}",
    operation="membership.institution",
    about=institution_in_path,
    versioned=True,
)
async def institution(
    platform: OpenPlatform, institution: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[InstitutionView]:
    """One institution, by the id it keeps for life."""
    return await _shown(platform, institution, if_none_match)


@read_route(
    "/institutions/{institution:uuid}/membership",
    operation="membership.membership",
    about=institution_in_path,
    versioned=True,
)
async def membership(
    platform: OpenPlatform, institution: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[MembershipView]:
    """Which hub an institution is with. Version 0 says that it never asked to join one."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await load(platform.ledger, Membership, membership_stream(institution))
    view = MembershipView(
        institution=institution,
        version=found.version,
        status=found.status,
        hub=found.hub,
        since=found.since,
    )
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route(
    "/institutions", operation="membership.find_institution", about=everybodys, versioned=True
)
async def find_institution(
    platform: OpenPlatform,
    urn: Annotated[
        Urn | None, QueryParameter(description="Current or former unique reference number.")
    ] = None,
    ukprn: Annotated[
        Ukprn | None, QueryParameter(description="UK provider reference number.")
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response[InstitutionView]:
    """One institution, by an identifier it has or had."""
    keys = ([urn_key(urn)] if urn else []) + ([ukprn_key(ukprn)] if ukprn else [])
    if len(keys) != 1:
        raise Invalid.field("urn", "Give either urn or ukprn.", "For example ?urn=100025.")
    holder = (await platform.ledger.holders(keys)).get(keys[0])
    if holder is None:
        raise NotFound(
            f"No institution here has {'URN ' + urn if urn else f'UKPRN {ukprn}'}. "
            "Check the number, or register the institution."
        )
    return await _shown(platform, holder, if_none_match)


@read_route("/hubs/{slug:str}", operation="membership.hub", about=hub_in_path, versioned=True)
async def hub(
    platform: OpenPlatform, slug: FromPath[Slug], if_none_match: IfNoneMatch = None
) -> Response[HubView]:
    """One hub, by the name in its address."""
    holder = (await platform.ledger.holders([hub_slug_key(slug)])).get(hub_slug_key(slug))
    if holder is None:
        raise no_hub_called(slug)
    found = await load(platform.ledger, Hub, holder)
    view = HubView(
        id=found.id,
        version=found.version,
        slug=found.slug,
        name=found.name,
        local_authorities=tuple(sorted(found.local_authorities)),
        phases=tuple(phase for phase in ServicePhase if phase in found.phases),
        included=tuple(sorted(found.included)),
        excluded=tuple(sorted(found.excluded)),
    )
    return one(view, version=found.version, if_none_match=if_none_match)


async def _shown(
    platform: Platform, institution_id: UUID, if_none_match: str | None
) -> Response[Any]:
    found = await find(
        platform.ledger, Institution, institution_id, no_such_institution(institution_id)
    )
    view = InstitutionView(
        id=found.id,
        version=found.version,
        name=found.details.name,
        urn=found.urn,
        ukprn=found.ukprn,
        former_urns=tuple(sorted(found.former_urns)),
        phase=found.details.phase,
        status=found.details.status,
        local_authority=found.details.local_authority,
        postcode=found.details.postcode,
        trust_id=found.details.trust_id,
        trust_name=found.details.trust_name,
        closed_on=found.closed_on,
        successor=found.successor,
    )
    return one(view, version=found.version, if_none_match=if_none_match)


_MEMBER = "/hubs/{hub:uuid}/members/{institution:uuid}"

ROUTES = api(
    "membership",
    [
        institution,
        find_institution,
        membership,
        hub,
        command_route("/institutions", RegisterInstitution, creates=True),
        command_route("/institutions/sync", SyncInstitutions),
        command_route("/institutions/merge", MergeInstitutions),
        command_route("/institutions/{institution:uuid}/close", CloseInstitution),
        command_route("/institutions/{institution:uuid}/request-membership", RequestMembership),
        command_route("/hubs", EstablishHub, creates=True),
        command_route("/hubs/{hub:uuid}/scope", DeclareScope, replaces=True),
        command_route("/hubs/{hub:uuid}/scope/adjust", AdjustScope),
        command_route(_MEMBER, AdmitMember, replaces=True),
        command_route(f"{_MEMBER}/suspend", SuspendMember),
        command_route(f"{_MEMBER}/reinstate", ReinstateMember),
        command_route(f"{_MEMBER}/transfer", TransferMember),
        command_route(f"{_MEMBER}/withdraw", WithdrawMember),
        *partnerships.ROUTES,
        *facilitation.ROUTES,
        *clusters.ROUTES,
    ],
    tag="membership",
)
