"""The routes of the panels: each a page and the same as a file, by the read that opens its figures.

The rule: a panel is a function from what was asked to what is shown; all of them are laid out alike.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.exceptions import ServiceUnavailableException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from hub_core.files.spreadsheets import UTF_8, as_csv
from projections.read_model import BeingUpdated
from services.http.looking import look_again
from services.http.permission import hub_in_path, permitted
from services.http.scopes import scope_of_request
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.hub_hands import hands_of
from services.web.hub_navigation import hub_frame, hub_named
from services.web.hub_panels.access import access_panel
from services.web.hub_panels.area import area_panel
from services.web.hub_panels.coverage import coverage_panel
from services.web.hub_panels.employers import employers_panel
from services.web.hub_panels.panel import Panel, Question, Row, Section
from services.web.hub_panels.placements import placements_panel
from services.web.hub_panels.training import training_panel
from services.web.kept_pages import current
from services.web.pages import READ, Asked, Now, Templates
from services.web.paging import Leaf, Long, chosen_by, with_asked, without_pages
from services.web.sign_in import SignIn
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND

Make = Callable[[Question], Awaitable[Panel | BeingUpdated]]

#: The panels that tell the members of one colleague from another's: for no other are names read.
BY_COLLEAGUE = frozenset({"/training", "/provider-access"})

#: The end of each panel's address, the read that opens it, and what makes it.
PANELS: tuple[tuple[str, str, Make], ...] = (
    ("/employers", "employers.engagement", employers_panel),
    ("/training", "training.hub_training", training_panel),
    ("/provider-access", "providers.hub_access", access_panel),
    ("/placements", "placements.of_hub", placements_panel),
    ("/coverage", "progress.hub_coverage", coverage_panel),
    ("/area", "progress.hub_context", area_panel),
)


def page_of(end: str, action: str, make: Make) -> HTTPRouteHandler:
    """The route of a panel's page."""

    @route(
        f"/hubs/{{slug:str}}{end}",
        name=f"hub panel {end}",
        http_method=READ,
        media_type=MediaType.HTML,
        include_in_schema=False,
        guards=[permitted(action, about=hub_in_path)],
    )
    async def panel(
        request: Asked,
        slug: FromPath[str],
        kept_progress: KeptFigures,
        templates: Templates,
        sign_in: SigningIn,
        clock: Now,
    ) -> Response[Any]:
        """The panel as it stands now."""
        hub = await hub_named(request, slug)
        question = await _question(request, hub, slug, end, kept_progress, sign_in, clock)
        found = await _made(make, question)
        frame = await hub_frame(request, templates, slug, end)  # of the last look at the log
        asked = chosen_by(
            [one.name for one in found.fields],
            [one.key for one in found.sections],
            question.asked,
        )
        return current(
            request,
            templates,
            "hub/panel.html",
            frame=frame,
            page=found,
            parts=[(section, _leaf(section, question.here, asked)) for section in found.sections],
            here=question.here,
            file=with_asked(f"{question.here}.csv", without_pages(asked)),
        )

    return panel


def file_of(end: str, action: str, make: Make) -> HTTPRouteHandler:
    """The route of the same as a file."""

    @route(
        f"/hubs/{{slug:str}}{end}.csv",
        name=f"hub panel {end} as a file",
        http_method=READ,
        include_in_schema=False,
        guards=[permitted(action, about=hub_in_path)],
    )
    async def file(
        request: Asked,
        slug: FromPath[str],
        kept_progress: KeptFigures,
        sign_in: SigningIn,
        clock: Now,
    ) -> Response[str]:
        """The rows chosen, every one, as a file."""
        hub = await hub_named(request, slug)
        question = await _question(request, hub, slug, end, kept_progress, sign_in, clock)
        found = await _made(make, question)
        name = f"{slug}-{end.removeprefix('/')}-{question.today.isoformat()}.csv"
        return Response(
            UTF_8 + as_csv(found.head, found.file),
            media_type="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return file


async def _question(
    request: Asked,
    hub: UUID,
    slug: str,
    end: str,
    progress: KeptFigures,
    sign_in: SignIn,
    clock: Now,
) -> Question:
    now = clock()
    today: date = now.astimezone(ENGLAND).date()
    asked = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
    return Question(
        hub=hub,
        at=f"/hubs/{slug}",
        here=f"/hubs/{slug}{end}",
        asked=asked,
        now=now,
        today=today,
        scope=scope_of_request(request),
        parts=sign_in.parts,
        progress=progress,
        look=partial(look_again, request),
        hands=await hands_of(request, sign_in.parts, hub, today) if end in BY_COLLEAGUE else None,
    )


def _leaf(section: Section, here: str, asked: Mapping[str, str]) -> Leaf[Row]:
    long = Long(key=section.key, heading=section.heading, here=here, asked=asked)
    return long.leaf(section.rows)


async def _made(make: Make, question: Question) -> Panel:
    found = await make(question)
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return found


ROUTES = tuple(handler for panel in PANELS for handler in (page_of(*panel), file_of(*panel)))
