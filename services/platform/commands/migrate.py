"""``hub migrate``: bring the databases to the shape this release expects."""

import rich_click as click

from services.platform.addresses import reachable
from services.platform.commands.running import run, settings
from services.platform.schema import bring_up_to_date


@click.command()
def migrate() -> None:
    """Apply what is new to the databases. Safe to run at any time, by any number at once."""
    run(_migrate())


async def _migrate() -> None:
    async with reachable(settings()) as addresses:
        applied = await bring_up_to_date(addresses)
    for file in applied:
        click.echo(f"applied {file}")
    if not applied:
        click.echo("The databases are up to date.")
