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
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.institution_commands import (
    CloseInstitution,
    MergeInstitutions,
    RegisterInstitution,
    SyncInstitutions,
)
from hub_core.membership.keys import active_hub_key, hub_slug_key, ukprn_key, urn_key
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Invalid, NotFound
from hub_core.values import Ukprn, Urn
from services.http.application import api
from services.http.parts import OpenPlatform
from services.http.routes import command_route, read_route
from services.http.writing import etag


class InstitutionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution as it stands. ``formerUrns`` lead to it too; ``hub`` is where it is a member."""

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
    closed_on: date | None
    successor: UUID | None
    hub: UUID | None


class HubView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub as it stands, with the areas and phases of its declared scope."""

    id: UUID
    version: int
    slug: str
    name: str
    local_authorities: tuple[str, ...]


@read_route("/institutions/{institution:uuid}", operation="membership.institution")
async def institution(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[InstitutionView]:
    """One institution, by the id it keeps for life."""
    return await _shown(platform, institution)


@read_route("/institutions", operation="membership.find_institution")
async def find_institution(
    platform: OpenPlatform,
    urn: Annotated[
        Urn | None, QueryParameter(description="Current or former unique reference number.")
    ] = None,
    ukprn: Annotated[
        Ukprn | None, QueryParameter(description="UK provider reference number.")
    ] = None,
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
    return await _shown(platform, holder)


@read_route("/hubs/{slug:str}", operation="membership.hub")
async def hub(platform: OpenPlatform, slug: FromPath[str]) -> Response[HubView]:
    """One hub, by the name in its address."""
    holder = (await platform.ledger.holders([hub_slug_key(slug)])).get(hub_slug_key(slug))
    if holder is None:
        raise NotFound(f"There is no hub called {slug!r}.")
    found = await load(platform.ledger, Hub, holder)
    if not found.exists:
        raise no_such_hub(holder)
    view = HubView(
        id=found.id,
        version=found.version,
        slug=found.slug,
        name=found.name,
        local_authorities=tuple(sorted(found.local_authorities)),
    )
    return Response(view, headers={"etag": etag(found.version)})


async def _shown(platform: Platform, institution_id: UUID) -> Response[Any]:
    found = await load(platform.ledger, Institution, institution_id)
    if not found.exists:
        raise no_such_institution(institution_id)
    key = active_hub_key(institution_id)
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
        closed_on=found.closed_on,
        successor=found.successor,
        hub=(await platform.ledger.holders([key])).get(key),
    )
    return Response(view, headers={"etag": etag(found.version)})


_MEMBER = "/hubs/{hub:uuid}/members/{institution:uuid}"

ROUTES = api(
    "membership",
    [
        institution,
        find_institution,
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
    ],
    tag="membership",
)
