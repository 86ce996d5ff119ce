"""The pages of one hub, and the way between them: one small navigation on each, always in the same order.

The rule: it leads whoever asks only where they may go; the matrix says where, as it does again at the door.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from jinja2 import Environment
from litestar import Request

from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.membership.hub import Hub
from hub_core.refusals import NotFound
from services.http.authentication import principal_of_request
from services.http.looking import looked_at_log
from services.http.permission import hub_called

#: Ways between the pages of hubs kept at most, of each page and whoever asks for it.
MOST_KEPT = 2_000
#: The end of each page's address, its name, and the read that opens it.
PAGES = (
    ("", "Figures", "progress.hub_dashboard"),
    ("/benchmarks", "Benchmarks", "progress.hub_benchmarks"),
    ("/thresholds", "Try a threshold", "editions.try_thresholds"),
    ("/coverage", "Coverage and gaps", "progress.hub_coverage"),
    ("/area", "The area", "progress.hub_context"),
    ("/attention", "Needs attention", "attention.hub_attention"),
    ("/employers", "Employers", "employers.engagement"),
    ("/training", "Training", "training.hub_training"),
    ("/provider-access", "Provider access", "providers.hub_access"),
    ("/placements", "Placements", "placements.of_hub"),
    ("/questions", "Questions", "questions.of_hub"),
    ("/members", "Members", "membership.hub_members"),
    ("/facilitators", "Facilitators", "facilitation.facilitators"),
    ("/calendar", "Calendar", "calendars.of_hub"),
    ("/return", "Return", "reporting.hub_return"),
    ("/report", "Report", "reporting.hub_report"),
)


class HubLink(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One page of the hub."""

    href: str
    label: str
    current: bool


class HubFrame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on each page of one hub; ``links`` is empty where there is one page alone."""

    id: UUID
    slug: str
    name: str
    links: tuple[HubLink, ...]


async def hub_frame(
    request: Request[Any, Any, Any], templates: Environment, slug: str, here: str
) -> HubFrame:
    """The frame of the hub with this slug, on the page whose address ends with ``here``."""
    found = await hub_named(request, slug)
    hub = await (await looked_at_log(request)).read(Hub, found)
    links = hub_links(request, templates, found, slug, here)
    return HubFrame(id=found, slug=slug, name=hub.name, links=links)


async def hub_named(request: Request[Any, Any, Any], slug: str) -> UUID:
    """The hub with this slug; raises ``NotFound`` where there is none."""
    found = await hub_called(request, slug)
    if found is None:
        raise NotFound(f"There is no hub at the address “{slug[:60]}”.")
    return found


def hub_links(
    request: Request[Any, Any, Any], templates: Environment, hub: UUID, slug: str, here: str
) -> tuple[HubLink, ...]:
    """The pages that open for whoever asks."""
    if not templates.globals["hub_pages"]:
        return ()
    return _links(principal_of_request(request), hub, slug, here)


@lru_cache(maxsize=MOST_KEPT)
def _links(principal: Principal, hub: UUID, slug: str, here: str) -> tuple[HubLink, ...]:
    return tuple(
        HubLink(href=f"/hubs/{slug}{end}", label=label, current=end == here)
        for end, label, action in PAGES
        if may_at(principal, action, hub)
    )


def may_at(principal: Principal, action: str, hub: UUID) -> bool:
    """Whether somebody may do this with what is a hub's own."""
    return can(principal, action, Resource.of(Organisation(OrganisationKind.HUB, hub)))
