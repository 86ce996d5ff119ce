"""Real PostgreSQL and real nats-server on one machine, from wheels, in one data folder.

Rule: whoever leaves `embedded_servers` leaves no child process and no lock behind.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from hub_core.embedded.addresses import (
    Addresses,
    addresses_of_running_hub,
    publish_addresses,
    withdraw_addresses,
)
from hub_core.embedded.data_folder import DataFolder, locked_data_folder
from hub_core.embedded.errors import EmbeddedServerError, in_plain_words
from hub_core.embedded.nats import NatsServer, embedded_nats
from hub_core.embedded.postgres import PostgresServer, embedded_postgres
from hub_core.messaging.accounts import Account
from hub_core.messaging.parts import SERVICES

__all__ = [
    "Addresses",
    "DataFolder",
    "EmbeddedServerError",
    "NatsServer",
    "PostgresServer",
    "Servers",
    "addresses_of_running_hub",
    "embedded_nats",
    "embedded_postgres",
    "embedded_servers",
    "locked_data_folder",
]


class Servers:
    """Both servers on one data folder; each can be stopped, killed and started by itself."""

    def __init__(
        self,
        folder: DataFolder,
        *,
        nats_port: int | None = None,
        nats_accounts: Sequence[Account] = (),
    ) -> None:
        self.folder = folder
        self.postgres = PostgresServer(folder)
        self.nats = NatsServer(folder, port=nats_port, beside=nats_accounts)

    @property
    def postgres_url(self) -> str:
        """The hub's own database."""
        return self.postgres.url

    @property
    def services_url(self) -> str:
        """The hub's own database as the role of the services."""
        return self.postgres.services_url

    @property
    def vault_url(self) -> str:
        """The vault's database."""
        return self.postgres.vault_url

    @property
    def nats_url(self) -> str:
        """nats-server as the services sign in; ``nats.url(part)`` is any other part's way in."""
        return self.nats.url(SERVICES)

    @property
    def addresses(self) -> Addresses:
        """All of them, as other commands find them."""
        return Addresses(
            postgres_url=self.postgres_url,
            vault_url=self.vault_url,
            nats_url=self.nats_url,
            nats_urls=self.nats.urls(),
            services_url=self.services_url,
        )

    async def start(self) -> None:
        """Start both at the same time; if one cannot, neither is left running."""
        outcomes = await asyncio.gather(
            self.postgres.start(), self.nats.start(), return_exceptions=True
        )
        problems = [outcome for outcome in outcomes if outcome is not None]
        if problems:
            await self.stop()
            raise problems[0]
        try:
            publish_addresses(self.folder.path, self.addresses)
        except OSError as problem:
            await self.stop()
            raise in_plain_words(problem, self.folder.path) from problem

    async def stop(self) -> None:
        """Stop both at the same time."""
        withdraw_addresses(self.folder.path)
        await asyncio.gather(self.postgres.stop(), self.nats.stop())


@asynccontextmanager
async def embedded_servers(
    data_folder: Path, *, nats_port: int | None = None, nats_accounts: Sequence[Account] = ()
) -> AsyncIterator[Servers]:
    """Both servers on `data_folder`, which is locked meanwhile; stopped at the end.

    ``nats_accounts`` are the caller's own, beside the platform's and apart from them. Raises
    EmbeddedServerError with a sentence for the person at the machine.
    """
    with locked_data_folder(data_folder) as folder:
        servers = Servers(folder, nats_port=nats_port, nats_accounts=nats_accounts)
        try:
            await servers.start()
            yield servers
        finally:
            await servers.stop()
