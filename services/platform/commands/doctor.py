"""``hub doctor``: what works, what does not, and what to do about it."""

import sys

import asyncpg
import msgspec
import rich_click as click
from rich.console import Console

from hub_core.database_roles import APPLICATION, SERVICES, SIGNED_IN, standing_of
from hub_core.embedded import Addresses
from hub_core.log.connection import CONNECTION_TROUBLE, JetStreamAway, connect
from hub_core.log.ledger import Ledger
from hub_core.log.stream import LogStream, state_of
from hub_core.messaging.parts import FOLLOWER
from hub_core.pools import open_pool
from hub_core.settings import Settings
from hub_core.vault.keys import MasterKeyUnusable, read_master_key
from projections import checkpoints
from services.platform.addresses import reachable, vault_key_place
from services.platform.commands.running import as_json, run, settings
from services.platform.projections import PROJECTIONS
from services.platform.schema import missing


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at. ``remedy`` says what to do when it is not ok."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


@click.command()
@click.option("--json", "for_program", is_flag=True, help="Print one JSON list.")
def doctor(for_program: bool) -> None:
    """Look at every part. Exit status 1 when one needs attention."""
    findings = run(_examine(settings()))
    if for_program:
        click.echo(as_json(findings))
    else:
        console = Console(highlight=False)
        for finding in findings:
            mark = "[green]ok[/green]  " if finding.ok else "[red]wrong[/red]"
            console.print(
                f"{mark}  {finding.what}: {finding.found} {finding.remedy}".rstrip(), soft_wrap=True
            )
    if not all(finding.ok for finding in findings):
        sys.exit(1)


async def _examine(chosen: Settings) -> list[Finding]:
    async with reachable(chosen) as addresses:
        findings = [_vault_key(chosen), await _migrations(addresses)]
        if not findings[-1].ok:
            return findings
        async with open_pool(addresses.postgres_url, min_size=1, max_size=2) as pool:
            head = await Ledger(pool).head()
            findings.append(Finding(what="ledger", ok=True, found=f"{head:,} events."))
            findings.append(await _fence(pool))
            findings.append(await _stream(addresses, head))
            findings.extend([await _projection(pool, name, head) for name in PROJECTIONS])
        return findings


def _vault_key(chosen: Settings) -> Finding:
    file = vault_key_place(chosen)
    if chosen.vault_key_file is None and not file.exists():
        return Finding(what="vault key", ok=True, found="none yet; made when the services start.")
    try:
        read_master_key(file)
    except MasterKeyUnusable as problem:
        return Finding(what="vault key", ok=False, found=str(problem))
    return Finding(what="vault key", ok=True, found=f"{file}. Keep a copy apart from the backups.")


async def _migrations(addresses: Addresses) -> Finding:
    waiting = await missing(addresses)
    if waiting:
        return Finding(
            what="databases",
            ok=False,
            found=f"{len(waiting)} migrations are missing.",
            remedy="Run `hub migrate`.",
        )
    return Finding(what="databases", ok=True, found="up to date.")


async def _fence(pool: asyncpg.Pool) -> Finding:
    """Whether the services' role stands behind the policies of the read models, and is the one used."""
    roles = [row[0] for row in await pool.fetch(SIGNED_IN, APPLICATION)]
    for role in [SERVICES, *roles]:
        standing = await standing_of(pool, role)
        if not standing.behind_the_fence:
            return Finding(
                what="row-level security",
                ok=False,
                found=f"{role} could read the rows of every hub: {standing.why}.",
                remedy=f"Give services the address of the role {SERVICES} in HUB_POSTGRES_URL.",
            )
    return Finding(
        what="row-level security",
        ok=True,
        found=f"services read as {SERVICES}"
        + (", none is signed in now." if not roles else ", and so do those that run now."),
    )


async def _stream(addresses: Addresses, head: int) -> Finding:
    try:
        client = await connect(addresses.nats(FOLLOWER), name="hub doctor")
        try:
            state = await state_of(client, LogStream())
        finally:
            await client.close()
    except (*CONNECTION_TROUBLE, JetStreamAway) as problem:
        return Finding(
            what="stream",
            ok=False,
            found=f"NATS does not answer: {problem}.",
            remedy="Check that nats-server runs with JetStream.",
        )
    if state is None:
        return Finding(
            what="stream", ok=head == 0, found="there is none.", remedy="Run `hub relay`."
        )
    behind = head - state.last_seq
    return Finding(
        what="stream",
        ok=behind == 0,
        found=f"at {state.last_seq:,}"
        + (f", {behind:,} behind the ledger." if behind else ", level with the ledger."),
        remedy="Run `hub relay`, or wait for the one that runs." if behind else "",
    )


async def _projection(pool: asyncpg.Pool, name: str, head: int) -> Finding:
    try:
        checkpoint = await checkpoints.current(pool, name)
    except asyncpg.InsufficientPrivilegeError:
        return Finding(
            what=name,
            ok=False,
            found="the role we are signed in as may not look at it.",
            remedy="Run `hub doctor` with the owner's address in HUB_POSTGRES_URL.",
        )
    if checkpoint is None:
        return Finding(
            what=name, ok=False, found="never built.", remedy=f"Run `hub project {name}`."
        )
    parked = await checkpoints.parked(pool, checkpoint)
    behind = head - checkpoint.position
    return Finding(
        what=name,
        ok=not parked and behind == 0,
        found=f"at {checkpoint.position:,}, {behind:,} behind, {len(parked)} institutions parked.",
        remedy=f"Run `hub project {name}`, or wait for the one that runs." if behind else "",
    )
