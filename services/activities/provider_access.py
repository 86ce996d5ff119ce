"""Provider access over HTTP: requests to schools and their answers, statements and whether they stand."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.access import Organisation, OrganisationKind, Resource
from hub_core.access.scope import scope_of
from hub_core.belonging import owners_of_employer
from hub_core.execute import ENGLAND
from hub_core.gatsby.setting import setting_of
from hub_core.log.aggregate import AnotherKind
from hub_core.log.event import OrganisationName
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import load, load_many
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.provider_access import events as e
from hub_core.provider_access.asking_commands import (
    OfferDates,
    RecordRequest,
    RequestAccess,
    WithdrawRequest,
)
from hub_core.provider_access.codes import ApprovedRoute, RefusalReason, RequestStatus
from hub_core.provider_access.request import (
    OF_REQUESTS,
    AccessRequest,
    SentRequest,
    no_such_request,
)
from hub_core.provider_access.school_commands import (
    AskForAnotherDate,
    GrantAccess,
    LinkEncounter,
    PublishStatement,
    RefuseAccess,
    WithdrawStatement,
)
from hub_core.provider_access.statement import (
    AccessStatement,
    Publication,
    statement_stream,
)
from hub_core.reference.activities import ProviderKind
from hub_core.values import WebAddress, YearGroup
from projections.hub_dashboard.queries import Queries
from services.http.authentication import Connection
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform, Parts
from services.http.permission import institution_in_path, ledger_of, own_organisation
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

_INSTITUTION = "/institutions/{institution:uuid}"
_REQUESTS = f"{_INSTITUTION}/access-requests"
_ASKED = f"{_REQUESTS}/{{enquiry:uuid}}"
_REQUEST = "/access-requests/{enquiry:uuid}"
_STATEMENT = f"{_INSTITUTION}/access-statement"

_OF_SENT = (e.RequestSent, e.RequestMoved)


class RequestView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A request as both sides see it. ``days_waiting`` counts to the school's first answer, or to today;
    ``possible`` are dates the school proposed itself."""

    id: UUID
    version: int
    school: UUID
    provider: UUID | None
    employer: UUID | None
    provider_kind: ProviderKind
    provider_name: OrganisationName | None
    year_groups: tuple[YearGroup, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]
    asked_on: date
    status: RequestStatus
    days_waiting: int | None
    answered_on: date | None
    agreed_for: date | None
    possible: tuple[date, ...]
    refusal: RefusalReason | None
    activity: UUID | None


class RequestList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Requests, the latest first; ``waiting`` of them wait for an answer of the school."""

    waiting: int
    requests: tuple[RequestView, ...]


class StatementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A school's provider access statement and what the checker finds; version 0: it never had one.

    ``remind`` says that somebody has something to do: publish it, or review it.
    """

    institution: UUID
    name: OrganisationName
    version: int
    publication: Publication
    address: WebAddress | None
    reviewed_on: date | None
    review_due_on: date | None
    remind: bool


