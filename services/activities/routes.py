"""The activities API: what an institution tells of its own learners: rosters, and returns as counts."""

from hub_core.activities.commands import CorrectActivity, RecordActivity, WithdrawActivity
from hub_core.oneroster.commands import CheckOneRoster, SendOneRoster
from services.activities import (
    agreements,
    bulletins,
    guidance,
    matches,
    programme,
    provider_access,
    recorded,
    returns,
    uploads,
    uploads_shown,
)
from services.activities.rosters import ROUTES as ROSTERS
from services.http.application import api
from services.http.routes import command_route

_INSTITUTION = "/institutions/{institution:uuid}"
_ACTIVITY = f"{_INSTITUTION}/activities/{{activity:uuid}}"


ROUTES = api(
    "activities",
    [
        command_route(f"{_INSTITUTION}/roster/oneroster/check", CheckOneRoster),
        command_route(f"{_INSTITUTION}/roster/oneroster", SendOneRoster),
        *ROSTERS,
        *recorded.ROUTES,
        *bulletins.ROUTES,
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
        *programme.ROUTES,
    ],
    tag="activities",
)
