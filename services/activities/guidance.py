"""Guidance over HTTP: advisers, meetings, who should be seen next, and how many were."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of
from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.activities.activity import OF_ACTIVITIES, Activity
from hub_core.belonging import members_of
from hub_core.execute import ENGLAND
from hub_core.guidance.adviser import Adviser
from hub_core.guidance.adviser_commands import (
    ChangeAdviserDetails,
    EndAdviser,
    RegisterAdviser,
)
from hub_core.guidance.meeting import GuidanceMeeting, meeting_stream, no_such_meeting
from hub_core.guidance.meeting_commands import (
    CompleteAction,
    CorrectMeeting,
    DropAction,
    RecordMeeting,
    WithdrawMeeting,
)
from hub_core.guidance.priority import in_order
from hub_core.guidance.reach import (
    OF_ADVISERS,
    OF_MEETINGS,
    Access,
    access_in,
    known_of_everybody,
)
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import load
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.values import AcademicYear
from services.activities.guidance_views import (
    AccessView,
    AdviserList,
    HubAccess,
    MeetingCopy,
    MeetingList,
    Queue,
    adviser_view,
    exact,
    meeting_copy,
    meeting_line,
    of_hub,
    protected,
    queue_place,
)
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal, OpenParts, Parts
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import IfNoneMatch, Limit, find, one
from services.http.routes import command_route, read_route

_INSTITUTION = "/institutions/{institution:uuid}"
_ADVISERS = f"{_INSTITUTION}/advisers"
_MEETINGS = f"{_INSTITUTION}/guidance-meetings"
_MEETING = f"{_MEETINGS}/{{meeting:uuid}}"

#: Who may see the queue sees the institution's numbers as they are.
_QUEUE = "guidance.queue"

#: A day and a meeting: text that sorts as the list does.
Cursor = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        min_length=47,
        max_length=47,
    ),
]
Year = Annotated[
    AcademicYear | None, QueryParameter(description="Academic year; the current one by default.")
]


@read_route(_ADVISERS, operation="guidance.advisers", about=institution_in_path)
async def advisers(parts: OpenParts, institution: FromPath[UUID]) -> Response[AdviserList]:
    """An institution's careers advisers by name, those who left last."""
    await _institution(parts, institution)
    found = await all_of_institution(parts.platform.ledger, Adviser, institution, OF_ADVISERS)
    found.sort(key=lambda adviser: (adviser.left_on is not None, adviser.since))
    return Response(
        AdviserList(
            advisers=tuple(
                [
                    adviser_view(adviser, await parts.vault.reveal(adviser.details.name))
                    for adviser in found
                ]
            )
        )
    )


