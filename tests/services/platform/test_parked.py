"""``hub parked``: who is set aside is named with the reason, and comes back once the fold is mended."""

import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from hub_core.embedded import Addresses, Servers
from hub_core.log import event as events
from hub_core.log.event import encode
from hub_core.log.ledger import Append, Ledger, NewEvent
from hub_core.rosters.events import RollDeclared
from hub_core.settings import Settings, read_settings
from projections.runner import Runner
from projections.state import why_not_publish
from services.platform.commands import parked
from services.platform.commands.running import Failure
from services.platform.projections import PROJECTIONS
from tests.builders.databases import fresh_addresses
from tests.builders.ledger_events import ENVELOPE

NEWER = "rosters.RollDeclared.v9"


@pytest.fixture
async def addresses(servers: Servers, ledger_template: str, vault_template: str) -> Addresses:
    return await fresh_addresses(servers, ledger_template, vault_template)


@pytest.fixture
def chosen(addresses: Addresses, tmp_path: Path) -> Settings:
    return read_settings(
        {
            "HUB_DATA": str(tmp_path),
            "HUB_POSTGRES_URL": addresses.postgres_url,
            "HUB_VAULT_URL": addresses.vault_url,
            "HUB_NATS_URL": addresses.nats_url,
        }
    )


async def test_whoever_is_parked_is_listed_and_comes_back_with_the_mended_fold(
    addresses: Addresses, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ashbrook, birchwood = uuid4(), uuid4()
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=4) as pool:
        ledger = Ledger(pool)
        for institution, topic in ((ashbrook, NEWER), (birchwood, RollDeclared.TOPIC)):
            roll = RollDeclared(institution=institution, occurred_on=date(2026, 1, 14), roll={7: 5})
            event = NewEvent(
                event_id=uuid4(),
                stream_id=uuid4(),
                version=1,
                topic=topic,
                data=encode(roll),
                institution=institution,
            )
            await ledger.append([Append(events=[event], envelope=ENVELOPE)])
        await Runner(PROJECTIONS["hub_dashboard"], ledger=ledger, pool=pool).catch_up()

        [found] = await parked._list(chosen)
        assert (found.projection, found.institution, found.position, found.topic) == (
            "hub_dashboard",
            ashbrook,
            1,
            NEWER,
        )
        assert "upgrade this one" in found.error
        assert await why_not_publish(pool) is not None
        # Nothing was mended, so it stays where it is; and nobody else can be named.
        assert await parked._retry(chosen, frozenset()) == [found]
        with pytest.raises(Failure, match=re.escape(f"Not parked: {birchwood}")):
            await parked._retry(chosen, frozenset([birchwood]))

        monkeypatch.setitem(events._UPCASTERS, NEWER, (RollDeclared.TOPIC, lambda data: data))
        assert await parked._retry(chosen, frozenset([ashbrook])) == []
        assert await parked._list(chosen) == []
        assert await why_not_publish(pool) is None
