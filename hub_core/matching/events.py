"""What a school decides about two records that may tell of one encounter.

The rule: neither record is touched. A match is a fact about the two that can be split again, and from then
on everything is as if it had never been.
"""

from datetime import date
from uuid import UUID

from hub_core.log.event import Event
from hub_core.reference.labelled import Labelled


class SplitReason(Labelled):
    """Why a match is split."""

    TWO_ENCOUNTERS = "two_encounters", "They were two encounters"
    ANOTHER_ACTIVITY = "another_activity", "The encounter is another activity"
    BY_MISTAKE = "by_mistake", "They were matched by mistake"
    OTHER = "other", "Another reason"


class EncounterMatched(Event, frozen=True, kw_only=True):
    """What an employer told of and what the school recorded are one encounter: they count once."""

    TOPIC = "matching.EncounterMatched.v1"
    institution: UUID
    encounter: UUID
    activity: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A school matched an employer's encounter with its own record of it"


class MatchRejected(Event, frozen=True, kw_only=True):
    """They are not the same encounter; the match is not suggested again."""

    TOPIC = "matching.MatchRejected.v1"
    institution: UUID
    encounter: UUID
    activity: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A school said that two records are not the same encounter"


class MatchSplit(Event, frozen=True, kw_only=True):
    """They are two records again, and each counts for itself."""

    TOPIC = "matching.MatchSplit.v1"
    institution: UUID
    encounter: UUID
    activity: UUID
    occurred_on: date
    reason: SplitReason

    def heading(self) -> str:
        return f"A school split a match: {self.reason.label}"
