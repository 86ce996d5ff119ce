"""What a hub's members did for each campaign in a year: encounters, activities, and at how many institutions.

Journey: after National Apprenticeship Week a hub's lead is asked what its schools did; they read it here,
and which campaigns nobody took up. The rule: one act is counted once, however many told of it, and no
learner is counted.
"""

from collections import Counter, defaultdict
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.academic_years import academic_year_of
from hub_core.belonging import members_of
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.reference.campaigns import Campaign
from hub_core.values import AcademicYear
from services.encounters.hosting import Year, year_or_current
from services.encounters.parts_of_institution import tagged_of
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path
from services.http.reading import find
from services.http.routes import read_route


class CampaignView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One campaign: how often institutions held something for it, and how many institutions did."""

    campaign: Campaign
    label: str
    held: int
    institutions: int


class CampaignsOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Every campaign there is, and what the hub's ``members`` of today did for it."""

    academic_year: AcademicYear
    members: int
    campaigns: tuple[CampaignView, ...]


@read_route("/hubs/{hub:uuid}/campaigns", operation="encounters.campaigns", about=hub_in_path)
async def campaigns(
    platform: OpenPlatform, hub: FromPath[UUID], academic_year: Year = None
) -> Response[CampaignsOfHub]:
    """Encounters that took place and activities, by the campaign they were part of."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    year = year_or_current(academic_year, platform)
    held: Counter[Campaign] = Counter()
    where: dict[Campaign, set[UUID]] = defaultdict(set)
    members = await members_of(platform.ledger, hub)
    for member in members:
        for day, tags in await tagged_of(platform.ledger, member):
            if academic_year_of(day) == year:
                for campaign in tags:
                    held[campaign] += 1
                    where[campaign].add(member)
    return Response(
        CampaignsOfHub(
            academic_year=year,
            members=len(members),
            campaigns=tuple(
                CampaignView(
                    campaign=one, label=one.label, held=held[one], institutions=len(where[one])
                )
                for one in Campaign
            ),
        )
    )


ROUTES = (campaigns,)
