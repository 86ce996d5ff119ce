"""The shape of the databases: which migrations belong to which.

Rule: services and workers leave databases that somebody named as they are, so that they need no right
to change them; embedded ones, which nobody else tends, are brought up to date by whoever comes first.
"""

import asyncpg

from hub_core.audit import MIGRATIONS as AUDIT
from hub_core.database_roles import grant_to_services
from hub_core.embedded import Addresses
from hub_core.identity.machines.store import MIGRATIONS as MACHINES
from hub_core.identity.sessions import MIGRATIONS as SESSIONS
from hub_core.limits import MIGRATIONS as LIMITS
from hub_core.migrations import Migration, MigrationSet, migrate, pending
from hub_core.settings import Settings
from hub_core.snapshots.store import MIGRATIONS as SNAPSHOTS
from hub_core.statistics.store import MIGRATIONS as STATISTICS
from hub_core.sync.uploads import MIGRATIONS as SYNC
from hub_core.webhooks.store import MIGRATIONS as WEBHOOKS
from projections.checkpoints import MIGRATIONS as PROJECTIONS
from services.platform.addresses import named

LEDGER = MigrationSet(name="ledger", package="hub_core.log")
LINKS = MigrationSet(name="links", package="hub_core.identity.links")
VAULT = MigrationSet(name="vault", package="hub_core.vault")

#: In the hub's own database, in this order.
HUB_SETS = (
    LEDGER,
    PROJECTIONS,
    SESSIONS,
    AUDIT,
    LINKS,
    MACHINES,
    LIMITS,
    SYNC,
    WEBHOOKS,
    SNAPSHOTS,
    STATISTICS,
)
#: In the vault's.
VAULT_SETS = (VAULT,)
#: Files named in a sentence; more are counted.
NAMED = 5


class NotUpToDate(Exception):
    """The databases are not in the shape this release expects."""


async def bring_up_to_date(addresses: Addresses) -> list[str]:
    """Apply what is new to both databases; returns the files applied.

    What the services' role may do is granted anew, for the files may have made tables. Raises
    ``MigrationError`` and ``RoleMissing``.
    """
    applied = [
        *await migrate(addresses.postgres_url, HUB_SETS),
        *await migrate(addresses.vault_url, VAULT_SETS),
    ]
    await open_to_services(addresses.postgres_url)
    return [_named(migration) for migration in applied]


async def open_to_services(postgres_url: str) -> None:
    """Let the services' role do what is listed for it, and nothing else. Raises ``RoleMissing``."""
    connection = await asyncpg.connect(postgres_url)
    try:
        await grant_to_services(connection)
    finally:
        await connection.close()


async def missing(addresses: Addresses, *, vault: bool = True) -> list[str]:
    """Files this release has and the databases have not seen."""
    waiting = list(await pending(addresses.postgres_url, HUB_SETS))
    if vault:
        waiting += await pending(addresses.vault_url, VAULT_SETS)
    return [_named(migration) for migration in waiting]


async def make_ready(settings: Settings, addresses: Addresses, *, vault: bool = True) -> None:
    """Make sure of the shape: embedded databases are brought up to date, named ones only looked at.

    Raises ``NotUpToDate`` when named ones lack something.
    """
    if named(settings, vault=vault) is None:
        await bring_up_to_date(addresses)
    elif waiting := await missing(addresses, vault=vault):
        told = ", ".join(waiting[:NAMED])
        more = f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else ""
        raise NotUpToDate(
            f"The databases have not seen {told}{more}. Run `hub migrate`, then start again."
        )


def _named(migration: Migration) -> str:
    return f"{migration.set_name}/{migration.file_name}"
