"""``hub log``: prove, watch, prune and repair the log."""

import sys
from contextlib import aclosing

import rich_click as click

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.agreement import Repaired
from hub_core.log.agreement import repair as mend
from hub_core.log.cloud_event import LogRow
from hub_core.log.connection import while_connected
from hub_core.log.event import decode
from hub_core.log.reader import LiveReader
from hub_core.log.stream import LogStream
from hub_core.log.verify import Verification
from hub_core.log.verify import verify as verify_log
from hub_core.messaging.parts import FOLLOWER, RELAY
from hub_core.settings import Settings
from services.platform.commands.running import (
    agreed,
    as_json,
    open_ledger,
    progress_bar,
    run,
    run_until_told,
    settings,
)
from services.platform.tailing import follow


@click.group()
def log() -> None:
    """Prove, watch, prune and repair the log."""


@log.command()
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def verify(for_program: bool) -> None:
    """Compare the whole stream with the whole ledger. Exit status 1 when they differ."""
    found = run(_verify(settings()))
    if for_program:
        click.echo(as_json(found))
    elif found.ok:
        click.echo(f"Ledger and stream hold the same {found.head:,} events, each at its position.")
    elif found.first_difference is not None:
        click.echo(found.first_difference.sentence)
    if not found.ok:
        sys.exit(1)


@log.command()
@click.option(
    "--after", type=int, help="Begin after this position; by default, with what comes now."
)
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object an event.")
def tail(after: int | None, for_program: bool) -> None:
    """Show events as they are recorded, until told to stop."""
    run_until_told(_tail(settings(), after, for_program=for_program))


@log.command()
def prune() -> None:
    """Forget answers to commands whose time is over (90 days). Run it once a month.

    By them a command that is sent again is recognised. No event goes.
    """
    gone = run(_prune(settings()))
    click.echo(
        f"{gone:,} answer{'' if gone == 1 else 's'} to commands forgotten. Every event stays."
    )


@log.command()
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option(
    "--restored",
    is_flag=True,
    help="Say that the ledger was restored, where the stream cannot show it (it is gone or behind).",
)
def repair(yes: bool, restored: bool) -> None:
    """Delete the stream, so that the relay fills it again from the ledger with the same numbers.

    The answer to a divergence after the ledger was restored. The log then begins a new life and every
    read model is built anew. Readers wait meanwhile; nothing is lost, for the ledger is the record.
    """
    if not (yes or _may_repair()):
        click.echo("The stream was left as it is.", err=True)
        return
    repaired = run(_repair(settings(), restored=restored))
    if repaired.difference is not None:
        click.echo(repaired.difference)
    if repaired.incarnation is not None:
        click.echo("The log begins a new life; running projections build their read models anew.")
    click.echo("The stream is empty. A running relay fills it again; `hub log verify` proves it.")


def _may_repair() -> bool:
    return agreed(
        "Delete the log's stream and let the relay fill it again?",
        unasked="The stream was left as it is: there is nobody to ask here. Type "
        "`hub log repair --yes` to delete and refill it without being asked.",
    )


async def _prune(chosen: Settings) -> int:
    async with open_ledger(chosen) as (ledger, _):
        return await ledger.forget_commands()


async def _verify(chosen: Settings) -> Verification:
    async with open_ledger(chosen) as (ledger, addresses):
        with progress_bar("Comparing ledger and stream") as progress:
            return await verify_log(ledger, addresses.nats(FOLLOWER), progress=progress)


async def _tail(chosen: Settings, after: int | None, *, for_program: bool) -> None:
    async with open_ledger(chosen) as (ledger, addresses):
        position = await ledger.head() if after is None else after
        live = LiveReader(addresses.nats(FOLLOWER))
        async with aclosing(follow(ledger, live, after=position)) as rows:
            async for row in rows:
                _show(row, for_program=for_program)


def _show(row: LogRow, *, for_program: bool) -> None:
    event = decode(row.topic, row.data)
    if not for_program:
        click.echo(f"{row.position:>10,}  {row.recorded_at:%H:%M:%S}  {event.heading()}")
        return
    shown = {
        "position": row.position,
        "topic": row.topic,
        "institution": row.institution,
        "recorded_at": row.recorded_at,
        "data": event,
    }
    click.echo(as_json(shown))


async def _repair(chosen: Settings, *, restored: bool) -> Repaired:
    async with open_ledger(chosen) as (ledger, addresses):
        return await while_connected(
            addresses.nats(RELAY),
            lambda client: mend(client, ledger, LogStream(), restored=restored),
            name="hub log repair",
        )
