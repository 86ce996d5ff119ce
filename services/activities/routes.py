"""The activities API: what an institution tells of its own learners. Rosters first, sync next."""

from hub_core.rosters.commands import DeclareRoll, EraseLearner, RemoveLearners, SendRoster
from services.http.application import api
from services.http.routes import command_route

_INSTITUTION = "/institutions/{institution:uuid}"

ROUTES = api(
    "activities",
    [
        command_route(f"{_INSTITUTION}/roster", SendRoster, replaces=True),
        command_route(f"{_INSTITUTION}/roster/leavers", RemoveLearners),
        command_route(f"{_INSTITUTION}/roll", DeclareRoll, replaces=True),
        command_route(f"{_INSTITUTION}/erase-learner", EraseLearner),
    ],
    tag="activities",
)
