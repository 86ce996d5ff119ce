"""``hub relay``, ``hub project NAME``, ``hub rebuild NAME``: the processes that follow the log."""

import rich_click as click

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.connection import connect
from hub_core.log.reader import LiveReader
from hub_core.log.relay import Relay
from hub_core.messaging.parts import RELAY, runner
from hub_core.pools import open_pool
from hub_core.rare_collections import brief_collections
from hub_core.settings import Settings
from projections.rebuild import rebuild as rebuild_projection
from projections.runner import Runner, announce_on
from services.platform.commands.running import (
    as_json,
    open_ledger,
    progress_bar,
    run,
    run_until_told,
    settings,
)
from services.platform.projections import PROJECTIONS

#: Rows and the checkpoint they stand at are lost together or not at all, and what is lost is folded again:
#: nobody need wait until they are on disk.
FOLDED_AGAIN = {"synchronous_commit": "off"}

projection_name = click.argument("name", type=click.Choice(sorted(PROJECTIONS)))


@click.command()
def relay() -> None:
    """Mirror the ledger into the log's stream until told to stop. Any number may run."""
    run_until_told(_relay(settings()))


@click.command()
@projection_name
def project(name: str) -> None:
    """Keep a read model up to date with the log until told to stop. Any number may run."""
    run_until_told(_project(settings(), name))


@click.command()
@projection_name
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def rebuild(name: str, for_program: bool) -> None:
    """Build a read model anew from the ledger; the one in use serves until the new one has caught up."""
    run(_rebuild(settings(), name, for_program=for_program))


async def _relay(chosen: Settings) -> None:
    async with open_ledger(chosen, lasting=True) as (ledger, addresses):
        await Relay(ledger, addresses.nats(RELAY)).run()


async def _project(chosen: Settings, name: str) -> None:
    async with (
        open_ledger(chosen, lasting=True) as (ledger, addresses),
        open_pool(
            addresses.postgres_url, min_size=3, max_size=6, server_settings=FOLDED_AGAIN
        ) as pool,
    ):
        address = addresses.nats(runner(name))
        nats = await connect(address, name=f"project {name}")
        try:
            with brief_collections():
                await Runner(
                    PROJECTIONS[name],
                    ledger=ledger,
                    pool=pool,
                    live=LiveReader(address),
                    announce=announce_on(nats),
                ).run()
        finally:
            await nats.close()


async def _rebuild(chosen: Settings, name: str, *, for_program: bool) -> None:
    async with open_ledger(chosen) as (ledger, _):
        with progress_bar(f"Rebuilding {name}") as progress:
            rebuilt = await rebuild_projection(
                PROJECTIONS[name], ledger=ledger, pool=ledger.pool, progress=progress
            )
    if for_program:
        click.echo(as_json(rebuilt))
        return
    click.echo(
        f"{name} was rebuilt from {rebuilt.events:,} events up to position "
        f"{rebuilt.checkpoint.position:,} and is in use."
    )
    if rebuilt.parked:
        click.echo(
            f"{rebuilt.parked} institutions are parked: an event of theirs cannot be folded."
        )
