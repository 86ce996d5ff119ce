"""A process that commits an upload and is killed before a chunk of its choice, as a machine that loses power.

Run as: python -m tests.builders.interrupted_commit LEDGER VAULT KEY INSTITUTION UPLOAD CHUNK
"""

import asyncio
import os
import signal
import sys
from datetime import datetime
from uuid import UUID

import asyncpg

import hub_core.contexts  # noqa: F401 - registers every command
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.rosters.commands import SendRoster
from hub_core.sync.committing import commit
from hub_core.sync.uploads import Uploads
from hub_core.vault import Vault, VaultKeys
from tests.builders.principals import sender_of
from tests.hub_core.conftest import NOW


async def main(
    ledger_url: str, vault_url: str, key: str, institution: UUID, upload: UUID, chunk: int
) -> None:
    """Commit, and die when the clock is looked at for this chunk: each chunk looks at it once."""
    looked = 0

    def clock() -> datetime:
        nonlocal looked
        if looked == chunk:
            os.kill(os.getpid(), signal.SIGKILL)
        looked += 1
        return NOW

    async with (
        asyncpg.create_pool(ledger_url, min_size=1, max_size=4) as pool,
        asyncpg.create_pool(vault_url, min_size=1, max_size=2) as vault_pool,
        Writer(Ledger(pool)) as writer,
    ):
        vault = Vault(vault_pool, VaultKeys(bytes.fromhex(key)))
        platform = Platform(ledger=Ledger(pool), writer=writer, vault=vault, clock=clock)
        uploads = Uploads(pool, vault, clock=lambda: NOW)
        principal = sender_of(SendRoster(institution=institution, learners=()))
        await commit(uploads, platform, principal, await uploads.find(upload, institution))


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(main(*given[:3], UUID(given[3]), UUID(given[4]), int(given[5])))
