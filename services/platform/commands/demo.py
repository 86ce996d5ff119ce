"""``hub demo``: everything on one machine, filled with a fictional England, behind one link."""

import asyncio
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

import httpx
import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from hub_core.embedded import Addresses
from hub_core.execute import ENGLAND
from hub_core.settings import Settings
from services.platform.addresses import environment, reachable, vault_key_file
from services.platform.commands.generate import fill
from services.platform.commands.running import SCALE, Failure, run, settings, until_told
from services.platform.commands.serve import listening_socket
from services.platform.england.scale import Scale
from services.platform.schema import bring_up_to_date
from services.platform.supervisor import Part, supervised

#: How long the parts may take to answer before the demo gives up, in seconds.
PATIENCE = 60


@click.command()
@click.option("--scale", default="demo", show_default=True, type=SCALE, help="How much of England.")
@click.option("--port", type=int, help="Port to listen on (HUB_PORT; 8400).")
@click.option("--data", type=click.Path(path_type=Path), help="Folder to keep everything in.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(scale: Scale, port: int | None, data: Path | None, no_browser: bool) -> None:
    """Show the platform at work on this machine. Stop it with Ctrl-C; start it again and it goes on."""
    chosen = settings(data=data, port=port)
    run(until_told(_demo(chosen, scale, browser=not no_browser)))


async def _demo(chosen: Settings, scale: Scale, *, browser: bool) -> None:
    console = Console(highlight=False)
    listening_socket(chosen).close()
    with console.status("Starting PostgreSQL and nats-server"):
        servers = reachable(chosen)
        addresses = await servers.__aenter__()
    try:
        with console.status("Bringing the databases up to date"):
            await bring_up_to_date(addresses)
        await _fill(chosen, addresses, scale, console)
        await _run(chosen, addresses, console, browser=browser)
    finally:
        await servers.__aexit__(None, None, None)


async def _fill(chosen: Settings, addresses: Addresses, scale: Scale, console: Console) -> None:
    today = datetime.now(UTC).astimezone(ENGLAND).date()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Filling a fictional England", total=None)
        await fill(
            addresses,
            scale=scale,
            today=today,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )


async def _run(chosen: Settings, addresses: Addresses, console: Console, *, browser: bool) -> None:
    logs = chosen.data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    given = {
        **environment(addresses, key_file=vault_key_file(chosen)),
        "HUB_DATA": str(chosen.data),
        "HUB_LISTEN_HOST": chosen.listen_host,
        "HUB_PORT": str(chosen.port),
    }
    parts = [
        Part(["relay"], environment=given, log=logs / "relay.log"),
        Part(["project", "hub_dashboard"], environment=given, log=logs / "hub_dashboard.log"),
        Part(["up"], environment=given, log=logs / "services.log"),
    ]
    link = f"http://{chosen.listen_host}:{chosen.port}/"
    async with supervised(parts):
        with console.status("Building the dashboards"):
            await _answering(link, logs)
        console.print(f"\n  The careers hub platform is at [bold]{link}[/bold]")
        console.print(
            f"  The API explains itself at {link}api/schema. Everything is kept in {chosen.data}."
        )
        console.print("  Stop it with Ctrl-C.\n")
        if browser:
            webbrowser.open(link)
        await asyncio.Event().wait()


async def _answering(link: str, logs: Path) -> None:
    """Wait for the first page. Raises ``Failure`` when it does not come."""
    async with httpx.AsyncClient() as client:
        for _ in range(PATIENCE * 10):
            try:
                answer = await client.get(link, timeout=5)
                if answer.status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass  # not listening yet
            await asyncio.sleep(0.1)
    raise Failure(f"The pages did not come up. What went wrong stands in {logs}.")
