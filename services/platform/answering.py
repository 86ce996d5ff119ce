"""A process that answers requests: its servers found, its application opened, and ended in good order.

The rule: the port is taken before anything else is begun, and what was asked is answered before leaving.
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from litestar import Litestar

from hub_core.rare_collections import loaded_for_good
from hub_core.settings import Settings
from services.platform.addresses import reachable, vault_key_file
from services.platform.beginning import is_fictional
from services.platform.composition import Signing, application
from services.platform.listening import listening_socket
from services.platform.personas import refuse_on_named_servers
from services.platform.schema import make_ready
from services.platform.signing import public_url, signing_key_file

#: Open requests get this long to finish, in seconds; live feeds are told at once.
PATIENCE = 3


async def answer(chosen: Settings, name: str | None) -> None:
    """Answer requests, for one service or for all when ``name`` is None, until cancelled."""
    if chosen.personas:
        refuse_on_named_servers(chosen)
    with listening_socket(chosen) as listening:
        async with reachable(chosen, lasting=True) as addresses:
            await make_ready(chosen, addresses)
            key = vault_key_file(chosen)
            signs = signing_key_file(chosen)
            async with application(
                addresses.for_services(),
                vault_key=key,
                service=name,
                illustrative=await is_fictional(addresses),
                settings=chosen,
                signing=Signing(key_file=signs, issuer=public_url(chosen)) if signs else None,
            ) as app:
                with loaded_for_good():
                    await _until_cancelled(_Server(app), listening)


async def _until_cancelled(server: "_Server", listening: socket.socket) -> None:
    """Serve; when cancelled, answer what was asked before leaving."""
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    host, port = listening.getsockname()[:2]
    structlog.get_logger().info("answering requests", host=host, port=port)
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.end()
        await serving
        raise


class _Server(uvicorn.Server):
    """Leaves signals to the command, and tells open live feeds to end first: they would hold it up."""

    def __init__(self, app: Litestar) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # whom we believe is a setting, see guard_rails.client_address
                ws="none",
                timeout_graceful_shutdown=PATIENCE,
            )
        )
        self._app = app

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture: whoever cancels us has been told."""
        yield

    def end(self) -> None:
        """Take nothing new, let open requests finish."""
        self._app.state.live.stop()
        self.should_exit = True
