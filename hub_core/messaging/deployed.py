"""The configuration of nats-server for containers, as files under `deploy/`.

Rule: these files are written by `python -m hub_core.messaging.deployed` and by nobody's hand; a test
compares them with what it would write. They hold no secret: passwords and routes come from files that
`make-secrets.sh` makes and that are mounted beside them.
"""

from collections.abc import Mapping
from pathlib import Path
from textwrap import indent

from hub_core.messaging.accounts import Variable, platform_accounts
from hub_core.messaging.configuration import accounts_settings, written
from hub_core.messaging.parts import PARTS

DEPLOY = Path(__file__).parents[2] / "deploy"

WRITTEN = (
    "# Written by `python -m hub_core.messaging.deployed`. Change hub_core/messaging instead.\n"
)

ACCOUNTS = """\
#
# Who comes in, and what each may do: LOG owns the stream HUB_LOG and only the relay signs in to it;
# READERS see three calls of it, under the prefix HUB_LOG_API. hub_core/messaging/accounts.py says why.
# The passwords are variables from passwords.conf, which is a secret and is mounted beside this file.

include "passwords.conf"

"""
SINGLE = """\
#
# One nats-server with JetStream. The log is the ledger's copy: what this disk loses, the relay
# publishes again, so JetStream keeps its default of syncing every two minutes.

server_name: nats
"""
CLUSTER = """\
#
# One of three nats-servers that keep the log together. SERVER_NAME comes from the environment.
#
# sync_interval: without this JetStream acknowledges before it has synced, and three nodes that lose
# power together lose what they acknowledged. The relay would publish it again, but readers would
# meanwhile have seen positions that the stream does not have.

server_name: $SERVER_NAME
"""
ROUTES = """\
cluster {
  name: careers-hub
  port: 6222
  # Who may join and where the others are: a secret, mounted beside this file.
  include "routes.conf"
}
"""
CONFIG_MAP = """\
#
# The files of deploy/nats for Kubernetes.
apiVersion: v1
kind: ConfigMap
metadata:
  name: nats
  namespace: careers-hub
data:
"""

#: The monitoring port is for the health check inside the container only.
SETTINGS: Mapping[str, object] = {
    "port": 4222,
    "http": "127.0.0.1:8222",
    "max_payload": 1_048_576,
}


def password_variable(part: str) -> Variable:
    """What the configuration calls a part's password."""
    return Variable(f"{part.upper().replace('-', '_')}_PASSWORD")


def files() -> dict[str, str]:
    """Every file by its path under `deploy`, with its text."""
    accounts = accounts_settings(platform_accounts(password_variable))
    single = written({**SETTINGS, "jetstream": {"store_dir": "/data"}})
    synced = written({**SETTINGS, "jetstream": {"store_dir": "/data", "sync_interval": "always"}})
    made = {
        "nats/parts": "".join(f"{part}\n" for part in PARTS),
        "nats/accounts.conf": WRITTEN + ACCOUNTS + written(accounts),
        "nats/single.conf": f'{WRITTEN}{SINGLE}{single}\ninclude "accounts.conf"\n',
        "nats/cluster.conf": f'{WRITTEN}{CLUSTER}{synced}\n{ROUTES}\ninclude "accounts.conf"\n',
    }
    return made | {"kubernetes/nats-configuration.yaml": _config_map(made)}


def _config_map(made: Mapping[str, str]) -> str:
    held = {
        "nats-server.conf": made["nats/cluster.conf"],
        "accounts.conf": made["nats/accounts.conf"],
    }
    entries = (f"  {name}: |\n{indent(text, '    ')}" for name, text in held.items())
    return WRITTEN + CONFIG_MAP + "".join(entries)


def write(folder: Path = DEPLOY) -> None:
    """Write every file anew."""
    for name, text in files().items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    write()
