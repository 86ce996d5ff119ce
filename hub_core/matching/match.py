"""One pair of records, an employer's encounter and a school's activity, and what the school decided on it.

    undecided ──> matched ──(split)──> split ──> matched
        └───────> rejected ──> matched

The rule: an encounter and an activity are in one match at most, which the claims of the commands keep; what
is decided again changes nothing.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.matching.events import EncounterMatched, MatchRejected, MatchSplit, SplitReason
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Conflict


class MatchStatus(Labelled):
    """Where a pair of records stands."""

    UNDECIDED = "undecided", "Not decided"
    MATCHED = "matched", "The same encounter"
    REJECTED = "rejected", "Not the same encounter"
    SPLIT = "split", "Split again"


class Match(Aggregate):
    """A pair of records (stream: ``match_stream``)."""

    encounter: UUID
    activity: UUID

    def begin(self) -> None:
        self.status = MatchStatus.UNDECIDED
        self.decided_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case EncounterMatched():
                self.status = MatchStatus.MATCHED
            case MatchRejected():
                self.status = MatchStatus.REJECTED
            case MatchSplit():
                self.status = MatchStatus.SPLIT
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a match")
        self.encounter, self.activity = event.encounter, event.activity
        self.decided_on = event.occurred_on

    @property
    def is_matched(self) -> bool:
        """Whether the two count as one now."""
        return self.status is MatchStatus.MATCHED

    def decide(
        self, institution: UUID, encounter: UUID, activity: UUID, *, on: date, at: datetime
    ) -> None:
        """Be one encounter."""
        self.record(
            EncounterMatched(
                institution=institution, encounter=encounter, activity=activity, occurred_on=on
            ),
            at=at,
        )

    def reject(
        self, institution: UUID, encounter: UUID, activity: UUID, *, on: date, at: datetime
    ) -> None:
        """Be two encounters; what is matched has to be split first."""
        if self.is_matched:
            raise Conflict(
                "The two are matched. Split the match, with the reason.", kind="already-matched"
            )
        if self.status is not MatchStatus.REJECTED:
            self.record(
                MatchRejected(
                    institution=institution, encounter=encounter, activity=activity, occurred_on=on
                ),
                at=at,
            )

    def split(self, institution: UUID, reason: SplitReason, *, on: date, at: datetime) -> None:
        """Be two records again."""
        self.record(
            MatchSplit(
                institution=institution,
                encounter=self.encounter,
                activity=self.activity,
                occurred_on=on,
                reason=reason,
            ),
            at=at,
        )


def match_stream(encounter: UUID, activity: UUID) -> UUID:
    """The stream of what was decided about two records."""
    return uuid5(activity, f"match {encounter}")
