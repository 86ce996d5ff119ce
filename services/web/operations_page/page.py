"""``/operations``: how the log and its read models stand, for whoever runs the platform.

The rule: it shows counts and commands, never an institution; who is parked and why, the command line tells.
"""

from typing import Any

from jinja2 import Environment
from litestar import HttpMethod, MediaType, Request, Response, route
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from projections.operations import Operations, ReadModel, operations
from services.http.permission import everybodys, permitted
from services.web.answers import answer
from services.web.shell import page
from services.web.words import ENGLAND

#: Seconds an event may wait before somebody should look; the pages promise to be current within a second.
LATE = 60.0
MAY_LOOK = permitted("identity.operations", about=everybodys)
Templates = NamedDependency[SkipValidation[Environment]]


@route(
    "/operations",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[MAY_LOOK],
)
async def operations_page(request: Request[Any, Any, Any], templates: Templates) -> Response[str]:
    """How everything stands at this moment."""
    async with request.app.state.parts.pool.acquire() as connection:
        found = await operations(connection)
    text = page(
        request,
        templates,
        "operations.html",
        found=found,
        warnings=warnings(found),
        at=found.at.astimezone(ENGLAND),
        rebuilds=[(model, done_of(model)) for model in found.read_models if model.rebuild],
    )
    return answer(text)


def warnings(found: Operations) -> list[str]:
    """What somebody should do now, most urgent first; nothing when all is well."""
    said: list[str] = []
    if not found.relay_works:
        said.append(
            "No relay was heard of lately, so nothing new reaches the read models by the stream. Start "
            "`hub relay`; what it says at its end tells more."
        )
    if found.parked:
        who = "One institution is" if found.parked == 1 else f"{found.parked:,} institutions are"
        said.append(
            f"{who} parked: an event of theirs cannot be folded, their figures stand still and nothing "
            "is published. `hub parked list` says why."
        )
    said += [
        f"{model.name} is {model.lag_events:,} events behind, the oldest for {model.lag_seconds:,.0f} "
        f"seconds. See that `hub project {model.name}` runs."
        for model in found.read_models
        if model.lag_seconds > LATE
    ]
    if not found.read_models:
        said.append("No read model was built yet. Start `hub project`.")
    return said


def done_of(model: ReadModel) -> int | None:
    """How far the rebuild at work has come, in per cent; None before it says."""
    if model.rebuild is None or not model.rebuild.filling_to:
        return None
    return min(100 * model.rebuild.filled // model.rebuild.filling_to, 100)


ROUTES = (operations_page,)
