"""What the environment says about this process: every setting is a variable `HUB_…`.

Rule: nothing is guessed. An unknown HUB_ variable, a wrong value and a secret given twice are
refused together, before anything starts, and no secret is ever shown.
"""

import difflib
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

PREFIX = "HUB_"
FILE_SUFFIX = "_FILE"
LOG_LEVELS = ("debug", "info", "warning", "error")

DEFAULTS: Mapping[str, str] = {
    "HUB_DATA": ".hub",
    "HUB_POSTGRES_URL": "",
    "HUB_VAULT_URL": "",
    "HUB_NATS_URL": "",
    "HUB_VAULT_KEY_FILE": "",
    "HUB_LISTEN_HOST": "127.0.0.1",
    "HUB_PORT": "8400",
    "HUB_LOG_LEVEL": "info",
}
# Each may instead be given as the name of a file that holds it, in NAME_FILE.
SECRETS = ("HUB_POSTGRES_URL", "HUB_VAULT_URL", "HUB_NATS_URL")
KNOWN = (*DEFAULTS, *(name + FILE_SUFFIX for name in SECRETS))

SCHEMES: Mapping[str, tuple[str, ...]] = {
    "HUB_POSTGRES_URL": ("postgresql://", "postgres://"),
    "HUB_VAULT_URL": ("postgresql://", "postgres://"),
    "HUB_NATS_URL": ("nats://", "tls://", "ws://", "wss://"),
}

# Everything from the scheme to the last @ before the next scheme: passwords may hold an @.
SIGN_IN = re.compile(r"://((?:(?!://).)*)@", re.DOTALL)
PASSWORD_PARAMETER = re.compile(r"(?i)([?&](?:ssl)?password=)[^&]*")


class SettingsError(Exception):
    """The environment cannot be used; the message has one sentence or two a variable."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one process. An address that is None means: the embedded server."""

    data: Path
    postgres_url: str | None
    vault_url: str | None
    nats_url: str | None
    vault_key_file: Path | None
    listen_host: str
    port: int
    log_level: str

    def masked(self) -> dict[str, str]:
        """Every variable with its value, fit for a screen or a log."""
        values = {name: getattr(self, name.removeprefix(PREFIX).lower()) for name in DEFAULTS}
        return {name: _shown(name, value) for name, value in values.items()}

    def __repr__(self) -> str:
        """Never the secrets: a repr ends up in logs and tracebacks."""
        return f"Settings({', '.join(f'{name}={value}' for name, value in self.masked().items())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """The same for rich, which would otherwise read the fields."""
        return list(self.masked().items())


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from `environment`, usually `os.environ`. An empty value counts as none.

    Raises SettingsError, which names everything that is wrong at once.
    """
    given = {
        name: value for name, value in environment.items() if name.startswith(PREFIX) and value
    }
    problems = [_unknown(name) for name in sorted(given) if name not in KNOWN]
    values = dict(DEFAULTS)
    for name in DEFAULTS:
        try:
            values[name] = _given_value(name, given) or values[name]
            _check(name, values[name])
        except SettingsError as problem:
            problems.append(str(problem))
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(
        data=Path(values["HUB_DATA"]).expanduser().absolute(),
        postgres_url=values["HUB_POSTGRES_URL"] or None,
        vault_url=values["HUB_VAULT_URL"] or None,
        nats_url=values["HUB_NATS_URL"] or None,
        vault_key_file=Path(values["HUB_VAULT_KEY_FILE"]) if values["HUB_VAULT_KEY_FILE"] else None,
        listen_host=values["HUB_LISTEN_HOST"],
        port=int(values["HUB_PORT"]),
        log_level=values["HUB_LOG_LEVEL"].lower(),
    )


def _unknown(name: str) -> str:
    nearest = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.0)[0]
    return f"{name} is not a setting. Did you mean {nearest}? Correct it or unset it."


def _given_value(name: str, given: Mapping[str, str]) -> str:
    file_variable = name + FILE_SUFFIX
    if name not in SECRETS or file_variable not in given:
        return given.get(name, "")
    if name in given:
        raise SettingsError(f"{name} and {file_variable} are both set. Unset one of them.")
    file = given[file_variable]
    try:
        value = Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not text"
        raise SettingsError(
            f"{file_variable} names {file}, which cannot be read: {reason}. "
            "Correct the path or give this process the right to read the file."
        ) from problem
    if not value:
        raise SettingsError(f"{file_variable} names {file}, which is empty.")
    return value


def _check(name: str, value: str) -> None:
    if name in SCHEMES and value and not value.startswith(SCHEMES[name]):
        raise SettingsError(f"{name} must begin with {' or '.join(SCHEMES[name])}.")
    if name == "HUB_LISTEN_HOST":
        _check_loopback(value)
    if name == "HUB_PORT" and not (
        value.isascii() and value.isdecimal() and 0 < int(value) < 2**16
    ):
        raise SettingsError(f"HUB_PORT must be a number from 1 to 65535, not '{value}'.")
    if name == "HUB_LOG_LEVEL" and value.lower() not in LOG_LEVELS:
        raise SettingsError(f"HUB_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not '{value}'.")


def _check_loopback(host: str) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise SettingsError(
            f"HUB_LISTEN_HOST is '{host}', but until people can sign in the hub listens on this "
            "machine only. Use 127.0.0.1, and a tunnel such as `ssh -L` to reach it from elsewhere."
        )


def _shown(name: str, value: object) -> str:
    if value is None:
        return "(embedded)"
    return mask(str(value)) if name in SECRETS else str(value)


def mask(address: str) -> str:
    """`address` without its passwords and tokens; the user's name stays where there is one."""
    return PASSWORD_PARAMETER.sub(r"\1***", SIGN_IN.sub(_mask_sign_in, address))


def _mask_sign_in(found: re.Match[str]) -> str:
    user, colon, _ = found[1].partition(":")
    return f"://{user}:***@" if colon else "://***@"
