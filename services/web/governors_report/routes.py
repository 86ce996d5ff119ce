"""The route of the report to the governors. It only reads."""

from uuid import UUID

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation

from projections.benchmark_progress.queries import Queries
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, ledger_of, permitted
from services.web.answers import answer
from services.web.governors_report.facts import governors_facts
from services.web.governors_report.view import governors_report
from services.web.institution_frame import frame, is_evaluated
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND


@route(
    "/institutions/{institution:uuid}/governors-report",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[permitted("reporting.governors_report", about=institution_in_path)],
)
async def report(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    benchmark_queries: NamedDependency[SkipValidation[Queries]],
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[str]:
    """What governors ask, on paper."""
    framed = await frame(request, principal, institution, "governors")
    if not is_evaluated(framed.institution):
        raise NotFoundException(
            "The benchmarks are asked of secondary and special schools, colleges and training providers."
        )
    facts = await governors_facts(
        ledger_of(request),
        sign_in.parts.vault,
        benchmark_queries,
        framed.institution,
        today=clock().astimezone(ENGLAND).date(),
    )
    text = page(
        request,
        templates,
        "institution/governors_report.html",
        frame=framed,
        report=governors_report(facts),
    )
    return answer(text)


ROUTES = (report,)
