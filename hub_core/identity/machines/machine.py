"""A machine: for whom it acts, in which role and scopes, and which of its secrets open still.

The rule: for whom it acts and what it may do never change; for anything else another key is issued.
"""

from datetime import date, datetime

from hub_core.access import Organisation, Principal, Role
from hub_core.identity.machines.events import KeyIssued, KeyRevoked, KeyRotated
from hub_core.identity.machines.scopes import operations_in
from hub_core.identity.machines.spelling import MachineKind
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Conflict, NotFound


class Standing(Labelled):
    """Whether a secret opens, and why not."""

    WORKS = "works", "In use"
    ROTATED = "rotated", "Replaced by a newer secret"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Revoked"


class Machine(Aggregate):
    """One API key or OAuth2 client."""

    kind: MachineKind
    organisation: Organisation
    role: Role
    scopes: tuple[str, ...]
    issued_on: date
    expires_on: date

    def begin(self) -> None:
        #: The prefixes of its secrets, newest last, and the last day of each that has been replaced.
        self.secrets: dict[str, date | None] = {}
        self.ended: set[str] = set()
        self.revoked_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case KeyIssued():
                self.kind, self.organisation = event.kind, event.organisation
                self.role, self.scopes = event.role, event.scopes
                self.issued_on, self.expires_on = event.occurred_on, event.expires_on
                self.secrets[event.prefix] = None
            case KeyRotated():
                self._replace(event.former_until)
                self.secrets[event.prefix] = None
                self.expires_on = event.expires_on
            case KeyRevoked():
                self.revoked_on = event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a machine's key")

    @property
    def prefix(self) -> str:
        """That of its newest secret."""
        return next(reversed(self.secrets))

    def standing(self, prefix: str, *, on: date) -> Standing | None:
        """Whether the secret with this prefix opens on a day.

        None when no event named it: it was kept, and then nothing was recorded.
        """
        if prefix not in self.secrets:
            return None
        if self.revoked_on is not None:
            return Standing.REVOKED
        if prefix in self.ended:
            return Standing.ROTATED
        until = self.secrets[prefix]
        if until is not None and on > until:
            return Standing.ROTATED
        return Standing.EXPIRED if on > self.expires_on else Standing.WORKS

    def stands(self, *, on: date) -> bool:
        """Whether it may do anything on a day, whichever of its secrets it shows."""
        return self.revoked_on is None and on <= self.expires_on

    @property
    def principal(self) -> Principal:
        """Who it is where permissions are decided."""
        return Principal(
            id=f"{self.kind.value}:{self.id}",
            roles=frozenset({self.role}),
            organisation=self.organisation,
            operations=operations_in(self.scopes),
        )

    def issue(self, event: KeyIssued, *, at: datetime) -> None:
        """Begin to exist."""
        if self.exists:
            raise Conflict("This key was issued already.", kind="already-issued")
        self.record(event, at=at)

    def rotate(self, event: KeyRotated, *, at: datetime) -> None:
        """Take a new secret."""
        self._must_stand()
        self.record(event, at=at)

    def revoke(self, *, on: date, at: datetime) -> None:
        """End for good; ending again changes nothing."""
        if self.revoked_on is None:
            self.record(KeyRevoked(key=self.id, occurred_on=on), at=at)

    def _must_stand(self) -> None:
        if self.revoked_on is not None:
            raise Conflict("This key was revoked, for good. Issue another one.", kind="key-revoked")

    def _replace(self, until: date | None) -> None:
        """None of the secrets so far outlives ``until``; without a day none opens any more."""
        for prefix, own in self.secrets.items():
            if until is None:
                self.ended.add(prefix)
            else:
                self.secrets[prefix] = until if own is None else min(own, until)


def no_such_key() -> NotFound:
    """What to say when an id leads to no key, in the words for one nobody may know of."""
    return NotFound("There is nothing here by that id, or none that you may know of.")
