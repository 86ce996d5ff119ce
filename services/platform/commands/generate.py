"""``hub generate``: fill an empty log with a fictional England."""

import rich_click as click

from hub_core.log.ledger import Ledger
from hub_core.pools import open_pool
from services.platform.addresses import reachable
from services.platform.beginning import today_in_england
from services.platform.commands.running import as_json, progress_bar, run, settings
from services.platform.commands.scale import SCALE
from services.platform.england.filling import Generated, generate_england
from services.platform.england.scale import Scale
from services.platform.schema import bring_up_to_date


@click.command()
@click.option(
    "--scale",
    default="demo",
    show_default=True,
    type=SCALE,
    help="How much: demo, 3 hubs, 0.05, england.",
)
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def generate(scale: Scale, for_program: bool) -> None:
    """Fill an empty log with a fictional England: real areas, everything else invented."""
    generated = run(_generate(scale))
    if for_program:
        click.echo(as_json(generated))
    else:
        click.echo(f"The log holds the fictional England: {generated.events:,} events.")


async def _generate(scale: Scale) -> Generated:
    async with (
        reachable(settings()) as addresses,
        open_pool(addresses.postgres_url, min_size=1, max_size=4) as pool,
    ):
        await bring_up_to_date(addresses)
        with progress_bar("Filling a fictional England, in days") as progress:
            return await generate_england(
                Ledger(pool), scale=scale, today=today_in_england(), progress=progress
            )
