"""The shape of the databases: which migrations belong to which."""

from hub_core.embedded import Addresses
from hub_core.migrations import Migration, MigrationSet, migrate, pending
from projections.checkpoints import MIGRATIONS as PROJECTIONS

LEDGER = MigrationSet(name="ledger", package="hub_core.log")
VAULT = MigrationSet(name="vault", package="hub_core.vault")

#: In the hub's own database, in this order.
HUB_SETS = (LEDGER, PROJECTIONS)
#: In the vault's.
VAULT_SETS = (VAULT,)


async def bring_up_to_date(addresses: Addresses) -> list[str]:
    """Apply what is new to both databases; returns the files applied."""
    applied = [
        *await migrate(addresses.postgres_url, HUB_SETS),
        *await migrate(addresses.vault_url, VAULT_SETS),
    ]
    return [_named(migration) for migration in applied]


async def missing(addresses: Addresses) -> list[str]:
    """Files this release has and the databases have not seen."""
    waiting = [
        *await pending(addresses.postgres_url, HUB_SETS),
        *await pending(addresses.vault_url, VAULT_SETS),
    ]
    return [_named(migration) for migration in waiting]


def _named(migration: Migration) -> str:
    return f"{migration.set_name}/{migration.file_name}"
