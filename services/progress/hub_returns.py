"""The return of a hub to its funder over HTTP: as it stands, frozen, signed off, restated.

The journey: when a quarter is over a hub lead reads the figures, says what has to be said about one, freezes
them, and answers for them by name; what comes in later is told beside what was frozen. Asked while the
figures are still being put together, freezing is refused and can be sent again. The rule: figures to freeze
are worked out here, never taken from a caller.
"""

from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import scope_of
from hub_core.log.repository import load_many, look
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.reference.labelled import Labelled
from hub_core.reporting.asked import period_asked
from hub_core.reporting.codes import FigureName, FunderCode, Period, PeriodCode, ReturnUnit
from hub_core.reporting.commands import (
    CommentOnIndicator,
    FreezeReturn,
    SignOffReturn,
)
from hub_core.reporting.events import FrozenFigure
from hub_core.reporting.funders import Indicator, funders
from hub_core.reporting.hub_return import HubReturn, return_stream
from hub_core.values import AcademicYear
from hub_core.work import Changed
from projections.hub_return.reading import StandingReturn, figures_to_freeze, standing_return
from projections.read_model import BeingUpdated
from services.http.bodies import read_body, spelt
from services.http.openapi import ETAG
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.permission import hub_in_path, permitted
from services.http.reading import etag, find
from services.http.routes import command_route, read_route, write_options
from services.http.writing import Position, carry_out, key_given
from services.progress.asked import being_updated, today_of

_RETURN = "/hubs/{hub:uuid}/return"

Year = Annotated[
    AcademicYear | None,
    QueryParameter(name="year", description="Academic year; the current one by default."),
]
FunderAsked = Annotated[
    FunderCode | None, QueryParameter(name="funder", description="The first there is by default.")
]
PeriodAsked = Annotated[
    PeriodCode | None,
    QueryParameter(
        name="period", description="The one under way by default; of another year the first."
    ),
]


class HubReturnState(Labelled):
    """How far a return has come."""

    OPEN = "open", "Open"
    FROZEN = "frozen", "Frozen"
    SIGNED_OFF = "signed_off", "Signed off"


class ReturnFigureView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A figure. ``value`` is null where nobody told, and where it is ``withheld`` because it counts too few
    learners; ``part`` of ``whole`` institutions where it is a share; ``newest`` is the newest fact's day."""

    value: float | None
    part: int | None
    whole: int | None
    contributing: int
    eligible: int
    newest: date | None
    withheld: bool


class IndicatorView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One line of the return. ``workedOutFrom`` names the figure it rests on; ``met`` is null without a
    target or a figure."""

    code: str
    label: str
    definition: str
    source: str
    worked_out_from: FigureName
    unit: ReturnUnit
    figure: ReturnFigureView
    target: float | None
    met: bool | None
    comment: str | None


class UnknownView(msgspec.Struct, frozen=True, kw_only=True):
    """What the funder asks and no figure stands for."""

    code: str
    label: str
    why: str
    comment: str | None


class RestatedView(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen indicator that would be told otherwise today, as at the same day."""

    code: str
    frozen: ReturnFigureView
    now: ReturnFigureView
    difference: float | None
    why: str


class ReturnView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub's return of a period. ``standsAt`` is the log position of frozen figures; ``sameQuestion`` is
    false where the funder has come to ask something else since."""

    hub: UUID
    version: int
    funder: str
    academic_year: AcademicYear
    period: str
    label: str
    state: HubReturnState
    as_at: date
    over: bool
    frozen_on: date | None
    stands_at: int | None
    signed_off_on: date | None
    same_question: bool
    indicators: tuple[IndicatorView, ...]
    unknown: tuple[UnknownView, ...]
    restatements: tuple[RestatedView, ...]


class ReturnFrozenView(Changed, frozen=True, kw_only=True, rename="camel"):
    """Which return was frozen, the version it has now, and where in the log that stands."""

    position: Position


class ReturnLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One period and how far its return has come."""

    funder: str
    funder_name: str
    academic_year: AcademicYear
    period: str
    label: str
    ends_on: date
    state: HubReturnState


class ReturnList(msgspec.Struct, frozen=True, kw_only=True):
    """Every funder's periods of an academic year, in their order."""

    returns: tuple[ReturnLine, ...]


@read_route("/hubs/{hub:uuid}/returns", operation="reporting.hub_returns", about=hub_in_path)
async def hub_returns(
    parts: OpenParts, hub: FromPath[UUID], year: Year = None
) -> Response[ReturnList]:
    """What each funder asks of a hub in an academic year, and how far it has come."""
    ledger = parts.platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    chosen = year or academic_year_of(today_of(parts))
    asked = [
        (funder, period, Period(funder=funder.code, academic_year=chosen, period=period.code))
        for funder in funders().values()
        for period in funder.period
    ]
    found = await load_many(ledger, HubReturn, (return_stream(hub, about) for *_, about in asked))
    return Response(
        ReturnList(
            returns=tuple(
                ReturnLine(
                    funder=funder.code,
                    funder_name=funder.name,
                    academic_year=chosen,
                    period=period.code,
                    label=period.label,
                    ends_on=period.last_day(chosen),
                    state=_state(found[return_stream(hub, about)]),
                )
                for funder, period, about in asked
            )
        )
    )