@read_route(_MEETINGS, operation="guidance.meetings", about=institution_in_path)
async def meetings(
    parts: OpenParts,
    institution: FromPath[UUID],
    cursor: Annotated[
        Cursor | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[MeetingList]:
    """An institution's guidance meetings with their learners, the latest first."""
    await _institution(parts, institution)
    found = await all_of_institution(
        parts.platform.ledger, GuidanceMeeting, institution, OF_MEETINGS
    )
    wanted = sorted((one for one in found if not one.is_withdrawn), key=_cursor, reverse=True)
    wanted = [one for one in wanted if cursor is None or _cursor(one) < cursor]
    shown = wanted[:limit]
    names = await parts.vault.references(institution, (one.learner for one in shown))
    today = _today(parts)
    return Response(
        MeetingList(
            meetings=tuple(meeting_line(one, names.get(one.learner), today=today) for one in shown),
            next=_cursor(shown[-1]) if len(wanted) > limit else None,
        )
    )


@read_route(_MEETING, operation="guidance.meeting", about=institution_in_path, versioned=True)
async def meeting(
    parts: OpenParts,
    institution: FromPath[UUID],
    meeting: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[MeetingCopy]:
    """Everything of one meeting, what was agreed in clear: the copy a learner is given."""
    otherwise = no_such_meeting(meeting)
    ledger = parts.platform.ledger
    record = await find(ledger, GuidanceMeeting, meeting_stream(meeting), otherwise)
    if record.institution != institution:
        raise otherwise
    adviser = await load(ledger, Adviser, record.held.adviser)
    names = await parts.vault.references(institution, (record.learner,))
    view = meeting_copy(
        record,
        learner=names.get(record.learner),
        adviser=await parts.vault.reveal(adviser.details.name),
        texts={one.text: await parts.vault.reveal(one.text) for one in record.actions},
    )
    return one(view, version=record.version, if_none_match=if_none_match)


@read_route(f"{_INSTITUTION}/guidance-queue", operation=_QUEUE, about=institution_in_path)
async def queue(
    parts: OpenParts, institution: FromPath[UUID], limit: Limit = 50
) -> Response[Queue]:
    """Who should be seen next, those who need it most first, with the reasons in words."""
    await _institution(parts, institution)
    ledger, today = parts.platform.ledger, _today(parts)
    everybody = known_of_everybody(
        await load(ledger, Roster, roster_stream(institution)),
        await all_of_institution(ledger, Activity, institution, OF_ACTIVITIES),
        await all_of_institution(ledger, GuidanceMeeting, institution, OF_MEETINGS),
        today=today,
    )
    order = in_order(everybody, today=today)[:limit]
    names = await parts.vault.references(institution, (place.known.learner for place in order))
    return Response(
        Queue(
            on_roll=len(everybody),
            unmet=sum(known.last_met is None for known in everybody),
            learners=tuple(
                queue_place(place, names[place.known.learner])
                for place in order
                if place.known.learner in names  # whoever was erased is nobody to be seen
            ),
        )
    )


@read_route(
    f"{_INSTITUTION}/guidance-access", operation="guidance.access", about=institution_in_path
)
async def access(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    year: Year = None,
) -> Response[AccessView]:
    """How many advisers an institution has and how many learners they met, in one academic year."""
    await _institution(parts, institution)
    found = await _access(parts.platform.ledger, institution, _year(year, parts))
    if _sees_everything(principal, institution):
        also_about(request.scope, learners=found.learners)
        return Response(exact(found))
    return Response(protected(found))


@read_route("/hubs/{hub:uuid}/guidance-access", operation="guidance.hub_access", about=hub_in_path)
async def hub_access(
    parts: OpenParts, hub: FromPath[UUID], year: Year = None
) -> Response[HubAccess]:
    """The same of a hub's members, together and each, numbers of learners protected."""
    ledger = parts.platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    chosen = _year(year, parts)
    members = {one: await _access(ledger, one, chosen) for one in await members_of(ledger, hub)}
    return Response(of_hub(members, chosen))


async def _access(ledger: Ledger, institution: UUID, year: AcademicYear) -> Access:
    return access_in(
        year,
        await all_of_institution(ledger, Adviser, institution, OF_ADVISERS),
        await all_of_institution(ledger, Activity, institution, OF_ACTIVITIES),
    )


async def _institution(parts: Parts, institution: UUID) -> None:
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))


def _sees_everything(principal: Principal, institution: UUID) -> bool:
    """Whoever may see the learners themselves may see how many they are."""
    owner = Organisation(OrganisationKind.INSTITUTION, institution)
    return can(principal, _QUEUE, Resource(owners=frozenset({owner})))


def _cursor(meeting: GuidanceMeeting) -> str:
    return f"{meeting.held_on}.{meeting.meeting}"


def _today(parts: Parts) -> date:
    return parts.platform.clock().astimezone(ENGLAND).date()


def _year(year: AcademicYear | None, parts: Parts) -> AcademicYear:
    return year or academic_year_of(_today(parts))


ROUTES = (
    advisers,
    meetings,
    meeting,
    queue,
    access,
    hub_access,
    command_route(_ADVISERS, RegisterAdviser, creates=True),
    command_route(f"{_ADVISERS}/{{adviser:uuid}}", ChangeAdviserDetails, replaces=True),
    command_route(f"{_ADVISERS}/{{adviser:uuid}}/end", EndAdviser),
    command_route(_MEETINGS, RecordMeeting, creates=True),
    command_route(_MEETING, CorrectMeeting, replaces=True),
    command_route(f"{_MEETING}/withdraw", WithdrawMeeting),
    command_route(f"{_MEETING}/complete-action", CompleteAction),
    command_route(f"{_MEETING}/drop-action", DropAction),
)
