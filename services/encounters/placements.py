"""Placements over the API: to each what is its own.

An institution reads what is open to it, an employer its own, a hub all it coordinates or opens.

The rule: an institution sees its own request and nobody else's; an employer sees numbers of places, never
for whom; a hub sees for which needs, never how many learners.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.employers.employer import Employer
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import active_hub_key
from hub_core.placements.allocation import in_words
from hub_core.placements.commands import AllocatePlacement, OfferPlacement, WithdrawPlacement
from hub_core.placements.events import NeedGroup, PlacementMode
from hub_core.placements.institution_commands import (
    ApprovePlacement,
    CompletePlacement,
    GiveBackPlaces,
    RequestPlaces,
)
from hub_core.placements.placement import Placement, PlacementList, Stand, list_stream
from hub_core.reference.activities import ActivityType, Pathway
from services.encounters.employers import employer_about, employer_resolved
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import find
from services.http.routes import command_route, read_route


class _Offered(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A placement as its employer offers it; ``version`` is what If-Match refers to."""

    id: UUID
    version: int
    employer: UUID
    employer_name: str | None
    coordinated_by: UUID
    academic_year: str
    type: ActivityType
    mode: PlacementMode
    days: tuple[date, ...]
    minutes: int
    places: int
    pathways: tuple[Pathway, ...]
    supervising: bool
    withdrawn: bool


