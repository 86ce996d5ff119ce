"""The web service: pages over the read models, for one process of its own or mounted with others.

The one rule: pages only ask; whoever starts the service gives it the queries and the clock, and tells
its live feed to stop before the server waits for open pages.
"""

from collections.abc import Sequence
from datetime import timedelta

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from hub_core.log.kept_answers import KeptAnswers
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.queries import Queries as BenchmarkQueries
from services.http.application import COMPRESSION
from services.http.authentication import Door, signed_in
from services.http.dependencies import resolved_in_turn
from services.http.guard_rails.rails import Accesses, Rails, guarded
from services.web.activities_page import ROUTES as ACTIVITY_ROUTES
from services.web.audit_page.pages import ROUTES as AUDIT_ROUTES
from services.web.calendar_page import ROUTES as CALENDAR_ROUTES
from services.web.dashboard_queries import DashboardQueries
from services.web.editions_page import HUB_ROUTES as THRESHOLD_ROUTES
from services.web.editions_page import ROUTES as EDITION_ROUTES
from services.web.employer_page import ROUTES as EMPLOYER_ROUTES
from services.web.encounters_page import ROUTES as ENCOUNTER_ROUTES
from services.web.errors import ErrorPages
from services.web.glossary_page import ROUTES as GLOSSARY_ROUTES
from services.web.governors_report import ROUTES as GOVERNORS_ROUTES
from services.web.guidance_page import ROUTES as GUIDANCE_ROUTES
from services.web.hub_attention import ROUTES as ATTENTION_ROUTES
from services.web.hub_benchmarks import ROUTES as BENCHMARKS_ROUTES
from services.web.hub_clusters import ROUTES as CLUSTER_ROUTES
from services.web.hub_employer import ROUTES as HUB_EMPLOYER_ROUTES
from services.web.hub_facilitators import ROUTES as FACILITATOR_ROUTES
from services.web.hub_members import ROUTES as MEMBERS_ROUTES
from services.web.hub_panels import ROUTES as PANEL_ROUTES
from services.web.hub_report import ROUTES as REPORT_ROUTES
from services.web.hub_results import ROUTES as RESULTS_ROUTES
from services.web.hub_return import ROUTES as RETURN_ROUTES
from services.web.institution_page import ROUTES as INSTITUTION_ROUTES
from services.web.kept_pages import KeptPages
from services.web.learner_page import ROUTES as LEARNER_ROUTES
from services.web.live import LiveFeed
from services.web.live_page import hub_live
from services.web.matches_page import ROUTES as MATCH_ROUTES
from services.web.national_page import ROUTES as NATIONAL_ROUTES
from services.web.operations_page import ROUTES as OPERATIONS_ROUTES
from services.web.pages import ROUTES, Clock, now_in_utc
from services.web.presentation import environment
from services.web.primary_year import ROUTES as PRIMARY_YEAR_ROUTES
from services.web.programme_page import ROUTES as PROGRAMME_ROUTES
from services.web.provider_requests_page import ROUTES as PROVIDER_REQUEST_ROUTES
from services.web.publications import Publications
from services.web.questions_page import ROUTES as QUESTION_ROUTES
from services.web.search_page import ROUTES as SEARCH_ROUTES
from services.web.sign_in import SignIn, join_pages, organisation_pages
from services.web.sign_in import pages as sign_in_pages
from services.web.sign_in.forms import FormGuard
from services.web.staff_page import ROUTES as STAFF_ROUTES
from services.web.static_files import static_file
from services.web.statistics_page import ROUTES as STATISTICS_ROUTES
from services.web.trust_page import ROUTES as TRUST_ROUTES
from services.web.uploads_page import ROUTES as UPLOAD_ROUTES

