"""The routes of a hub's benchmarks: the table, and the same as a file."""

from datetime import date
from typing import Any
from zlib import crc32

import msgspec
from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath, SkipValidation

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.access import Organisation, OrganisationKind
from hub_core.files.spreadsheets import UTF_8
from hub_core.gatsby.edition import editions
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.team import Team
from hub_core.log.repository import Looked
from hub_core.membership.clusters import Clusters, clusters_stream
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import HubStanding
from projections.read_model import BeingUpdated
from services.http.looking import looked_at_log
from services.http.permission import hub_in_path, permitted
from services.http.scopes import scope_of_request
from services.web import academic_years
from services.web.hub_benchmarks.choice import Choice, choice_of
from services.web.hub_benchmarks.file import benchmarks_file
from services.web.hub_benchmarks.view import Option, benchmarks_page, in_order
from services.web.hub_hands import MINE, Hands, hands_of
from services.web.hub_navigation import HubFrame, hub_frame
from services.web.kept_pages import Made, made_of, tag_of
from services.web.pages import READ, Asked, Kept, Now, Templates
from services.web.presentation import render
from services.web.shell import fills
from services.web.sign_in import SignIn
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND

BENCHMARKS = permitted("progress.hub_benchmarks", about=hub_in_path)
HERE = "/benchmarks"
KeptFigures = NamedDependency[SkipValidation[KeptProgress]]


@route(
    "/hubs/{slug:str}/benchmarks",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[BENCHMARKS],
    opt={"compressed": True},
)
async def hub_benchmarks(
    request: Asked,
    slug: FromPath[str],
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    kept: Kept,
) -> Response[Any]:
    """Institutions by eight benchmarks: declared beside what records show."""
    today = clock().astimezone(ENGLAND).date()
    frame = await hub_frame(request, templates, slug, HERE)
    choice = _choice(request, today)
    hands = await _hands(request, sign_in, frame, choice, today)
    looked, scope = await looked_at_log(request), scope_of_request(request)
    clusters = await looked.read(Clusters, clusters_stream(frame.id))

    async def make() -> Made:
        standing = await _standing(request, kept_progress, frame, choice, today)

        async def work_out(looked: Looked) -> Made:
            """Whoever's the members are makes another page only where one's were asked for."""
            placed, now = await looked.read(Clusters, clusters_stream(frame.id)), hands
            if choice.facilitator:
                at = Organisation(OrganisationKind.HUB, frame.id)
                now = hands.as_in(await looked.read(Team, team_stream(at)))
            shown, names = _chosen(standing, choice, now, placed)
            return _made(templates, frame, choice, shown, names, today)

        # All else of the standing follows from these, or from what was asked.
        question = ("benchmarks", frame, choice, scope, today)
        return await looked.worked_out(question, standing.institutions, work_out)

    found = await kept_progress.edition()
    versions = f"{hands.team.version}.{clusters.version}"
    tag = tag_of(f"benchmarks.{found or 0}.{_mark(frame)}.{versions}", today)
    # Names are filled in for whoever asks, so that a kept page has nobody's.
    whose = render(
        templates, "hub/whose.html", options=hands.choices(choice.facilitator, mine=False)
    )
    own = {**fills(request, templates, [""]), "facilitators": whose}
    return await kept.answer(request, tag, make, own, scope)


@route(
    "/hubs/{slug:str}/benchmarks.csv",
    http_method=READ,
    include_in_schema=False,
    guards=[BENCHMARKS],
)
async def hub_benchmarks_file(
    request: Asked,
    slug: FromPath[str],
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
) -> Response[str]:
    """The rows chosen, in the order chosen, as a file."""
    today = clock().astimezone(ENGLAND).date()
    frame = await hub_frame(request, templates, slug, HERE)
    choice = _choice(request, today)
    hands = await _hands(request, sign_in, frame, choice, today)
    clusters = await (await looked_at_log(request)).read(Clusters, clusters_stream(frame.id))
    standing, _ = _chosen(
        await _standing(request, kept_progress, frame, choice, today), choice, hands, clusters
    )
    rows = in_order([one for one in standing.institutions if choice.takes(one)], choice)
    name = f"{slug}-benchmarks-{academic_years.in_address(choice.year)}.csv"
    return Response(
        UTF_8 + benchmarks_file(rows),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _choice(request: Asked, today: date) -> Choice:
    asked = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
    return choice_of(asked, today=today)


async def _hands(
    request: Asked, sign_in: SignIn, frame: HubFrame, choice: Choice, today: date
) -> Hands:
    """Who looks after whom; a page is kept for many, so “mine” is asked for by one's own id."""
    hands = await hands_of(request, sign_in.parts, frame.id, today)
    if choice.facilitator == MINE or not hands.known(choice.facilitator):
        raise NotFoundException("Nobody of this hub who looks after members is at this address.")
    return hands


async def _standing(
    request: Asked, figures: KeptProgress, frame: HubFrame, choice: Choice, today: date
) -> HubStanding:
    """The standing of every member."""
    found = await figures.hub(
        frame.id,
        choice.year,
        editions()[choice.edition],
        today=today,
        scope=scope_of_request(request),
    )
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return found


def _chosen(
    found: HubStanding, choice: Choice, hands: Hands, clusters: Clusters
) -> tuple[HubStanding, tuple[str, ...]]:
    """Of every member, or of those in the cluster and the hands chosen; and the clusters there are to
    choose."""
    names = tuple(clusters.among(one.institution for one in found.institutions))
    if choice.cluster and choice.cluster not in names:
        raise NotFoundException(
            f"This hub has no cluster called “{choice.cluster[:60]}”. It may have another name now."
        )
    if not choice.facilitator and not choice.cluster:
        return found, names
    wanted = [
        one
        for one in found.institutions
        if hands.takes(choice.facilitator, hands.member(one.institution))
        and choice.cluster in ("", clusters.placed.get(one.institution))
    ]
    return msgspec.structs.replace(found, institutions=tuple(wanted)), names


def _made(
    templates: Templates,
    frame: HubFrame,
    choice: Choice,
    standing: HubStanding,
    clusters: tuple[str, ...],
    today: date,
) -> Made:
    edition = editions()[choice.edition]
    here = f"/hubs/{frame.slug}{HERE}"
    text = render(
        templates,
        "hub/benchmarks.html",
        frame=frame,
        page=benchmarks_page(standing, choice, edition, clusters=clusters, here=here, today=today),
        years=_years(choice, today),
        editions=[
            Option(value=one.code, label=one.name, chosen=one is edition)
            for one in editions().values()
        ],
    )
    return made_of(text)


def _years(choice: Choice, today: date) -> list[Option]:
    this = academic_year_of(today)
    offered = sorted({this, previous_academic_year(this), choice.year}, reverse=True)
    return [
        Option(value=academic_years.in_address(one), label=one, chosen=one == choice.year)
        for one in offered
    ]


def _mark(frame: HubFrame) -> str:
    """What else a kept page depends on: the hub's name, and where its reader may go."""
    return f"{crc32(repr((frame.name, frame.links)).encode()):x}"


ROUTES = (hub_benchmarks, hub_benchmarks_file)
