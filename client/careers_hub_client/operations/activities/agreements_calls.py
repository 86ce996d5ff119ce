"""Calls of agreements, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.agreements import (
    AgreementStateView,
    AgreementView,
    AmendAgreement,
    EndAgreement,
    SignAgreement,
)
from careers_hub_client.types.shared import Changed


def agreement(institution: UUID) -> Call[AgreementView]:
    """An institution's data-sharing agreement with all its terms."""
    return Call(
        operation="agreements_agreement",
        method="GET",
        path=f"/api/activities/institutions/{institution}/agreement",
        answer=AgreementView,
    )


def amend_agreement(
    institution: UUID, body: AmendAgreement, *, if_match: str | None = None
) -> Call[Changed]:
    """Give the whole terms of the agreement anew.

    New terms count from now on: renew it, cover more, or cover less.
    """
    return Call(
        operation="agreements_amend_agreement",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/agreement",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def sign_agreement(institution: UUID, body: SignAgreement) -> Call[Changed]:
    """Sign a data-sharing agreement.

    Refuses terms that cannot stand, each fault told, and a second one while one stands.
    """
    return Call(
        operation="agreements_sign_agreement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/agreement",
        answer=Changed,
        body=body,
    )


def agreement_state(institution: UUID) -> Call[AgreementStateView]:
    """Whether an institution has a current agreement, for which classes of data, and until when."""
    return Call(
        operation="agreements_agreement_state",
        method="GET",
        path=f"/api/activities/institutions/{institution}/agreement/state",
        answer=AgreementStateView,
    )


def end_agreement(
    institution: UUID, body: EndAgreement, *, if_match: str | None = None
) -> Call[Changed]:
    """End the agreement before its day.

    Nothing more is taken in. What was sent stays until its learners are erased.
    """
    return Call(
        operation="agreements_end_agreement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/agreement/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
