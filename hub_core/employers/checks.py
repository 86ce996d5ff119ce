"""The checks an employer holds, and which of those a placement needs are missing or run out too early.

The rule: a check holds up to and including its last day, and a placement needs each to its own last day.
Which checks are needed is data with its source: ``placement_checks.csv`` beside this module.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from hub_core.employers.check_events import (
    CheckKind,
    CheckNotNeeded,
    CheckNotNeededReason,
    CheckRecorded,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.reference.employers import EmployerSize
from hub_core.refusals import Conflict, Invalid

#: How many years ahead a paper can be valid.
FARTHEST_YEARS = 10


class Checks(Aggregate):
    """What one employer holds (stream: ``checks_stream``)."""

    def begin(self) -> None:
        self.valid_until: dict[CheckKind, date] = {}
        self.seen_by: dict[CheckKind, UUID | None] = {}
        self.not_needed: dict[CheckKind, CheckNotNeededReason] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case CheckRecorded():
                self.valid_until[event.kind] = event.valid_until
                self.seen_by[event.kind] = event.seen_by
                self.not_needed.pop(event.kind, None)
            case CheckNotNeeded():
                self.not_needed[event.kind] = event.reason
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to checks")

    def hold(
        self,
        employer: UUID,
        kind: CheckKind,
        *,
        valid_until: date,
        seen_by: UUID | None,
        on: date,
        at: datetime,
    ) -> None:
        """Be held until a day; the same again changes nothing."""
        if not on <= valid_until < on.replace(year=on.year + FARTHEST_YEARS, day=1):
            raise Invalid.field(
                "validUntil",
                f"{valid_until:%-d %B %Y} is over, or too far ahead.",
                f"Give the last day it is valid, from today up to {FARTHEST_YEARS} years ahead.",
            )
        if (self.valid_until.get(kind), self.seen_by.get(kind)) == (valid_until, seen_by):
            return
        self.record(
            CheckRecorded(
                employer=employer,
                kind=kind,
                occurred_on=on,
                valid_until=valid_until,
                seen_by=seen_by,
            ),
            at=at,
        )

    def need_none(
        self,
        employer: UUID,
        kind: CheckKind,
        reason: CheckNotNeededReason,
        *,
        size: EmployerSize | None,
        on: date,
        at: datetime,
    ) -> None:
        """Not be needed; only where the kind allows it and the employer's size does not say otherwise."""
        if _needed()[kind] != "over_five":
            raise Conflict(f"{kind.label} is needed whatever the size.", kind="check-needed")
        if size not in (None, EmployerSize.SOLE_TRADER, EmployerSize.MICRO):
            raise Conflict(
                f"The employer is registered with \u201c{size.label}\u201d, so the policy is needed. "
                "Change its details first if that is wrong.",
                kind="check-needed",
            )
        if self.not_needed.get(kind) != reason:
            self.record(
                CheckNotNeeded(employer=employer, kind=kind, occurred_on=on, reason=reason), at=at
            )


def checks_stream(employer: UUID) -> UUID:
    """The stream of an employer's checks."""
    return uuid5(employer, "checks")


def shortfalls(
    checks: Checks, *, size: EmployerSize | None, supervising: bool, until: date
) -> list[str]:
    """A sentence for each check that is missing or ends before ``until``, the placement's last day.

    ``supervising`` says that somebody at the workplace needs a DBS check.
    """
    return list(_shortfalls(checks, size=size, supervising=supervising, until=until))


def _shortfalls(
    checks: Checks, *, size: EmployerSize | None, supervising: bool, until: date
) -> Iterator[str]:
    for kind, needed in _needed().items():
        if needed == "supervising" and not supervising:
            continue
        if needed == "over_five" and (
            size is EmployerSize.SOLE_TRADER or kind in checks.not_needed
        ):
            continue
        held = checks.valid_until.get(kind)
        if held is None:
            yield f"{kind.label} is not recorded."
        elif held < until:
            yield f"{kind.label} ends on {held:%-d %B %Y}, before the placement does ({until:%-d %B %Y})."


@cache
def _needed() -> Mapping[CheckKind, str]:
    text = (files("hub_core.employers") / "placement_checks.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {CheckKind(row["kind"]): row["needed"] for row in csv.DictReader(lines)}