class StatementList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The statements of the schools within reach that must have one; those to remind lead."""

    schools: int
    published: int
    statements: tuple[StatementView, ...]


Status = Annotated[RequestStatus | None, QueryParameter(description="Only requests that stand so.")]


async def request_in_path(connection: Connection) -> Resource | None:
    """The request the path names: the school's that was asked and the provider's that asks."""
    request: UUID = connection.path_params["enquiry"]
    try:
        found = await load(ledger_of(connection), AccessRequest, request)
    except AnotherKind:
        return None
    if not found.exists:
        return None
    owners = {Organisation(OrganisationKind.INSTITUTION, found.institution)}
    if found.asking.provider is not None:
        owners.add(Organisation(OrganisationKind.INSTITUTION, found.asking.provider))
    if found.asking.employer is not None:
        owners |= await owners_of_employer(ledger_of(connection), found.asking.employer)
    return Resource(owners=frozenset(owners), things=frozenset({request}))


@read_route(_REQUEST, operation="providers.request", about=request_in_path, versioned=True)
async def request_for_access(
    parts: OpenParts, enquiry: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[RequestView]:
    """One request, for the school that was asked and the provider that asks."""
    otherwise = no_such_request(enquiry)
    found = await find(parts.platform.ledger, AccessRequest, enquiry, otherwise)
    view = _view(found, today=_today(parts))
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route(_REQUESTS, operation="providers.requests", about=institution_in_path)
async def requests(
    parts: OpenParts, institution: FromPath[UUID], status: Status = None
) -> Response[RequestList]:
    """What providers asked of a school and what it answered, the latest first."""
    ledger = parts.platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    found = await all_of_institution(ledger, AccessRequest, institution, OF_REQUESTS)
    return Response(_listed(found, status, today=_today(parts)))


@read_route(
    f"{_INSTITUTION}/sent-access-requests",
    operation="providers.sent_requests",
    about=institution_in_path,
)
async def sent_requests(
    parts: OpenParts, institution: FromPath[UUID], status: Status = None
) -> Response[RequestList]:
    """What an institution asked of schools and what they answered, the latest first."""
    ledger = parts.platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    sent = await all_of_institution(ledger, SentRequest, institution, _OF_SENT)
    found = await load_many(ledger, AccessRequest, (each.request for each in sent))
    return Response(_listed(list(found.values()), status, today=_today(parts)))


@read_route(_STATEMENT, operation="providers.statement", about=institution_in_path, versioned=True)
async def statement(
    parts: OpenParts,
    platform: OpenPlatform,
    institution: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[StatementView]:
    """Where a school's provider access statement stands and whether it is due for review."""
    school = await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await load(platform.ledger, AccessStatement, statement_stream(institution))
    view = _statement(school, found, today=_today(parts))
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route("/access-statements", operation="providers.statements", about=own_organisation)
async def statements(parts: OpenParts, principal: CurrentPrincipal) -> Response[StatementList]:
    """The schools of a hub, trust or local authority: which have published, and whom to remind."""
    ledger, today = parts.platform.ledger, _today(parts)
    within = await Queries(parts.pool).institutions_within(scope_of(principal))
    schools = await load_many(ledger, Institution, within)
    kept = await load_many(ledger, AccessStatement, map(statement_stream, within))
    views = [
        _statement(school, kept[statement_stream(school.id)], today=today)
        for school in schools.values()
        if school.exists and school.closed_on is None
    ]
    asked = [view for view in views if view.publication is not Publication.NOT_ASKED]
    asked.sort(key=lambda view: (not view.remind, view.name))
    return Response(
        StatementList(
            schools=len(asked),
            published=sum(view.publication is not Publication.MISSING for view in asked),
            statements=tuple(asked),
        )
    )


def _listed(
    found: list[AccessRequest], status: RequestStatus | None, *, today: date
) -> RequestList:
    found.sort(key=lambda request: (request.asked_on, str(request.id)), reverse=True)
    return RequestList(
        waiting=sum(request.status is RequestStatus.WAITING for request in found),
        requests=tuple(
            _view(request, today=today)
            for request in found
            if status is None or request.status is status
        ),
    )


def _view(request: AccessRequest, *, today: date) -> RequestView:
    return RequestView(
        id=request.id,
        version=request.version,
        school=request.institution,
        provider=request.asking.provider,
        employer=request.asking.employer,
        provider_kind=request.asking.kind,
        provider_name=request.asking.name,
        year_groups=request.year_groups,
        routes=request.routes,
        dates=request.dates,
        asked_on=request.asked_on,
        status=request.status,
        days_waiting=request.days_waiting(today),
        answered_on=request.answered_on,
        agreed_for=request.agreed_for,
        possible=request.possible,
        refusal=request.refusal,
        activity=request.activity,
    )


def _statement(school: Institution, found: AccessStatement, *, today: date) -> StatementView:
    check = found.check(setting_of(school.details), today=today)
    return StatementView(
        institution=school.id,
        name=school.details.name,
        version=found.version,
        publication=check.publication,
        address=found.address if found.is_published else None,
        reviewed_on=found.reviewed_on if found.is_published else None,
        review_due_on=check.review_due_on,
        remind=check.remind,
    )


def _today(parts: Parts) -> date:
    return parts.platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    request_for_access,
    requests,
    sent_requests,
    statement,
    statements,
    command_route("/access-requests", RequestAccess, creates=True),
    command_route(f"{_REQUEST}/offer-dates", OfferDates),
    command_route(f"{_REQUEST}/withdraw", WithdrawRequest),
    command_route(_REQUESTS, RecordRequest, creates=True),
    command_route(f"{_ASKED}/grant", GrantAccess),
    command_route(f"{_ASKED}/refuse", RefuseAccess),
    command_route(f"{_ASKED}/another-date", AskForAnotherDate),
    command_route(f"{_ASKED}/link", LinkEncounter),
    command_route(_STATEMENT, PublishStatement, replaces=True),
    command_route(f"{_STATEMENT}/withdraw", WithdrawStatement),
)
