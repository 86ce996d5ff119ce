"""The text of nats-server's configuration, in its own format.

Rule: it is written from values only and the same values give the same text; what a value may hold,
quotes included, cannot end it.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hub_core.messaging.accounts import SYSTEM, Account, User, Variable

PLAIN_KEY = re.compile(r"[A-Za-z_]+")
ROOM = 100


def embedded(
    *, port: int, store: Path, pid_file: Path, ports_folder: Path, accounts: Sequence[Account]
) -> str:
    """All of it for a server on this machine's loopback. Holds passwords: for its owner only."""
    return written(
        {
            "server_name": "hub",
            "host": "127.0.0.1",
            "port": port,
            "pid_file": str(pid_file),
            "ports_file_dir": str(ports_folder),
            "jetstream": {"store_dir": str(store)},
            **accounts_settings(accounts),
        }
    )


def accounts_settings(accounts: Sequence[Account]) -> dict[str, object]:
    """The settings that say who comes in and what they may do."""
    return {
        "accounts": {account.name: _entry(account) for account in accounts},
        "system_account": SYSTEM,
    }


def _entry(account: Account) -> dict[str, object]:
    settings: dict[str, object] = {
        "jetstream": account.jetstream,
        "users": [_user(user) for user in account.users],
        "exports": account.exports,
        "mappings": account.mappings,
        "imports": account.imports,
    }
    return {name: value for name, value in settings.items() if value}


def _user(user: User) -> dict[str, object]:
    signs_in: dict[str, object] = {"user": user.name, "password": user.password}
    if user.unlimited:
        return signs_in
    allowed = {"publish": user.publish, "subscribe": user.subscribe}
    return {**signs_in, "permissions": {what: _only(which) for what, which in allowed.items()}}


def _only(subjects: Sequence[str]) -> dict[str, Sequence[str]]:
    """These and no others. An empty list of the allowed would mean that everything is."""
    return {"allow": subjects} if subjects else {"deny": [">"]}


def written(settings: Mapping[str, object]) -> str:
    """Settings as text."""
    return "\n".join(line for name, value in settings.items() for line in lines(name, value)) + "\n"


def lines(name: str, value: object, indent: str = "") -> Iterator[str]:
    """One setting, over as many lines as it needs."""
    key = name if PLAIN_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    short = f"{indent}{key}: {_short(value)}"
    if len(short) <= ROOM or not isinstance(value, Mapping | list | tuple):
        yield short
    elif isinstance(value, Mapping):
        yield f"{indent}{key}: {{"
        for each, what in value.items():
            yield from lines(each, what, indent + "  ")
        yield f"{indent}}}"
    else:
        yield f"{indent}{key}: ["
        yield from _items(value, indent + "  ")
        yield f"{indent}]"


def _items(values: Sequence[object], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping) and len(indent) + len(_short(value)) > ROOM:
            yield f"{indent}{{"
            for each, what in value.items():
                yield from lines(each, what, indent + "  ")
            yield f"{indent}}}"
        else:
            yield f"{indent}{_short(value)}"


def _short(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Variable):
        return f"${value.name}"
    if isinstance(value, Mapping):
        pairs = (_pair(name, each) for name, each in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_short(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _pair(name: str, value: object) -> str:
    key = name if PLAIN_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    return f"{key}: {_short(value)}"
