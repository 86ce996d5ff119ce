"""The encounters API: employers, what they offer, and what institutions make of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.employers.commands import ChangeEmployerDetails, RegisterEmployer
from hub_core.encounters.commands import (
    CancelEncounter,
    DeliverEncounter,
    InviteInstitutions,
    ProposeEncounter,
    RescheduleEncounter,
)
from hub_core.encounters.institution_commands import (
    AcceptEncounter,
    CancelParticipation,
    ConfirmEncounter,
    CorrectConfirmation,
    DeclineEncounter,
    DisputeEncounter,
    WithdrawConfirmation,
)
from hub_core.encounters.offer import Offer, no_such_encounter, part_stream
from hub_core.encounters.part import Part, PartStatus
from hub_core.log.repository import load
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from services.encounters.parts_of_institution import parts_of
from services.http.application import api
from services.http.parts import OpenPlatform
from services.http.routes import command_route, read_route
from services.http.writing import etag


class OfferView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An encounter as its employer offers it, and the institutions it went to."""

    id: UUID
    version: int
    employer: UUID
    kind: EncounterKind
    mode: DeliveryMode
    planned_for: date
    cancelled: bool
    institutions: tuple[UUID, ...]


class PartView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's part in an encounter; ``version`` is what If-Match refers to."""

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


class PartList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of parts, the latest planned first; ``next`` is the cursor of the one after, if any."""

    encounters: tuple[PartView, ...]
    next: str | None = None


@read_route("/encounters/{encounter:uuid}", operation="encounters.encounter")
async def encounter(platform: OpenPlatform, encounter: FromPath[UUID]) -> Response[OfferView]:
    """One encounter."""
    offer = await load(platform.ledger, Offer, encounter)
    if not offer.exists:
        raise no_such_encounter(encounter)
    view = OfferView(
        id=offer.id,
        version=offer.version,
        employer=offer.employer,
        kind=offer.particulars.kind,
        mode=offer.particulars.mode,
        planned_for=offer.planned_for,
        cancelled=offer.cancelled,
        institutions=offer.invited,
    )
    return Response(view, headers={"etag": etag(offer.version)})


@read_route(
    "/institutions/{institution:uuid}/encounters/{encounter:uuid}", operation="encounters.part"
)
async def part(
    platform: OpenPlatform, institution: FromPath[UUID], encounter: FromPath[UUID]
) -> Response[PartView]:
    """One institution's part in one encounter."""
    found = await load(platform.ledger, Part, part_stream(encounter, institution))
    if not found.exists:
        raise no_such_encounter(encounter)
    return Response(_view(found), headers={"etag": etag(found.version)})


@read_route("/institutions/{institution:uuid}/encounters", operation="encounters.parts")
async def parts(
    platform: OpenPlatform,
    institution: FromPath[UUID],
    status: Annotated[
        PartStatus | None, QueryParameter(description="Only parts that stand so.")
    ] = None,
    cursor: Annotated[
        UUID | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> PartList:
    """What was proposed to an institution and what became of it, the latest planned first."""
    found = await parts_of(platform.ledger, institution)
    if cursor is not None:
        places = [place for place, one in enumerate(found) if one.encounter == cursor]
        found = found[places[0] + 1 :] if places else []
    wanted = [one for one in found if status is None or one.status is status]
    shown = tuple(_view(one) for one in wanted[:limit])
    return PartList(
        encounters=shown, next=str(shown[-1].encounter) if len(wanted) > limit else None
    )


def _view(found: Part) -> PartView:
    return PartView(
        encounter=found.encounter,
        institution=found.institution,
        version=found.version,
        status=found.status,
        employer=found.particulars.employer,
        kind=found.particulars.kind,
        mode=found.particulars.mode,
        planned_for=found.planned_for,
        delivered_on=found.delivered_on,
        confirmed_on=found.confirmed_on,
    )


_ENCOUNTER = "/employers/{employer:uuid}/encounters/{encounter:uuid}"
_PART = "/institutions/{institution:uuid}/encounters/{encounter:uuid}"

ROUTES = api(
    "encounters",
    [
        encounter,
        part,
        parts,
        command_route("/employers", RegisterEmployer, creates=True),
        command_route("/employers/{employer:uuid}", ChangeEmployerDetails, replaces=True),
        command_route("/employers/{employer:uuid}/encounters", ProposeEncounter, creates=True),
        command_route(f"{_ENCOUNTER}/invite", InviteInstitutions),
        command_route(f"{_ENCOUNTER}/reschedule", RescheduleEncounter),
        command_route(f"{_ENCOUNTER}/cancel", CancelEncounter),
        command_route(f"{_ENCOUNTER}/deliver", DeliverEncounter),
        command_route(f"{_PART}/accept", AcceptEncounter),
        command_route(f"{_PART}/decline", DeclineEncounter),
        command_route(f"{_PART}/cancel", CancelParticipation),
        command_route(f"{_PART}/confirm", ConfirmEncounter),
        command_route(f"{_PART}/correct", CorrectConfirmation),
        command_route(f"{_PART}/withdraw", WithdrawConfirmation),
        command_route(f"{_PART}/dispute", DisputeEncounter),
    ],
    tag="encounters",
)
