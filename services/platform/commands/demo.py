"""``hub demo``: everything on one machine, filled with a fictional England, behind one link.

Rule: whatever ends it, nothing it started is left behind; and what the folder holds is shown as it is.
"""

import asyncio
import os
import shutil
import sys
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import asyncpg
import msgspec
import rich_click as click
from rich.console import Console

from hub_core.embedded import Addresses, Servers, locked_data_folder
from hub_core.embedded.data_folder import ROOM_TO_GO_ON
from hub_core.embedded.errors import disk_is_full
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.pools import open_pool
from hub_core.refusals import Refusal
from hub_core.settings import Settings, is_loopback
from projections import checkpoints
from services.platform.addresses import environment, erasure_journal, named, vault_key_file
from services.platform.beginning import note_whole, to_fill, today_in_england
from services.platform.commands.running import Failure, progress_bar, run_until_told, settings
from services.platform.commands.scale import SCALE
from services.platform.england.marks import Told, key_of_day
from services.platform.england.scale import Scale
from services.platform.listening import listening_socket
from services.platform.projections import PROJECTIONS
from services.platform.schema import bring_up_to_date
from services.platform.signing import signing_key_file
from services.platform.supervisor import Part, Server, supervised

#: How long the pages may take to come up once their figures are there, in seconds.
PATIENCE = 120
POLL_SECONDS = 0.05


@click.command()
@click.option(
    "--scale",
    type=SCALE,
    help="How much of England an empty folder is filled with: demo, 3 hubs, 0.05, england.",
)
@click.option("--port", type=int, help="Port to listen on (HUB_PORT; 8400).")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder to keep everything in (HUB_DATA; .hub)."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(scale: Scale | None, port: int | None, data: Path | None, no_browser: bool) -> None:
    """Show the platform at work on this machine. Stop it with Ctrl-C; start it again and it goes on."""
    chosen = with_personas(settings(data=data, port=port))
    run_until_told(_demo(chosen, scale, browser=not no_browser))


def with_personas(chosen: Settings) -> Settings:
    """A demo on servers of its own, for this machine alone, is signed in to as one of its people.

    Raises ``PersonasRefused`` when they were asked for where they must not be.
    """
    if chosen.personas:
        from services.platform.personas import refuse_on_named_servers

        refuse_on_named_servers(chosen)
    local = is_loopback(chosen.listen_host) and chosen.public_url is None
    alone = named(chosen) is None and chosen.openid is None and local
    return msgspec.structs.replace(chosen, personas=chosen.personas or alone)


async def _demo(chosen: Settings, scale: Scale | None, *, browser: bool) -> None:
    console = Console(highlight=False)
    async with AsyncExitStack() as stack:
        with console.status("Starting PostgreSQL and nats-server"):
            addresses, servers = await _servers(chosen, stack)
        try:
            with console.status("Bringing the databases up to date"):
                await bring_up_to_date(addresses)
            await _fill(chosen, addresses, scale, console)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
            raise _explained(chosen, problem) from problem
        async with supervised(_parts(chosen, addresses), *servers) as watch:
            await watch.over(_show(chosen, addresses, console, browser=browser))


async def _servers(
    chosen: Settings, stack: AsyncExitStack
) -> tuple[Addresses, list[tuple[str, Server]]]:
    """Servers of our own, or those the settings name, which somebody else looks after."""
    if (addresses := named(chosen)) is not None:
        listening_socket(chosen).close()
        return addresses, []
    folder = stack.enter_context(locked_data_folder(chosen.data))
    listening_socket(chosen).close()
    servers = Servers(folder)
    stack.push_async_callback(servers.stop)
    await servers.start()
    return servers.addresses, [("PostgreSQL", servers.postgres), ("nats-server", servers.nats)]


async def _fill(
    chosen: Settings, addresses: Addresses, scale: Scale | None, console: Console
) -> None:
    async with open_pool(addresses.postgres_url, min_size=1, max_size=4) as pool:
        ledger = Ledger(pool)
        told = await to_fill(ledger, asked=scale, today=today_in_england())
        if told is not None:
            await _tell(chosen, ledger, told, console)


async def _tell(chosen: Settings, ledger: Ledger, told: Told, console: Console) -> None:
    # Only now: a start that has nothing to tell does without the generator.
    from services.platform.england.filling import LogHoldsSomethingElse, generate_england
    from services.platform.england.publishing import publish_england
    from services.platform.england.statistics import publish_statistics
    from services.platform.open_platform import open_platform

    with progress_bar("Filling a fictional England, in days") as progress:
        try:
            england = await generate_england(
                ledger,
                scale=told.scale,
                today=told.today,
                progress=progress,
                keep=[key_of_day(told.today)],
            )
        except LogHoldsSomethingElse:
            console.print(
                "The fictional England here was used before it was complete; it stays as it is."
            )
            return
    async with open_platform(chosen) as platform:
        with console.status("Publishing its national figures"):
            await publish_statistics(platform.ledger.pool, today=england.today)
            await publish_england(platform, today=england.today, first_day=england.first_day)
        if chosen.personas:
            with console.status("Telling what its people did lately"):
                await _tell_lately(platform, told, console)
    await note_whole(ledger)


