"""The lines of the live feed, in words a hub lead understands.

The rule: a line speaks of learners in bands, so that following the feed tells nothing about one of them.
"""

from collections.abc import Mapping
from typing import Any

from hub_core.disclosure import Policy, band
from hub_core.reference.encounters import EncounterKind
from projections.hub_dashboard.figures import ActivityItem

_SENTENCES = {
    "confirmed": "{institution} confirmed an encounter with {employer}: {kind}, {learners}",
    "corrected": "{institution} corrected an encounter with {employer}: {kind}, {learners}",
    "delivered": "{employer} reported an encounter at {institution}: {kind}, {learners}",
    "accepted": "{institution} agreed an encounter with {employer}: {kind}",
    "cancelled": "An encounter of {institution} with {employer} was cancelled: {kind}",
    "disputed": "{institution} disputed what {employer} reported: {kind}",
    "withdrawn": "{institution} took back a confirmation: {kind}",
    "joined": "{institution} joined the hub",
    "roster": "{institution} sent its learners on roll",
    "return": "{institution} sent its return",
    "activities": "{institution} recorded activities of its own",
}


def item(row: Mapping[str, Any], policy: Policy) -> ActivityItem:
    """One row of ``activity``, with the names of institution and employer, as a line."""
    learners = row["learners"]
    heading = _SENTENCES[row["act"]].format(
        institution=row["institution"],
        employer=row["employer"] or "an employer",
        kind="" if row["kind"] is None else EncounterKind(row["kind"]).label.lower(),
        learners="number not told" if learners is None else band(learners, policy),
    )
    return ActivityItem(
        position=row["position"],
        on=row["happened_on"],
        heading=heading[0].upper() + heading[1:],
        recorded_at=row["recorded_at"],
    )
