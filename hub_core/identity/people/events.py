"""What happens to people: registered, given roles, invited, relieved of duties, forgotten.

The rule: nobody is named here. A name and an e-mail address are references into the vault, and a sign-in
is the vault's keyed digest of issuer and subject.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role
from hub_core.identity.people.codes import DutyKind, RoleEndReason
from hub_core.log.event import Event

KeyedDigest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", min_length=32, max_length=32)]


class Duty(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing somebody looks after for their organisation, up to and with a day if that is known."""

    kind: DutyKind
    thing: UUID
    until: date | None = None


class PersonRegistered(Event, frozen=True, kw_only=True):
    """A person is known here from now on; ``name`` and ``email`` are the vault's references."""

    TOPIC = "identity.PersonRegistered.v1"
    person: UUID
    occurred_on: date
    name: UUID
    email: UUID | None = None

    def heading(self) -> str:
        return "A person was registered"


class SignInLinked(Event, frozen=True, kw_only=True):
    """The person can sign in with the account that the vault recognises by ``sign_in``."""

    TOPIC = "identity.SignInLinked.v1"
    person: UUID
    occurred_on: date
    sign_in: KeyedDigest

    def heading(self) -> str:
        return "A person can sign in with an account"


class RoleGranted(Event, frozen=True, kw_only=True):
    """The person holds this role there; ``invitation`` is None when the platform itself granted it."""

    TOPIC = "identity.RoleGranted.v1"
    person: UUID
    occurred_on: date
    role: Role
    organisation: Organisation
    invitation: UUID | None = None

    def heading(self) -> str:
        return f"A person was given a role: {self.role.label}"


class RoleEnded(Event, frozen=True, kw_only=True):
    """The person no longer holds this role there."""

    TOPIC = "identity.RoleEnded.v1"
    person: UUID
    occurred_on: date
    role: Role
    organisation: Organisation
    reason: RoleEndReason

    def heading(self) -> str:
        return f"A role ended: {self.role.label}. {self.reason.label}"


class BegunActingOnBehalf(Event, frozen=True, kw_only=True):
    """The person acts for ``on_behalf_of`` from here on, by the role held at ``organisation``."""

    TOPIC = "identity.BegunActingOnBehalf.v1"
    person: UUID
    occurred_on: date
    organisation: Organisation
    on_behalf_of: Organisation

    def heading(self) -> str:
        return "A person of a hub began to act on behalf of a member"


class EndedActingOnBehalf(Event, frozen=True, kw_only=True):
    """The person no longer acts for ``on_behalf_of``."""

    TOPIC = "identity.EndedActingOnBehalf.v1"
    person: UUID
    occurred_on: date
    organisation: Organisation
    on_behalf_of: Organisation

    def heading(self) -> str:
        return "A person of a hub stopped acting on behalf of a member"


class PersonErased(Event, frozen=True, kw_only=True):
    """Who the person is was destroyed in the vault; what they did stays, and nobody can tell whose it is."""

    TOPIC = "identity.PersonErased.v1"
    person: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A person was forgotten at their own request"


class PersonInvited(Event, frozen=True, kw_only=True):
    """Whoever has the e-mail address behind ``email`` may take this role there up to ``expires_on``.

    ``by`` is the person who invited and the organisation they did it for, None for the platform itself;
    ``recognised_by`` tells a second invitation of the same address to the same role.
    """

    TOPIC = "identity.PersonInvited.v1"
    invitation: UUID
    occurred_on: date
    role: Role
    organisation: Organisation
    email: UUID
    recognised_by: KeyedDigest
    expires_on: date
    by: UUID | None = None
    by_organisation: Organisation | None = None

    def heading(self) -> str:
        return f"Somebody was invited: {self.role.label}"


class InvitationAccepted(Event, frozen=True, kw_only=True):
    """The person took the role they were invited to."""

    TOPIC = "identity.InvitationAccepted.v1"
    invitation: UUID
    occurred_on: date
    person: UUID

    def heading(self) -> str:
        return "An invitation was accepted"


class InvitationWithdrawn(Event, frozen=True, kw_only=True):
    """The invitation no longer stands."""

    TOPIC = "identity.InvitationWithdrawn.v1"
    invitation: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An invitation was withdrawn"


class InvitationExpired(Event, frozen=True, kw_only=True):
    """Nobody accepted in time, and another invitation takes its place."""

    TOPIC = "identity.InvitationExpired.v1"
    invitation: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An invitation expired"


class TeamJoined(Event, frozen=True, kw_only=True):
    """The organisation has this person in this role."""

    TOPIC = "identity.TeamJoined.v1"
    organisation: Organisation
    occurred_on: date
    person: UUID
    role: Role

    def heading(self) -> str:
        return f"An organisation gained {_with_article(self.role)}"


class TeamLeft(Event, frozen=True, kw_only=True):
    """The organisation no longer has this person in this role."""

    TOPIC = "identity.TeamLeft.v1"
    organisation: Organisation
    occurred_on: date
    person: UUID
    role: Role

    def heading(self) -> str:
        return f"An organisation lost {_with_article(self.role)}"


class DutiesTaken(Event, frozen=True, kw_only=True):
    """The person looks after these from now on, whoever did before."""

    TOPIC = "identity.DutiesTaken.v1"
    organisation: Organisation
    occurred_on: date
    person: UUID
    duties: tuple[Duty, ...]

    def heading(self) -> str:
        return f"A person took on {_counted(self.duties)}"


class DutiesEnded(Event, frozen=True, kw_only=True):
    """These need nobody any more, or nobody has them."""

    TOPIC = "identity.DutiesEnded.v1"
    organisation: Organisation
    occurred_on: date
    duties: tuple[Duty, ...]

    def heading(self) -> str:
        return f"An organisation has {_counted(self.duties)} fewer in somebody's hands"


class DutiesHandedOver(Event, frozen=True, kw_only=True):
    """All that ``person`` looked after is the successor's."""

    TOPIC = "identity.DutiesHandedOver.v1"
    organisation: Organisation
    occurred_on: date
    person: UUID
    successor: UUID
    duties: tuple[Duty, ...]

    def heading(self) -> str:
        return f"A leaver handed over {_counted(self.duties)}"


def _counted(duties: tuple[Duty, ...]) -> str:
    return "1 duty" if len(duties) == 1 else f"{len(duties)} duties"


def _in_a_sentence(role: Role) -> str:
    return (
        role.label if role.label.startswith("National") else role.label[0].lower() + role.label[1:]
    )


def _with_article(role: Role) -> str:
    said = _in_a_sentence(role)
    return f"{'an' if said[0].lower() in 'aeiou' else 'a'} {said}"
