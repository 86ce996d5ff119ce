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

from hub_core.academic_years import academic_year_of, first_day
from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.audit import Kind
from hub_core.days import FIRST_SCHOOL_DAY
from hub_core.disclosure import snap_to_month_end
from hub_core.files.spreadsheets import UTF_8, as_csv
from hub_core.gatsby.edition import Edition, edition_in_use, editions
from hub_core.log.repository import load
from hub_core.membership.institution import Institution
from projections.benchmark_progress.answers import outside
from projections.benchmark_progress.learners import learners_in
from projections.benchmark_progress.phases import partners_of, phases_across
from projections.benchmark_progress.queries import Queries
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal
from services.http.permission import Permitted, institution_in_path, ledger_of, permitted
from services.web.institution_frame import answer, frame
from services.web.institution_page.phases import phases_panel
from services.web.institution_page.view import institution_page, month_ends
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in import SignIn
from services.web.words import ENGLAND, long_date

BENCHMARKS = permitted("progress.institution_benchmarks", about=institution_in_path)
EXPLAIN = permitted("progress.explain", about=institution_in_path)
MISSING = permitted("progress.missing", about=institution_in_path)
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
    day, rules = _day(as_at, today), _edition(edition, today)
    framed = await frame(request, principal, institution, "benchmarks")
    protected = not _may(principal, EXPLAIN, institution)
    found = await benchmark_queries.progress(
        institution, rules, as_at=snap_to_month_end(day) if protected else day
    )
    if not protected:
        also_about(request.scope, learners=learners_in(found), kind=Kind.LEARNER_DATA)
    shown = institution_page(
        outside(found) if protected else found,
        name=framed.name,
        protected=protected,
        query=f"?edition={rules.code}&as_at={day.isoformat()}",
    )
    ledger, panel = ledger_of(request), None
    if partners := await partners_of(ledger, institution):
        across = await phases_across(
            ledger,
            benchmark_queries,
            institution,
            partners,
            rules,
            as_at=day,
            exact=not protected,
        )
        panel = phases_panel(across)
    text = page(
        request,
        templates,
        "institution.html",
        page=shown,
        across=panel,
        frame=framed,
        editions=[(one.code, one.name, one is rules) for one in editions().values()],
        days=_days(day, today),
    )
    return _answer(text)


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
    day, rules = _day(as_at, today), _edition(edition, today)
    known = await load(ledger_of(request), Institution, institution)
    found = await benchmark_queries.explain(institution, rules, criterion, as_at=day)
    if found is None:
        raise NotFoundException(f"This school has no figure called “{criterion[:20]}”.")
    also_about(request.scope, learners=learners_in(found))
    text = page(
        request,
        templates,
        "explanation.html",
        school=known.details.name,
        found=found,
        as_at=long_date(day),
        missing=(
            f"/institutions/{institution}/missing/{criterion}"
            f"?edition={rules.code}&as_at={day.isoformat()}"
            if _may(principal, MISSING, institution) and found.figure.denominator is not None
            else None
        ),
        back=f"/institutions/{institution}?edition={rules.code}&as_at={day.isoformat()}",
        long_date=long_date,
    )
    return _answer(text)


@route(
    "/institutions/{institution:uuid}/missing/{asked:str}",
    http_method=READ,
    include_in_schema=False,
    guards=[MISSING],
)
async def institution_missing(
    request: Asked,
    institution: FromPath[UUID],
    asked: FromPath[str],
    principal: CurrentPrincipal,
    benchmark_queries: Progress,
    sign_in: NamedDependency[SkipValidation[SignIn]],
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[str]:
    """The school's own references of the learners a criterion does not reach yet: a page, or ``.csv``."""
    criterion = asked.removesuffix(".csv")
    today = clock().astimezone(ENGLAND).date()
    day, rules = _day(as_at, today), _edition(edition, today)
    found = await benchmark_queries.missing(institution, rules, criterion, as_at=day)
    if found is None:
        raise NotFoundException(f"This school has no figure called “{criterion[:20]}”.")
    references = await sign_in.parts.vault.references(institution, found.learners)
    learners = sorted(references.values())
    if criterion == asked:
        text = page(
            request,
            templates,
            "institution/missing.html",
            frame=await frame(request, principal, institution, "missing"),
            criterion=criterion,
            found=found,
            learners=learners,
            erased=len(found.learners) - len(learners),
            as_at=long_date(day),
            query=f"?edition={rules.code}&as_at={day.isoformat()}",
        )
        return answer(text)
    text = as_csv(("Learner", "Not reached yet"), [(one, found.wording) for one in learners])
    return Response(
        UTF_8 + text,
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="missing-{criterion}-{day}.csv"'},
    )


def _edition(code: str | None, today: date) -> Edition:
    known = editions()
    if code is None:
        return edition_in_use(today)
    if code not in known:
        raise NotFoundException(f"There is no edition of the benchmarks called “{code[:20]}”.")
    return known[code]


def _days(chosen: date, today: date) -> list[tuple[str, str]]:
    """Days to look back to: this year's month ends, today, and the day looked at now."""
    offered = dict(month_ends(first_day(academic_year_of(today)), today))
    offered.setdefault(chosen.isoformat(), long_date(chosen))
    offered[today.isoformat()] = "today"
    return sorted(offered.items())


def _day(as_at: str | None, today: date) -> date:
    if as_at is None:
        return today
    try:
        day = date.fromisoformat(as_at)
    except ValueError:
        raise NotFoundException(
            f"“{as_at[:20]}” is not a day. Write it like {today.isoformat()}."
        ) from None
    if day > today:
        raise NotFoundException(f"{long_date(day)} has not come yet.")
    if day < FIRST_SCHOOL_DAY:
        raise NotFoundException(f"Nothing could be recorded before {long_date(FIRST_SCHOOL_DAY)}.")
    return day


def _may(principal: Principal, guard: Permitted, institution: UUID) -> bool:
    """Whether a page behind this guard would open."""
    resource = Resource(owners=frozenset({Organisation(OrganisationKind.INSTITUTION, institution)}))
    return can(principal, guard.action, resource)


def _answer(text: str) -> Response[str]:
    return Response(text, media_type=MediaType.HTML, headers={"Cache-Control": "private, no-cache"})


ROUTES = (institution_benchmarks, institution_explanation, institution_missing)
