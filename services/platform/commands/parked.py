"""``hub parked``: institutions whose figures stand still, why, and trying them again.

The rule: retrying is by command only. Whoever mended the fold or upgraded knows when it is worth it.
"""

import sys
from uuid import UUID

import asyncpg
import msgspec
import rich_click as click

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.connection import connect
from hub_core.log.ledger import Ledger
from hub_core.messaging.parts import runner
from hub_core.settings import Settings
from projections import checkpoints
from projections.checkpoints import Parked
from projections.runner import Announce, announce_on, retry
from services.platform.commands.running import Failure, as_json, open_ledger, run, settings
from services.platform.projections import PROJECTIONS


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A parked institution, of which read model."""

    projection: str
    institution: UUID
    position: int
    topic: str
    error: str


for_program_option = click.option(
    "--json", "for_program", is_flag=True, help="Print one JSON list."
)


@click.group()
def parked() -> None:
    """Institutions whose figures stand still because an event of theirs cannot be folded.

    Publishing is refused while there are any.
    """


@parked.command("list")
@for_program_option
def list_(for_program: bool) -> None:
    """Show who is parked, in which read model, by which event and why. Exit status 1 when anybody is."""
    found = run(_list(settings()))
    _show(found, for_program=for_program)


@parked.command("retry")
@click.argument("institutions", nargs=-1, type=click.UUID, metavar="[INSTITUTION]…")
@for_program_option
def retry_(institutions: tuple[UUID, ...], for_program: bool) -> None:
    """Fold parked institutions again, all of them or those named. Shows who is parked still.

    Exit status 1 when anybody is.
    """
    _show(run(_retry(settings(), frozenset(institutions))), for_program=for_program)


def _show(found: list[Found], *, for_program: bool) -> None:
    if for_program:
        click.echo(as_json(found))
    elif not found:
        click.echo("No institution is parked.")
    for each in [] if for_program else found:
        click.echo(
            f"{each.projection}  {each.institution}  at position {each.position:,} ({each.topic}): "
            f"{each.error}"
        )
    if found:
        sys.exit(1)


async def _list(chosen: Settings) -> list[Found]:
    async with open_ledger(chosen) as (ledger, _):
        return await parked_now(ledger.pool)


async def parked_now(pool: asyncpg.Pool) -> list[Found]:
    """Everybody who is parked in a build that is in use."""
    found: list[Found] = []
    for name in PROJECTIONS:
        current = await checkpoints.current(pool, name)
        if current is not None:
            found += [_found(name, each) for each in await checkpoints.parked(pool, current)]
    return found


async def _retry(chosen: Settings, wanted: frozenset[UUID]) -> list[Found]:
    async with open_ledger(chosen) as (ledger, addresses):
        waiting = await parked_now(ledger.pool)
        if unknown := wanted - {each.institution for each in waiting}:
            named = ", ".join(sorted(map(str, unknown)))
            raise Failure(f"Not parked: {named}. `hub parked list` shows who is.")
        for name in sorted({each.projection for each in waiting}):
            client = await connect(addresses.nats(runner(name)), name="hub parked retry")
            try:
                for each in waiting:
                    if each.projection == name and (not wanted or each.institution in wanted):
                        await _again(each, ledger, announce_on(client))
            finally:
                await client.close()
        return await parked_now(ledger.pool)


async def _again(each: Found, ledger: Ledger, announce: Announce) -> None:
    try:
        await retry(
            PROJECTIONS[each.projection],
            each.institution,
            ledger=ledger,
            pool=ledger.pool,
            announce=announce,
        )
    except LookupError as problem:
        raise Failure(str(problem)) from problem


def _found(name: str, each: Parked) -> Found:
    return Found(
        projection=name,
        institution=each.institution,
        position=each.position,
        topic=each.topic,
        error=each.error,
    )
