"""``hub react``: tell subscribers what happens, for as long as it runs."""

import rich_click as click

import hub_core.contexts  # noqa: F401 - registers every command
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.reader import LiveReader
from hub_core.log.writer import Writer
from hub_core.messaging.parts import REACTIONS
from hub_core.pools import open_pool
from hub_core.settings import Settings
from hub_core.vault import Vault, VaultKeys
from hub_core.vault.keys import read_master_key
from services.platform.addresses import reachable, vault_key_file
from services.platform.commands.running import run_until_told, settings
from services.platform.schema import make_ready


@click.command()
def react() -> None:
    """Deliver webhooks until told to stop. Any number may run."""
    run_until_told(_react(settings()))


async def _react(chosen: Settings) -> None:
    # Only now: an HTTP client takes long to import.
    from services.reactions.sending import Sender
    from services.reactions.worker import Reactions

    async with reachable(chosen, lasting=True) as addresses:
        await make_ready(chosen, addresses)
        keys = VaultKeys(read_master_key(vault_key_file(chosen)))
        async with (
            open_pool(addresses.postgres_url, min_size=2, max_size=8) as pool,
            open_pool(addresses.vault_url, min_size=1, max_size=4) as vault_pool,
            Writer(Ledger(pool)) as writer,
        ):
            vault = Vault(vault_pool, keys)
            await vault.check_key()
            platform = Platform(ledger=Ledger(pool), writer=writer, vault=vault)
            sender = Sender(loopback=chosen.webhooks_loopback)
            live = LiveReader(addresses.nats(REACTIONS))
            try:
                await Reactions(platform, vault, pool, live, sender).run()
            finally:
                await sender.close()
