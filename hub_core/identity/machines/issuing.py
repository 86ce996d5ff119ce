"""Issuing, rotating and revoking: the command, and the secret that belongs to it.

The rule: the digest is kept first and the event recorded second, and only what the event names opens.
If the process ends between the two, the digest is of a secret nobody was ever shown and no stream
knows: it opens nothing, and the same request sent again records the event (its key's secret is then
nobody's, and rotating the key gives it one). The reverse order could leave a key on record that no
secret opens; two writes of the key's state could disagree about whether it is revoked. There is only
one: the ledger's.
"""

from datetime import date
from uuid import UUID

import msgspec

from hub_core.access import Organisation, Principal, Role
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.identity.machines.commands import IssueKey, KeyMade, RevokeKey, RotateKey
from hub_core.identity.machines.machine import Machine
from hub_core.identity.machines.spelling import MachineKind, Presented, new_secret
from hub_core.identity.machines.store import Machines
from hub_core.log.ledger import command_key
from hub_core.refusals import Refusal
from hub_core.work import Command


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the issuer is told. ``secret`` is None in the answer to a repeat: it was shown once."""

    key: KeyMade
    secret: Presented | None
    accepted: Accepted


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A key as somebody asks for it. ``label`` is for people, and never enters the log."""

    kind: MachineKind = MachineKind.KEY
    organisation: Organisation
    role: Role
    scopes: tuple[str, ...]
    label: str = ""
    expires_on: date | None = None


async def issue(
    wanted: Wanted, principal: Principal, platform: Platform, machines: Machines, request: Request
) -> Shown:
    """Issue a key; raises a ``Refusal`` as ``execute`` does."""
    key = _seed(principal, IssueKey.OPERATION, platform, request)
    secret = new_secret(wanted.kind, key)
    command = IssueKey(
        key=key,
        kind=wanted.kind,
        prefix=secret.prefix,
        organisation=wanted.organisation,
        role=wanted.role,
        scopes=wanted.scopes,
        expires_on=wanted.expires_on,
    )
    new = await machines.keep_new(
        secret, key=key, organisation=wanted.organisation, label=wanted.label, by=principal.id
    )
    made = _Made(key=key, secret=secret, new=new)
    return await _carried_out(command, made, principal, platform, machines, request)


async def rotate(
    machine: Machine,
    principal: Principal,
    platform: Platform,
    machines: Machines,
    request: Request,
    *,
    former_until: date | None,
    expires_on: date | None = None,
) -> Shown:
    """Give a key another secret; raises a ``Refusal`` as ``execute`` does."""
    secret = new_secret(machine.kind, _seed(principal, RotateKey.OPERATION, platform, request))
    command = RotateKey(
        organisation=machine.organisation,
        key=machine.id,
        prefix=secret.prefix,
        former_until=former_until,
        expires_on=expires_on,
    )
    new = await machines.keep_another(secret, key=machine.id)
    made = _Made(key=machine.id, secret=secret, new=new)
    return await _carried_out(command, made, principal, platform, machines, request)


async def revoke(
    machine: Machine, principal: Principal, platform: Platform, request: Request
) -> Accepted:
    """Revoke a key, in force as soon as it is recorded; raises a ``Refusal`` as ``execute`` does."""
    command = RevokeKey(organisation=machine.organisation, key=machine.id)
    return await execute(command, principal, platform, request)


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """A secret that was kept for a command; ``new`` unless the same request kept one before."""

    key: UUID
    secret: Presented
    new: bool


def _seed(principal: Principal, operation: str, platform: Platform, request: Request) -> UUID:
    """The same for the same request sent again, so that it finds what the first one kept."""
    if request.command_id is None:
        return platform.new_id()
    return command_key(principal=principal.id, operation=operation, command_id=request.command_id)


async def _carried_out(
    command: Command,
    made: _Made,
    principal: Principal,
    platform: Platform,
    machines: Machines,
    request: Request,
) -> Shown:
    try:
        accepted = await execute(command, principal, platform, request)
    except Refusal:
        if made.new:
            await machines.forget(made.secret, key=made.key)
        raise
    key = msgspec.json.decode(accepted.answer, type=KeyMade)
    return Shown(key=key, secret=made.secret if made.new else None, accepted=accepted)
