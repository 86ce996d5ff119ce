"""The route of what needs attention at a hub: the list, by reason and by who has it."""

from typing import Any

from litestar import MediaType, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind
from hub_core.attention.reasons import Concern
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.team import Team
from hub_core.log.repository import Looked
from services.http.looking import look_again
from services.http.scopes import scope_of_request
from services.web.hub_attention import matter, view
from services.web.hub_attention.found import found_today, told_today
from services.web.hub_attention.listed import Listed, listed
from services.web.hub_attention.matter import ATTENTION, HERE
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.hub_hands import MINE, hands_of
from services.web.hub_navigation import hub_frame, hub_named
from services.web.kept_pages import current
from services.web.pages import READ, Asked, Now, Queries, Templates
from services.web.shell import filled, put_in
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND


@route(
    "/hubs/{slug:str}/attention",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[ATTENTION],
)
async def hub_attention(
    request: Asked,
    slug: FromPath[str],
    queries: Queries,
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    reason: FromQuery[str] = "",
    who: FromQuery[str] = "",
) -> Response[Any]:
    """Which members need attention, why, what comes next and who has it."""
    if reason and reason not in list(Concern):
        raise NotFoundException(f"There is no reason called “{reason[:30]}”.")
    hub, today = await hub_named(request, slug), clock().astimezone(ENGLAND).date()
    scope = scope_of_request(request)
    told = await told_today(hub, queries, kept_progress, scope=scope, today=today)
    looked = await look_again(request)  # and all else after it, so that this is the only look
    hands = await hands_of(request, sign_in.parts, hub, today)
    if not hands.known(who):
        raise NotFoundException("Nobody of this hub who looks after members is at this address.")
    asked = view.Asked(concern=Concern(reason) if reason else None, who=who)

    async def work_out(looked: Looked) -> Listed:
        found = await found_today(looked, hub, told, today=today)
        team = await looked.read(Team, team_stream(Organisation(OrganisationKind.HUB, hub)))
        unnamed = hands.unnamed(team)
        return listed(
            templates, view.attention_page(found, unnamed, here=f"/hubs/{slug}", asked=asked)
        )

    whose = hands.me if who == MINE else None
    question = ("what needs attention", slug, hub, scope, today, asked, whose)
    kept = await looked.worked_out(question, told, work_out)
    names = hands.fills(kept.people)
    return current(
        request,
        templates,
        "hub/attention.html",
        frame=await hub_frame(request, templates, slug, HERE),
        headline=filled(kept.headline, names),
        reason=asked.concern.label if asked.concern else "",
        listed=put_in(kept.list, **names),
    )


ROUTES = (hub_attention, *matter.ROUTES)
