"""The configuration's text, judged by nats-server itself."""

import subprocess
from pathlib import Path

from hub_core.embedded.binaries import nats_server_program
from hub_core.messaging.accounts import Account, User, platform_accounts
from hub_core.messaging.configuration import accounts_settings, embedded, written
from hub_core.messaging.parts import PROJECTIONS
from services.platform.projections import PROJECTIONS as READ_MODELS

AWKWARD = 'quote" and \\ backslash, 12e3 and $RELAY_PASSWORD }'


def judged(folder: Path, *accounts: Account) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    configuration = folder / "nats-server.conf"
    configuration.write_text(
        embedded(
            port=-1,
            store=folder / "jetstream",
            pid_file=folder / "pid",
            ports_folder=folder,
            accounts=accounts,
        )
    )
    return subprocess.run(
        [nats_server_program(), "-t", "-c", configuration],
        capture_output=True,
        text=True,
        check=False,
    )


def test_nats_server_accepts_the_platforms_accounts(tmp_path: Path) -> None:
    accounts = platform_accounts(lambda part: f"{part} {AWKWARD}")
    found = judged(tmp_path / 'a folder with "quotes" and ŵ', *accounts)
    assert found.returncode == 0, found.stderr


def test_nats_server_accepts_an_account_beside_them(tmp_path: Path) -> None:
    accounts = platform_accounts(lambda part: part)
    beside = Account(
        name="BESIDE", users=(User(name="one", password="other", unlimited=True),), jetstream=True
    )
    found = judged(tmp_path / "beside", *accounts, beside)
    assert found.returncode == 0, found.stderr


def test_who_may_do_nothing_is_not_allowed_everything() -> None:
    """An empty list of the allowed means to nats-server that everything is."""
    nobody = Account(name="ONE", users=(User(name="silent", password="p"),))
    text = written(accounts_settings([nobody]))
    assert text.count('{ deny: [">"] }') == 2
    assert "allow" not in text


def test_every_read_model_has_a_runner_that_may_sign_in() -> None:
    assert set(PROJECTIONS) == set(READ_MODELS)
