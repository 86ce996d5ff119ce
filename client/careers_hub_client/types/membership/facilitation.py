"""Types of facilitation, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.membership.shared import Concern
from careers_hub_client.types.shared import Role

#: How an agreed action ended.
ActionOutcome = Literal["done", "dropped"]


class AgreeAction(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Agree an action with a member; without `owner` the member does it."""

    text: str
    due_on: date
    owner: UUID | None = None


class EndAction(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an action was done, or is no longer needed."""

    outcome: ActionOutcome


class FacilitatorView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One of the hub's people and what is in their hands. `name` is null once they were forgotten."""

    person: UUID
    name: str | None
    roles: tuple[Role, ...]
    caseload: tuple[UUID, ...]
    matters: int
    actions: int


class Facilitators(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Those who can look after members, in the order they came."""

    people: tuple[FacilitatorView, ...]


class MatterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What was decided about a matter: given to `person`, or set aside `until` a day, or closed
    where that is null. It holds for the fact of `on` and `count`.
    """

    reason: Concern
    person: UUID | None
    decided_on: date | None
    until: date | None
    words: str | None
    on: date | None
    count: int | None


class MemberActionView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An agreed action. `owner` is whose hands it is in now; null for the member's own and for
    what a leaver left undone, which `left` tells apart. `outcome` is null while it is open.
    """

    id: UUID
    agreed_on: date
    due_on: date
    text: str | None
    owner: UUID | None
    left: bool
    ended_on: date | None
    outcome: ActionOutcome | None


class MemberRecordView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What a hub holds of one member; `version` is that of its meetings and actions."""

    institution: UUID
    version: int
    visits: tuple[VisitView, ...]
    actions: tuple[MemberActionView, ...]
    matters: tuple[MatterView, ...]


class NoteVisit(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Note a meeting with a member."""

    kind: VisitKind
    note: str
    held_on: date | None = None


class RearrangeAction(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give an action another day or another owner."""

    due_on: date
    owner: UUID | None = None


#: How somebody of the hub met somebody of the member.
VisitKind = Literal["at_member", "elsewhere", "online", "phone"]


class VisitView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A meeting with the member; `by` is the person of the hub who noted it."""

    id: UUID
    held_on: date
    kind: VisitKind
    note: str | None
    by: UUID | None


class WithdrawVisit(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take the note of a meeting back, and destroy its text."""
