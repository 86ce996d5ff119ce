"""A primary school's return of one academic year: sent once, corrected as often as needed.

The rule: a number that cannot be is refused in a sentence that says which and why, before it is counted.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.returns.codes import MOST_PUPILS_A_CLASS, ReturnCorrection
from hub_core.returns.events import PrimaryReturnCorrected, PrimaryReturnSent, PrimaryYear
from hub_core.values import year_group_label


class PrimaryReturn(Aggregate):
    """One school's return of one academic year (stream: ``primary_return_stream``)."""

    counts: PrimaryYear
    academic_year: str
    sent_on: date

    def begin(self) -> None:
        self.corrected_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case PrimaryReturnSent():
                self.academic_year, self.sent_on = event.academic_year, event.occurred_on
                self.counts = event.counts
            case PrimaryReturnCorrected():
                self.counts, self.corrected_on = event.counts, event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a primary return")

    def send(
        self, institution: UUID, academic_year: str, counts: PrimaryYear, *, on: date, at: datetime
    ) -> None:
        """Be sent, once."""
        if self.exists:
            raise Conflict(
                f"The return for {academic_year} was sent on {self.sent_on:%-d %B %Y} already. "
                "Correct it instead.",
                kind="already-sent",
            )
        check_year(academic_year, on=on)
        check_primary(counts)
        self.record(
            PrimaryReturnSent(
                institution=institution, occurred_on=on, academic_year=academic_year, counts=counts
            ),
            at=at,
        )

    def correct(
        self,
        institution: UUID,
        counts: PrimaryYear,
        reason: ReturnCorrection,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Have its numbers replaced by the right ones; the same again changes nothing."""
        check_primary(counts)
        if counts == self.counts:
            return
        self.record(
            PrimaryReturnCorrected(
                institution=institution,
                occurred_on=on,
                academic_year=self.academic_year,
                counts=counts,
                reason=reason,
            ),
            at=at,
        )


def primary_return_stream(institution: UUID, academic_year: str) -> UUID:
    """The stream of a school's return of one year."""
    return uuid5(institution, f"primary return {academic_year}")


def check_year(academic_year: str, *, on: date) -> None:
    """Refuse a year to come and one that is closed: this year's return and last year's can be sent."""
    current = academic_year_of(on)
    if academic_year not in (current, previous_academic_year(current)):
        raise Invalid.field(
            "academicYear",
            f"A return for {academic_year} cannot be sent on {on:%-d %B %Y}.",
            f"Send the one for {current} or for {previous_academic_year(current)}.",
        )


def check_primary(counts: PrimaryYear) -> None:
    """Refuse numbers that contradict each other, each with its place."""
    if problems := list(_contradictions(counts)):
        raise Invalid(problems[0].reason, kind="implausible-counts", problems=problems)


def _contradictions(counts: PrimaryYear) -> Iterator[Problem]:
    for year_group, one in sorted(counts.classes.items()):
        if one.met > one.classes:
            label = year_group_label(year_group)
            yield Problem(
                field=f"counts.classes.{year_group}.met",
                reason=f"{one.met} classes of {label} met somebody, but it has {one.classes}.",
                remedy="Check both numbers.",
            )
    classes = sum(one.classes for one in counts.classes.values())
    met = sum(one.met for one in counts.classes.values())
    if not classes:
        yield Problem(
            field="counts.classes",
            reason="The school has no classes, by this.",
            remedy="Say how many classes each year group has.",
        )
    if met and not counts.encounters:
        yield Problem(
            field="counts.encounters",
            reason=f"{met} classes met somebody, but there were no visits.",
            remedy="Count every visit, call or trip to a workplace once.",
        )
    if counts.encounters and not met:
        yield Problem(
            field="counts.encounters",
            reason=f"There were {counts.encounters} visits, but no class met anybody.",
            remedy="Say which year groups' classes took part.",
        )
    if met and not counts.pupils:
        yield Problem(
            field="counts.pupils",
            reason=f"{met} classes met somebody, but no pupils did.",
            remedy="Count every pupil who took part once.",
        )
    if counts.pupils > (most := met * MOST_PUPILS_A_CLASS):
        yield Problem(
            field="counts.pupils",
            reason=f"{counts.pupils:,} pupils in {met} classes cannot be.",
            remedy=f"Count each pupil once; {met} classes have {most:,} at most.",
        )