@read_route(_RETURN, operation="reporting.hub_return", about=hub_in_path, headers=(ETAG,))
async def hub_return(
    parts: OpenParts,
    principal: CurrentPrincipal,
    hub: FromPath[UUID],
    funder: FunderAsked = None,
    year: Year = None,
    period: PeriodAsked = None,
) -> Response[ReturnView]:
    """A hub's return of a period: figures, targets, comments, and what came in after it was frozen."""
    await find(parts.platform.ledger, Hub, hub, no_such_hub(hub))
    today = today_of(parts)
    about = period_asked(funder, year, period, today=today)
    found = await standing_return(
        partial(look, parts.platform.ledger),
        parts.pool,
        hub,
        about,
        today=today,
        scope=scope_of(principal),
    )
    if isinstance(found, BeingUpdated):
        return being_updated(found)
    comments = {
        code: await parts.vault.reveal(reference) for code, reference in found.comments.items()
    }
    headers = {"etag": etag(found.version), "cache-control": "no-store"}
    return Response(_shown(hub, found, comments), headers=headers)


_FREEZE = spelt(FreezeReturn, without=("hub", "taken"))


@post(
    f"{_RETURN}/freeze",
    summary="Freeze the figures of a period that is over",
    **write_options(
        FreezeReturn, body=_FREEZE, answer=ReturnFrozenView, in_path=("hub",), versioned=True
    )
    # Figures are worked out before the command is, for nobody who may not freeze them.
    | {"guards": [key_given, permitted(FreezeReturn.OPERATION, about=hub_in_path)]},
)
async def freeze(
    request: Request[Any, Any, Any],
    hub: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Everything recorded until now is in them."""
    sent = await read_body(request, _FREEZE)
    asked = {name: getattr(sent, name) for name in _FREEZE.__struct_fields__}
    taken = await figures_to_freeze(
        platform.ledger,
        parts.pool,
        hub,
        msgspec.convert(asked, Period),
        today=today_of(parts),
        scope=scope_of(principal),
    )
    if isinstance(taken, BeingUpdated):
        return being_updated(taken)
    command = FreezeReturn(hub=hub, taken=taken, **asked)
    return await carry_out(command, request, platform, principal)


def _shown(hub: UUID, found: StandingReturn, comments: dict[str, str | None]) -> ReturnView:
    lines = {one.code: one for one in found.funder.indicator}
    return ReturnView(
        hub=hub,
        version=found.version,
        funder=found.about.funder,
        academic_year=found.about.academic_year,
        period=found.about.period,
        label=found.period.label,
        state=_state(found),
        as_at=found.as_at,
        over=found.over,
        frozen_on=found.frozen.occurred_on if found.frozen else None,
        stands_at=found.frozen.stands_at if found.frozen else None,
        signed_off_on=found.signed_off.on if found.signed_off else None,
        same_question=found.same_question,
        indicators=tuple(
            _indicator(lines[one.indicator], one, comments.get(one.indicator))
            for one in found.figures
            if one.indicator in lines
        ),
        unknown=tuple(
            UnknownView(code=one.code, label=one.label, why=one.why, comment=comments.get(one.code))
            for one in found.funder.unknown
        ),
        restatements=tuple(
            RestatedView(
                code=one.indicator,
                frozen=_figure(one.frozen),
                now=_figure(one.now),
                difference=one.difference,
                why=one.why,
            )
            for one in found.restated
        ),
    )


def _indicator(asked: Indicator, figure: FrozenFigure, comment: str | None) -> IndicatorView:
    return IndicatorView(
        code=asked.code,
        label=asked.label,
        definition=asked.definition,
        source=asked.source,
        worked_out_from=asked.figure,
        unit=asked.figure.unit,
        figure=_figure(figure),
        target=figure.target,
        met=figure.met,
        comment=comment,
    )


def _figure(one: FrozenFigure) -> ReturnFigureView:
    return ReturnFigureView(
        value=one.value,
        part=one.part,
        whole=one.whole,
        contributing=one.contributing,
        eligible=one.eligible,
        newest=one.newest,
        withheld=one.withheld,
    )


def _state(found: HubReturn | StandingReturn) -> HubReturnState:
    if found.signed_off is not None:
        return HubReturnState.SIGNED_OFF
    return HubReturnState.OPEN if found.frozen is None else HubReturnState.FROZEN


ROUTES = (
    hub_returns,
    hub_return,
    freeze,
    command_route(f"{_RETURN}/comments", CommentOnIndicator),
    command_route(f"{_RETURN}/sign-off", SignOffReturn),
)
