"""``hub up`` and ``hub serve SERVICE``: answer requests, all services in one process or one alone."""

import errno
import socket
from types import FrameType

import rich_click as click
import uvicorn
from litestar import Litestar

from hub_core.settings import Settings
from services.platform.addresses import reachable, vault_key_file
from services.platform.commands.generate import is_fictional
from services.platform.commands.running import Failure, run, settings
from services.platform.composition import SERVICES, application
from services.platform.schema import bring_up_to_date
from services.web.live import LiveFeed

#: Open requests get this long to finish, in seconds; live feeds are told at once.
PATIENCE = 3


@click.command()
@click.option("--port", type=int, help="Port to listen on (HUB_PORT; 8400).")
def up(port: int | None) -> None:
    """Run every service in this process."""
    run(_answer(settings(port=port), None))


@click.command()
@click.argument("name", metavar="SERVICE", type=click.Choice(SERVICES))
@click.option("--port", type=int, help="Port to listen on (HUB_PORT; 8400).")
def serve(name: str, port: int | None) -> None:
    """Run one service alone."""
    run(_answer(settings(port=port), name))


def listening_socket(chosen: Settings) -> socket.socket:
    """The socket to answer on. Raises ``Failure`` with what to do when it cannot be had."""
    try:
        return socket.create_server(
            (chosen.listen_host, chosen.port), backlog=2048, reuse_port=False
        )
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Failure(
                f"Port {chosen.port} is in use by another program. "
                f"Stop it, or choose another port: --port {chosen.port + 1}."
            ) from problem
        raise Failure(
            f"Cannot listen on {chosen.listen_host}:{chosen.port}: {problem.strerror}."
        ) from problem


async def _answer(chosen: Settings, name: str | None) -> None:
    with listening_socket(chosen) as listening:
        async with reachable(chosen) as addresses:
            await bring_up_to_date(addresses)
            key = vault_key_file(chosen)
            async with application(
                addresses, vault_key=key, service=name, illustrative=await is_fictional(addresses)
            ) as app:
                await _Server(app).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells open live feeds to end as soon as the process is told to stop; they would hold it up."""

    def __init__(self, app: Litestar) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=PATIENCE,
            )
        )
        self._live: LiveFeed = app.state.live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._live.stop()
        super().handle_exit(sig, frame)
