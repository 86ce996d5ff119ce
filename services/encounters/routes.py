"""The encounters API: employers, what they offer, and what institutions make of it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.encounter_titles import title_of, titles_of
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
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.campaigns import Campaign
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from services.encounters import campaigns, coordination, employers, feedback, hosting, placements
from services.encounters.about import encounter_in_path, invited_known_to, part_in_path
from services.encounters.parts_of_institution import parts_of
from services.http.application import api
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import institution_in_path
from services.http.reading import IfNoneMatch, Limit, find, one
from services.http.routes import command_route, read_route


class OfferView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An encounter as its employer offers it, and the institutions it went to, of those that whoever
    asks may know of: an institution sees itself, a hub its members, the employer all of them."""

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


class PartView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's part in an encounter; ``version`` is what If-Match refers to."""

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


#: A day and an encounter: text that sorts as the list does.
Cursor = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        min_length=47,
        max_length=47,
    ),
]


class PartList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of parts, the latest planned first; ``next`` is the cursor of the one after, if any."""

    encounters: tuple[PartView, ...]
    next: str | None = None


@read_route(
    "/encounters/{encounter:uuid}",
    operation="encounters.encounter",
    about=encounter_in_path,
    versioned=True,
)
async def encounter(
    parts: OpenParts,
    principal: CurrentPrincipal,
    encounter: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[OfferView]:
    """One encounter."""
    ledger = parts.platform.ledger
    offer = await find(ledger, Offer, encounter, no_such_encounter(encounter))
    view = OfferView(
        id=offer.id,
        version=offer.version,
        employer=offer.employer,
        kind=offer.particulars.kind,
        mode=offer.particulars.mode,
        campaigns=offer.particulars.campaigns,
        title=await title_of(offer, parts.vault, principal),
        planned_for=offer.planned_for,
        cancelled=offer.cancelled,
        institutions=await invited_known_to(ledger, principal, offer),
    )
    return one(view, version=offer.version, if_none_match=if_none_match)


@read_route(
    "/institutions/{institution:uuid}/encounters/{encounter:uuid}",
    operation="encounters.part",
    about=part_in_path,
    versioned=True,
)
async def part(
    parts: OpenParts,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    encounter: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[PartView]:
    """One institution's part in one encounter."""
    found = await find(
        parts.platform.ledger,
        Part,
        part_stream(encounter, institution),
        no_such_encounter(encounter),
    )
    titles = await titles_of([encounter], parts.platform.ledger, parts.vault, principal)
    return one(_view(found, titles), version=found.version, if_none_match=if_none_match)


@read_route(
    "/institutions/{institution:uuid}/encounters",
    operation="encounters.parts",
    about=institution_in_path,
)
async def parts_of_one(
    parts: OpenParts,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    status: Annotated[
        PartStatus | None, QueryParameter(description="Only parts that stand so.")
    ] = None,
    cursor: Annotated[
        Cursor | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[PartList]:
    """What was proposed to an institution and what became of it, the latest planned first."""
    ledger = parts.platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    wanted = [
        part
        for part in await parts_of(ledger, institution)
        if (status is None or part.status is status) and (cursor is None or _cursor(part) < cursor)
    ]
    shown = wanted[:limit]
    titles = await titles_of(
        (one.encounter for one in shown), parts.platform.ledger, parts.vault, principal
    )
    return Response(
        PartList(
            encounters=tuple(_view(one, titles) for one in shown),
            next=_cursor(shown[-1]) if len(wanted) > limit else None,
        )
    )


def _cursor(part: Part) -> str:
    """A part's place in the list, which holds whatever happens to the others."""
    return f"{part.planned_for}.{part.encounter}"


def _view(found: Part, titles: Mapping[UUID, str | None]) -> PartView:
    return PartView(
        encounter=found.encounter,
        institution=found.institution,
        version=found.version,
        status=found.status,
        employer=found.particulars.employer,
        kind=found.particulars.kind,
        mode=found.particulars.mode,
        campaigns=found.particulars.campaigns,
        title=titles[found.encounter],
        planned_for=found.planned_for,
        delivered_on=found.delivered_on,
        confirmed_on=found.confirmed_on,
    )


_ENCOUNTER = "/employers/{employer:uuid}/encounters/{encounter:uuid}"
_PART = "/institutions/{institution:uuid}/encounters/{encounter:uuid}"

ROUTES = api(
    "encounters",
    [
        *employers.ROUTES,
        *hosting.ROUTES,
        *placements.ROUTES,
        *coordination.ROUTES,
        *campaigns.ROUTES,
        *feedback.ROUTES,
        encounter,
        part,
        parts_of_one,
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
