"""Commands of providers that ask schools for access, and of schools that were asked by letter.

The rule: ``provider`` is who asks, an institution or an employer, and moves or withdraws its own requests
only. A school records what reached it otherwise in its own name.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind
from hub_core.days import up_to_today
from hub_core.employers.finding import acting_employer, past_of
from hub_core.gatsby.setting import setting_of
from hub_core.log.event import OrganisationName
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.provider_access.codes import WithdrawnReason
from hub_core.provider_access.events import Asking, Dates, Routes, YearGroups
from hub_core.provider_access.request import (
    AccessRequest,
    SentRequest,
    no_such_request,
    sent_stream,
)
from hub_core.provider_access.statement import must_publish
from hub_core.reference.activities import ProviderKind
from hub_core.refusals import Conflict, Invalid
from hub_core.values import year_group_label
from hub_core.work import Changed, Command, Work, handles


class RequestAccess(Command, frozen=True, kw_only=True):
    """Ask a school to let a provider meet its learners."""

    OPERATION: ClassVar[str] = "providers.request_access"
    provider: Organisation
    school: UUID
    provider_kind: ProviderKind
    year_groups: YearGroups
    routes: Routes
    dates: Dates


class RecordRequest(Command, frozen=True, kw_only=True):
    """Record a request that reached a school otherwise, from a provider that is not here."""

    OPERATION: ClassVar[str] = "providers.record_request"
    institution: UUID
    provider_kind: ProviderKind
    provider_name: OrganisationName
    year_groups: YearGroups
    routes: Routes
    dates: Dates
    received_on: date | None = None


class OfferDates(Command, frozen=True, kw_only=True):
    """Offer a school other dates."""

    OPERATION: ClassVar[str] = "providers.offer_dates"
    provider: Organisation
    enquiry: UUID
    dates: Dates


class WithdrawRequest(Command, frozen=True, kw_only=True):
    """Take a request back."""

    OPERATION: ClassVar[str] = "providers.withdraw_request"
    provider: Organisation
    enquiry: UUID
    reason: WithdrawnReason


@handles(RequestAccess)
async def request_access(command: RequestAccess, work: Work) -> Changed:
    """Refuses a school that is closed or teaches none of these year groups, and dates that are over."""
    school = await _school(command.school, command.year_groups, work)
    asking = await _asking(command, work)
    request = work.begin(AccessRequest)
    request.ask(
        school.id,
        asking,
        year_groups=command.year_groups,
        routes=command.routes,
        dates=command.dates,
        on=work.today,
        at=work.now,
    )
    if asking.provider is not None:
        sent = await work.load(SentRequest, sent_stream(request.id))
        sent.send(asking.provider, request, on=work.today, at=work.now)
    return Changed(id=request.id, version=request.version)


@handles(RecordRequest)
async def record_request(command: RecordRequest, work: Work) -> Changed:
    """Dates may be over by the time it is recorded, but not before it was received."""
    school = await _school(command.institution, command.year_groups, work)
    on = up_to_today(command.received_on, work, field="receivedOn")
    request = work.begin(AccessRequest)
    request.ask(
        school.id,
        Asking(kind=command.provider_kind, name=command.provider_name),
        year_groups=command.year_groups,
        routes=command.routes,
        dates=command.dates,
        on=on,
        at=work.now,
    )
    return Changed(id=request.id, version=request.version)


@handles(OfferDates)
async def offer_dates(command: OfferDates, work: Work) -> Changed:
    """The school is asked again; how long it took counts from the first request."""
    request = await _own(command.provider, command.enquiry, work)
    request.offer(command.dates, on=work.today, at=work.now)
    return await told(request, work)


@handles(WithdrawRequest)
async def withdraw_request(command: WithdrawRequest, work: Work) -> Changed:
    """Refused once the school has said no or the encounter took place."""
    request = await _own(command.provider, command.enquiry, work)
    request.withdraw(command.reason, on=work.today, at=work.now)
    return await told(request, work)


async def told(request: AccessRequest, work: Work) -> Changed:
    """Let the institution that asks know, in its own stream, what has just become of its request."""
    if request.asking.provider is not None and request.pending_events:
        sent = await work.load(SentRequest, sent_stream(request.id))
        sent.follow(request, on=work.today, at=work.now)
    return Changed(id=request.id, version=request.version)


async def _school(school_id: UUID, year_groups: tuple[int, ...], work: Work) -> Institution:
    school = await work.find(Institution, school_id, no_such_institution(school_id))
    school.require_open(on=work.today)
    setting = setting_of(school.details)
    if not must_publish(setting):
        raise Conflict(
            f"{school.details.name} teaches none of Years 8 to 13, so provider access does not apply.",
            kind="no-provider-access",
        )
    if unknown := sorted(set(year_groups) - setting.year_groups):
        taught = ", ".join(map(year_group_label, sorted(setting.year_groups)))
        raise Invalid.field(
            "yearGroups",
            f"{school.details.name} does not teach {', '.join(map(year_group_label, unknown))}.",
            f"It teaches {taught}.",
        )
    return school


async def _asking(command: RequestAccess, work: Work) -> Asking:
    who = command.provider
    match who.kind:
        case OrganisationKind.INSTITUTION:
            if who.id == command.school:
                raise Invalid.field(
                    "school", "A school does not ask itself.", "Give the school you ask."
                )
            provider = await work.find(Institution, who.id, no_such_institution(who.id))
            return Asking(kind=command.provider_kind, provider=who.id, name=provider.details.name)
        case OrganisationKind.EMPLOYER:
            employer = await acting_employer(who.id, work)
            return Asking(
                kind=ProviderKind.APPRENTICESHIP_EMPLOYER,
                employer=who.id,
                name=employer.details.name,
            )
        case _:
            raise Invalid.field(
                "provider",
                f"A {who.kind.label.lower()} is no provider of education or apprenticeships.",
                "Give an institution or an employer.",
            )


async def _own(provider: Organisation, request_id: UUID, work: Work) -> AccessRequest:
    """The provider's own request, or one of an employer that was merged into it."""
    otherwise = no_such_request(request_id)
    request = await work.find(AccessRequest, request_id, otherwise)
    if provider.kind is OrganisationKind.EMPLOYER:
        is_its_own = request.asking.employer in await past_of(provider.id, work)
    else:
        is_its_own = request.asking.provider == provider.id
    if not is_its_own:
        raise otherwise
    work.expect(request)
    return request
