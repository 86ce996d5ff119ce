"""How the phases of a partnership cover their learners, over HTTP.

Journey: a careers leader sees whether the primary schools they take learners from and the college they pass
them on to meet employers too; without partners the answer holds their own phase alone. A hub lead who asks
of a primary school sees the college after its secondary school, too. The rule: different learners in each
phase, nobody followed, and outside the institution protected numbers as at a month's end.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.params import FromPath

from hub_core.audit import Kind
from hub_core.membership.institution import Institution, no_such_institution
from projections.benchmark_progress.phases import PhasesAcross, partners_along, phases_across
from projections.benchmark_progress.queries import Queries
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import institution_in_path
from services.http.reading import find
from services.http.routes import read_route
from services.progress.asked import EditionCode, asked_day, asked_edition, today_of
from services.progress.institutions import AsAt, sees_everything


@read_route(
    "/institutions/{institution:uuid}/phases",
    operation="progress.phases",
    about=institution_in_path,
)
async def phases(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    edition: EditionCode = None,
    as_at: AsAt = None,
) -> Response[PhasesAcross]:
    """Each phase of the institution and its partners: how many of its own learners were reached this year."""
    ledger, day = parts.platform.ledger, asked_day(as_at, today_of(parts))
    await find(ledger, Institution, institution, no_such_institution(institution))
    exact = sees_everything(principal, institution)
    found = await phases_across(
        ledger,
        Queries(parts.pool),
        institution,
        await partners_along(ledger, institution, principal),
        asked_edition(edition, day),
        as_at=day,
        exact=exact,
    )
    if exact:
        learners = sum(one.learners or 0 for one in found.phases)
        also_about(request.scope, learners=learners, kind=Kind.LEARNER_DATA)
    return Response(found)
