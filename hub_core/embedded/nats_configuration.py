"""The text of nats-server's configuration file.

Rule: it is written from values only and the same values give the same text. A log account of its
own, whose calls the readers' account imports, is one more `Account` with its exports and imports.
"""

import json
from pathlib import Path

import msgspec


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in with a password."""

    name: str
    password: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A world of subjects of its own. `exports`, `imports` and `mappings` are in its form."""

    name: str
    users: tuple[User, ...]
    jetstream: bool = False
    exports: tuple[dict[str, object], ...] = ()
    imports: tuple[dict[str, object], ...] = ()
    mappings: dict[str, str] = {}


def render(
    *, port: int, store: Path, pid_file: Path, ports_folder: Path, accounts: tuple[Account, ...]
) -> str:
    """The configuration as JSON, which nats-server reads as its own format."""
    settings = {
        "server_name": "hub",
        "host": "127.0.0.1",
        "port": port,
        "pid_file": str(pid_file),
        "ports_file_dir": str(ports_folder),
        "jetstream": {"store_dir": str(store)},
        "accounts": {account.name: _entry(account) for account in accounts},
    }
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def _entry(account: Account) -> dict[str, object]:
    return {
        "jetstream": "enabled" if account.jetstream else "disabled",
        "users": [{"user": user.name, "password": user.password} for user in account.users],
        "exports": list(account.exports),
        "imports": list(account.imports),
        "mappings": account.mappings,
    }
