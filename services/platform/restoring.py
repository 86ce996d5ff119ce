"""Putting an embedded hub back from its backups, so that it may be served again.

The rule: nothing is replaced before both backups stand whole beside it, and nothing is served before what was
erased since is erased again, the log has begun a new life and its stream is filled from it and proved equal.
"""

import asyncio
from collections.abc import Callable
from uuid import UUID

import asyncpg
import msgspec

from hub_core.embedded import DataFolder, Servers, locked_data_folder
from hub_core.embedded.postgres_folder import create_databases
from hub_core.log.agreement import repair
from hub_core.log.connection import while_connected
from hub_core.log.ledger import Ledger
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream
from hub_core.log.verify import verify
from hub_core.messaging.parts import FOLLOWER, RELAY
from hub_core.pools import open_pool
from hub_core.settings import Settings
from hub_core.vault.keys import VaultKeys, read_master_key
from hub_core.vault.vault import Vault
from services.platform.addresses import erasure_journal, vault_key_place
from services.platform.backup import Backup, run_program
from services.platform.commands.running import Failure
from services.platform.schema import bring_up_to_date

#: Each database of the hub, by what its backup holds. Its role has the same name.
DATABASES = {"log": "hub", "vault": "hub_vault"}


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What stands now. ``erased_again`` were in the journal and not in the vault's backup."""

    head: int
    incarnation: UUID
    erased_again: int


Progress = Callable[[int, int], None]


async def restore(
    chosen: Settings, *, log: Backup, vault: Backup, replace: bool, progress: Progress | None = None
) -> Restored:
    """Put both databases back into the data folder, on which no hub may run. Raises ``Failure``."""
    _belong_together(log, vault)
    keys = VaultKeys(read_master_key(vault_key_place(chosen)))
    with locked_data_folder(chosen.data) as folder:
        servers = Servers(folder)
        try:
            await servers.start()
            if not replace:
                await _refuse_to_replace(servers)
            for backup in (log, vault):
                await _load(servers, backup)
            await _check_loaded(servers, log)
            await _put_in_place(servers, folder)
            await bring_up_to_date(servers.addresses)
            return await _make_servable(servers, chosen, keys, progress)
        finally:
            await servers.stop()


def _belong_together(log: Backup, vault: Backup) -> None:
    """A vault older than the log lacks learners and texts that the log refers to."""
    if vault.manifest.head < log.manifest.head:
        raise Failure(
            f"The vault's backup was made when the log stood at {vault.manifest.head:,}, the log's stands at "
            f"{log.manifest.head:,}: the vault would lack what the log refers to. Use a backup of the "
            "vault from the same time or later."
        )


async def _refuse_to_replace(servers: Servers) -> None:
    connection = await asyncpg.connect(servers.postgres_url)
    try:
        holds = await connection.fetchval("select to_regclass('ledger.events') is not null")
        head = await connection.fetchval("select max(position) from ledger.events") if holds else 0
    finally:
        await connection.close()
    if head:
        raise Failure(
            f"The folder {servers.folder.path} holds a log of {head:,} events. To put the backup in its "
            "place and lose them, say --replace; or name an empty folder in HUB_DATA."
        )


async def _load(servers: Servers, backup: Backup) -> None:
    """Load a backup into a database beside the one it will replace."""
    name = DATABASES[backup.manifest.holds]
    draft = f"{name}_restoring"
    superuser = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        await superuser.execute(f"drop database if exists {draft} with (force)")
        await superuser.execute(f"create database {draft} owner {name} template template0")
        await superuser.execute(f"revoke all on database {draft} from public")
    finally:
        await superuser.close()
    await run_program(
        "pg_restore",
        servers.postgres.address(name, draft),
        [
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={draft}",
            backup.dump,
        ],
    )


async def _check_loaded(servers: Servers, log: Backup) -> None:
    """The log that was loaded is dense and ends where its manifest says."""
    connection = await asyncpg.connect(servers.postgres.address("hub", "hub_restoring"))
    try:
        count, head = await connection.fetchrow(
            "select count(*), coalesce(max(position), 0) from ledger.events"
        )
        last = await connection.fetchval(
            "select event_id from ledger.events where position = $1", head
        )
    finally:
        await connection.close()
    if (count, head, last) != (log.manifest.head, log.manifest.head, log.manifest.last_event):
        raise Failure(
            f"The backup in {log.dump.parent} should end at position {log.manifest.head:,} and ends at "
            f"{head:,} with {count:,} events. Nothing was replaced; use another backup."
        )


async def _put_in_place(servers: Servers, folder: DataFolder) -> None:
    superuser = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        for name in DATABASES.values():
            await superuser.execute(f"drop database if exists {name} with (force)")
            await superuser.execute(f"alter database {name}_restoring rename to {name}")
    finally:
        await superuser.close()
    await create_databases(servers.postgres.superuser_url, folder)


async def _make_servable(
    servers: Servers, chosen: Settings, keys: VaultKeys, progress: Progress | None
) -> Restored:
    async with (
        open_pool(servers.postgres_url, min_size=1, max_size=4) as pool,
        open_pool(servers.vault_url, min_size=1, max_size=2) as vault_pool,
    ):
        vault = Vault(vault_pool, keys, erasure_journal(chosen))
        await vault.check_key()
        erased_again = await vault.erase_again()
        ledger = Ledger(pool)
        await while_connected(
            servers.nats.url(RELAY),
            lambda client: repair(client, ledger, LogStream(), restored=True),
            name="hub restore",
        )
        await _fill_the_stream(servers, ledger, progress)
        return Restored(
            head=await ledger.head(),
            incarnation=await ledger.incarnation(),
            erased_again=erased_again,
        )


async def _fill_the_stream(servers: Servers, ledger: Ledger, progress: Progress | None) -> None:
    head = await ledger.head()
    relay = Relay(ledger, servers.nats.url(RELAY))
    relaying = asyncio.create_task(relay.run())
    try:
        while relay.position < head and not relaying.done():
            if progress is not None:
                progress(relay.position, head)
            await asyncio.wait([relaying], timeout=0.05)
    finally:
        relaying.cancel()
        ended = await asyncio.gather(relaying, return_exceptions=True)
    for problem in ended:
        if isinstance(problem, Exception):
            raise problem
    proof = await verify(ledger, servers.nats.url(FOLLOWER))
    if not proof.ok and proof.first_difference is not None:
        raise Failure(proof.first_difference.sentence)
