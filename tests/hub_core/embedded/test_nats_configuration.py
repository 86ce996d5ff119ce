"""The configuration file, judged by nats-server itself."""

import subprocess
from pathlib import Path

import pytest

from hub_core.embedded.binaries import nats_server_program
from hub_core.embedded.nats_configuration import Account, User, render

INFO = "$JS.API.STREAM.INFO.HUB_LOG"
LOG = Account(
    name="LOG",
    users=(User(name="relay", password='quote" and \\ backslash'),),
    jetstream=True,
    exports=({"service": INFO, "accounts": ["READERS"]},),
)
READERS = Account(
    name="READERS",
    users=(User(name="reader", password="other"),),
    imports=({"service": {"account": "LOG", "subject": INFO}, "to": "HUB_LOG_API.INFO"},),
    mappings={INFO: "HUB_LOG_API.INFO"},
)


HUB = Account(name="HUB", users=LOG.users, jetstream=True)


@pytest.mark.parametrize("accounts", [(HUB,), (LOG, READERS)], ids=["one", "two"])
def test_nats_server_accepts_the_accounts(tmp_path: Path, accounts: tuple[Account, ...]) -> None:
    folder = tmp_path / 'a folder with "quotes" and ŵ'
    folder.mkdir()
    configuration = folder / "nats-server.conf"
    configuration.write_text(
        render(
            port=-1,
            store=folder / "jetstream",
            pid_file=folder / "pid",
            ports_folder=folder,
            accounts=accounts,
        )
    )
    judged = subprocess.run(
        [nats_server_program(), "-t", "-c", configuration],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stderr
