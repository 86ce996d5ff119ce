"""The routes of one institution: two editions side by side, and another threshold tried.

The rule: both are folded from the same events up to the same day, and nothing of either is stored. Outside
the institution numbers are protected and as at a month's end, and nothing is tried.
"""

from typing import Any
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, SkipValidation

from hub_core.academic_years import academic_year_of
from hub_core.audit import Kind
from hub_core.disclosure import snap_to_month_end
from hub_core.gatsby.edition import Edition, editions
from hub_core.gatsby.setting import setting_of
from hub_core.gatsby.tried import to_be_tried
from projections.benchmark_progress.answers import outside
from projections.benchmark_progress.beside import beside
from projections.benchmark_progress.learners import learners_in
from projections.benchmark_progress.queries import Queries
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer
from services.web.editions_page.asked import to_try
from services.web.editions_page.view import beside_page
from services.web.institution_frame import frame
from services.web.institution_page.asked import day_in, days_offered, edition_in
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.words import ENGLAND, long_date

BESIDE = permitted("editions.beside", about=institution_in_path)
TRY = permitted("editions.try_edition", about=institution_in_path)
EXPLAIN = "progress.explain"
BenchmarkQueries = NamedDependency[SkipValidation[Queries]]


@route(
    "/institutions/{institution:uuid}/editions",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[BESIDE],
)
async def institution_editions(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    benchmark_queries: BenchmarkQueries,
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    other: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[str]:
    """Two editions over the same evidence: never a change over time."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    first = edition_in(edition, day)
    second = edition_in(other, day) if other else _another(first)
    framed = await frame(request, principal, institution, "benchmarks", EXPLAIN, TRY.action)
    own = EXPLAIN in framed.may
    found = await benchmark_queries.under(
        institution, (first, second), as_at=day if own else snap_to_month_end(day)
    )
    if own:
        also_about(request.scope, learners=learners_in(found[0]), kind=Kind.LEARNER_DATA)
    before, after = found if own else map(outside, found)
    text = page(
        request,
        templates,
        "institution/editions.html",
        frame=framed,
        page=beside_page(beside(before, after), (first.name, second.name)),
        labels=tuple(dict.fromkeys((first.label, second.label))),
        protected=not own,
        first=first.code,
        second=second.code,
        day=day.isoformat(),
        days=days_offered(day, today),
        editions=editions().values(),
    )
    return answer(text)


@route(
    "/institutions/{institution:uuid}/try",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[TRY],
)
async def institution_try(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    benchmark_queries: BenchmarkQueries,
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
    criterion: FromQuery[str] = "",
    threshold: FromQuery[str | None] = None,
) -> Response[Any]:
    """What would differ with another threshold, figure by figure."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    rules = edition_in(edition, day)
    framed = await frame(request, principal, institution, "benchmarks")
    setting, year = setting_of(framed.institution.details), academic_year_of(day)
    asked = [one for one in to_be_tried(rules) if one.applies(setting, year)]
    form, shown = to_try(rules, asked, criterion, threshold), None
    if form.tried is not None:
        before, after = await benchmark_queries.under(institution, (rules, form.tried), as_at=day)
        also_about(request.scope, learners=learners_in(before))
        shown = beside_page(beside(before, after), ("As it is", "As tried"))
    text = page(
        request,
        templates,
        "institution/try.html",
        frame=framed,
        form=form,
        page=shown,
        edition=rules,
        as_at=long_date(day),
        day=day.isoformat(),
    )
    return answer(text, status=form.status)


def _another(first: Edition) -> Edition:
    """The newest edition that is another one; the same where there is no other."""
    return next((one for one in reversed(editions().values()) if one is not first), first)


ROUTES = (institution_editions, institution_try)
