"""How a command runs: settings read once, servers found or started, signals obeyed.

Rule: Ctrl-C and SIGTERM never cut a command off; it ends what it began, then stops. What runs until it
is told to stop has then done its work (exit status 0); any other command has not (128 and the signal).
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import rich_click as click
import uvloop

from hub_core.embedded import Addresses
from hub_core.log.ledger import Ledger
from hub_core.pools import open_pool
from hub_core.settings import Settings, read_settings
from services.platform.addresses import reachable
from services.platform.schema import make_ready

Result = TypeVar("Result")


class Failure(Exception):
    """A command could not do what was asked; the sentence says why and what to do."""


class Stopped(Exception):
    """A command was told to stop before it was done."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Stopped by {signal.Signals(number).name}.")
        self.exit_status = 128 + number


#: What a person can mend, told in a sentence without a traceback: by module, so that naming an error
#: does not import what raises it.
PLAIN = (
    ("hub_core.database_roles", "RoleMissing"),
    ("hub_core.embedded.errors", "EmbeddedServerError"),
    ("hub_core.gias.layouts", "NotAGiasFile"),
    ("hub_core.identity.machines.signing_keys", "SigningKeyUnusable"),
    ("hub_core.log.agreement", "Diverged"),
    ("hub_core.log.reader", "NotTheLog"),
    ("hub_core.migrations", "MigrationError"),
    ("hub_core.refusals", "Refusal"),
    ("hub_core.settings", "SettingsError"),
    ("hub_core.vault.journal", "JournalUnusable"),
    ("hub_core.vault.keys", "MasterKeyUnusable"),
    ("hub_core.vault.vault", "WrongMasterKey"),
    ("projections.memory", "ProjectionStopped"),
    ("services.platform.addresses", "MissingAddress"),
    ("services.platform.addresses", "ServerAway"),
    ("services.platform.commands.running", "Failure"),
    ("services.platform.england.filling", "LogHoldsSomethingElse"),
    ("services.platform.schema", "NotUpToDate"),
    ("services.platform.supervisor", "KeepsDying"),
)


def is_plain(error: Exception) -> bool:
    """Whether the sentence of this error is for the person at the machine."""
    kinds = (getattr(sys.modules.get(module), name, None) for module, name in PLAIN)
    return isinstance(error, tuple(kind for kind in kinds if kind is not None))


def settings(*, data: Path | None = None, port: int | None = None) -> Settings:
    """The environment's settings, with what the command line said instead."""
    given = dict(os.environ)
    if data is not None:
        given["HUB_DATA"] = str(data)
    if port is not None:
        given["HUB_PORT"] = str(port)
    return read_settings(given)


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run a command to its end. Raises ``Stopped`` when it was told to stop before."""
    return uvloop.run(_obeying(main))


def run_until_told(main: Coroutine[Any, Any, None]) -> None:
    """Run what ends only by Ctrl-C or SIGTERM, and is done then."""
    try:
        run(main)
    except Stopped:
        return


async def _obeying(main: Coroutine[Any, Any, Result]) -> Result:
    task = asyncio.ensure_future(main)
    loop = asyncio.get_running_loop()
    told: list[int] = []

    def stop(number: int) -> None:
        # Only the first counts: an impatient second must not break off the end in order.
        if not told:
            told.append(number)
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
    try:
        return await task
    except asyncio.CancelledError:
        if not told:
            raise
        raise Stopped(told[0]) from None


@asynccontextmanager
async def open_ledger(
    chosen: Settings, *, lasting: bool = False
) -> AsyncIterator[tuple[Ledger, Addresses]]:
    """The ledger on the servers the settings lead to, see ``reachable``. Nobody is asked for the vault."""
    async with reachable(chosen, vault=False, lasting=lasting) as addresses:
        await make_ready(chosen, addresses, vault=False)
        async with open_pool(addresses.postgres_url, min_size=1, max_size=4) as pool:
            yield Ledger(pool), addresses


def agreed(question: str, *, unasked: str) -> bool:
    """What the person at the machine answers to a question of yes or no.

    Raises ``Failure`` with ``unasked`` where there is nobody to ask, as in a monthly job.
    """
    try:
        return click.confirm(question, default=False, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise Failure(unasked) from None


def as_json(value: Any) -> str:
    """For programs: one JSON document."""
    return msgspec.json.encode(value).decode()


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for anything that takes more than two seconds; gone when it is done.

    Gives the function to be told how much is done and how much there is.
    """
    # Imported here: the log's own commands should start quickly where nothing is to be drawn.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
