"""A partnership as one of its two institutions has it.

The rule: both sides hear the same in one append, so either side alone tells where it stands.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.partnerships.codes import EndReason, PartnershipKind, PartnershipStatus
from hub_core.partnerships.events import (
    PartnershipAccepted,
    PartnershipDeclined,
    PartnershipEnded,
    PartnershipProposed,
)
from hub_core.refusals import Conflict, Forbidden, NotFound

#: All that can happen to one.
HAPPENS = (PartnershipProposed, PartnershipAccepted, PartnershipDeclined, PartnershipEnded)


class PartnershipSide(Aggregate):
    """One side (stream: ``side_stream``)."""

    institution: UUID
    partnership: UUID
    partner: UUID
    kind: PartnershipKind
    gives: bool
    proposer: bool
    proposed_on: date

    def begin(self) -> None:
        self.status = PartnershipStatus.PROPOSED
        self.since: date | None = None
        self.ended_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case PartnershipProposed():
                self.institution, self.partnership = event.institution, event.partnership
                self.partner, self.kind = event.partner, event.kind
                self.gives, self.proposer = event.gives, event.proposer
                self.proposed_on = event.occurred_on
            case PartnershipAccepted():
                self.status, self.since = PartnershipStatus.ACTIVE, event.occurred_on
            case PartnershipDeclined():
                self.status = PartnershipStatus.DECLINED
            case PartnershipEnded():
                self.status, self.ended_on = PartnershipStatus.ENDED, event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a partnership")

    @property
    def source(self) -> UUID:
        """From where learners go on."""
        return self.institution if self.gives else self.partner

    @property
    def destination(self) -> UUID:
        """To where they go."""
        return self.partner if self.gives else self.institution

    def propose(
        self,
        partnership: UUID,
        institution: UUID,
        partner: UUID,
        kind: PartnershipKind,
        *,
        gives: bool,
        proposer: bool,
        on: date,
        at: datetime,
    ) -> None:
        """Be proposed."""
        self.record(
            PartnershipProposed(
                institution=institution,
                partnership=partnership,
                occurred_on=on,
                partner=partner,
                kind=kind,
                gives=gives,
                proposer=proposer,
            ),
            at=at,
        )

    def accept(self, *, on: date, at: datetime) -> None:
        """Be agreed to."""
        self.record(
            PartnershipAccepted(
                institution=self.institution,
                partnership=self.partnership,
                occurred_on=on,
                partner=self.partner,
            ),
            at=at,
        )

    def decline(self, *, on: date, at: datetime) -> None:
        """Not be agreed to."""
        self.record(
            PartnershipDeclined(
                institution=self.institution,
                partnership=self.partnership,
                occurred_on=on,
                partner=self.partner,
            ),
            at=at,
        )

    def end(self, reason: EndReason, *, on: date, at: datetime) -> None:
        """Be over."""
        self.record(
            PartnershipEnded(
                institution=self.institution,
                partnership=self.partnership,
                occurred_on=on,
                partner=self.partner,
                reason=reason,
            ),
            at=at,
        )

    def require_to_answer(self) -> None:
        """Refuse an answer by whoever proposed it, and to what is settled."""
        if self.proposer:
            raise Forbidden("You proposed this partnership; the other institution answers.")
        if self.status is not PartnershipStatus.PROPOSED:
            raise self._settled()

    def require_standing(self) -> None:
        """Refuse to end what is declined or over."""
        if self.status not in (PartnershipStatus.PROPOSED, PartnershipStatus.ACTIVE):
            raise self._settled()

    def _settled(self) -> Conflict:
        return Conflict(
            f"This partnership is {self.status.label.lower()} already.", kind="partnership-settled"
        )


def side_stream(partnership: UUID, institution: UUID) -> UUID:
    """The stream of a partnership as this institution has it."""
    return uuid5(partnership, str(institution))


def partnership_key(kind: PartnershipKind, source: UUID, destination: UUID) -> str:
    """The claim that keeps two institutions from being partners twice in one way."""
    return f"partnership:{kind.value}:{source}:{destination}"


def no_such_partnership(partnership: UUID) -> NotFound:
    """What is said when an institution has no such partnership, whoever else has."""
    return NotFound(f"This institution has no partnership {partnership}. Check the id.")
