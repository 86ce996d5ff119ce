"""Questions worth asking about an institution's year: told to the institution and to its hub alike.

Journey: a hub lead asks which members there is something to ask of, opens one before a visit, and has five
records drawn by chance; the school sees the same, so nobody is asked behind its back.
The rule: no number of learners is told.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.access.scope import scope_of
from hub_core.membership.events import Slug
from hub_core.membership.institution import Institution, no_such_institution
from projections.benchmark_progress.members_questions import HubQuestions, questions_of_hub
from projections.benchmark_progress.questions import Questions, questions_about
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import find
from services.http.routes import read_route
from services.progress.asked import asked_day, being_updated, today_of
from services.progress.hubs import hub_of
from services.progress.institutions import AsAt

Seed = Annotated[
    Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9-]{1,40}$(?!\n)")] | None,
    QueryParameter(
        description="What the sample is drawn by; the last measure date before the day by default."
    ),
]


@read_route(
    "/institutions/{institution:uuid}/questions",
    operation="questions.of_institution",
    about=institution_in_path,
)
async def questions(
    parts: OpenParts,
    institution: FromPath[UUID],
    as_at: AsAt = None,
    seed: Seed = None,
) -> Response[Questions]:
    """What in its own words is worth asking about, and a sample of records to verify."""
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))
    day = asked_day(as_at, today_of(parts))
    return Response(await questions_about(parts.pool, institution, as_at=day, seed=seed))


@read_route("/hubs/{slug:str}/questions", operation="questions.of_hub", about=hub_in_path)
async def hub_questions(
    parts: OpenParts,
    principal: CurrentPrincipal,
    slug: FromPath[Slug],
    as_at: AsAt = None,
    seed: Seed = None,
) -> Response[HubQuestions]:
    """Which members of a hub there is something to ask of, what, and a sample of each to verify."""
    hub, day = await hub_of(parts.platform.ledger, slug), asked_day(as_at, today_of(parts))
    scope = scope_of(principal)
    found = await questions_of_hub(parts.pool, hub, as_at=day, scope=scope, seed=seed)
    return being_updated(found) if isinstance(found, BeingUpdated) else Response(found)


ROUTES = (questions, hub_questions)
