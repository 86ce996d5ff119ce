"""How a command runs: settings read once, servers found or started, signals obeyed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import msgspec
import rich_click as click
import uvloop

from hub_core.embedded import Addresses, EmbeddedServerError
from hub_core.gias.layouts import NotAGiasFile
from hub_core.log.ledger import Ledger
from hub_core.migrations import MigrationError
from hub_core.refusals import Refusal
from hub_core.settings import Settings, SettingsError, read_settings
from hub_core.vault.keys import MasterKeyUnusable
from hub_core.vault.vault import WrongMasterKey
from services.platform.addresses import MissingAddress, reachable
from services.platform.england.filling import LogHoldsSomethingElse
from services.platform.england.scale import Scale

Result = TypeVar("Result")


class Failure(Exception):
    """A command could not do what was asked; the sentence says why and what to do."""


#: What a person can mend: told in a sentence, without a traceback.
PLAIN: tuple[type[Exception], ...] = (
    EmbeddedServerError,
    Failure,
    LogHoldsSomethingElse,
    MasterKeyUnusable,
    MigrationError,
    MissingAddress,
    NotAGiasFile,
    Refusal,
    SettingsError,
    WrongMasterKey,
)


def settings(*, data: Path | None = None, port: int | None = None) -> Settings:
    """The environment's settings, with what the command line said instead."""
    given = dict(os.environ)
    if data is not None:
        given["HUB_DATA"] = str(data)
    if port is not None:
        given["HUB_PORT"] = str(port)
    return read_settings(given)


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run a command to its end."""
    return uvloop.run(main)


async def until_told(main: Coroutine[Any, Any, None]) -> None:
    """Run until done, or until Ctrl-C or SIGTERM, which stop it cleanly."""
    task = asyncio.ensure_future(main)
    loop = asyncio.get_running_loop()
    told: list[int] = []

    def stop(number: int) -> None:
        told.append(number)
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
    try:
        await task
    except asyncio.CancelledError:
        if not told:
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


@asynccontextmanager
async def open_ledger(chosen: Settings) -> AsyncIterator[tuple[Ledger, Addresses]]:
    """The ledger on the servers the settings lead to."""
    async with (
        reachable(chosen) as addresses,
        asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=4) as pool,
    ):
        yield Ledger(pool), addresses


def as_json(value: Any) -> str:
    """For programs: one JSON document."""
    return msgspec.json.encode(value).decode()


class _ScaleType(click.ParamType[Scale]):
    """How much of England, as people write it."""

    name = "scale"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Scale:
        if isinstance(value, Scale):
            return value
        try:
            return Scale.parse(value)
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


SCALE = _ScaleType()
