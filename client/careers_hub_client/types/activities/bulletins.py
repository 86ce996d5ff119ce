"""Types of bulletins, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import AttendanceSent, DeliveryMode, Pathway, Sector


class BoardView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every bulletin there was, the latest published first."""

    bulletins: tuple[PostedView, ...]


class BulletinList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What can be read today, the latest published first. `hub` is null where the school is with
    none.
    """

    hub: UUID | None
    bulletins: tuple[BulletinView, ...]


class BulletinSubject(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What a bulletin is about and for whom. Nothing of a kind is everything of it: without
    `areas` it is about the hub's whole area, without `yearGroups` for every one.
    """

    sectors: tuple[Sector, ...] = ()
    areas: tuple[str, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    year_groups: tuple[int, ...] = ()


class BulletinView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A bulletin as schools read it. `employer` is whose it is, null for the hub's own."""

    id: UUID
    employer: UUID | None
    employer_name: str | None
    headline: str | None
    text: str | None
    published_on: date
    until: date
    sectors: tuple[Sector, ...]
    areas: tuple[str, ...]
    pathways: tuple[Pathway, ...]
    year_groups: tuple[int, ...]


class PostedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A bulletin as its hub and its employer see it: whether schools read it today, and how many
    used it how often. `headline` and `text` are null once it was withdrawn, for they are
    destroyed.
    """

    id: UUID
    employer: UUID | None
    employer_name: str | None
    headline: str | None
    text: str | None
    published_on: date
    until: date
    sectors: tuple[Sector, ...]
    areas: tuple[str, ...]
    pathways: tuple[Pathway, ...]
    year_groups: tuple[int, ...]
    hub: UUID
    current: bool
    withdrawn_on: date | None
    schools: int
    uses: int


class PublishEmployerBulletin(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Publish an employer's bulletin on the board of a hub."""

    headline: str
    text: str
    until: date
    about: BulletinSubject | None = None
    to_hub: UUID


class PublishHubBulletin(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Publish a bulletin of the hub's own."""

    headline: str
    text: str
    until: date
    about: BulletinSubject | None = None


class UseBulletin(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record a session on the labour market in which a bulletin was used."""

    held_on: date | None = None
    mode: DeliveryMode | None = None
    year_groups: tuple[int, ...] = ()
    attendance: AttendanceSent | None = None


class WithdrawEmployerBulletin(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take the employer's own bulletin off the board of a hub."""

    to_hub: UUID


class WithdrawHubBulletin(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a bulletin off the hub's board, whoever's it is."""
