"""``/trusts/{trust}``: where the schools of a trust stand, for its lead.

Journey: a trust lead signs in before a meeting with the head teachers, sees how many schools have a result,
a trained careers leader and an access statement, which do not and what to ask of them, opens one, and takes
the table along as a file. A trust of which the register knows no open school says so; another trust's page
is not there.
The rule: rows come in the scope of whoever asks, so a trust sees its own schools and nobody else's.
"""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromPath

from hub_core.academic_years import academic_year_of
from hub_core.access import Organisation, OrganisationKind, Resource, can
from hub_core.belonging import whom_they_belong_to
from hub_core.files.spreadsheets import UTF_8
from hub_core.gatsby.edition import edition_in_use
from hub_core.identity.people.organisation_names import names_of
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.trust_schools import SchoolOfTrust, schools_of
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal
from services.http.permission import ledger_of, permitted, trust_in_path
from services.http.scopes import scope_of_request
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.trust_page.file import schools_file
from services.web.trust_page.view import trust_page
from services.web.words import ENGLAND

TRUST = permitted("trusts.schools", about=trust_in_path)


@route(
    "/trusts/{trust:uuid}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[TRUST],
)
async def trust_schools(
    request: Asked,
    trust: FromPath[UUID],
    principal: CurrentPrincipal,
    kept_progress: KeptFigures,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """The schools of one trust, across hubs."""
    today = clock().astimezone(ENGLAND).date()
    schools, called = await _schools(request, trust, kept_progress, today)
    ledger, edition = ledger_of(request), edition_in_use(today)
    around = await whom_they_belong_to(ledger, [one.standing.institution for one in schools])

    def href(school: UUID) -> str:
        own = Organisation(OrganisationKind.INSTITUTION, school)
        about = Resource(owners=frozenset({own}), within=around[school], things=frozenset({school}))
        opens = can(principal, "progress.institution_benchmarks", about)
        return f"/institutions/{school}" if opens else ""

    organisation = Organisation(OrganisationKind.TRUST, trust)
    shown = trust_page(
        schools,
        name=called or (await names_of(ledger, [organisation]))[organisation],
        names={one.number: one.name for one in edition.benchmarks},
        today=today,
        href=href,
    )
    text = page(
        request,
        templates,
        "trust/schools.html",
        page=shown,
        edition=edition.name,
        file=f"/trusts/{trust}/schools.csv",
    )
    headers = {"Cache-Control": "private, no-store"}
    return Response(text, media_type=MediaType.HTML, headers=headers)


@route(
    "/trusts/{trust:uuid}/schools.csv", http_method=READ, include_in_schema=False, guards=[TRUST]
)
async def trust_schools_file(
    request: Asked, trust: FromPath[UUID], kept_progress: KeptFigures, clock: Now
) -> Response[str]:
    """The same schools as a file."""
    today = clock().astimezone(ENGLAND).date()
    schools, _ = await _schools(request, trust, kept_progress, today)
    return Response(
        UTF_8 + schools_file(schools),
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="trust-schools-{today.isoformat()}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


async def _schools(
    request: Asked, trust: UUID, kept_progress: KeptProgress, today: date
) -> tuple[tuple[SchoolOfTrust, ...], str]:
    """The open schools as the request's scope reaches them, and what they call their trust."""
    found = await kept_progress.trust(
        trust,
        academic_year_of(today),
        edition_in_use(today),
        today=today,
        scope=scope_of_request(request),
    )
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return await schools_of(ledger_of(request), found, today=today)


ROUTES = (trust_schools, trust_schools_file)
