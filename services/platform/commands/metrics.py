"""``hub metrics``: the log and its read models for Prometheus, on a port of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import rich_click as click
import uvicorn

from hub_core.settings import Settings, is_loopback
from services.platform.commands.running import open_ledger, run_until_told, settings
from services.platform.listening import listening_socket
from services.platform.metrics import MetricsApplication

#: The first of the ports that Prometheus sets aside for exporters of this kind.
PORT = 9464


@click.command()
@click.option("--port", type=int, default=PORT, show_default=True, help="Port to listen on.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address of the operator's own network."
)
def metrics(port: int, host: str) -> None:
    """Answer GET /metrics until told to stop. Nobody is asked who they are: keep the port private."""
    if not is_loopback(host):
        click.echo(f"Whoever reaches {host}:{port} reads the metrics; keep that network private.")
    chosen = msgspec.structs.replace(settings(), listen_host=host, port=port)
    run_until_told(_metrics(chosen))


async def _metrics(chosen: Settings) -> None:
    with listening_socket(chosen) as listening:
        async with open_ledger(chosen, lasting=True) as (ledger, _):
            server = _Server(
                uvicorn.Config(
                    MetricsApplication(ledger.pool),
                    log_level="warning",
                    access_log=False,
                    server_header=False,
                    lifespan="off",
                    ws="none",
                )
            )
            serving = asyncio.ensure_future(server.serve(sockets=[listening]))
            try:
                await asyncio.shield(serving)
            except asyncio.CancelledError:
                server.should_exit = True
                await serving
                raise


class _Server(uvicorn.Server):
    """Leaves signals to the command."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture: whoever cancels us has been told."""
        yield
