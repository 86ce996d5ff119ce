"""A demo killed while it tells what its people did lately: the next start tells the rest, once.

The rule: it is killed as the machine would kill it, and nothing of it is told differently for that.
"""

import os
from collections import Counter
from datetime import UTC, datetime, time
from pathlib import Path

import asyncpg
import pytest

import hub_core.contexts  # noqa: F401 - registers every event and handler
from hub_core.embedded import addresses_of_running_hub
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.vault import Vault, VaultKeys
from services.platform.england.filling import generate_england
from services.platform.england.lately import tell_lately
from services.platform.england.marks import BEGUN, WHOLE, day_told_to
from services.platform.england.scale import Scale
from services.platform.personas import ISSUER, seed
from tests.builders.demo_process import HubProcess, free_port, nobody_works_on

SCALE = Scale.parse("1 hub")
#: ``hub``, killed without a word before the act that follows so many.
KILLED_AFTER = """
import os, signal
from services.platform.__main__ import main
from services.platform.england.lately.acts import Acts

carry_out = Acts.carry_out

async def until(self, *given):
    if self._number == {acts}:
        os.kill(os.getpid(), signal.SIGKILL)
    return await carry_out(self, *given)

Acts.carry_out = until
main()
"""
_LATELY = """
select topic, count(*) as told from ledger.readable
where envelope ->> 'command_id' like 'lately/%' group by topic
"""
_ACTS = """
select count(distinct envelope ->> 'command_id') from ledger.readable
where envelope ->> 'command_id' like 'lately/%'
"""


@pytest.mark.long
async def test_the_rest_is_told_at_the_next_start(
    tmp_path: Path, pool: asyncpg.Pool, vault_database: str
) -> None:
    folder, port = tmp_path / "hub", free_port()
    told = ("demo", "--no-browser", "--scale", str(SCALE))
    for acts in (0, 90):
        program = ("-c", KILLED_AFTER.format(acts=acts))
        broken = await HubProcess.start(*told, folder=folder, port=port, program=program)
        ended = await broken.ended()
        assert ended.status == -9, (ended.out, ended.err)

    # Whoever starts it the next time need not say again how much there was to be.
    demo = await HubProcess.start("demo", "--no-browser", folder=folder, port=port)
    await demo.ready()
    addresses = addresses_of_running_hub(folder)
    assert addresses is not None
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=1) as living:
        ledger = Ledger(living)
        held = await ledger.holders((BEGUN, WHOLE))
        assert held[WHOLE] == held[BEGUN]
        day = day_told_to(await ledger.claims_of(held[BEGUN]))
        found, acts = await _lately(living)
    demo.terminate()
    assert (await demo.ended()).status == 0
    await nobody_works_on(folder)

    assert day is not None
    straight = Ledger(pool)
    await generate_england(straight, scale=SCALE, today=day)
    async with (
        asyncpg.create_pool(vault_database, min_size=1, max_size=2) as vault_pool,
        Writer(straight) as writer,
    ):
        platform = Platform(
            ledger=straight,
            writer=writer,
            vault=Vault(vault_pool, VaultKeys(os.urandom(32))),
            clock=lambda: datetime.combine(day, time(10), UTC),
        )
        placed = await seed(platform, ISSUER)
        assert await tell_lately(platform, placed=placed, scale=SCALE, today=day)
    assert (found, acts) == await _lately(pool)
    assert acts > 90


async def _lately(pool: asyncpg.Pool) -> tuple[Counter[str], int]:
    """What was told lately, by topic, and by how many acts."""
    rows = await pool.fetch(_LATELY)
    return Counter({row["topic"]: row["told"] for row in rows}), await pool.fetchval(_ACTS)
