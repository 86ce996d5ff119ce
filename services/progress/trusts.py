"""The schools of an academy trust as JSON: the same figures its page shows.

Journey: a trust's own system asks each night how its schools stand across hubs, and tells the trust's lead
which access statements are missing and which careers leaders are not trained. A trust of which the register
knows no open school gets an empty list; another trust's schools are not there. The rule: rows come in the
scope of whoever asks, and nobody's name is among them.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import scope_of
from hub_core.gatsby.edition import edition_in_use
from hub_core.values import AcademicYear
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import BenchmarkOfHub, over_benchmarks
from projections.benchmark_progress.trust_schools import (
    SchoolOfTrust,
    TrustTotals,
    schools_of,
    totals_of,
)
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import trust_in_path
from services.http.routes import read_route
from services.progress.asked import being_updated, today_of


class TrustSchools(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The open schools of a trust today, by name; ``name`` is what they call their trust, empty without any.
    ``benchmarks`` are over the schools an official result is asked of."""

    trust: UUID
    name: str
    academic_year: AcademicYear
    as_at: date
    edition: str
    edition_label: str
    totals: TrustTotals
    benchmarks: tuple[BenchmarkOfHub, ...]
    schools: tuple[SchoolOfTrust, ...]


@read_route("/trusts/{trust:uuid}/schools", operation="trusts.schools", about=trust_in_path)
async def trust_schools(
    parts: OpenParts, principal: CurrentPrincipal, trust: FromPath[UUID]
) -> Response[TrustSchools]:
    """A trust's schools across hubs: benchmarks, careers leaders trained, access statements missing."""
    today = today_of(parts)
    year, edition = academic_year_of(today), edition_in_use(today)
    found = await KeptProgress(parts.pool).trust(
        trust, year, edition, today=today, scope=scope_of(principal)
    )
    if isinstance(found, BeingUpdated):
        return being_updated(found)
    schools, name = await schools_of(parts.platform.ledger, found, today=today)
    evaluated = [one.standing for one in schools if one.standing.is_evaluated]
    return Response(
        TrustSchools(
            trust=trust,
            name=name,
            academic_year=year,
            as_at=today,
            edition=edition.code,
            edition_label=edition.label,
            totals=totals_of(schools, today),
            benchmarks=over_benchmarks(evaluated),
            schools=schools,
        )
    )
