"""Keys of machines over the API: an organisation issues, lists, rotates and revokes its own.

The rule: a secret stands in the answer to whoever issued or rotated the key, once, and nowhere else;
asked again with the same Idempotency-Key, the answer is the same key without it.
"""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler, post
from litestar.params import FromPath

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.execute import ENGLAND
from hub_core.identity.machines import issuing
from hub_core.identity.machines.commands import (
    IssueKey,
    KeyMade,
    RevokeKey,
    RotateKey,
    ScopeNames,
)
from hub_core.identity.machines.machine import Machine, Standing, no_such_key
from hub_core.identity.machines.spelling import MachineKind, beginning
from hub_core.identity.machines.store import Kept, Machines
from hub_core.work import Changed
from services.http.bodies import read_body
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.routes import read_route, write_options
from services.http.writing import Position, answered, asked, told_once
from services.identity.about import organisation_in_path
from services.identity.links import HolderView

Label = Annotated[
    str,
    msgspec.Meta(
        max_length=60,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="What people know it by, such as the system that uses it. No names of persons.",
    ),
]


class KeyAsked(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """A key for a machine that acts in a role at an organisation; for a year, unless a day is given."""

    organisation: HolderView
    role: Role
    scopes: ScopeNames
    kind: MachineKind = MachineKind.KEY
    label: Label = ""
    expires_on: date | None = None


class RotationAsked(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """The last day on which former secrets work too: none of them works any more without one."""

    former_until: date | None = None
    expires_on: date | None = None


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No fields."""


class KeyMadeView(KeyMade, frozen=True, kw_only=True, rename="camel"):
    """A key with its ``secret``, told once: null when asked again."""

    secret: str | None
    position: Position


class KeyRevokedView(Changed, frozen=True, kw_only=True, rename="camel"):
    """The key and the version of its record."""

    position: Position


class KeyView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A key as it stands; ``begins`` is the open part of its newest secret."""

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
    last_used_at: datetime | None


class KeyList(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation's keys, newest first."""

    keys: tuple[KeyView, ...]


@read_route(
    "/organisations/{kind:str}/{organisation:uuid}/keys",
    operation="identity.keys",
    about=organisation_in_path,
)
async def keys(
    parts: OpenParts,
    platform: OpenPlatform,
    kind: FromPath[OrganisationKind],
    organisation: FromPath[UUID],
) -> Response[KeyList]:
    """The keys of an organisation's machines, without their secrets."""
    found = await Machines(parts.pool, clock=platform.clock).list(Organisation(kind, organisation))
    today = platform.clock().astimezone(ENGLAND).date()
    return Response(KeyList(keys=tuple(_view(one, today) for one in found)))


@post(
    "/keys",
    summary="Issue a key to a machine",
    **write_options(IssueKey, body=KeyAsked, answer=KeyMadeView, creates=True),
)
async def issue(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Its secret is told once."""
    sent = await read_body(request, KeyAsked)
    wanted = issuing.Wanted(
        kind=sent.kind,
        organisation=Organisation(sent.organisation.kind, sent.organisation.id),
        role=sent.role,
        scopes=sent.scopes,
        label=sent.label,
        expires_on=sent.expires_on,
    )
    machines = Machines(parts.pool, clock=platform.clock)
    shown = await issuing.issue(wanted, principal, platform, machines, asked(request))
    return told_once(shown.accepted, HTTPStatus.CREATED, secret=_secret(shown))


@post(
    "/keys/{key:uuid}/rotate",
    summary="Give a machine a new secret",
    **write_options(
        RotateKey, body=RotationAsked, answer=KeyMadeView, in_path=("key",), versioned=True
    ),
)
async def rotate(
    request: Request[Any, Any, Any],
    key: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """The new secret is told once."""
    sent = await read_body(request, RotationAsked)
    machines = Machines(parts.pool, clock=platform.clock)
    shown = await issuing.rotate(
        await _machine(key, machines),
        principal,
        platform,
        machines,
        asked(request),
        former_until=sent.former_until,
        expires_on=sent.expires_on,
    )
    return told_once(shown.accepted, HTTPStatus.OK, secret=_secret(shown))


@post(
    "/keys/{key:uuid}/revoke",
    summary="Shut a machine out, at once and for good",
    **write_options(
        RevokeKey, body=Nothing, answer=KeyRevokedView, in_path=("key",), versioned=True
    ),
)
async def revoke(
    request: Request[Any, Any, Any],
    key: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Its secrets and tokens open nothing from then on."""
    await read_body(request, Nothing)
    machine = await _machine(key, Machines(parts.pool))
    accepted = await issuing.revoke(machine, principal, platform, asked(request))
    return answered(accepted, HTTPStatus.OK)


async def _machine(key: UUID, machines: Machines) -> Machine:
    machine = await machines.machine(key)
    if machine is None:
        raise no_such_key()
    return machine


def _secret(shown: issuing.Shown) -> str | None:
    return shown.secret.text if shown.secret else None


def _view(kept: Kept, today: date) -> KeyView:
    machine = kept.machine
    standing = machine.standing(machine.prefix, on=today)
    assert standing is not None  # it is the prefix of its own newest secret
    return KeyView(
        id=machine.id,
        version=machine.version,
        kind=machine.kind,
        begins=beginning(machine.kind, machine.prefix),
        role=machine.role,
        scopes=machine.scopes,
        label=kept.label,
        issued_on=machine.issued_on,
        expires_on=machine.expires_on,
        standing=standing,
        last_used_at=kept.last_used_at,
    )


ROUTES: tuple[HTTPRouteHandler, ...] = (keys, issue, rotate, revoke)
