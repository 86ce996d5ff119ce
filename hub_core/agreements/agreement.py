"""An institution's data-sharing agreement: signed, changed, ended, or run out by its last day.

The rule: an institution has one stream of agreements, so one at most is current; what counts on a day
is what stood when the platform was last told, never what was to come.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.agreements.codes import AgreementState, DataClass, EndingReason
from hub_core.agreements.events import AgreementAmended, AgreementEnded, AgreementSigned, Terms
from hub_core.agreements.terms import check_terms, in_order
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict


class Agreement(Aggregate):
    """The agreements of one institution, of which the last counts (stream: ``agreement_stream``)."""

    signed_on: date

    def begin(self) -> None:
        self.terms: Terms | None = None
        self.ended_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case AgreementSigned():
                self.terms, self.signed_on = event.terms, event.occurred_on
                self.ended_on = None
            case AgreementAmended():
                self.terms = event.terms
            case AgreementEnded():
                self.ended_on = event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an agreement")

    def state(self, on: date) -> AgreementState:
        """How it stands on a day from now on."""
        if self.terms is None:
            return AgreementState.NEVER_SIGNED
        if self.ended_on is not None:
            return AgreementState.ENDED
        if on > self.terms.expires_on:
            return AgreementState.EXPIRED
        return AgreementState.NOT_STARTED if on < self.terms.starts_on else AgreementState.CURRENT

    def covered(self, on: date) -> frozenset[DataClass]:
        """The classes of data that may be sent on a day from now on."""
        current = self.terms is not None and self.state(on) is AgreementState.CURRENT
        return frozenset(self.terms.covers) if current and self.terms is not None else frozenset()

    def sign(self, institution: UUID, terms: Terms, *, on: date, at: datetime) -> None:
        """Be signed, where none stands."""
        if self.terms is not None and self._stands(on):
            raise Conflict(
                f"An agreement signed on {self.signed_on:%-d %B %Y} stands until "
                f"{self.terms.expires_on:%-d %B %Y}. Change that one, or end it first.",
                kind="already-signed",
            )
        check_terms(terms, today=on)
        self.record(
            AgreementSigned(institution=institution, occurred_on=on, terms=in_order(terms)), at=at
        )

    def amend(self, institution: UUID, terms: Terms, *, on: date, at: datetime) -> None:
        """Have its whole terms replaced; the same again changes nothing."""
        self._require_standing(on)
        check_terms(terms, today=on)
        if in_order(terms) != self.terms:
            self.record(
                AgreementAmended(institution=institution, occurred_on=on, terms=in_order(terms)),
                at=at,
            )

    def end(self, institution: UUID, reason: EndingReason, *, on: date, at: datetime) -> None:
        """End before its day: what was sent stays, and nothing more is taken in."""
        self._require_standing(on)
        self.record(AgreementEnded(institution=institution, occurred_on=on, reason=reason), at=at)

    def _stands(self, on: date) -> bool:
        return self.state(on) in (AgreementState.CURRENT, AgreementState.NOT_STARTED)

    def _require_standing(self, on: date) -> None:
        if not self._stands(on):
            raise Conflict(
                "There is no agreement to change or end: "
                f"{self.state(on).label[0].lower()}{self.state(on).label[1:]}. Sign one.",
                kind="no-agreement",
            )


def agreement_stream(institution: UUID) -> UUID:
    """The stream of an institution's agreements."""
    return uuid5(institution, "agreement")
