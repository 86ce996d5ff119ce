"""Calls of matching, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.matching import (
    MatchEncounter,
    MatchList,
    RejectMatch,
    SplitMatch,
    SuggestionList,
)
from careers_hub_client.types.shared import Changed


def suggestions(institution: UUID, *, limit: int | None = None) -> Call[SuggestionList]:
    """Encounters employers told of that may be activities the institution recorded itself."""
    return Call(
        operation="matching_suggestions",
        method="GET",
        path=f"/api/activities/institutions/{institution}/matches/suggestions",
        answer=SuggestionList,
        query={"limit": limit},
    )


def matches(institution: UUID) -> Call[MatchList]:
    """What an institution decided about records of one encounter."""
    return Call(
        operation="matching_matches",
        method="GET",
        path=f"/api/activities/institutions/{institution}/matches",
        answer=MatchList,
    )


def match_encounter(
    institution: UUID, body: MatchEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an employer's encounter and an activity are the same.

    They count once from then on. Refuses what cannot be one encounter, and a second match of
    either.
    """
    return Call(
        operation="matching_match_encounter",
        method="POST",
        path=f"/api/activities/institutions/{institution}/matches",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def reject_match(
    institution: UUID, body: RejectMatch, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an employer's encounter and an activity are not the same.

    The two are not suggested again; both count as before.
    """
    return Call(
        operation="matching_reject_match",
        method="POST",
        path=f"/api/activities/institutions/{institution}/matches/reject",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def split_match(
    institution: UUID, body: SplitMatch, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a match back.

    Both count for themselves again, as if they had never been matched.
    """
    return Call(
        operation="matching_split_match",
        method="POST",
        path=f"/api/activities/institutions/{institution}/matches/split",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
