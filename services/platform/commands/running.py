"""How a command runs: settings read once, servers found or started, signals obeyed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import msgspec
import uvloop

from hub_core.embedded import Addresses
from hub_core.log.ledger import Ledger
from hub_core.settings import Settings, read_settings
from services.platform.addresses import reachable

Result = TypeVar("Result")


class Failure(Exception):
    """A command could not do what was asked; the sentence says why and what to do."""


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


Main = Callable[..., Coroutine[Any, Any, Result]]
