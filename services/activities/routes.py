"""The activities API: what an institution tells of its own learners: rosters, and returns as counts."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath

from hub_core.activities.commands import CorrectActivity, RecordActivity, WithdrawActivity
from hub_core.log.repository import load
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.oneroster.commands import CheckOneRoster, SendOneRoster
from hub_core.rosters.commands import DeclareRoll, EraseLearner, RemoveLearners, SendRoster
from hub_core.rosters.roster import Roster, roster_stream
from services.activities import (
    agreements,
    guidance,
    matches,
    provider_access,
    returns,
    uploads,
    uploads_shown,
)
from services.http.application import api
from services.http.guard_rails.recording import also_about
from services.http.parts import OpenPlatform
from services.http.permission import institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

_INSTITUTION = "/institutions/{institution:uuid}"
_ACTIVITY = f"{_INSTITUTION}/activities/{{activity:uuid}}"


class RosterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners are on the roster; ``version`` is what If-Match refers to."""

    institution: UUID
    version: int
    on_roll: int


@read_route(
    f"{_INSTITUTION}/roster",
    operation="rosters.roster",
    about=institution_in_path,
    versioned=True,
)
async def roster(
    request: Request[Any, Any, Any],
    platform: OpenPlatform,
    institution: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[RosterView]:
    """An institution's roster as it was last sent. Version 0 says that it never sent one."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await load(platform.ledger, Roster, roster_stream(institution))
    today = platform.clock().date()
    view = RosterView(
        institution=institution,
        version=found.version,
        on_roll=sum(len(learners) for learners in found.on_roll(today).values()),
    )
    also_about(request.scope, learners=view.on_roll)
    return one(view, version=found.version, if_none_match=if_none_match)


ROUTES = api(
    "activities",
    [
        roster,
        command_route(f"{_INSTITUTION}/roster", SendRoster, replaces=True),
        command_route(f"{_INSTITUTION}/roster/leavers", RemoveLearners),
        command_route(f"{_INSTITUTION}/roster/oneroster/check", CheckOneRoster),
        command_route(f"{_INSTITUTION}/roster/oneroster", SendOneRoster),
        command_route(f"{_INSTITUTION}/roll", DeclareRoll, replaces=True),
        command_route(f"{_INSTITUTION}/erase-learner", EraseLearner),
        command_route(f"{_INSTITUTION}/activities", RecordActivity, creates=True),
        command_route(_ACTIVITY, CorrectActivity, replaces=True),
        command_route(f"{_ACTIVITY}/withdraw", WithdrawActivity),
        *agreements.ROUTES,
        *returns.ROUTES,
        *guidance.ROUTES,
        *matches.ROUTES,
        *uploads.ROUTES,
        *uploads_shown.ROUTES,
        *provider_access.ROUTES,
    ],
    tag="activities",
)
