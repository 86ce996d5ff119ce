"""The route of a hub's thresholds: who would achieve a criterion that does not, and who no more.

The rule: what would be is worked out from protected percentages as at a month's end, which the hub may see of
each member anyway, so that trying one threshold after another tells no more.
"""

from functools import partial
from typing import Any

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, SkipValidation

from hub_core.belonging import members_of
from hub_core.gatsby.tried import to_be_tried
from hub_core.log.repository import read_many
from hub_core.membership.institution import Institution
from projections.benchmark_progress.queries import Queries
from projections.benchmark_progress.trial import trial_over
from services.http.permission import hub_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.answers import answer
from services.web.editions_page.asked import to_try
from services.web.editions_page.trial_view import trial_page
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.hub_navigation import hub_frame
from services.web.institution_page.asked import day_in, edition_in
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.words import ENGLAND

TRY = permitted("editions.try_thresholds", about=hub_in_path)
HERE = "/thresholds"
BenchmarkQueries = NamedDependency[SkipValidation[Queries]]


@route(
    f"/hubs/{{slug:str}}{HERE}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[TRY],
)
async def hub_thresholds(
    request: Asked,
    slug: FromPath[str],
    benchmark_queries: BenchmarkQueries,
    kept_progress: KeptFigures,
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
    criterion: FromQuery[str] = "",
    threshold: FromQuery[str | None] = None,
) -> Response[Any]:
    """What another threshold would change for the members, and for how many it cannot be told."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    rules = edition_in(edition, day)
    framed = await hub_frame(request, templates, slug, HERE)
    form, shown = to_try(rules, to_be_tried(rules), criterion, threshold), None
    if form.tried is not None:
        ledger = ledger_of(request)
        known = await read_many(ledger, Institution, await members_of(ledger, framed.id))
        found = await trial_over(
            benchmark_queries,
            {one.id: one.details.name for one in known.values() if one.exists},
            base=rules,
            tried=form.tried,
            as_at=day,
            kept=partial(kept_progress.at_month_end, framed.id, scope=scope_of_request(request)),
        )
        shown = trial_page(found)
    text = page(
        request,
        templates,
        "hub/thresholds.html",
        frame=framed,
        form=form,
        page=shown,
        edition=rules,
        day=as_at or "",
    )
    return answer(text, status=form.status)


ROUTES = (hub_thresholds,)
