"""What a hub needs to coordinate: employers that lapsed, its cornerstones, and clashes of placement weeks.

The rule: a hub sees its members of today, and numbers of their learners protected. It is asked anew each
time, from the log itself: each member's events are read once.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.belonging import members_of
from hub_core.disclosure import ProtectedCount, protect, protect_breakdown
from hub_core.employers.employer import Employer
from hub_core.employers.engagement import Engagement, engagements
from hub_core.employers.hosting import HubCatalogue, catalogue_stream
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.placements.weeks import Clash, PlacementWeeks, clashes, weeks_stream
from hub_core.placements.weeks_commands import DeclarePlacementWeeks
from hub_core.values import AcademicYear
from services.encounters.hosting import Year, year_or_current
from services.encounters.parts_of_institution import meetings_of
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route


class EngagementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One employer and a hub's members: the last day they met, with how many last year, booked this year."""

    employer: UUID
    name: str | None
    last_met: date | None
    met_last_year: int
    booked_this_year: int


class EmployerEngagement(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Employers active last year without a booking this year, who met most members first; cornerstones."""

    academic_year: AcademicYear
    lapsed: tuple[EngagementView, ...]
    cornerstones: tuple[EngagementView, ...]


class WeekView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One week of an institution's own plan."""

    monday: date
    learners: int
    year_groups: tuple[int, ...]


class WeeksView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's own plan for an academic year; ``version`` is what If-Match refers to."""

    institution: UUID
    academic_year: AcademicYear
    version: int
    weeks: tuple[WeekView, ...]


class PlannedThere(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One institution in a clash: how many learners, protected, and the Monday it could move to."""

    institution: UUID
    name: str
    learners: str
    could_move_to: date | None


class ClashView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A week several institutions have planned; the first of them is the one with most learners."""

    monday: date
    learners: str
    institutions: tuple[PlannedThere, ...]


class ClashesOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Clashes of placement weeks among a hub's members; ``declared`` of ``members`` have told theirs."""

    academic_year: AcademicYear
    members: int
    declared: int
    clashes: tuple[ClashView, ...]


@read_route(
    "/hubs/{hub:uuid}/employer-engagement", operation="employers.engagement", about=hub_in_path
)
async def engagement(
    platform: OpenPlatform, hub: FromPath[UUID], academic_year: Year = None
) -> Response[EmployerEngagement]:
    """Which employers lapsed, and what the hub's cornerstones do."""
    ledger = platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    year = year_or_current(academic_year, platform)
    meetings = [
        meeting
        for member in await members_of(ledger, hub)
        for meeting in await meetings_of(ledger, member)
    ]
    met = {meeting.employer for meeting in meetings}
    stones = (await load(ledger, HubCatalogue, catalogue_stream(hub))).cornerstones
    employers = await load_many(ledger, Employer, {*met, *stones})
    # What a merged employer did is what the one it was merged into did.
    stays = {one: employers[one].merged_into or one for one in employers}
    survivors = await load_many(ledger, Employer, set(stays.values()))
    found = engagements(
        (msgspec.structs.replace(one, employer=stays[one.employer]) for one in meetings), year
    )
    lapsed = [one for one in found.values() if one.lapsed]
    lapsed.sort(key=lambda one: (-len(one.met_last_year), str(one.employer)))
    return Response(
        EmployerEngagement(
            academic_year=year,
            lapsed=tuple(_engagement(one, survivors) for one in lapsed),
            cornerstones=tuple(
                _engagement(
                    found.get(one)
                    or Engagement(employer=one, met_last_year=set(), booked_this_year=set()),
                    survivors,
                )
                for one in dict.fromkeys(stays[one] for one in stones)
            ),
        )
    )


@read_route(
    "/institutions/{institution:uuid}/placement-weeks",
    operation="placements.weeks",
    about=institution_in_path,
    versioned=True,
)
async def weeks(
    platform: OpenPlatform,
    institution: FromPath[UUID],
    academic_year: Year = None,
    if_none_match: IfNoneMatch = None,
) -> Response[WeeksView]:
    """An institution's own placement weeks. Version 0 says that it never told any."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    year = year_or_current(academic_year, platform)
    plan = await load(platform.ledger, PlacementWeeks, weeks_stream(institution, year))
    view = WeeksView(
        institution=institution,
        academic_year=year,
        version=plan.version,
        weeks=tuple(msgspec.convert(week, WeekView, from_attributes=True) for week in plan.weeks),
    )
    return one(view, version=plan.version, if_none_match=if_none_match)


@read_route("/hubs/{hub:uuid}/placement-clashes", operation="placements.clashes", about=hub_in_path)
async def week_clashes(
    platform: OpenPlatform, hub: FromPath[UUID], academic_year: Year = None
) -> Response[ClashesOfHub]:
    """In which weeks members' placements clash, for about how many learners, and who could move where."""
    ledger = platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    year = year_or_current(academic_year, platform)
    members = await members_of(ledger, hub)
    plans = await load_many(ledger, PlacementWeeks, [weeks_stream(one, year) for one in members])
    told = {one: plans[weeks_stream(one, year)].weeks for one in members}
    institutions = await load_many(ledger, Institution, members)
    names = {one: found.details.name for one, found in institutions.items()}
    return Response(
        ClashesOfHub(
            academic_year=year,
            members=len(members),
            declared=sum(bool(weeks) for weeks in told.values()),
            clashes=tuple(_clash(clash, names) for clash in clashes(told)),
        )
    )


def _engagement(found: Engagement, employers: dict[UUID, Employer]) -> EngagementView:
    return EngagementView(
        employer=found.employer,
        name=employers[found.employer].details.name,
        last_met=found.last_met,
        met_last_year=len(found.met_last_year),
        booked_this_year=len(found.booked_this_year),
    )


def _clash(clash: Clash, names: dict[UUID, str]) -> ClashView:
    cells: dict[UUID, ProtectedCount] = protect_breakdown(clash.learners, total_published=True)
    moves = {one.institution: one.to for one in clash.suggestions}
    return ClashView(
        monday=clash.monday,
        learners=protect(sum(clash.learners.values())).text,
        institutions=tuple(
            PlannedThere(
                institution=one,
                name=names[one],
                learners=cells[one].text,
                could_move_to=moves.get(one),
            )
            for one in clash.learners
        ),
    )


ROUTES = (
    engagement,
    weeks,
    week_clashes,
    command_route(
        "/institutions/{institution:uuid}/placement-weeks", DeclarePlacementWeeks, replaces=True
    ),
)
