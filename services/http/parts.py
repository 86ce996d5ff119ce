"""The parts a service works with, opened when it starts and closed when it stops.

A service that cannot reach the ledger does not start: it says so instead of answering with nothing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import structlog
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from nats.aio.client import Client

import hub_core.contexts  # noqa: F401 - registers every command
from hub_core.access import Principal
from hub_core.database_roles import APPLICATION, standing_of
from hub_core.database_roles import SERVICES as SERVICES_ROLE
from hub_core.embedded import Addresses
from hub_core.execute import Platform
from hub_core.log.connection import connect
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.messaging.parts import SERVICES
from hub_core.pools import open_pool
from hub_core.vault.journal import ErasureJournal
from hub_core.vault.keys import VaultKeys, read_master_key
from hub_core.vault.vault import Vault

#: Connections one process takes at most, of PostgreSQL's 200.
CONNECTIONS = 16


_log = structlog.get_logger(__name__)


class Parts:
    """What routes are given: commands go through ``platform``, queries read from ``pool``."""

    def __init__(
        self, *, platform: Platform, vault: Vault, pool: asyncpg.Pool, nats: Client
    ) -> None:
        self.platform = platform
        self.vault = vault
        self.pool = pool
        self.nats = nats


@asynccontextmanager
async def open_parts(
    addresses: Addresses, *, vault_key: Path, erasures: ErasureJournal | None = None
) -> AsyncIterator[Parts]:
    """Connect to everything; write what is still waiting before leaving.

    What ``erasures`` holds and a restored vault has forgotten is erased again before anything is served.
    """
    keys = VaultKeys(read_master_key(vault_key))
    async with (
        open_pool(
            addresses.for_services().postgres_url,
            min_size=2,
            max_size=CONNECTIONS,
            server_settings={"application_name": APPLICATION},
        ) as pool,
        open_pool(addresses.vault_url, min_size=1, max_size=CONNECTIONS) as vault_pool,
        Writer(Ledger(pool)) as writer,
    ):
        await _look_at_the_fence(pool)
        vault = Vault(vault_pool, keys, erasures)
        await vault.check_key()
        await _erase_again(vault, erasures)
        nats = await connect(addresses.nats(SERVICES), name="services")
        try:
            platform = Platform(ledger=Ledger(pool), writer=writer, vault=vault)
            yield Parts(platform=platform, vault=vault, pool=pool, nats=nats)
        finally:
            await nats.close()


async def _erase_again(vault: Vault, erasures: ErasureJournal | None) -> None:
    """Let nobody be served what was erased, and say so where that cannot be promised."""
    if erasures is None:
        _log.warning(
            "erasures are written down nowhere but in the vault: a restored backup would undo them",
            remedy="name a file on a disk of its own in HUB_ERASURE_JOURNAL (docs/recovery.md)",
        )
    elif again := await vault.erase_again():
        _log.warning("erased again what a restored vault had forgotten", erasures=again)


async def _look_at_the_fence(pool: asyncpg.Pool) -> None:
    """Say so where this service could read past the policies of the read models."""
    async with pool.acquire() as connection:
        standing = await standing_of(connection, await connection.fetchval("select session_user"))
    if not standing.behind_the_fence:
        _log.warning(
            "this service could read rows of every hub; sign it in as the services' role",
            role=standing.role,
            why=standing.why,
            remedy=f"give it the address of the role {SERVICES_ROLE} in HUB_POSTGRES_URL",
        )


#: What routes ask for by name. The parts are ours and open: nothing about them needs validating.
OpenParts = NamedDependency[SkipValidation[Parts]]
OpenPlatform = NamedDependency[SkipValidation[Platform]]
CurrentPrincipal = NamedDependency[SkipValidation[Principal]]
