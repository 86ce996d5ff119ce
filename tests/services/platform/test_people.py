"""``hub people``: the first administrator of a fresh installation gets in by a link, and is listed."""

from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from hub_core.access import PLATFORM, OrganisationKind, Role
from hub_core.embedded import Servers
from hub_core.execute import execute
from hub_core.identity.links.store import Links
from hub_core.identity.people.invitation_commands import AcceptInvitation
from hub_core.refusals import Conflict
from hub_core.settings import Settings, read_settings
from hub_core.vault.keys import make_master_key
from services.platform.commands.running import Failure
from services.platform.keeping_people import (
    invite_somebody,
    people_at,
    sweep_all,
    withdraw_one,
)
from services.platform.open_platform import open_platform
from tests.builders.databases import fresh_addresses


@pytest.fixture
async def chosen(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> Settings:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    make_master_key(tmp_path / "vault.key")
    return read_settings(
        {
            "HUB_DATA": str(tmp_path),
            "HUB_POSTGRES_URL": addresses.postgres_url,
            "HUB_VAULT_URL": addresses.vault_url,
            "HUB_NATS_URL": addresses.nats_url,
            "HUB_VAULT_KEY_FILE": str(tmp_path / "vault.key"),
        }
    )


async def test_the_first_administrator_joins_by_the_link_that_is_shown_once(
    chosen: Settings,
) -> None:
    invited = await invite_somebody(chosen, Role.ADMINISTRATOR, None, "ada@example.org")
    (waiting,) = await people_at(chosen, None)
    assert (waiting.who, waiting.roles) == ("ada@example.org", ("Administrator",))
    assert waiting.stands.startswith("invited until ")

    async with open_platform(chosen) as platform:
        token = invited.link.rpartition("/join/")[2]
        opened = await Links(platform.ledger.pool).opened(token)
        assert opened is not None
        command = AcceptInvitation(
            invitation=invited.id,
            issuer="https://issuer.example",
            subject=uuid4().hex,
            name="Ada Admin",
        )
        await execute(command, opened.principal, platform)
    (administrator,) = await people_at(chosen, None)
    assert (administrator.who, administrator.stands) == ("Ada Admin", "has the role")

    pool = await asyncpg.connect(chosen.postgres_url)
    try:
        rows = await pool.fetch("select principal, action, about from audit.accesses")
    finally:
        await pool.close()
    about = [f"platform:{PLATFORM.id}"]
    assert [tuple(row) for row in rows] == [("system:operator", "identity.people", about)] * 2


async def test_a_link_that_was_lost_is_withdrawn_and_another_sent(chosen: Settings) -> None:
    first = await invite_somebody(chosen, Role.AUDITOR, None, "ada@example.org")
    with pytest.raises(Conflict, match="invited to this role already"):
        await invite_somebody(chosen, Role.AUDITOR, None, "ada@example.org")
    await withdraw_one(chosen, first.id)
    second = await invite_somebody(chosen, Role.AUDITOR, None, "ada@example.org")
    assert second.link != first.link


async def test_nothing_is_swept_while_it_stands(chosen: Settings) -> None:
    await invite_somebody(chosen, Role.AUDITOR, None, "ada@example.org")
    assert await sweep_all(chosen) == 0
    (waiting,) = await people_at(chosen, None)
    assert waiting.who == "ada@example.org"


async def test_what_cannot_be_is_said_in_a_sentence(chosen: Settings) -> None:
    with pytest.raises(Failure, match="is not an e-mail address"):
        await invite_somebody(chosen, Role.AUDITOR, None, "nonsense")
    with pytest.raises(Failure, match="say which, --hub SLUG"):
        await invite_somebody(chosen, Role.HUB_LEAD, None, "ada@example.org")
    with pytest.raises(Failure, match="no careers hub here by 'nowhere'"):
        await invite_somebody(
            chosen, Role.HUB_LEAD, (OrganisationKind.HUB, "nowhere"), "ada@example.org"
        )
