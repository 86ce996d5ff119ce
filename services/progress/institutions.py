"""An institution's progress against the benchmarks: its figures under an edition, and why each is so.

The rule: the institution sees its own numbers; whoever else may ask sees them protected and as at month
ends, and no explanation, whose steps are few learners each.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath, QueryParameter

from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.audit import Kind
from hub_core.disclosure import snap_to_month_end
from hub_core.gatsby.edition import Edition
from hub_core.gatsby.not_reached import NobodyNamed
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import NotFound
from projections.benchmark_progress.addresses import why_declared_only
from projections.benchmark_progress.answers import Explanation, Progress, outside
from projections.benchmark_progress.learners import learners_in
from projections.benchmark_progress.queries import Queries
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import institution_in_path
from services.http.reading import find
from services.http.routes import read_route
from services.progress.asked import EditionCode, asked_day, asked_days, asked_edition, today_of

_INSTITUTION = "/institutions/{institution:uuid}"
_EXPLAIN = "progress.explain"

AsAt = Annotated[
    date | None,
    QueryParameter(name="asAt", description="What had happened by this day; today by default."),
]
KnownAt = Annotated[
    date | None,
    QueryParameter(
        name="knownAt",
        description="What was known by this day, which is asAt's or later; all that is by default. "
        "Without asAt it is that day too.",
    ),
]
Criterion = Annotated[
    str,
    msgspec.Meta(max_length=20),
    QueryParameter(description="A criterion and a year group, such as 5.1.y8."),
]


@read_route(
    f"{_INSTITUTION}/benchmarks",
    operation="progress.institution_benchmarks",
    about=institution_in_path,
)
async def benchmarks(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    edition: EditionCode = None,
    as_at: AsAt = None,
    known_at: KnownAt = None,
) -> Response[Progress]:
    """What the log shows of an institution's progress: coverage, never an official result."""
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))
    today, own = today_of(parts), sees_everything(principal, institution)
    day, known = asked_days(as_at, known_at, today)
    rules = asked_edition(edition, day)
    if not own:
        day, known = snap_to_month_end(day), snap_to_month_end(known) if known else None
    found = await Queries(parts.pool).progress(institution, rules, as_at=day, known_at=known)
    if own:
        also_about(request.scope, learners=learners_in(found), kind=Kind.LEARNER_DATA)
    return Response(found if own else outside(found))


@read_route(
    f"{_INSTITUTION}/explain",
    operation=_EXPLAIN,
    about=institution_in_path,
)
async def explain(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    institution: FromPath[UUID],
    criterion: Criterion,
    edition: EditionCode = None,
    as_at: AsAt = None,
    known_at: KnownAt = None,
) -> Response[Explanation]:
    """Which activities moved a figure, in order, and which did not count and why."""
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))
    today = today_of(parts)
    day, known = asked_days(as_at, known_at, today)
    rules = asked_edition(edition, day)
    found = await Queries(parts.pool).explain(
        institution, rules, criterion, as_at=day, known_at=known
    )
    if found is None:
        raise _no_figure(rules, criterion)
    also_about(request.scope, learners=learners_in(found))
    return Response(found)


class ShortOfHours(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one learner still lacks of the hours asked for: so many minutes at workplaces, and to be there in
    person so many times more."""

    learner: str
    minutes: int
    in_person: int


class MissingLearners(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom a criterion does not reach yet, by the institution's own references.

    ``erased`` are learners among them whose reference was destroyed: nobody knows them. ``short`` says of
    each learner what they lack, where hours at workplaces are asked for.
    """

    criterion: str
    as_at: date
    among: int
    learners: tuple[str, ...]
    erased: int
    short: tuple[ShortOfHours, ...] = ()


@read_route(
    f"{_INSTITUTION}/missing",
    operation="progress.missing",
    about=institution_in_path,
)
async def missing(
    parts: OpenParts,
    institution: FromPath[UUID],
    criterion: Criterion,
    edition: EditionCode = None,
    as_at: AsAt = None,
) -> Response[MissingLearners]:
    """Who is missing: the institution's own references of the learners a criterion does not reach yet."""
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))
    day = asked_day(as_at, today_of(parts))
    rules = asked_edition(edition, day)
    found = await Queries(parts.pool).missing(institution, rules, criterion, as_at=day)
    if found is None:
        raise _no_figure(rules, criterion)
    if isinstance(found, NobodyNamed):
        raise NotFound(f"{found.why} {found.remedy}".rstrip())
    references = await parts.vault.references(institution, found.learners)
    known = sorted(references.items(), key=lambda one: one[1])
    return Response(
        MissingLearners(
            criterion=criterion,
            as_at=day,
            among=found.among,
            learners=tuple(reference for _, reference in known),
            erased=len(found.learners) - len(references),
            short=tuple(
                ShortOfHours(learner=reference, minutes=short.minutes, in_person=short.in_person)
                for ordinal, reference in known
                if (short := found.short.get(ordinal)) is not None
            ),
        )
    )


def _no_figure(rules: Edition, criterion: str) -> NotFound:
    if why := why_declared_only(rules, criterion):
        return NotFound(f"{rules.code} has no figure {criterion!r}. {why}")
    return NotFound(
        f"{rules.code} has no figure {criterion[:20]!r} for this institution. "
        "GET …/benchmarks lists those it has, each with its address."
    )


def sees_everything(principal: Principal, institution: UUID) -> bool:
    """Whoever may ask why a figure is so may see it as it is."""
    resource = Resource(owners=frozenset({Organisation(OrganisationKind.INSTITUTION, institution)}))
    return can(principal, _EXPLAIN, resource)


ROUTES = (benchmarks, explain, missing)
