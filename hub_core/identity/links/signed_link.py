"""The link as the log knows it: what it permits, and whether it is over.

The rule: a link is used at most once, and one that was used cannot be withdrawn.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.identity.links.events import LinkIssued, LinkRevoked, LinkUsed
from hub_core.identity.links.purposes import LinkOutcome, LinkPurpose
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound


class SignedLink(Aggregate):
    """One link."""

    purpose: LinkPurpose
    holder: Organisation
    sender: Organisation | None

    def begin(self) -> None:
        self.outcome: LinkOutcome | None = None
        self.revoked = False

    def evolve(self, event: Event) -> None:
        match event:
            case LinkIssued():
                self.purpose = event.purpose
                self.holder, self.sender = event.holder, event.sender
            case LinkUsed():
                self.outcome = event.outcome
            case LinkRevoked():
                self.revoked = True
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a link")

    def use(self, outcome: LinkOutcome, *, on: date, at: datetime) -> None:
        """Its deed is done; telling so again changes nothing."""
        if self.outcome is None:
            self.record(LinkUsed(link=self.id, occurred_on=on, outcome=outcome), at=at)

    def revoke(self, *, on: date, at: datetime) -> None:
        """Be withdrawn; withdrawing it again changes nothing."""
        if self.outcome is not None:
            raise Conflict(
                "This link was used already, so there is nothing left to withdraw. "
                "What was sent through it can be corrected.",
                kind="link-used",
            )
        if not self.revoked:
            self.record(LinkRevoked(link=self.id, occurred_on=on), at=at)


def no_such_link(link: UUID) -> NotFound:
    """What to say when an id leads to no link of the one who asks."""
    return NotFound(f"There is no link with the id {link} for you. Check the id.")
