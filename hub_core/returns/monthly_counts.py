"""An adult service's counts of one month: sent once it is over, corrected as often as needed.

The rule: a number that cannot be is refused in a sentence that says which and why, before it is counted.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.academic_years import academic_year_of, first_day, previous_academic_year
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.returns.codes import ReturnCorrection
from hub_core.returns.events import (
    MonthlyCountsCorrected,
    MonthlyCountsSent,
    MonthOfAdults,
    first_of,
    month_label,
)


class MonthlyCounts(Aggregate):
    """One service's counts of one month (stream: ``monthly_counts_stream``)."""

    counts: MonthOfAdults
    month: str
    sent_on: date

    def begin(self) -> None:
        self.corrected_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case MonthlyCountsSent():
                self.month, self.sent_on, self.counts = event.month, event.occurred_on, event.counts
            case MonthlyCountsCorrected():
                self.counts, self.corrected_on = event.counts, event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to monthly counts")

    def send(
        self, institution: UUID, month: str, counts: MonthOfAdults, *, on: date, at: datetime
    ) -> None:
        """Be sent, once, when the month is over."""
        if self.exists:
            raise Conflict(
                f"The counts for {month_label(month)} were sent on {self.sent_on:%-d %B %Y} "
                "already. Correct them instead.",
                kind="already-sent",
            )
        check_month(month, on=on)
        check_adults(counts)
        self.record(
            MonthlyCountsSent(institution=institution, occurred_on=on, month=month, counts=counts),
            at=at,
        )

    def correct(
        self,
        institution: UUID,
        counts: MonthOfAdults,
        reason: ReturnCorrection,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Have its numbers replaced by the right ones; the same again changes nothing."""
        check_adults(counts)
        if counts == self.counts:
            return
        self.record(
            MonthlyCountsCorrected(
                institution=institution,
                occurred_on=on,
                month=self.month,
                counts=counts,
                reason=reason,
            ),
            at=at,
        )


def monthly_counts_stream(institution: UUID, month: str) -> UUID:
    """The stream of a service's counts of one month."""
    return uuid5(institution, f"monthly counts {month}")


def check_month(month: str, *, on: date) -> None:
    """Refuse a month that is not over, and one before last academic year."""
    begins = first_of(month)
    earliest = first_day(previous_academic_year(academic_year_of(on)))
    if (begins.year, begins.month) >= (on.year, on.month):
        raise Invalid.field(
            "month",
            f"{month_label(month)} is not over.",
            "Send a month's counts when it has ended.",
        )
    if begins < earliest:
        raise Invalid.field(
            "month",
            f"{month_label(month)} is too long ago.",
            f"Send months from {earliest:%B %Y}.",
        )


def check_adults(counts: MonthOfAdults) -> None:
    """Refuse numbers that contradict each other, each with its place."""
    if problems := list(_contradictions(counts)):
        raise Invalid(problems[0].reason, kind="implausible-counts", problems=problems)


def _contradictions(counts: MonthOfAdults) -> Iterator[Problem]:
    """Whoever was referred on or told of an outcome was in contact with the service that month."""
    if counts.referrals_out > counts.contacts:
        yield Problem(
            field="counts.referralsOut",
            reason=f"{counts.referrals_out:,} people were referred on, but the service was in contact "
            f"with {counts.contacts:,}.",
            remedy="Count each person once; whoever was referred on was in contact too.",
        )
    for outcome, people in counts.outcomes.items():
        if people > counts.contacts:
            yield Problem(
                field=f"counts.outcomes.{outcome}",
                reason=f"\u201c{outcome.label}\u201d counts {people:,} people, but the service was in "
                f"contact with {counts.contacts:,}.",
                remedy="Count each person once for each outcome they told you of this month.",
            )
