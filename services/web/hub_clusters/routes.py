"""The routes of a hub's clusters: the page, and what is posted from it.

The rule: where members are placed is read from the log itself, so the page never shows what was just changed
as it was.
"""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Response, post, route
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath, FromQuery

from hub_core.access import Principal
from hub_core.belonging import members_of
from hub_core.execute import execute
from hub_core.log.repository import read, read_many
from hub_core.membership.cluster_commands import PlaceInCluster
from hub_core.membership.clusters import Clusters, clusters_stream
from hub_core.membership.institution import Institution
from hub_core.refusals import Forbidden, Invalid, Refusal
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, ledger_of, permitted
from services.web.answers import answer, going_on
from services.web.hub_clusters.view import clusters_page
from services.web.hub_navigation import HubFrame, hub_frame, may_at
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn

CLUSTERS = permitted("membership.clusters", about=hub_in_path)
#: A page beside that of the members, from which it is reached.
HERE, MEMBERS = "/clusters", "/members"
#: The form of members that are in no cluster; every other cluster's has the key of its own.
NONE = "none"
DONE = "They are where you placed them."


@route(
    "/hubs/{slug:str}/clusters",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[CLUSTERS],
)
async def hub_clusters(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    done: FromQuery[str] = "",
) -> Response[Any]:
    """Which members are in which cluster."""
    frame = await hub_frame(request, templates, slug, MEMBERS)
    return await _shown(request, frame, principal, templates, done=DONE if done else "")


@post(
    "/hubs/{slug:str}/clusters",
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[CLUSTERS],
    status_code=HTTPStatus.OK,
)
async def place_members(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
) -> Response[Any]:
    """Place the members ticked; what is refused is said where it was asked."""
    frame = await hub_frame(request, templates, slug, MEMBERS)
    form = await request.form()
    posted = await posted_of(request)
    try:
        command = command_of(frame, form)
        await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _shown(
            request,
            frame,
            principal,
            templates,
            wrong=refusal.detail,
            wrong_in=posted.get("deed", NONE),
            ticked=frozenset(form.getall("institution", [])),
            typed=posted.get("cluster", ""),
        )
    return going_on(f"/hubs/{slug}{HERE}?done=yes")


def command_of(frame: HubFrame, form: FormMultiDict) -> PlaceInCluster:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    institutions = form.getall("institution", [])
    name = " ".join(str(form.get("cluster", "")).split())
    if not institutions:
        raise Invalid("Tick at least one member.")
    if not name and form.get("deed") == NONE:
        raise Invalid("Write what the cluster is called.")
    sent = {"hub": frame.id, "institutions": institutions, "cluster": name or None}
    try:
        return msgspec.convert(sent, PlaceInCluster)
    except msgspec.ValidationError:
        raise Invalid("A cluster’s name has 60 characters at most. Write a shorter one.") from None


async def _shown(
    request: Asked, frame: HubFrame, principal: Principal, templates: Templates, **said: Any
) -> Response[str]:
    ledger = ledger_of(request)
    members = await members_of(ledger, frame.id)
    known = await read_many(ledger, Institution, members)
    shown = clusters_page(
        await read(ledger, Clusters, clusters_stream(frame.id)),
        {one: known[one].details for one in members},
        here=f"/hubs/{frame.slug}",
        ticked=said.get("ticked", ()),
    )
    text = page(
        request,
        templates,
        "hub/clusters.html",
        frame=frame,
        page=shown,
        places=may_at(principal, PlaceInCluster.OPERATION, frame.id),
        here=f"/hubs/{frame.slug}{HERE}",
        once=new_form(),
        **{"done": "", "wrong": "", "wrong_in": "", "ticked": frozenset(), "typed": "", **said},
    )
    status = HTTPStatus.CONFLICT if said.get("wrong") else HTTPStatus.OK
    return answer(text, status=status)


ROUTES = (hub_clusters, place_members)
