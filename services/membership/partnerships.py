"""Partnerships over HTTP: proposed, answered, ended, and read by institution and by hub."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.belonging import members_of
from hub_core.log.event import OrganisationName
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.partnerships.codes import PartnershipKind, PartnershipStatus
from hub_core.partnerships.commands import (
    AcceptPartnership,
    DeclinePartnership,
    EndPartnership,
    ProposePartnership,
)
from hub_core.partnerships.side import HAPPENS, PartnershipSide
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import find
from services.http.routes import command_route, read_route

_PARTNERSHIPS = "/institutions/{institution:uuid}/partnerships"
_PARTNERSHIP = f"{_PARTNERSHIPS}/{{partnership:uuid}}"


class PartnershipView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A partnership: learners go on from ``source`` to ``destination``. ``version`` is what If-Match
    refers to, and ``proposer`` who asked."""

    id: UUID
    version: int
    kind: PartnershipKind
    status: PartnershipStatus
    source: UUID
    source_name: OrganisationName | None
    destination: UUID
    destination_name: OrganisationName | None
    proposer: UUID
    proposed_on: date
    since: date | None
    ended_on: date | None


class PartnershipList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Partnerships, the latest proposed first; ``active`` of them stand."""

    active: int
    partnerships: tuple[PartnershipView, ...]


@read_route(_PARTNERSHIPS, operation="partnerships.partnerships", about=institution_in_path)
async def partnerships(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[PartnershipList]:
    """An institution's partnerships with others, and what was proposed to it."""
    ledger = platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    found = await all_of_institution(ledger, PartnershipSide, institution, HAPPENS)
    return Response(await _listed(platform, found))


@read_route(
    "/hubs/{hub:uuid}/partnerships", operation="partnerships.hub_partnerships", about=hub_in_path
)
async def hub_partnerships(
    platform: OpenPlatform, hub: FromPath[UUID]
) -> Response[PartnershipList]:
    """The partnerships of a hub's members, each once, from primary school to adult service."""
    ledger = platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    once: dict[UUID, PartnershipSide] = {}
    for member in await members_of(ledger, hub):
        for side in await all_of_institution(ledger, PartnershipSide, member, HAPPENS):
            once.setdefault(side.partnership, side)
    return Response(await _listed(platform, list(once.values())))


async def _listed(platform: OpenPlatform, found: list[PartnershipSide]) -> PartnershipList:
    both = {each for side in found for each in (side.source, side.destination)}
    known = await load_many(platform.ledger, Institution, both)
    names = {one.id: one.details.name for one in known.values() if one.exists}
    found.sort(key=lambda side: (side.proposed_on, str(side.partnership)), reverse=True)
    return PartnershipList(
        active=sum(side.status is PartnershipStatus.ACTIVE for side in found),
        partnerships=tuple(
            PartnershipView(
                id=side.partnership,
                version=side.version,
                kind=side.kind,
                status=side.status,
                source=side.source,
                source_name=names.get(side.source),
                destination=side.destination,
                destination_name=names.get(side.destination),
                proposer=side.institution if side.proposer else side.partner,
                proposed_on=side.proposed_on,
                since=side.since,
                ended_on=side.ended_on,
            )
            for side in found
        ),
    )


ROUTES = (
    partnerships,
    hub_partnerships,
    command_route(_PARTNERSHIPS, ProposePartnership, creates=True),
    command_route(f"{_PARTNERSHIP}/accept", AcceptPartnership),
    command_route(f"{_PARTNERSHIP}/decline", DeclinePartnership),
    command_route(f"{_PARTNERSHIP}/end", EndPartnership),
)
