"""An institution's own activities over HTTP: what it recorded and synced, and one as it stands to correct.

Journey: a careers leader looks for an activity by year, kind or campaign, sees what is recorded of it and
how many came, and corrects it in the version they saw. Which learners came stays in their own system; an
activity that is not theirs is not there.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import first_day, last_day
from hub_core.activities.activity import OF_ACTIVITIES, Activity, no_such_activity
from hub_core.activities.commands import ProviderSent
from hub_core.log.of_institution import all_of_institution
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.activities import (
    KIND_OF,
    ActivityKind,
    ActivityType,
    Pathway,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.campaigns import Campaign
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.values import AcademicYear
from services.http.guard_rails.recording import also_about
from services.http.parts import OpenPlatform
from services.http.permission import institution_in_path
from services.http.reading import IfNoneMatch, Limit, find, one
from services.http.routes import read_route

_ACTIVITIES = "/institutions/{institution:uuid}/activities"

Year = Annotated[
    AcademicYear | None, QueryParameter(name="academicYear", description="Only of this year.")
]
#: A day and an activity: text that sorts as the list does.
Cursor = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        min_length=47,
        max_length=47,
    ),
]


class ActivityView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An activity as it stands; ``version`` is what If-Match refers to when it is corrected.

    ``benchmark`` follows from the kind. ``learners`` is how many came, None when nobody was named or counted.
    """

    id: UUID
    version: int
    held_on: date
    type: ActivityType
    kind: ActivityKind
    benchmark: int
    withdrawn: bool
    learners: int | None
    mode: DeliveryMode | None
    checks: dict[MeaningfulCheck, CheckAnswer]
    also: tuple[ActivityKind, ...]
    employer_met: UUID | None
    size: EmployerSize | None
    sector: Sector | None
    provider: ProviderSent | None
    minutes: int | None
    workplace: tuple[WorkplaceContent, ...]
    adviser_level: int | None
    subjects: tuple[Subject, ...]
    year_groups: tuple[int, ...]
    pathways: tuple[Pathway, ...]
    stem: bool
    campaigns: tuple[Campaign, ...]


class ActivityList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of activities, the latest held first; ``next`` is the cursor of the one after, if any."""

    activities: tuple[ActivityView, ...]
    next: str | None = None


@read_route(_ACTIVITIES, operation="activities.activities", about=institution_in_path)
async def activities(
    request: Request[Any, Any, Any],
    platform: OpenPlatform,
    institution: FromPath[UUID],
    academic_year: Year = None,
    kind: Annotated[
        ActivityKind | None, QueryParameter(description="Only activities of this kind.")
    ] = None,
    campaign: Annotated[
        Campaign | None, QueryParameter(description="Only what was part of this campaign.")
    ] = None,
    cursor: Annotated[
        Cursor | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[ActivityList]:
    """What an institution recorded and synced, the latest held first; what was withdrawn says so."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    every = await all_of_institution(platform.ledger, Activity, institution, OF_ACTIVITIES)
    wanted = [
        found
        for found in sorted(every, key=_cursor, reverse=True)
        if _is_wanted(found, academic_year, kind, campaign)
        and (cursor is None or _cursor(found) < cursor)
    ]
    shown = tuple(map(_view, wanted[:limit]))
    also_about(request.scope, learners=sum(each.learners or 0 for each in shown))
    more = _cursor(wanted[limit - 1]) if len(wanted) > limit else None
    return Response(ActivityList(activities=shown, next=more))


@read_route(
    f"{_ACTIVITIES}/{{activity:uuid}}",
    operation="activities.activity",
    about=institution_in_path,
    versioned=True,
)
async def activity(
    request: Request[Any, Any, Any],
    platform: OpenPlatform,
    institution: FromPath[UUID],
    activity: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[ActivityView]:
    """One activity of an institution."""
    otherwise = no_such_activity(activity)
    found = await find(platform.ledger, Activity, activity, otherwise)
    if found.institution != institution:
        raise otherwise
    view = _view(found)
    also_about(request.scope, learners=view.learners or 0)
    return one(view, version=found.version, if_none_match=if_none_match)


def _is_wanted(
    found: Activity, year: str | None, kind: ActivityKind | None, campaign: Campaign | None
) -> bool:
    return (
        (year is None or first_day(year) <= found.held_on <= last_day(year))
        and (kind is None or KIND_OF[found.details.type] is kind)
        and (campaign is None or campaign in found.details.campaigns)
    )


def _cursor(found: Activity) -> str:
    """An activity's place in the list, which holds whatever happens to the others."""
    return f"{found.held_on}.{found.id}"


def _view(found: Activity) -> ActivityView:
    details = found.details
    kind = KIND_OF[details.type]
    return ActivityView(
        id=found.id,
        version=found.version,
        held_on=found.held_on,
        type=details.type,
        kind=kind,
        benchmark=kind.benchmark,
        withdrawn=found.is_withdrawn,
        learners=None if found.attendance is None else found.attendance.total,
        mode=details.mode,
        checks=dict(found.checks),
        also=details.also,
        employer_met=details.employer,
        size=details.size,
        sector=details.sector,
        provider=None
        if details.provider is None
        else msgspec.convert(details.provider, ProviderSent, from_attributes=True),
        minutes=details.minutes,
        workplace=details.workplace,
        adviser_level=details.adviser_level,
        subjects=details.subjects,
        year_groups=details.year_groups,
        pathways=details.pathways,
        stem=details.stem,
        campaigns=details.campaigns,
    )


ROUTES = (activities, activity)
