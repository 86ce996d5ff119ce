"""One return: open, frozen, signed off, in that order and never back.

The rule: what was frozen is never changed; what came in late is worked out beside it.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict
from hub_core.reporting.codes import Period
from hub_core.reporting.events import IndicatorCommented, ReturnFrozen, ReturnSignedOff


class SignOff(msgspec.Struct, frozen=True):
    """Who answered for it, and when."""

    by: UUID
    on: date


class HubReturn(Aggregate):
    """A hub's return of one period (stream: ``return_stream``). ``comments`` are the vault's references."""

    def begin(self) -> None:
        self.comments: dict[str, UUID] = {}
        self.frozen: ReturnFrozen | None = None
        self.signed_off: SignOff | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case IndicatorCommented(comment=None):
                self.comments.pop(event.indicator, None)
            case IndicatorCommented(comment=UUID() as comment):
                self.comments[event.indicator] = comment
            case ReturnFrozen():
                self.frozen = event
            case ReturnSignedOff():
                self.signed_off = SignOff(event.by, event.occurred_on)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a return")

    def comment(
        self,
        hub: UUID,
        about: Period,
        indicator: str,
        comment: UUID | None,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Say something about an indicator, or take it back; refused once it is signed off."""
        if self.signed_off is not None:
            raise Conflict(
                f"This return was signed off on {self.signed_off.on:%-d %B %Y}: its comments stand as they "
                "are. Tell your funder what has to be added.",
                kind="signed-off",
            )
        if self.comments.get(indicator) == comment:
            return
        self.record(
            IndicatorCommented(
                hub=hub, about=about, indicator=indicator, comment=comment, occurred_on=on
            ),
            at=at,
        )

    def require_open(self) -> None:
        """Refuse to freeze what is frozen."""
        if self.frozen is not None:
            raise Conflict(
                f"This return was frozen on {self.frozen.occurred_on:%-d %B %Y}. What came in later is "
                "shown beside it as a restatement.",
                kind="frozen",
            )

    def freeze(self, event: ReturnFrozen, *, at: datetime) -> None:
        """Stand as it is from now on."""
        self.require_open()
        self.record(event, at=at)

    def sign_off(self, hub: UUID, about: Period, by: UUID, *, on: date, at: datetime) -> None:
        """Be answered for by a person; only once frozen, and once."""
        if self.frozen is None:
            raise Conflict(
                "Only a frozen return can be signed off, so that it is known what was. Freeze it first.",
                kind="not-frozen",
            )
        if self.signed_off is not None:
            raise Conflict(
                f"This return was signed off on {self.signed_off.on:%-d %B %Y} already.",
                kind="signed-off",
            )
        self.record(ReturnSignedOff(hub=hub, about=about, occurred_on=on, by=by), at=at)


def return_stream(hub: UUID, about: Period) -> UUID:
    """The stream of a hub's return of a period."""
    return uuid5(hub, f"return {about.funder} {about.academic_year} {about.period}")