async def _tell_lately(platform: Platform, told: Told, console: Console) -> None:
    """What people did lately; where it was broken off once, what is missing of it."""
    from services.platform.england.lately import tell_lately
    from services.platform.personas import ISSUER, seed, standing

    await seed(platform, ISSUER)
    placed = await standing(platform, ISSUER)
    try:
        await tell_lately(platform, placed=placed, scale=told.scale, today=told.today)
    except Refusal as refusal:
        if not told.goes_on:
            raise
        # Somebody did other things here in between (`hub up`): theirs stand, and the rest is left.
        console.print(
            "The fictional England here was used before all was told; it stays as it is. "
            f"What could not be told: {refusal.detail}",
            markup=False,
        )


def _parts(chosen: Settings, addresses: Addresses) -> list[Part]:
    logs = chosen.data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    key_file = vault_key_file(chosen)
    journal = erasure_journal(chosen)

    def part(*command: str, addresses: Addresses = addresses, log: str) -> Part:
        given = {
            **environment(addresses, key_file=key_file, command=command),
            "HUB_DATA": str(chosen.data),
            "HUB_ERASURE_JOURNAL": str(journal.path) if journal else "",
            "HUB_LISTEN_HOST": chosen.listen_host,
            "HUB_PORT": str(chosen.port),
            "HUB_PERSONAS": "yes" if chosen.personas and command == ("up",) else "no",
            "HUB_SIGNING_KEY_FILE": str(signing_key_file(chosen) or ""),
            # A demo's subscribers are on this machine, like everything of it.
            "HUB_WEBHOOKS_LOOPBACK": "yes",
        }
        return Part(command, environment=given, log=logs / log)

    return [
        part("up", addresses=addresses.for_services(), log="services.log"),
        *(part("project", name, log=f"{name}.log") for name in PROJECTIONS),
        part("relay", log="relay.log"),
        part("react", log="reactions.log"),
    ]


async def _show(chosen: Settings, addresses: Addresses, console: Console, *, browser: bool) -> None:
    host = f"[{chosen.listen_host}]" if ":" in chosen.listen_host else chosen.listen_host
    link = f"http://{host}:{chosen.port}/"
    with console.status("Building the dashboards"):
        await _built(addresses)
        await _answering(chosen)
    console.print(f"\n  The careers hub platform is at [bold]{link}[/bold]", soft_wrap=True)
    console.print(f"  The API explains itself at {link}api/schema.", soft_wrap=True)
    console.print(f"  Everything is kept in {chosen.data}.", soft_wrap=True, markup=False)
    console.print("  Stop it with Ctrl-C.\n")
    if browser and _has_a_screen():
        webbrowser.open(link)
    await asyncio.Event().wait()


async def _built(addresses: Addresses) -> None:
    """Wait until the figures rest on everything the log holds now. However long: it is at work."""
    async with open_pool(addresses.postgres_url, min_size=1, max_size=1) as pool:
        head = await Ledger(pool).head()

        async def built() -> bool:
            reached = [await checkpoints.current(pool, name) for name in PROJECTIONS]
            return all(one is not None and one.position >= head for one in reached)

        await _until(built)


async def _answering(chosen: Settings) -> None:
    """Wait for the first page. Raises ``Failure`` when it does not come."""
    try:
        async with asyncio.timeout(PATIENCE):
            await _until(lambda: _answers(chosen.listen_host, chosen.port))
    except TimeoutError:
        logs = chosen.data / "logs"
        raise Failure(f"The pages did not come up. What went wrong stands in {logs}.") from None


async def _until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what another process does."""
    while not await happened():  # noqa: ASYNC110 - nothing here could tell us
        await asyncio.sleep(POLL_SECONDS)


async def _answers(host: str, port: int) -> bool:
    """Whether the front page is there. By hand, for an HTTP client takes longer to import than to ask."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False  # not listening yet
    with suppress(OSError):
        writer.write(f"GET / HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n".encode())
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
        # Whoever is not signed in is sent to sign in, which only pages do that are there.
        return answer.split()[1:2] in ([b"200"], [b"303"])
    return False


def _has_a_screen() -> bool:
    """Whether a browser would open a window; without a screen Python starts one inside the terminal."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _explained(chosen: Settings, problem: Exception) -> Exception:
    """Why the databases failed us half way, for the person at the machine."""
    if isinstance(problem, asyncpg.DiskFullError) or _is_full(chosen.data):
        return disk_is_full(chosen.data)
    return Failure(
        f"The database failed: {problem}. What went wrong stands in {chosen.data / 'logs'}. "
        "Start again to go on where it stopped."
    )


def _is_full(folder: Path) -> bool:
    return folder.exists() and shutil.disk_usage(folder).free < ROOM_TO_GO_ON
