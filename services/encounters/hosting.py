"""What employers would host, over the API: each employer's word, and a hub's catalogue of those who told it.

The rule: the catalogue shows what stands today; who withdrew is not in it.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of
from hub_core.employers.employer import Employer
from hub_core.employers.hosting import Hosting, HubCatalogue, catalogue_stream, hosting_stream
from hub_core.employers.hosting_commands import DeclareHostingInterest, WithdrawHostingInterest
from hub_core.employers.hosting_events import HostingAppetite, HostingInterest
from hub_core.execute import ENGLAND, Platform
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import active_hub_key
from hub_core.reference.activities import ActivityType
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import AcademicYear
from services.encounters.employers import employer_about, employer_resolved
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

Year = Annotated[
    AcademicYear | None,
    QueryParameter(name="academicYear", description="The current academic year by default."),
]


class InterestView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an employer would do: of which types, for which phases, for how many learners and places."""

    appetite: HostingAppetite
    activities: tuple[ActivityType, ...]
    phases: tuple[ServicePhase, ...]
    learners: int | None
    placements: int | None


class HostingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an employer would host in an academic year; ``interest`` is None when it says nothing."""

    employer: UUID
    academic_year: AcademicYear
    version: int
    interest: InterestView | None
    hubs: tuple[UUID, ...]


class CatalogueEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One employer in a hub's catalogue."""

    employer: UUID
    name: str | None
    verified: bool
    cornerstone: bool
    interest: InterestView


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The employers that told a hub what they would host, in the order in which they first did."""

    academic_year: AcademicYear
    employers: tuple[CatalogueEntry, ...]


@read_route(
    "/employers/{employer:uuid}/hosting",
    operation="employers.hosting",
    about=employer_about,
    versioned=True,
)
async def hosting(
    platform: OpenPlatform,
    employer: FromPath[UUID],
    academic_year: Year = None,
    if_none_match: IfNoneMatch = None,
) -> Response[HostingView]:
    """What one employer would host in an academic year. Version 0 says that it told nothing."""
    year = year_or_current(academic_year, platform)
    known = await employer_resolved(platform.ledger, employer)
    found = await load(platform.ledger, Hosting, hosting_stream(known.id, year))
    view = HostingView(
        employer=known.id,
        academic_year=year,
        version=found.version,
        interest=None if found.interest is None else _view(found.interest),
        hubs=found.hubs,
    )
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route("/hubs/{hub:uuid}/employers", operation="employers.catalogue", about=hub_in_path)
async def catalogue(
    platform: OpenPlatform, hub: FromPath[UUID], academic_year: Year = None
) -> Response[Catalogue]:
    """The employers that told a hub what they would host in an academic year."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    return Response(
        await _catalogue(platform.ledger, hub, year_or_current(academic_year, platform))
    )


@read_route(
    "/institutions/{institution:uuid}/employers",
    operation="employers.catalogue_of_institution",
    about=institution_in_path,
)
async def catalogue_of_institution(
    platform: OpenPlatform, institution: FromPath[UUID], academic_year: Year = None
) -> Response[Catalogue]:
    """The employers that told the institution's own hub what they would host."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    key = active_hub_key(institution)
    hub = (await platform.ledger.holders([key])).get(key)
    year = year_or_current(academic_year, platform)
    if hub is None:
        return Response(Catalogue(academic_year=year, employers=()))
    return Response(await _catalogue(platform.ledger, hub, year))


async def _catalogue(ledger: Ledger, hub: UUID, year: str) -> Catalogue:
    listed = (await load(ledger, HubCatalogue, catalogue_stream(hub))).employers.get(year, ())
    employers = await load_many(ledger, Employer, listed)
    told = await load_many(ledger, Hosting, [hosting_stream(one, year) for one in listed])
    entries = []
    for employer in listed:
        known, interest = employers[employer], told[hosting_stream(employer, year)]
        # One that was merged stands there by itself no longer.
        if interest.interest is None or hub not in interest.hubs or known.merged_into is not None:
            continue
        entries.append(
            CatalogueEntry(
                employer=employer,
                name=known.details.name,
                verified=known.verified_by is not None,
                cornerstone=hub in known.cornerstone_of,
                interest=_view(interest.interest),
            )
        )
    return Catalogue(academic_year=year, employers=tuple(entries))


def _view(interest: HostingInterest) -> InterestView:
    return msgspec.convert(interest, InterestView, from_attributes=True)


def year_or_current(given: str | None, platform: Platform) -> str:
    """The academic year asked for, or that of the day in England."""
    return given or academic_year_of(platform.clock().astimezone(ENGLAND).date())


ROUTES = (
    hosting,
    catalogue,
    catalogue_of_institution,
    command_route("/employers/{employer:uuid}/hosting", DeclareHostingInterest, replaces=True),
    command_route("/employers/{employer:uuid}/hosting/withdraw", WithdrawHostingInterest),
)
