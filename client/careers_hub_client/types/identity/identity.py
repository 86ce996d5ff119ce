"""Types of identity, of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.identity.shared import HolderView
from careers_hub_client.types.shared import Organisation, Role


class AssignCaseload(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give institutions of a hub to one of its people to look after; to nobody without `person`."""

    person: UUID | None = None
    institutions: tuple[UUID, ...]


#: What somebody looks after for their organisation, and a successor must take over.
DutyKind = Literal["action", "attention", "caseload", "encounter", "invitation", "key", "link"]


class DutyView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing somebody looks after: an institution, an invitation, a key, a link, an encounter.

    `until` is the day after which it is over by itself.
    """

    kind: DutyKind
    thing: UUID
    until: date | None


class EndRole(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """End a role somebody holds at an organisation."""

    organisation: Organisation
    role: Role
    reason: RoleEndReason = "left"
    unattended: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One line of the audit. `number` is its place in the log, or in the record of reads."""

    kind: EntryKind
    number: int
    at: str
    who: str
    action: str
    what: str
    organisation: str | None = None
    on_behalf_of: str | None = None
    about: tuple[str, ...] = ()
    learners: int | None = None
    correlation: str | None = None
    causation: str | None = None


#: What happened: something was recorded, or something was read.
EntryKind = Literal["audit", "event", "export", "learner_data", "vault"]


class ErasePerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Forget who a person is, for good."""

    unattended: bool = False


class HandOver(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Let somebody's duties at an organisation go over to a colleague, and end their roles there;
    with `stays` the roles remain.
    """

    organisation: Organisation
    successor: UUID
    unattended: bool = False
    stays: bool = False


class HandedOver(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The leaver, the version they have now, and how many duties the successor took over."""

    id: UUID
    version: int
    duties: int
    position: int


class HeldView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An organisation you can act for: your roles there, and its name."""

    organisation: HolderView
    roles: tuple[Role, ...]
    name: str


class InvitationList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The open invitations of an organisation, oldest first."""

    invitations: tuple[InvitationView, ...]


class InvitationView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An open invitation. `by` is the person who sent it, null for the platform itself; `email` is
    null where it is not to be shown.
    """

    id: UUID
    role: Role
    organisation: HolderView
    email: str | None
    invited_on: date
    expires_on: date
    by: UUID | None


class InvitePerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Invite whoever reads an e-mail address to a role at an organisation."""

    organisation: Organisation
    role: Role
    email: str


class InvitedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A new invitation. `path` is the address of its link below the hub's own, told once: null
    when asked again.
    """

    id: UUID
    version: int
    expires_on: date
    path: str | None
    position: int


class IssueLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Let somebody without an account do one thing. `holder` is the organisation whose deed it is.

    `hub` is the hub that sends it; `encounter`, `institutions` and `period` say what it is
    about, as the purpose needs.
    """

    purpose: LinkPurpose
    holder: Organisation
    hub: UUID | None = None
    encounter: UUID | None = None
    institutions: tuple[UUID, ...] = ()
    period: str | None = None
    days: int | None = None


class KeyAsked(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A key for a machine that acts in a role at an organisation; for a year, unless a day is
    given.
    """

    organisation: HolderView
    role: Role
    scopes: tuple[str, ...]
    kind: MachineKind = "key"
    label: str = ""
    expires_on: date | None = None


class KeyList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An organisation's keys, newest first."""

    keys: tuple[KeyView, ...]


class KeyMadeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A key with its `secret`, told once: null when asked again."""

    id: UUID
    version: int
    prefix: str
    expires_on: date
    secret: str | None
    position: int


class KeyRevokedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The key and the version of its record."""

    id: UUID
    version: int
    position: int


class KeyView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A key as it stands; `begins` is the open part of its newest secret."""

    id: UUID
    version: int
    kind: MachineKind
    begins: str
    role: Role
    scopes: tuple[str, ...]
    label: str
    issued_on: date
    expires_on: date
    standing: Standing
    last_used_at: str | None


class LinkIssuedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A new link. `path` is its address below the hub's own, told once: null when asked again."""

    id: UUID
    version: int
    purpose: LinkPurpose
    expires_at: str
    path: str | None
    position: int


class LinkList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The latest links of an organisation, newest first."""

    links: tuple[LinkView, ...]


#: The deeds a link can be for.
LinkPurpose = Literal[
    "accept_invitation",
    "answer_offer",
    "confirm_encounter",
    "monthly_counts",
    "offer_encounter",
    "primary_return",
    "record_delivery",
]


class LinkRevokedView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The link and the version of its record."""

    id: UUID
    version: int
    position: int


#: Whether a link still opens.
LinkState = Literal["expired", "open", "revoked", "spent"]


class LinkView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A link as it stands, without its address. `outcome` says what became of one that was used."""

    id: UUID
    purpose: LinkPurpose
    state: LinkState
    holder: HolderView | None
    sender: HolderView | None
    period: str | None
    issued_at: str
    expires_at: str
    opened: int
    first_opened_at: str | None
    last_opened_at: str | None
    spent_at: str | None
    outcome: str | None


#: How a machine proves itself.
MachineKind = Literal["client", "key"]


class MeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who asks: pseudonym, the organisation acted for and the roles there, and everywhere else."""

    id: str
    person: UUID | None
    organisation: HolderView | None
    roles: tuple[Role, ...]
    on_behalf_of: HolderView | None
    organisations: tuple[HeldView, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of the audit. `next` is the cursor of what is older, None at the end.

    `searchedBackTo` says how far back this page looked when it stopped before it was full.
    """

    entries: tuple[Entry, ...]
    next: str | None = None
    searched_back_to: str | None = None


class PeopleList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Everybody with a role at an organisation, in the order they came."""

    people: tuple[PersonView, ...]


class PersonView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody with a role. `name` and `email` are null where they are not to be shown."""

    id: UUID
    name: str | None
    email: str | None
    roles: tuple[Role, ...]
    duties: tuple[DutyView, ...]


class RevokeLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Withdraw a link before it is used. `holder` and `sender` are as the link has them."""


#: Why somebody no longer holds a role.
RoleEndReason = Literal["by_mistake", "changed_job", "erased", "left", "other"]


class RotationAsked(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The last day on which former secrets work too: none of them works any more without one."""

    former_until: date | None = None
    expires_on: date | None = None


#: Whether a secret opens, and why not.
Standing = Literal["expired", "revoked", "rotated", "works"]


class WithdrawInvitation(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Withdraw an invitation that nobody has accepted yet."""


class WithdrawnView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The invitation and the version of its record."""

    id: UUID
    version: int
    position: int