#: The pages of signing in, and of what belongs to a session.
SIGN_IN_ROUTES = (*sign_in_pages.ROUTES, *join_pages.ROUTES, *organisation_pages.ROUTES)
#: The pages of one hub, beside its figures.
HUB_ROUTES = (
    *BENCHMARKS_ROUTES,
    *THRESHOLD_ROUTES,
    *ATTENTION_ROUTES,
    *MEMBERS_ROUTES,
    *CLUSTER_ROUTES,
    *RETURN_ROUTES,
    *REPORT_ROUTES,
    *FACILITATOR_ROUTES,
    *RESULTS_ROUTES,
    *PANEL_ROUTES,
    *HUB_EMPLOYER_ROUTES,
)
#: The pages of one institution.
OF_INSTITUTIONS = (
    *INSTITUTION_ROUTES,
    *EDITION_ROUTES,
    *ENCOUNTER_ROUTES,
    *GUIDANCE_ROUTES,
    *MATCH_ROUTES,
    *PROGRAMME_ROUTES,
    *PROVIDER_REQUEST_ROUTES,
    *LEARNER_ROUTES,
    *ACTIVITY_ROUTES,
    *GOVERNORS_ROUTES,
    *PRIMARY_YEAR_ROUTES,
    *STAFF_ROUTES,
    *UPLOAD_ROUTES,
)
#: All pages that need somebody who signed in.
SIGNED_IN_ROUTES = (
    *SIGN_IN_ROUTES,
    *OF_INSTITUTIONS,
    *HUB_ROUTES,
    *QUESTION_ROUTES,
    *CALENDAR_ROUTES,
    *EMPLOYER_ROUTES,
    *NATIONAL_ROUTES,
    *TRUST_ROUTES,
    *SEARCH_ROUTES,
)


def web_router(
    *,
    queries: DashboardQueries,
    live: LiveFeed,
    illustrative: bool,
    clock: Clock = now_in_utc,
    sign_in: SignIn | None = None,
) -> Router:
    """The pages and static files. ``illustrative`` says on every page that the data is invented.

    Without ``sign_in`` there are no pages of signing in, and nobody can post anything.
    """
    personas = sign_in is not None and sign_in.own_issuer is not None
    templates = environment(
        illustrative=illustrative, personas=personas, hub_pages=sign_in is not None
    )
    forms, kept = FormGuard(sign_in), KeptPages()
    kept_answers = KeptAnswers(sign_in.parts.pool) if sign_in else None
    benchmark_queries = BenchmarkQueries(sign_in.parts.pool, kept_answers) if sign_in else None
    kept_progress = KeptProgress(sign_in.parts.pool) if sign_in else None
    publications = Publications(sign_in.parts.pool) if sign_in else None
    return Router(
        path="/",
        route_handlers=[
            *ROUTES,
            *AUDIT_ROUTES,
            *OPERATIONS_ROUTES,
            *((*SIGNED_IN_ROUTES, *STATISTICS_ROUTES, *GLOSSARY_ROUTES) if sign_in else ()),
            hub_live,
            static_file,
        ],
        dependencies={
            "queries": Provide(lambda: queries, sync_to_thread=False),
            "live": Provide(lambda: live, sync_to_thread=False),
            "templates": Provide(lambda: templates, sync_to_thread=False),
            "clock": Provide(lambda: clock, sync_to_thread=False),
            "kept": Provide(lambda: kept, sync_to_thread=False),
            "sign_in": Provide(lambda: sign_in, sync_to_thread=False),
            "kept_answers": Provide(lambda: kept_answers, sync_to_thread=False),
            "benchmark_queries": Provide(lambda: benchmark_queries, sync_to_thread=False),
            "kept_progress": Provide(lambda: kept_progress, sync_to_thread=False),
            "publications": Provide(lambda: publications, sync_to_thread=False),
        },
        guards=[forms.keep, signed_in, forms],
        exception_handlers=ErrorPages(templates).handlers(),
    )


def create_app(
    *,
    queries: DashboardQueries,
    page_doors: Sequence[Door],
    accesses: Accesses,
    illustrative: bool = False,
    clock: Clock = now_in_utc,
    live_interval: timedelta = timedelta(seconds=2),
) -> Litestar:
    """The service on its own; ``accesses`` records who takes files away.

    ``app.state.live`` is its feed; call its ``stop`` at SIGTERM.
    """
    live = LiveFeed(queries, interval=live_interval.total_seconds())
    app = Litestar(
        route_handlers=[
            web_router(queries=queries, live=live, illustrative=illustrative, clock=clock)
        ],
        exception_handlers=ErrorPages(environment(illustrative=illustrative)).handlers(),
        compression_config=COMPRESSION,
        openapi_config=None,
        state=State({"page_doors": tuple(page_doors)}),
        on_shutdown=[live.stop],
    )
    app.state.live = live
    return guarded(resolved_in_turn(app), Rails(accesses=accesses))
