"""Calls of reporting, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.progress.reporting import (
    CommentOnIndicator,
    FreezeReturn,
    ReturnFrozenView,
    ReturnList,
    ReturnView,
    SignOffReturn,
)
from careers_hub_client.types.shared import Changed


def hub_returns(hub: UUID, *, year: str | None = None) -> Call[ReturnList]:
    """What each funder asks of a hub in an academic year, and how far it has come."""
    return Call(
        operation="reporting_hub_returns",
        method="GET",
        path=f"/api/progress/hubs/{hub}/returns",
        answer=ReturnList,
        query={"year": year},
    )


def hub_return(
    hub: UUID, *, funder: str | None = None, year: str | None = None, period: str | None = None
) -> Call[ReturnView]:
    """A hub's return of a period: figures, targets, comments, and what came in after it was
    frozen.
    """
    return Call(
        operation="reporting_hub_return",
        method="GET",
        path=f"/api/progress/hubs/{hub}/return",
        answer=ReturnView,
        query={"funder": funder, "year": year, "period": period},
    )


def freeze_return(
    hub: UUID, body: FreezeReturn, *, if_match: str | None = None
) -> Call[ReturnFrozenView]:
    """Freeze the figures of a period that is over.

    The figures stand in the log from then on; what comes in later is a restatement beside them.
    """
    return Call(
        operation="reporting_freeze_return",
        method="POST",
        path=f"/api/progress/hubs/{hub}/return/freeze",
        answer=ReturnFrozenView,
        headers={"If-Match": if_match},
        body=body,
    )


def comment_on_indicator(
    hub: UUID, body: CommentOnIndicator, *, if_match: str | None = None
) -> Call[Changed]:
    """Say something about one indicator of a return; nothing takes back what was said.

    The latest word counts. Nobody should be named in it; it is kept in the vault all the same.
    """
    return Call(
        operation="reporting_comment_on_indicator",
        method="POST",
        path=f"/api/progress/hubs/{hub}/return/comments",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def sign_off_return(
    hub: UUID, body: SignOffReturn, *, if_match: str | None = None
) -> Call[Changed]:
    """Answer for the frozen figures of a return.

    Once, and by a person: a machine can answer for nothing.
    """
    return Call(
        operation="reporting_sign_off_return",
        method="POST",
        path=f"/api/progress/hubs/{hub}/return/sign-off",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
