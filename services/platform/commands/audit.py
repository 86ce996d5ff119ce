"""``hub audit prune``: take records of reads out once their time is over.

Rule: the database refuses to give up any record before that, whoever asks.
"""

import rich_click as click

from hub_core.audit import AccessLog
from hub_core.pools import open_pool
from services.platform.addresses import reachable
from services.platform.commands.running import run, settings
from services.platform.schema import make_ready


@click.group()
def audit() -> None:
    """The record of who read what. Auditors look through it at /audit."""


@audit.command()
def prune() -> None:
    """Take out the records whose time is over (six years). Run it once a month."""
    gone = run(_prune())
    click.echo(f"{gone} record{'' if gone == 1 else 's'} of reads taken out.")


async def _prune() -> int:
    chosen = settings()
    async with reachable(chosen, vault=False) as addresses:
        await make_ready(chosen, addresses, vault=False)
        async with open_pool(addresses.postgres_url, min_size=1, max_size=1) as pool:
            return await AccessLog(pool).prune()
