"""A platform for a command of the command line: everything ``execute`` needs, on the servers it finds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import hub_core.contexts  # noqa: F401 - registers every command
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.pools import open_pool
from hub_core.settings import Settings
from hub_core.vault.keys import VaultKeys, read_master_key
from hub_core.vault.vault import Vault
from services.platform.addresses import erasure_journal, reachable, vault_key_file
from services.platform.schema import make_ready


@asynccontextmanager
async def open_platform(chosen: Settings) -> AsyncIterator[Platform]:
    """The platform on the servers the settings lead to, see ``reachable``."""
    async with reachable(chosen) as addresses:
        await make_ready(chosen, addresses)
        keys = VaultKeys(read_master_key(vault_key_file(chosen)))
        async with (
            open_pool(addresses.postgres_url, min_size=1, max_size=4) as pool,
            open_pool(addresses.vault_url, min_size=1, max_size=2) as vault_pool,
            Writer(Ledger(pool)) as writer,
        ):
            vault = Vault(vault_pool, keys, erasure_journal(chosen))
            await vault.check_key()
            await vault.erase_again()
            yield Platform(ledger=Ledger(pool), writer=writer, vault=vault)
