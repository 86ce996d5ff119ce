"""``hub retention``: whose time is over is counted by institution, shown, and forgotten when that is said."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_core.access import Principal
from hub_core.agreements.commands import SignAgreement
from hub_core.embedded import Servers
from hub_core.execute import Platform, execute
from hub_core.membership.events import InstitutionDetails
from hub_core.membership.institution_commands import RegisterInstitution
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.commands import RemoveLearners, RosterLearner, SendRoster
from hub_core.settings import Settings, read_settings
from hub_core.vault.keys import make_master_key
from services.platform.commands.retention import _may_forget
from services.platform.commands.running import Failure
from services.platform.keeping_retention import Due, erase_due, everybody_due
from services.platform.open_platform import open_platform
from tests.builders.agreements import EVERYTHING
from tests.builders.databases import fresh_addresses
from tests.builders.principals import sender_of

LONG_AGO = datetime.now(UTC).year - 5


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


async def _school(platform: Platform, name: str, urn: str, *, left: int) -> UUID:
    """A school of ten learners, of whom so many left five years ago."""
    details = InstitutionDetails(name=name, phase=ServicePhase.SECONDARY, local_authority="202")
    register = RegisterInstitution(urn=urn, details=details)
    accepted = await execute(register, sender_of(register), platform)
    school = UUID(msgspec.json.decode(accepted.answer)["id"])
    references = tuple(f"{name}-{number}" for number in range(10))
    learners = tuple(RosterLearner(reference=one, year_group=7) for one in references)
    commands = [
        SignAgreement(institution=school, terms=EVERYTHING),
        SendRoster(institution=school, learners=learners, as_of=date(LONG_AGO, 3, 2)),
    ]
    if left:
        commands.append(
            RemoveLearners(
                institution=school, learners=references[:left], left_on=date(LONG_AGO, 7, 1)
            )
        )
    for command in commands:
        by: Principal = sender_of(command)
        await execute(command, by, platform)
    return school


async def test_whose_time_is_over_is_shown_and_then_forgotten(chosen: Settings) -> None:
    async with open_platform(chosen) as platform:
        ash = await _school(platform, "Ash", "100001", left=2)
        oak = await _school(platform, "Oak", "100002", left=3)
        await _school(platform, "Elm", "100003", left=0)
        head = await platform.ledger.head()

    seen: list[tuple[int, int]] = []
    found = await everybody_due(chosen, None, lambda done, total: seen.append((done, total)))
    assert [(one.name, one.institution, one.learners) for one in found] == [
        ("Oak", oak, 3),
        ("Ash", ash, 2),
    ]
    assert seen == [(3, 3)]
    [only] = await everybody_due(chosen, "100001", lambda *_: None)
    assert only.name == "Ash"
    with pytest.raises(Failure, match="by '999999'"):
        await everybody_due(chosen, "999999", lambda *_: None)

    async with open_platform(chosen) as platform:
        assert await platform.ledger.head() == head, "looking changes nothing"
        known = await platform.vault.ordinals(ash, ["Ash-0", "Ash-1", "Ash-2"])
        assert len(known.known) == 3

    erased = await erase_due(chosen, found, lambda *_: None)
    assert [(one.name, one.learners) for one in erased] == [("Oak", 3), ("Ash", 2)]
    async with open_platform(chosen) as platform:
        known = await platform.vault.ordinals(ash, ["Ash-0", "Ash-1", "Ash-2"])
        assert set(known.known) == {"Ash-2"}
    assert await everybody_due(chosen, None, lambda *_: None) == []
    again = await erase_due(chosen, found, lambda *_: None)
    assert [one.learners for one in again] == [0, 0]


def test_where_nobody_can_be_asked_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    due = Due(institution=uuid4(), name="Ash", left_before=date(2020, 9, 1), learners=2)
    with pytest.raises(
        Failure, match=r"2 learners of 1 institution are due.*retention erase --yes"
    ):
        _may_forget([due])
