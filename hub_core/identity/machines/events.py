"""What happens to the keys of machines.

The rule: no secret and no digest of one stands here, only the open prefix by which a key is found.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.access import Organisation, Role
from hub_core.identity.machines.spelling import PREFIX_LETTERS, PREFIX_PATTERN, MachineKind
from hub_core.log.event import Event

KeyPrefix = Annotated[
    str,
    msgspec.Meta(pattern=PREFIX_PATTERN, min_length=PREFIX_LETTERS, max_length=PREFIX_LETTERS),
]
#: A group such as ``encounters:write``, or one operation such as ``encounters.confirm_encounter``.
ScopeName = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z]+[:.][a-z_]+$", min_length=3, max_length=60)
]


class KeyIssued(Event, frozen=True, kw_only=True):
    """A machine may act for an organisation, in this role and these scopes, up to and with a day."""

    TOPIC = "identity.KeyIssued.v1"
    key: UUID
    occurred_on: date
    kind: MachineKind
    prefix: KeyPrefix
    organisation: Organisation
    role: Role
    scopes: tuple[ScopeName, ...]
    expires_on: date

    def heading(self) -> str:
        return (
            f"A machine may act as {self.role.label} until {_day(self.expires_on)} "
            f"({self.kind.label})"
        )


class KeyRotated(Event, frozen=True, kw_only=True):
    """A new secret opens; the former ones up to and with a day, or no longer when there is none."""

    TOPIC = "identity.KeyRotated.v1"
    key: UUID
    occurred_on: date
    prefix: KeyPrefix
    former_until: date | None
    expires_on: date

    def heading(self) -> str:
        former = f"works until {_day(self.former_until)}" if self.former_until else "is over"
        return f"A machine was given a new secret; its former one {former}"


class KeyRevoked(Event, frozen=True, kw_only=True):
    """The machine may do nothing any more."""

    TOPIC = "identity.KeyRevoked.v1"
    key: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A machine's key was revoked"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
