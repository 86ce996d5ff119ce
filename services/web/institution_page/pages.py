"""The routes of an institution's pages: its progress, and why one figure is what it is.

Journey: a careers leader opens their school, sees what is missing next and opens the activities behind a
figure. Without data the page says so and how to send some; a figure that is not there leads back.
The rule: outside the institution numbers are protected, nothing is explained and nobody is told apart.
"""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, SkipValidation

from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.audit import Kind
from hub_core.disclosure import snap_to_month_end
from hub_core.evaluations.official_results import OfficialResults, results_stream
from hub_core.evaluations.standing import OfficialResult, in_order, latest
from hub_core.gatsby.edition import Edition, editions
from hub_core.gatsby.figures import Unit
from hub_core.gatsby.setting import setting_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import read
from hub_core.membership.institution import Institution
from projections.benchmark_progress.addresses import why_declared_only
from projections.benchmark_progress.answers import CriterionFigure, outside
from projections.benchmark_progress.learners import learners_in
from projections.benchmark_progress.phases import partners_along, phases_across
from projections.benchmark_progress.queries import Queries
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal
from services.http.permission import Permitted, institution_in_path, ledger_of, permitted
from services.web.institution_frame import frame
from services.web.institution_page.asked import day_in, days_offered, edition_in
from services.web.institution_page.missing import MISSING
from services.web.institution_page.phases import PhasesPanel, phases_panel
from services.web.institution_page.view import institution_page
from services.web.institution_page.why import why_page
from services.web.kept_pages import current
from services.web.pages import READ, Asked, Now, Templates
from services.web.words import ENGLAND

BENCHMARKS = permitted("progress.institution_benchmarks", about=institution_in_path)
EXPLAIN = permitted("progress.explain", about=institution_in_path)
RESULTS = "evaluations.compass_results"
#: What the pages beside this one ask for, and the official result that stands beside the records.
BESIDE = (EXPLAIN.action, "editions.beside", "editions.try_edition", RESULTS)
Progress = NamedDependency[SkipValidation[Queries]]


@route(
    "/institutions/{institution:uuid}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[BENCHMARKS],
)
async def institution_benchmarks(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    benchmark_queries: Progress,
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[Any]:
    """Eight benchmarks: what records show, and what is missing next."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    rules = edition_in(edition, day)
    framed = await frame(request, principal, institution, "benchmarks", *BESIDE)
    query = f"?edition={rules.code}&as_at={day.isoformat()}"
    protected = EXPLAIN.action not in framed.may
    found = await benchmark_queries.progress(
        institution, rules, as_at=snap_to_month_end(day) if protected else day
    )
    if not protected:
        also_about(request.scope, learners=learners_in(found), kind=Kind.LEARNER_DATA)
    shown = institution_page(
        outside(found) if protected else found,
        name=framed.name,
        setting=setting_of(framed.institution.details),
        protected=protected,
        query=query,
        declared=await _declared(ledger_of(request), institution, day)
        if RESULTS in framed.may
        else None,
    )
    return current(
        request,
        templates,
        "institution.html",
        page=shown,
        across=await _across(
            ledger_of(request), benchmark_queries, institution, rules, day, principal
        ),
        frame=framed,
        query=query,
        editions=[(one.code, one.name, one is rules) for one in editions().values()],
        days=days_offered(day, today),
    )


@route(
    "/institutions/{institution:uuid}/explain/{criterion:str}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[EXPLAIN],
)
async def institution_explanation(
    request: Asked,
    institution: FromPath[UUID],
    criterion: FromPath[str],
    principal: CurrentPrincipal,
    benchmark_queries: Progress,
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[Any]:
    """The activities that moved one figure, in order, and those that do not count, with the reason."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    rules = edition_in(edition, day)
    query = f"?edition={rules.code}&as_at={day.isoformat()}"
    known = await read(ledger_of(request), Institution, institution)
    found = await benchmark_queries.explain(institution, rules, criterion, as_at=day)
    if found is None:
        why = why_declared_only(rules, criterion)
        raise NotFoundException(why or f"This school has no figure called “{criterion[:20]}”.")
    also_about(request.scope, learners=learners_in(found))
    return current(
        request,
        templates,
        "explanation.html",
        school=known.details.name,
        why=why_page(found),
        missing=(
            f"/institutions/{institution}/missing/{criterion}{query}"
            if _may(principal, MISSING, institution) and _some_missing(found.figure)
            else None
        ),
        by_week=f"/institutions/{institution}/trend{query}"
        if any(found.figure.criterion.startswith(f"{one}.y") for one in rules.headline)
        else "",
        back=f"/institutions/{institution}{query}",
    )


def _some_missing(figure: CriterionFigure) -> bool:
    """Whether somebody is not reached yet, and the school can be told who."""
    about = figure.denominator if figure.unit is Unit.LEARNERS else None
    return about is not None and figure.numerator != about


async def _declared(ledger: Ledger, institution: UUID, day: date) -> OfficialResult | None:
    """The official result that stood on a day."""
    results = await read(ledger, OfficialResults, results_stream(institution))
    return latest(in_order(results.standing.values()), day)


async def _across(
    ledger: Ledger,
    queries: Queries,
    institution: UUID,
    rules: Edition,
    day: date,
    principal: Principal,
) -> PhasesPanel | None:
    """How each phase covers its own learners; None for an institution without partners."""
    partners = await partners_along(ledger, institution, principal)
    if not partners:
        return None
    across = await phases_across(
        ledger,
        queries,
        institution,
        partners,
        rules,
        as_at=day,
        exact=_may(principal, EXPLAIN, institution),
    )
    return phases_panel(across)


def _may(principal: Principal, guard: Permitted, institution: UUID) -> bool:
    """Whether a page behind this guard would open."""
    resource = Resource(owners=frozenset({Organisation(OrganisationKind.INSTITUTION, institution)}))
    return can(principal, guard.action, resource)


ROUTES = (institution_benchmarks, institution_explanation)
