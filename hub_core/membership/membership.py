"""An institution's membership of hubs: asked for, active, paused, moved, ended.

The rule: one hub at a time. The claim ``active-hub:<institution>`` holds across streams and processes
what this stream decides for itself.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.membership.codes import SuspensionReason, TransferReason, WithdrawalReason
from hub_core.membership.events import (
    MemberAdmitted,
    MemberReinstated,
    MembershipRequested,
    MemberSuspended,
    MemberTransferred,
    MemberWithdrawn,
)
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Conflict


class MembershipStatus(Labelled):
    """Where a membership stands."""

    NONE = "none", "Not a member"
    REQUESTED = "requested", "Asked to join"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Paused"


MEMBER = (MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED)


class Membership(Aggregate):
    """One institution's membership (stream: ``keys.membership_stream``)."""

    def begin(self) -> None:
        self.status = MembershipStatus.NONE
        self.hub: UUID | None = None
        self.since: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case MembershipRequested():
                self.status, self.hub = MembershipStatus.REQUESTED, event.hub
            case MemberAdmitted():
                self.status, self.hub = MembershipStatus.ACTIVE, event.hub
            case MemberSuspended():
                self.status = MembershipStatus.SUSPENDED
            case MemberReinstated():
                self.status = MembershipStatus.ACTIVE
            case MemberTransferred():
                self.status, self.hub = MembershipStatus.ACTIVE, event.to_hub
            case MemberWithdrawn():
                self.status, self.hub = MembershipStatus.NONE, None
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a membership")
        self.since = event.occurred_on

    @property
    def is_member(self) -> bool:
        """Whether it is with a hub, active or paused."""
        return self.status in MEMBER

    def request(self, institution: UUID, hub: UUID, *, on: date, at: datetime) -> None:
        """Ask to join; asking the same hub again changes nothing."""
        if self.is_member:
            raise self._already_member(hub)
        if self.hub != hub:
            self._in_order("asked for", on=on)
            self.record(
                MembershipRequested(institution=institution, hub=hub, occurred_on=on), at=at
            )

    def admit(self, institution: UUID, hub: UUID, *, on: date, at: datetime) -> None:
        """Become an active member, asked for or not."""
        if self.is_member:
            raise self._already_member(hub)
        self._in_order("begun", on=on)
        self.record(MemberAdmitted(institution=institution, hub=hub, occurred_on=on), at=at)

    def suspend(
        self, institution: UUID, hub: UUID, reason: SuspensionReason, *, on: date, at: datetime
    ) -> None:
        """Pause an active membership."""
        self._require(hub, MembershipStatus.ACTIVE, deed="paused", on=on)
        self.record(
            MemberSuspended(institution=institution, hub=hub, occurred_on=on, reason=reason), at=at
        )

    def reinstate(self, institution: UUID, hub: UUID, *, on: date, at: datetime) -> None:
        """Make a paused membership active again."""
        self._require(hub, MembershipStatus.SUSPENDED, deed="made active again", on=on)
        self.record(MemberReinstated(institution=institution, hub=hub, occurred_on=on), at=at)

    def transfer(
        self,
        institution: UUID,
        hub: UUID,
        to_hub: UUID,
        reason: TransferReason,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Leave one hub and join another on the same day."""
        self._require(hub, *MEMBER, deed="moved", on=on)
        if hub == to_hub:
            raise Conflict("It is a member of that hub already.", kind="already-member")
        self.record(
            MemberTransferred(
                institution=institution,
                from_hub=hub,
                to_hub=to_hub,
                occurred_on=on,
                reason=reason,
            ),
            at=at,
        )

    def withdraw(
        self, institution: UUID, hub: UUID, reason: WithdrawalReason, *, on: date, at: datetime
    ) -> None:
        """End a membership, or the request for one."""
        self._require(hub, MembershipStatus.REQUESTED, *MEMBER, deed="withdrawn", on=on)
        self.record(
            MemberWithdrawn(institution=institution, hub=hub, occurred_on=on, reason=reason), at=at
        )

    def _already_member(self, hub: UUID) -> Conflict:
        if self.hub == hub:
            return Conflict(
                "The institution is a member of this hub already.", kind="already-member"
            )
        return Conflict(
            "The institution is a member of another hub. It can be in one hub at a time: "
            "let that hub withdraw it or transfer it here.",
            kind="member-elsewhere",
        )

    def _require(self, hub: UUID, *allowed: MembershipStatus, deed: str, on: date) -> None:
        if self.hub != hub:
            raise Conflict(
                f"The institution is not with this hub, so its membership cannot be {deed} by it.",
                kind="not-a-member",
            )
        if self.status not in allowed:
            raise Conflict(
                f"The membership cannot be {deed}: it stands at \u201c{self.status.label}\u201d.",
                kind="membership-state",
            )
        self._in_order(deed, on=on)

    def _in_order(self, deed: str, *, on: date) -> None:
        if self.since is not None and on < self.since:
            raise Conflict(
                f"The membership cannot be {deed} on {on:%-d %B %Y}: "
                f"it stands as it is since {self.since:%-d %B %Y}. Give a later date.",
                kind="date-before-last",
            )
