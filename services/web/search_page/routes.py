"""``/search``: any institution, hub or employer by a part of its name, or an institution by its URN or UKPRN.

Journey: somebody types a part of a name into the header of any page, sees what matches of each kind and
where it is, and opens what they may open. Nothing found says what else to try; too much says that some was
left out.
The rule: names come in the scope of whoever asks, and a name leads only where the matrix lets them go.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, route
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromQuery

from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.belonging import whom_they_belong_to
from hub_core.log.ledger import Ledger
from hub_core.reference.areas import local_authorities
from hub_core.reference.service_phases import ServicePhase
from projections.hub_dashboard.search import FoundInstitution, SearchQueries
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal
from services.http.permission import everybodys, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.hubs_open import HubsOpen, hubs_open_to
from services.web.pages import READ, Asked, Templates
from services.web.shell import page

SEARCH = permitted("membership.search", about=everybodys)
#: Characters of a search that are looked at, and how many it takes to find by name.
LONGEST, SHORTEST = 80, 2
#: Of each kind, so many are shown.
MOST = 20


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One that was found; ``href`` is empty where whoever asks may not go on."""

    name: str
    href: str
    about: str


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one kind; ``more`` says that some were left out."""

    label: str
    hits: tuple[Hit, ...]
    more: bool


@route(
    "/search",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[SEARCH],
)
async def search(
    request: Asked, principal: CurrentPrincipal, templates: Templates, q: FromQuery[str] = ""
) -> Response[Any]:
    """What is called so."""
    wanted = " ".join(q.split())[:LONGEST]
    kinds: tuple[Kind, ...] = ()
    if len(wanted) >= SHORTEST:
        queries = SearchQueries(request.app.state.parts.pool)
        found = await queries.named(wanted, most=MOST + 1, scope=scope_of_request(request))
        if isinstance(found, BeingUpdated):
            raise ServiceUnavailableException("The register is being put together.")
        opens = await hubs_open_to(request)
        kinds = (
            await _institutions(ledger_of(request), principal, found.institutions, opens),
            _kind("Careers hubs", [_hub(slug, name, opens) for slug, name in found.hubs]),
            _kind("Employers", [_employer(principal, opens, *one) for one in found.employers]),
        )
    text = page(
        request,
        templates,
        "search.html",
        wanted=wanted,
        too_short=0 < len(wanted) < SHORTEST,
        kinds=[one for one in kinds if one.hits],
        most=MOST,
    )
    headers = {"Cache-Control": "private, no-store"}
    return Response(text, media_type=MediaType.HTML, headers=headers)


async def _institutions(
    ledger: Ledger, principal: Principal, found: Sequence[FoundInstitution], opens: HubsOpen
) -> Kind:
    around = await whom_they_belong_to(ledger, [one.institution for one in found[:MOST]])
    hits = []
    for one in found:
        own = Organisation(OrganisationKind.INSTITUTION, one.institution)
        about = Resource(
            owners=frozenset({own}),
            within=around.get(one.institution, frozenset()),
            things=frozenset({one.institution}),
        )
        href = ""
        if can(principal, "progress.institution_benchmarks", about):
            href = f"/institutions/{one.institution}"
        elif opens.slug and _hub_may(principal, "membership.hub_members"):
            href = f"/hubs/{opens.slug}/members/{one.institution}"
        hits.append(Hit(name=one.name, href=href, about=_about(one)))
    return _kind("Schools, colleges and services", hits)


def _hub_may(principal: Principal, action: str) -> bool:
    """Whether a hub's own people ask who may do so there: look at an institution that is no member yet, or at
    an employer that met none."""
    own = principal.organisation
    if own is None or own.kind is not OrganisationKind.HUB:
        return False
    about = Resource.of(own)
    return can(principal, action, about)


def _about(one: FoundInstitution) -> str:
    """Phase, authority and number, as far as the register has them."""
    authority = local_authorities().get(one.local_authority or "")
    said = (
        ServicePhase(one.phase).label if one.phase else "",
        authority.plain_name if authority else "",
        f"URN {one.urn}" if one.urn else f"UKPRN {one.ukprn}" if one.ukprn else "",
    )
    return ", ".join(part for part in said if part)


def _hub(slug: str, name: str, opens: HubsOpen) -> Hit:
    return Hit(name=name, href=opens.link(slug) or "", about="")


def _employer(principal: Principal, hubs: HubsOpen, employer: UUID, name: str) -> Hit:
    own = Organisation(OrganisationKind.EMPLOYER, employer)
    about = Resource.of(own)
    href = ""
    if can(principal, "employers.year", about):
        href = f"/employers/{employer}"
    elif hubs.slug and _hub_may(principal, "employers.engagement"):
        href = f"/hubs/{hubs.slug}/employers/{employer}"
    return Hit(name=name, href=href, about="")


def _kind(label: str, hits: Sequence[Hit]) -> Kind:
    openable_first = sorted(hits[:MOST], key=lambda one: not one.href)
    return Kind(label=label, hits=tuple(openable_first), more=len(hits) > MOST)


ROUTES = (search,)
