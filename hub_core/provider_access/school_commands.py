"""Commands of schools: what they answer providers, and their provider access statement.

The rule: ``institution`` is the school, which answers requests made to it and nobody else's.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.activities.activity import Activity, no_such_activity
from hub_core.days import up_to_today
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.provider_access.asking_commands import told
from hub_core.provider_access.codes import RefusalReason
from hub_core.provider_access.events import MOST_DATES
from hub_core.provider_access.request import AccessRequest, no_such_request
from hub_core.provider_access.statement import AccessStatement, statement_stream
from hub_core.reference.activities import KIND_OF, ActivityKind
from hub_core.refusals import Invalid
from hub_core.values import WebAddress
from hub_core.work import Changed, Command, Work, handles


class GrantAccess(Command, frozen=True, kw_only=True):
    """Agree that a provider comes on a date."""

    OPERATION: ClassVar[str] = "providers.grant_access"
    institution: UUID
    enquiry: UUID
    agreed_for: date


class RefuseAccess(Command, frozen=True, kw_only=True):
    """Say no to a provider, and why."""

    OPERATION: ClassVar[str] = "providers.refuse_access"
    institution: UUID
    enquiry: UUID
    reason: RefusalReason


class AskForAnotherDate(Command, frozen=True, kw_only=True):
    """Ask a provider for another date."""

    OPERATION: ClassVar[str] = "providers.ask_for_another_date"
    institution: UUID
    enquiry: UUID
    possible: Annotated[tuple[date, ...], msgspec.Meta(max_length=MOST_DATES)] = ()


class LinkEncounter(Command, frozen=True, kw_only=True):
    """Say which recorded activity a granted request led to."""

    OPERATION: ClassVar[str] = "providers.link_encounter"
    institution: UUID
    enquiry: UUID
    activity: UUID


class PublishStatement(Command, frozen=True, kw_only=True):
    """Say where the school's provider access statement is published."""

    OPERATION: ClassVar[str] = "providers.publish_statement"
    institution: UUID
    address: WebAddress
    reviewed_on: date | None = None


class WithdrawStatement(Command, frozen=True, kw_only=True):
    """Say that the statement is no longer published."""

    OPERATION: ClassVar[str] = "providers.withdraw_statement"
    institution: UUID


@handles(GrantAccess)
async def grant_access(command: GrantAccess, work: Work) -> Changed:
    """One of the dates the provider offered, or that the school itself proposed."""
    request = await _asked(command.institution, command.enquiry, work)
    request.grant(command.agreed_for, on=work.today, at=work.now)
    return await told(request, work)


@handles(RefuseAccess)
async def refuse_access(command: RefuseAccess, work: Work) -> Changed:
    """Also after a date was agreed; the reason is told to the provider."""
    request = await _asked(command.institution, command.enquiry, work)
    request.refuse(command.reason, on=work.today, at=work.now)
    return await told(request, work)


@handles(AskForAnotherDate)
async def ask_for_another_date(command: AskForAnotherDate, work: Work) -> Changed:
    """The provider may offer others, or take the request back."""
    request = await _asked(command.institution, command.enquiry, work)
    request.ask_for_another_date(command.possible, on=work.today, at=work.now)
    return await told(request, work)


@handles(LinkEncounter)
async def link_encounter(command: LinkEncounter, work: Work) -> Changed:
    """The activity is the school's own encounter with a provider, and stands."""
    request = await _asked(command.institution, command.enquiry, work)
    otherwise = no_such_activity(command.activity)
    activity = await work.find(Activity, command.activity, otherwise)
    if activity.institution != command.institution or activity.is_withdrawn:
        raise otherwise
    kind = KIND_OF[activity.details.type]
    if kind is not ActivityKind.PROVIDER_ENCOUNTER:
        raise Invalid.field(
            "activity",
            f"This activity is “{kind.label}”.",
            "Give an encounter with a provider of further learning.",
        )
    request.take_place(command.activity, on=activity.held_on, at=work.now)
    return await told(request, work)


@handles(PublishStatement)
async def publish_statement(command: PublishStatement, work: Work) -> Changed:
    """Reviewed today unless an earlier day is given. ``id`` is the school's."""
    school = await work.find(
        Institution, command.institution, no_such_institution(command.institution)
    )
    school.require_open(on=work.today)
    statement = await _statement(command.institution, work)
    reviewed_on = up_to_today(command.reviewed_on, work, field="reviewedOn")
    statement.publish(
        command.institution,
        command.address,
        reviewed_on=reviewed_on,
        on=work.today,
        at=work.now,
    )
    return Changed(id=command.institution, version=statement.version)


@handles(WithdrawStatement)
async def withdraw_statement(command: WithdrawStatement, work: Work) -> Changed:
    """``id`` is the school's."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    statement = await _statement(command.institution, work)
    statement.withdraw(command.institution, on=work.today, at=work.now)
    return Changed(id=command.institution, version=statement.version)


async def _asked(school: UUID, request_id: UUID, work: Work) -> AccessRequest:
    otherwise = no_such_request(request_id)
    request = await work.find(AccessRequest, request_id, otherwise)
    if request.institution != school:
        raise otherwise
    work.expect(request)
    return request


async def _statement(school: UUID, work: Work) -> AccessStatement:
    statement = await work.load(AccessStatement, statement_stream(school))
    work.expect(statement)
    return statement
