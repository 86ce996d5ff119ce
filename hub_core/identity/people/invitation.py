"""The invitation: one role at one organisation, offered to whoever reads one e-mail address.

The rule: it is accepted once, by one person, while it stands; afterwards its address is forgotten.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role
from hub_core.identity.people.codes import InvitationStatus
from hub_core.identity.people.events import (
    InvitationAccepted,
    InvitationExpired,
    InvitationWithdrawn,
    PersonInvited,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound

#: How long an invitation stands: two weeks let somebody come back from half term.
STANDS_FOR = timedelta(days=14)


class Invitation(Aggregate):
    """One invitation."""

    sent: PersonInvited

    def begin(self) -> None:
        self.status = InvitationStatus.OPEN

    def evolve(self, event: Event) -> None:
        match event:
            case PersonInvited():
                self.sent = event
            case InvitationAccepted():
                self.status = InvitationStatus.ACCEPTED
            case InvitationWithdrawn():
                self.status = InvitationStatus.WITHDRAWN
            case InvitationExpired():
                self.status = InvitationStatus.EXPIRED
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an invitation")

    def status_on(self, day: date) -> InvitationStatus:
        """Where it stands on a day: what nobody accepted in time has expired, noted or not."""
        if self.status is InvitationStatus.OPEN and day > self.sent.expires_on:
            return InvitationStatus.EXPIRED
        return self.status

    def invite(
        self,
        *,
        role: Role,
        organisation: Organisation,
        email: UUID,
        recognised_by: str,
        by: UUID | None,
        by_organisation: Organisation | None,
        on: date,
        at: datetime,
    ) -> None:
        """Stand open from this day on."""
        self.record(
            PersonInvited(
                invitation=self.id,
                occurred_on=on,
                role=role,
                organisation=organisation,
                email=email,
                recognised_by=recognised_by,
                expires_on=on + STANDS_FOR,
                by=by,
                by_organisation=by_organisation,
            ),
            at=at,
        )

    def accept(self, person: UUID, *, on: date, at: datetime) -> None:
        """Be accepted, once and in time."""
        self._require_open(on)
        self.record(InvitationAccepted(invitation=self.id, occurred_on=on, person=person), at=at)

    def withdraw(self, *, on: date, at: datetime) -> None:
        """Stand no longer, in time or past it; what was accepted stays so."""
        if self.status is InvitationStatus.ACCEPTED:
            raise Conflict(
                "It was accepted already. To take the role away, end it.",
                kind="invitation-accepted",
            )
        self.record(InvitationWithdrawn(invitation=self.id, occurred_on=on), at=at)

    def expire(self, *, on: date, at: datetime) -> None:
        """Make room for another."""
        self.record(InvitationExpired(invitation=self.id, occurred_on=on), at=at)

    def _require_open(self, on: date) -> None:
        match self.status_on(on):
            case InvitationStatus.ACCEPTED:
                raise Conflict(
                    "This invitation was accepted already. Sign in with the account you used then.",
                    kind="invitation-accepted",
                )
            case InvitationStatus.WITHDRAWN:
                raise Conflict(
                    "This invitation was withdrawn. Ask whoever invited you for another.",
                    kind="invitation-withdrawn",
                )
            case InvitationStatus.EXPIRED:
                raise Conflict(
                    f"This invitation stood until {self.sent.expires_on:%-d %B %Y}. "
                    "Ask whoever invited you for another.",
                    kind="invitation-expired",
                )
            case InvitationStatus.OPEN:
                return


def end_of(day: date) -> datetime:
    """The end of an invitation's last day in England."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo("Europe/London"))
    return midnight.astimezone(UTC)


def no_such_invitation() -> NotFound:
    """What is said of an invitation that is not there or that the caller may not know of."""
    return NotFound("There is nothing here by that id, or none that you may know of.")
