"""Calls of providers, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.providers import (
    AskForAnotherDate,
    GrantAccess,
    LinkEncounter,
    OfferDates,
    PublishStatement,
    RecordRequest,
    RefuseAccess,
    RequestAccess,
    RequestList,
    RequestStatus,
    RequestView,
    StatementList,
    StatementView,
    WithdrawRequest,
)
from careers_hub_client.types.shared import Changed


def request(enquiry: UUID) -> Call[RequestView]:
    """One request, for the school that was asked and the provider that asks."""
    return Call(
        operation="providers_request",
        method="GET",
        path=f"/api/activities/access-requests/{enquiry}",
        answer=RequestView,
    )


def requests(institution: UUID, *, status: RequestStatus | None = None) -> Call[RequestList]:
    """What providers asked of a school and what it answered, the latest first."""
    return Call(
        operation="providers_requests",
        method="GET",
        path=f"/api/activities/institutions/{institution}/access-requests",
        answer=RequestList,
        query={"status": status},
    )


def record_request(institution: UUID, body: RecordRequest) -> Call[Changed]:
    """Record a request that reached a school otherwise, from a provider that is not here.

    Dates may be over by the time it is recorded, but not before it was received.
    """
    return Call(
        operation="providers_record_request",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests",
        answer=Changed,
        body=body,
    )


def sent_requests(institution: UUID, *, status: RequestStatus | None = None) -> Call[RequestList]:
    """What an institution asked of schools and what they answered, the latest first."""
    return Call(
        operation="providers_sent_requests",
        method="GET",
        path=f"/api/activities/institutions/{institution}/sent-access-requests",
        answer=RequestList,
        query={"status": status},
    )


def statement(institution: UUID) -> Call[StatementView]:
    """Where a school's provider access statement stands and whether it is due for review."""
    return Call(
        operation="providers_statement",
        method="GET",
        path=f"/api/activities/institutions/{institution}/access-statement",
        answer=StatementView,
    )


def publish_statement(
    institution: UUID, body: PublishStatement, *, if_match: str | None = None
) -> Call[Changed]:
    """Say where the school's provider access statement is published.

    Reviewed today unless an earlier day is given. `id` is the school's.
    """
    return Call(
        operation="providers_publish_statement",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/access-statement",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def statements() -> Call[StatementList]:
    """The schools of a hub, trust or local authority: which have published, and whom to remind."""
    return Call(
        operation="providers_statements",
        method="GET",
        path="/api/activities/access-statements",
        answer=StatementList,
    )


def request_access(body: RequestAccess) -> Call[Changed]:
    """Ask a school to let a provider meet its learners.

    Refuses a school that is closed or teaches none of these year groups, and dates that are
    over.
    """
    return Call(
        operation="providers_request_access",
        method="POST",
        path="/api/activities/access-requests",
        answer=Changed,
        body=body,
    )


def offer_dates(enquiry: UUID, body: OfferDates, *, if_match: str | None = None) -> Call[Changed]:
    """Offer a school other dates.

    The school is asked again; how long it took counts from the first request.
    """
    return Call(
        operation="providers_offer_dates",
        method="POST",
        path=f"/api/activities/access-requests/{enquiry}/offer-dates",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_request(
    enquiry: UUID, body: WithdrawRequest, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a request back.

    Refused once the school has said no or the encounter took place.
    """
    return Call(
        operation="providers_withdraw_request",
        method="POST",
        path=f"/api/activities/access-requests/{enquiry}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def grant_access(
    institution: UUID, enquiry: UUID, body: GrantAccess, *, if_match: str | None = None
) -> Call[Changed]:
    """Agree that a provider comes on a date.

    One of the dates the provider offered, or that the school itself proposed.
    """
    return Call(
        operation="providers_grant_access",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/grant",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def refuse_access(
    institution: UUID, enquiry: UUID, body: RefuseAccess, *, if_match: str | None = None
) -> Call[Changed]:
    """Say no to a provider, and why.

    Also after a date was agreed; the reason is told to the provider.
    """
    return Call(
        operation="providers_refuse_access",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/refuse",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def ask_for_another_date(
    institution: UUID,
    enquiry: UUID,
    body: AskForAnotherDate | None = None,
    *,
    if_match: str | None = None,
) -> Call[Changed]:
    """Ask a provider for another date.

    The provider may offer others, or take the request back.
    """
    return Call(
        operation="providers_ask_for_another_date",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/another-date",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def link_encounter(
    institution: UUID, enquiry: UUID, body: LinkEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Say which recorded activity a granted request led to.

    The activity is the school's own encounter with a provider, and stands.
    """
    return Call(
        operation="providers_link_encounter",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/link",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_statement(institution: UUID, *, if_match: str | None = None) -> Call[Changed]:
    """Say that the statement is no longer published.

    `id` is the school's.
    """
    return Call(
        operation="providers_withdraw_statement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-statement/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )
