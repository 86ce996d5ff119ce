"""The routes of an institution's own activities: a year of them, and one with its class code.

The rule: the page shows what is recorded and asks those who were there; correcting an activity is for
whatever recorded it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.access import Principal
from hub_core.activities.activity import OF_ACTIVITIES, Activity
from hub_core.execute import ENGLAND, execute
from hub_core.feedback.feedback import Feedback, feedback_stream
from hub_core.log.aggregate import AnotherKind
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import load
from hub_core.refusals import Forbidden, Refusal
from hub_core.values import listed, year_group_label
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web import academic_years
from services.web import made_of_it as panel
from services.web.answers import answer, going_on
from services.web.institution_frame import frame
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import counted, long_date

ACTIVITIES = "/institutions/{institution:uuid}/activities"
ACTIVITY = f"{ACTIVITIES}/{{activity:uuid}}"
LIST = permitted("activities.activities", about=institution_in_path)
#: Activities of a year that are listed; a school records about a hundred.
SHOWN = 300


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One activity in words."""

    id: UUID
    what: str
    day: str
    whom: str
    learners: str


@route(
    ACTIVITIES, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[LIST]
)
async def activities(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    year: FromQuery[str | None] = None,
) -> Response[str]:
    """What was recorded of a year, the latest first."""
    framed = await frame(request, principal, institution, "activities")
    current = academic_year_of(clock().astimezone(ENGLAND).date())
    chosen = current if year is None else academic_years.asked_for(year)
    ledger = sign_in.parts.platform.ledger
    found = [
        one
        for one in await all_of_institution(ledger, Activity, institution, OF_ACTIVITIES)
        if not one.is_withdrawn and academic_year_of(one.held_on) == chosen
    ]
    found.sort(key=lambda one: (one.held_on, str(one.id)), reverse=True)
    text = page(
        request,
        templates,
        "institution/activities.html",
        frame=framed,
        year=chosen,
        years=[
            (academic_years.in_address(one), one)
            for one in (previous_academic_year(current), current)
        ],
        recorded=len(found),
        activities=[_line(one) for one in found[:SHOWN]],
    )
    return answer(text)


@route(
    ACTIVITY, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[LIST]
)
async def activity_page(
    request: Asked,
    institution: FromPath[UUID],
    activity: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[str]:
    """One activity, and what was made of it."""
    found = await _activity(sign_in.parts.platform.ledger, institution, activity)
    today = clock().astimezone(ENGLAND).date()
    return await _page(request, found, principal, sign_in, templates, today)


@post(ACTIVITY, include_in_schema=False, guards=[LIST])
async def ask(
    request: Asked,
    institution: FromPath[UUID],
    activity: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """Open a class code or close it; what is refused is said where it was asked."""
    posted = {key: str(value) for key, value in (await request.form()).items()}
    platform, key = sign_in.parts.platform, posted.get("deed", "")
    found = await _activity(platform.ledger, institution, activity)
    today = clock().astimezone(ENGLAND).date()
    if key not in (panel.ASK.key, panel.CLOSE.key):
        raise NotFoundException("This form is not one of this page’s. Open the page again.")
    try:
        command = panel.command_of(key, panel.activity_of(found, today), posted)
        await execute(command, principal, platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = refusal.problems[0].reason if refusal.problems else refusal.detail
        wrong = (key, problem)
        return await _page(
            request, found, principal, sign_in, templates, today, wrong=wrong, typed=posted
        )
    return going_on(f"/institutions/{institution}/activities/{activity}#made-of-it")


async def _page(
    request: Asked,
    activity: Activity,
    principal: Principal,
    sign_in: Any,
    templates: Any,
    today: date,
    *,
    wrong: tuple[str, str] = ("", ""),
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    at, vault = activity.institution, sign_in.parts.vault
    framed = await frame(request, principal, at, "activities", *panel.operations())
    feedback = await load(sign_in.parts.platform.ledger, Feedback, feedback_stream(activity.id, at))
    thing = panel.activity_of(activity, today)
    text = page(
        request,
        templates,
        "institution/activity.html",
        frame=framed,
        activity=_line(activity),
        how=activity.details.mode.label if activity.details.mode else "",
        made=await panel.made_of_it(thing, feedback, vault, framed.may, today),
        answers_at=f"{sign_in.origin(request)}/feedback".partition("//")[2],
        typed=typed or {},
        once=new_form(),
        wrong_in=wrong[0],
        wrong=wrong[1],
    )
    return answer(text, status=422 if wrong[1] else 200)


async def _activity(ledger: Ledger, institution: UUID, activity: UUID) -> Activity:
    """The activity, if it is this institution's; refuses in the words used for what is not there."""
    try:
        found = await load(ledger, Activity, activity)
    except AnotherKind:
        found = Activity.of(activity, [])
    if not found.exists or found.institution != institution or found.is_withdrawn:
        raise NotFoundException("This school or college has recorded no such activity.")
    return found


def _line(one: Activity) -> Line:
    details = one.details
    return Line(
        id=one.id,
        what=details.type.label,
        day=long_date(one.held_on),
        whom=listed(tuple(map(year_group_label, sorted(details.year_groups)))),
        learners=counted(one.attendance.total, "learner") if one.attendance else "Nobody counted",
    )


ROUTES = (activities, activity_page, ask)
