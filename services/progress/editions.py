"""Editions beside each other over HTTP: two that are shipped, or one that somebody altered and tries.

Journey: a careers leader sees their year under both editions. Whoever is asked what 90 % instead of 76 %
would mean alters a copy of an edition's file, sends it, and reads which figures or members would change; a
file that cannot be read is refused with where. The rule: nothing sent is kept, and no stored figure moves.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath, QueryParameter

from hub_core.audit import Kind
from hub_core.belonging import members_of
from hub_core.disclosure import snap_to_month_end
from hub_core.gatsby.tried import base_of, tried_edition
from hub_core.log.repository import load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from projections.benchmark_progress.answers import outside
from projections.benchmark_progress.beside import EditionsBeside, beside
from projections.benchmark_progress.learners import learners_in
from projections.benchmark_progress.queries import Queries
from projections.benchmark_progress.trial import Trial, trial_over
from services.http.bodies import read_body, spelt
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import find
from services.http.routes import read_route, step_options
from services.progress.asked import asked_day, asked_edition, today_of
from services.progress.institutions import AsAt, sees_everything

Beside = Annotated[
    str,
    msgspec.Meta(max_length=20),
    QueryParameter(description="The edition to put beside it, such as GATSBY-2014."),
]


class EditionToTry(msgspec.Struct, frozen=True, kw_only=True):
    """An edition's file, altered: ``file`` is its text. ``as_at`` is today by default."""

    file: Annotated[str, msgspec.Meta(min_length=1, max_length=200_000)]
    as_at: date | None = None


_ToTry = spelt(EditionToTry)


@read_route(
    "/institutions/{institution:uuid}/benchmarks/beside",
    operation="editions.beside",
    about=institution_in_path,
)
async def editions_beside(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    other: Beside,
    edition: Annotated[
        str | None,
        QueryParameter(description="The first edition; by default the one in use that day."),
    ] = None,
    as_at: AsAt = None,
) -> Response[EditionsBeside]:
    """Two editions over the same evidence, side by side: never a change over time."""
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))
    day, own = asked_day(as_at, today_of(parts)), sees_everything(principal, institution)
    asked = asked_edition(edition, day), asked_edition(other, day, field="other")
    found = await Queries(parts.pool).under(
        institution, asked, as_at=day if own else snap_to_month_end(day)
    )
    if own:
        also_about(request.scope, learners=learners_in(found[0]), kind=Kind.LEARNER_DATA)
    before, after = found if own else map(outside, found)
    return Response(beside(before, after))


@post(
    "/institutions/{institution:uuid}/benchmarks/try",
    summary="Try an altered edition over an institution's evidence",
    **step_options(
        "editions.try_edition",
        body=_ToTry,
        answer=EditionsBeside,
        about=institution_in_path,
        in_path=("institution",),
    ),
)
async def try_edition(
    request: Request[Any, Any, Any], parts: OpenParts, institution: FromPath[UUID]
) -> Response[Any]:
    """What would differ, figure by figure. Nothing is stored."""
    await find(parts.platform.ledger, Institution, institution, no_such_institution(institution))
    sent = await _sent(request)
    tried = tried_edition(sent.file)
    before, after = await Queries(parts.pool).under(
        institution, (base_of(tried), tried), as_at=asked_day(sent.as_at, today_of(parts))
    )
    also_about(request.scope, learners=learners_in(before))
    return await _read(parts, beside(before, after))


@post(
    "/hubs/{hub:uuid}/benchmarks/try",
    summary="Try an edition's thresholds over a hub's members",
    **step_options(
        "editions.try_thresholds",
        body=_ToTry,
        answer=Trial,
        about=hub_in_path,
        in_path=("hub",),
    ),
)
async def try_thresholds(
    request: Request[Any, Any, Any], parts: OpenParts, hub: FromPath[UUID]
) -> Response[Any]:
    """Who would achieve a criterion that does not, and who no more, by protected percentages."""
    ledger = parts.platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    sent = await _sent(request)
    tried = tried_edition(sent.file)
    known = await load_many(ledger, Institution, await members_of(ledger, hub))
    return await _read(
        parts,
        await trial_over(
            Queries(parts.pool),
            {one.id: one.details.name for one in known.values() if one.exists},
            base=base_of(tried),
            tried=tried,
            as_at=asked_day(sent.as_at, today_of(parts)),
        ),
    )


async def _sent(request: Request[Any, Any, Any]) -> EditionToTry:
    return msgspec.convert(await read_body(request, _ToTry), EditionToTry, from_attributes=True)


async def _read(parts: Any, answer: msgspec.Struct) -> Response[Any]:
    """The answer, with the position it stands at."""
    return Response(answer, headers={"hub-position": str(await parts.platform.ledger.head())})


ROUTES = (editions_beside, try_edition, try_thresholds)
