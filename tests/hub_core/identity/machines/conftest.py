"""Keys on real servers: a platform whose clock the test sets, and the keys of its database.

machines  the keys in the platform's own database, on the platform's clock
"""

import pytest

from hub_core.execute import Platform
from hub_core.identity.machines.store import MIGRATIONS, Machines
from hub_core.migrations import migrate


@pytest.fixture(scope="session")
async def machines(platform: Platform) -> Machines:
    async with platform.ledger.pool.acquire() as connection:
        await migrate(connection, [MIGRATIONS])
    return Machines(platform.ledger.pool, clock=lambda: platform.clock())
