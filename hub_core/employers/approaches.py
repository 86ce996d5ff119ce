"""The contact guard: how often one employer is approached by all institutions together.

The rule: an employer's own limits go before those as shipped (``approach_limits.csv``), and a refusal tells
the first day it is possible again, never who asked before.
"""

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

import msgspec

from hub_core.derived_ids import derived
from hub_core.employers.approach_events import (
    ApproachLimits,
    ApproachLimitsSet,
    ApproachPurpose,
    ApproachRecorded,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event


class Approaches(Aggregate):
    """Who approached one employer when (stream: ``approaches_stream``)."""

    def begin(self) -> None:
        self.limits = limits_as_shipped()
        self.days: list[date] = []

    def evolve(self, event: Event) -> None:
        match event:
            case ApproachLimitsSet():
                self.limits = event.limits
            case ApproachRecorded():
                self.days.append(event.occurred_on)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to approaches")

    def limit(self, employer: UUID, limits: ApproachLimits, *, on: date, at: datetime) -> None:
        """Be limited anew; the same again changes nothing."""
        if limits != self.limits:
            self.record(ApproachLimitsSet(employer=employer, occurred_on=on, limits=limits), at=at)

    def next_possible(self, today: date) -> date | None:
        """The first day, from today, on which it may be approached; None for never."""
        return next_possible(self.days, self.limits, today)

    def approach(
        self,
        employer: UUID,
        institution: UUID,
        purpose: ApproachPurpose,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Be approached; ask ``next_possible`` first."""
        self.record(
            ApproachRecorded(
                employer=employer, institution=institution, occurred_on=on, purpose=purpose
            ),
            at=at,
        )


def next_possible(days: Sequence[date], limits: ApproachLimits, today: date) -> date | None:
    """The first day, from today, on which one more approach keeps to the limits; None for never."""
    if limits.approaches == 0:
        return None
    latest = sorted(days)
    earliest = today
    if latest:
        earliest = max(earliest, latest[-1] + timedelta(days=limits.cool_off_days))
    if len(latest) >= limits.approaches:
        # With one more, the window must begin after the approach that would make it one too many.
        earliest = max(earliest, latest[-limits.approaches] + timedelta(days=limits.days))
    return earliest


@derived
def approaches_stream(employer: UUID) -> UUID:
    """The stream of approaches to an employer."""
    return uuid5(employer, "approaches")


@cache
def limits_as_shipped() -> ApproachLimits:
    """The limits of an employer that has said nothing."""
    text = (files("hub_core.employers") / "approach_limits.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    (row,) = csv.DictReader(lines)
    return msgspec.convert(row, ApproachLimits, strict=False)
