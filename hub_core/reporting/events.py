"""What happens to the return of a hub: comments, freezing, signing off.

The rule: frozen figures stand in the event as they may be shown, protected; what a comment says is in the
vault, and the event holds its reference. ``occurred_on`` is the day it was done.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from hub_core.log.event import Event
from hub_core.reporting.codes import IndicatorCode, Period
from hub_core.snapshots.codes import Digest, LogPosition


class FrozenFigure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator as it stood. ``value`` is None where nobody told, and where it is ``withheld`` because
    it counts too few learners. ``part`` of ``whole`` institutions where it is a share. ``newest`` is the
    day of the newest fact behind it."""

    indicator: IndicatorCode
    value: float | None
    contributing: int
    eligible: int
    part: int | None = None
    whole: int | None = None
    newest: date | None = None
    withheld: bool = False
    target: float | None = None
    met: bool | None = None


class IndicatorCommented(Event, frozen=True, kw_only=True):
    """The hub wrote about one indicator; ``comment`` is None where it took its words back."""

    TOPIC = "reporting.IndicatorCommented.v1"
    hub: UUID
    about: Period
    indicator: IndicatorCode
    occurred_on: date
    comment: UUID | None

    def heading(self) -> str:
        said = "took back its comment" if self.comment is None else "commented"
        return f"The hub {said} on an indicator of its return for {self.about.academic_year}"


class ReturnFrozen(Event, frozen=True, kw_only=True):
    """The figures of a period that is over were frozen, as at ``as_at`` and as the log stood at
    ``stands_at``. ``asked`` is the digest of what the funder asked then."""

    TOPIC = "reporting.ReturnFrozen.v1"
    hub: UUID
    about: Period
    occurred_on: date
    as_at: date
    stands_at: LogPosition
    asked: Digest
    figures: tuple[FrozenFigure, ...]

    def heading(self) -> str:
        return f"The hub froze its return as at {self.as_at:%-d %B %Y}"


class ReturnSignedOff(Event, frozen=True, kw_only=True):
    """A person answered for the frozen figures. ``by`` is that person's id."""

    TOPIC = "reporting.ReturnSignedOff.v1"
    hub: UUID
    about: Period
    occurred_on: date
    by: UUID

    def heading(self) -> str:
        return f"The hub signed off its return for {self.about.academic_year}"
