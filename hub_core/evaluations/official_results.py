"""An institution's official Compass results: recorded once a day and edition, corrected, withdrawn.

The rule: the institution's own word comes first. A hub may tell what a member has not told itself, and
changes only what a hub has told.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.evaluations.codes import ResultCorrection, ResultSource
from hub_core.evaluations.events import (
    CompassResultCorrected,
    CompassResultRecorded,
    CompassResultWithdrawn,
)
from hub_core.evaluations.standing import OfficialResult, as_reported
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound

BY_HUB = ResultSource.REPORTED_BY_HUB


class OfficialResults(Aggregate):
    """Every result of one institution (stream: ``results_stream``); a few a year."""

    def begin(self) -> None:
        self.standing: dict[UUID, OfficialResult] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case CompassResultRecorded() | CompassResultCorrected():
                self.standing[event.result] = as_reported(event)
            case CompassResultWithdrawn():
                self.standing.pop(event.result, None)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to official results")

    def completed(self, on: date, edition: str) -> OfficialResult | None:
        """The result of this day and edition; None when there is none."""
        return next(
            (
                one
                for one in self.standing.values()
                if (one.completed_on, one.edition) == (on, edition)
            ),
            None,
        )

    def require_untold(self, completed_on: date) -> None:
        """Refuse a hub's result that is no newer than what the institution has told itself."""
        own = [one.completed_on for one in self.standing.values() if one.source is not BY_HUB]
        if own and max(own) >= completed_on:
            raise Conflict(
                f"The institution has itself recorded a result of {max(own):%-d %B %Y}, which is no "
                "older. Leave this one out, or ask the institution to record it.",
                kind="told-by-institution",
            )

    def tell(self, institution: UUID, told: OfficialResult, *, at: datetime) -> UUID:
        """Let this result stand; the id it has. The same told again changes nothing.

        A hub's result gives way to the institution's own of the same day. ``told.result`` is the id
        for a result that is new.
        """
        before = self.completed(told.completed_on, told.edition)
        if before is not None:
            told = msgspec.structs.replace(told, result=before.result)
        if told.source is BY_HUB:
            self.require_untold(told.completed_on)
        elif before is not None and before.source is not BY_HUB and not _same(before, told):
            raise Conflict(
                f"The result of {told.completed_on:%-d %B %Y} is recorded already, with other numbers. "
                "Correct that one if it is wrong.",
                kind="already-recorded",
            )
        if before is None:
            self.record(
                CompassResultRecorded(
                    institution=institution,
                    result=told.result,
                    occurred_on=told.completed_on,
                    edition=told.edition,
                    evaluation_type=told.evaluation_type,
                    source=told.source,
                    benchmarks=told.benchmarks,
                ),
                at=at,
            )
            return told.result
        own_word = before.source is BY_HUB and told.source is not BY_HUB
        reason = (
            ResultCorrection.TOLD_BY_INSTITUTION if own_word else ResultCorrection.WRONG_NUMBERS
        )
        self._replace(institution, told, reason, at=at)
        return before.result

    def correct(
        self, institution: UUID, told: OfficialResult, reason: ResultCorrection, *, at: datetime
    ) -> None:
        """Give a standing result anew, as a whole; the same again changes nothing."""
        self._changeable(told.result, by=told.source)
        other = self.completed(told.completed_on, told.edition)
        if other is not None and other.result != told.result:
            raise Conflict(
                f"Another result of {told.completed_on:%-d %B %Y} is recorded. Withdraw one of them.",
                kind="already-recorded",
            )
        self._replace(institution, told, reason, at=at)

    def withdraw(
        self,
        institution: UUID,
        result: UUID,
        reason: ResultCorrection,
        *,
        by_hub: bool,
        at: datetime,
    ) -> None:
        """Let a result no longer count."""
        before = self._changeable(result, by=BY_HUB if by_hub else ResultSource.COMPASS)
        self.record(
            CompassResultWithdrawn(
                institution=institution,
                result=result,
                occurred_on=before.completed_on,
                reason=reason,
            ),
            at=at,
        )

    def _replace(
        self, institution: UUID, told: OfficialResult, reason: ResultCorrection, *, at: datetime
    ) -> None:
        if _same(self.standing[told.result], told):
            return
        self.record(
            CompassResultCorrected(
                institution=institution,
                result=told.result,
                occurred_on=told.completed_on,
                edition=told.edition,
                evaluation_type=told.evaluation_type,
                source=told.source,
                benchmarks=told.benchmarks,
                reason=reason,
            ),
            at=at,
        )

    def _changeable(self, result: UUID, *, by: ResultSource) -> OfficialResult:
        before = self.standing.get(result)
        if before is None:
            raise NotFound(f"This institution has no result {result} that stands. Check the id.")
        if by is BY_HUB and before.source is not BY_HUB:
            raise Conflict(
                f"The institution has told the result of {before.completed_on:%-d %B %Y} itself. "
                "Ask it to change what is wrong.",
                kind="told-by-institution",
            )
        return before


def results_stream(institution: UUID) -> UUID:
    """The stream of an institution's official results."""
    return uuid5(institution, "official Compass results")


def _same(before: OfficialResult, told: OfficialResult) -> bool:
    """Whether the two say the same; that one only repeats an earlier result is no part of what is told."""
    return msgspec.structs.replace(told, copied_forward=before.copied_forward) == before