class OwnStand(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where the institution stands: what it asked for, has and waits for, and why in words."""

    asked: int
    places: int
    waiting: int
    why: str | None
    approved: int | None
    completed_on: date | None


class PlacementOfInstitution(_Offered, frozen=True, kw_only=True, rename="camel"):
    """A placement open to an institution; ``own`` is None until it asks."""

    own: OwnStand | None


class PlacesOfInstitution(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Places one institution has at an employer: numbers only."""

    institution: UUID
    places: int
    approved: int | None
    completed_on: date | None


class PlacementOfEmployer(_Offered, frozen=True, kw_only=True, rename="camel"):
    """An employer's own placement, and which institutions have places in it."""

    given_out: int
    institutions: tuple[PlacesOfInstitution, ...]


class RequestOfInstitution(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One institution's request as its hub sees it: ``needs`` says for whom it has places, not how many."""

    institution: UUID
    asked: int
    places: int
    waiting: int
    needs: tuple[NeedGroup, ...]
    approved: int | None
    completed_on: date | None


class PlacementOfHub(_Offered, frozen=True, kw_only=True, rename="camel"):
    """A placement a hub coordinates, with its requests in the order of asking, or one open to its members."""

    given_out: int
    requests: tuple[RequestOfInstitution, ...]


class PlacementsOfInstitution(msgspec.Struct, frozen=True, kw_only=True):
    """Every placement open to an institution, the first to begin first."""

    placements: tuple[PlacementOfInstitution, ...]


class PlacementsOfEmployer(msgspec.Struct, frozen=True, kw_only=True):
    """Every placement of an employer, the first to begin first."""

    placements: tuple[PlacementOfEmployer, ...]


class PlacementsOfHub(msgspec.Struct, frozen=True, kw_only=True):
    """Every placement a hub coordinates or that is open to its members, the first to begin first."""

    placements: tuple[PlacementOfHub, ...]


@read_route(
    "/institutions/{institution:uuid}/placements",
    operation="placements.of_institution",
    about=institution_in_path,
)
async def of_institution(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[PlacementsOfInstitution]:
    """The placements open to an institution, and what it asked for and has in each."""
    ledger = platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    key = active_hub_key(institution)
    hub = (await ledger.holders([key])).get(key)
    found = await _listed(ledger, *([hub] if hub else []), institution)
    names = await _names(ledger, found)
    shown = [
        PlacementOfInstitution(**_offered(one, names), own=_own(one, institution))
        for one in found
        if institution in one.stands or institution in one.opened or hub in one.hubs
    ]
    return Response(PlacementsOfInstitution(placements=tuple(shown)))


@read_route(
    "/employers/{employer:uuid}/placements",
    operation="placements.of_employer",
    about=employer_about,
)
async def of_employer(
    platform: OpenPlatform, employer: FromPath[UUID]
) -> Response[PlacementsOfEmployer]:
    """The placements an employer offers, and how many places each institution has."""
    known = await employer_resolved(platform.ledger, employer)
    found = await _listed(platform.ledger, known.id, *known.absorbed)
    names = await _names(platform.ledger, found)
    shown = [
        PlacementOfEmployer(
            **_offered(one, names),
            given_out=one.given_out,
            institutions=tuple(
                PlacesOfInstitution(
                    institution=institution,
                    places=stand.places,
                    approved=stand.approved,
                    completed_on=stand.completed_on,
                )
                for institution, stand in one.stands.items()
                if stand.places
            ),
        )
        for one in found
    ]
    return Response(PlacementsOfEmployer(placements=tuple(shown)))


@read_route("/hubs/{hub:uuid}/placements", operation="placements.of_hub", about=hub_in_path)
async def of_hub(platform: OpenPlatform, hub: FromPath[UUID]) -> Response[PlacementsOfHub]:
    """The placements a hub coordinates, with who asked; and those others open to its members."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    found = await _listed(platform.ledger, hub)
    names = await _names(platform.ledger, found)
    shown = [
        PlacementOfHub(
            **_offered(one, names),
            given_out=one.given_out,
            requests=tuple(
                _request(institution, stand)
                for institution, stand in one.stands.items()
                if one.coordinated_by == hub
            ),
        )
        for one in found
    ]
    return Response(PlacementsOfHub(placements=tuple(shown)))


async def _listed(ledger: Ledger, *owners: UUID) -> list[Placement]:
    """The placements in the lists of these owners, each once, the first to begin first."""
    lists = await load_many(ledger, PlacementList, map(list_stream, owners))
    ids = dict.fromkeys(one for listed in lists.values() for one in listed.placements)
    found = await load_many(ledger, Placement, ids)
    return sorted(found.values(), key=lambda one: (one.terms.first_day, str(one.id)))


async def _names(ledger: Ledger, placements: list[Placement]) -> dict[UUID, str | None]:
    employers = await load_many(ledger, Employer, {one.employer for one in placements})
    return {one: found.details.name for one, found in employers.items()}


def _offered(one: Placement, names: dict[UUID, str | None]) -> dict[str, Any]:
    terms = one.terms
    return {
        "id": one.id,
        "version": one.version,
        "employer": one.employer,
        "employer_name": names[one.employer],
        "coordinated_by": one.coordinated_by,
        "academic_year": terms.academic_year,
        "type": terms.type,
        "mode": terms.mode,
        "days": tuple(sorted(terms.days)),
        "minutes": terms.minutes,
        "places": terms.places,
        "pathways": terms.pathways,
        "supervising": terms.supervising,
        "withdrawn": one.withdrawn,
    }


def _own(one: Placement, institution: UUID) -> OwnStand | None:
    stand = one.stands.get(institution)
    if stand is None:
        return None
    return OwnStand(
        asked=stand.asked,
        places=stand.places,
        waiting=stand.asked - stand.places,
        why=in_words(stand.share) if stand.places or stand.waiting else None,
        approved=stand.approved,
        completed_on=stand.completed_on,
    )


def _request(institution: UUID, stand: Stand) -> RequestOfInstitution:
    return RequestOfInstitution(
        institution=institution,
        asked=stand.asked,
        places=stand.places,
        waiting=stand.asked - stand.places,
        needs=tuple(reason.group for reason in stand.reasons if reason.group is not None),
        approved=stand.approved,
        completed_on=stand.completed_on,
    )


_EMPLOYER = "/employers/{employer:uuid}/placements"
_OWN = "/institutions/{institution:uuid}/placements/{placement:uuid}"

ROUTES = (
    of_institution,
    of_employer,
    of_hub,
    command_route(_EMPLOYER, OfferPlacement, creates=True),
    command_route(f"{_EMPLOYER}/{{placement:uuid}}/withdraw", WithdrawPlacement),
    command_route("/hubs/{hub:uuid}/placements/{placement:uuid}/allocate", AllocatePlacement),
    command_route(f"{_OWN}/request", RequestPlaces),
    command_route(f"{_OWN}/give-back", GiveBackPlaces),
    command_route(f"{_OWN}/approve", ApprovePlacement),
    command_route(f"{_OWN}/complete", CompletePlacement),
)
