"""What the environment says about this process: every setting is a variable `HUB_…`.

Rule: nothing is guessed. An unknown HUB_ variable, a wrong value and a secret given twice are
refused together, before anything starts, and no secret is ever shown.
"""

import difflib
import ipaddress
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
    "HUB_ERASURE_JOURNAL": "",
    "HUB_SIGNING_KEY_FILE": "",
    "HUB_LISTEN_HOST": "127.0.0.1",
    "HUB_PORT": "8400",
    "HUB_LOG_LEVEL": "info",
    "HUB_PUBLIC_URL": "",
    "HUB_TRUSTED_PROXIES": "",
    "HUB_OPENID_ISSUER": "",
    "HUB_OPENID_CLIENT_ID": "",
    "HUB_OPENID_CLIENT_SECRET": "",
    "HUB_OPENID_ORGANISATION": "none",
    "HUB_PERSONAS": "no",
    # Whether webhooks may go to receivers on this machine: for demos and tests.
    "HUB_WEBHOOKS_LOOPBACK": "no",
}
# Each may instead be given as the name of a file that holds it, in NAME_FILE.
SECRETS = ("HUB_POSTGRES_URL", "HUB_VAULT_URL", "HUB_NATS_URL", "HUB_OPENID_CLIENT_SECRET")
KNOWN = (*DEFAULTS, *(name + FILE_SUFFIX for name in SECRETS))

#: What `hub sync` is given by whoever sends a file: no settings of the platform, and none of them a mistake.
OF_SENDERS = ("HUB_KEY", "HUB_URL")

#: Servers that are embedded where nobody names others.
SERVERS = ("HUB_POSTGRES_URL", "HUB_VAULT_URL", "HUB_NATS_URL")

SCHEMES: Mapping[str, tuple[str, ...]] = {
    "HUB_POSTGRES_URL": ("postgresql://", "postgres://"),
    "HUB_VAULT_URL": ("postgresql://", "postgres://"),
    "HUB_NATS_URL": ("nats://", "tls://", "ws://", "wss://"),
    "HUB_PUBLIC_URL": ("https://", "http://"),
    "HUB_OPENID_ISSUER": ("https://", "http://"),
}
#: What signing in at an issuer needs, all together.
OPENID = ("HUB_OPENID_ISSUER", "HUB_OPENID_CLIENT_ID", "HUB_OPENID_CLIENT_SECRET", "HUB_PUBLIC_URL")
#: How an issuer may name the organisation a person comes for; see services/web/sign_in.
NAMINGS = ("none", "dfe_sign_in")

# Everything from the scheme to the last @ before the next scheme: passwords may hold an @.
SIGN_IN = re.compile(r"://((?:(?!://).)*)@", re.DOTALL)
PASSWORD_PARAMETER = re.compile(r"(?i)([?&](?:ssl)?password=)[^&]*")


class OpenId(msgspec.Struct, frozen=True, kw_only=True):
    """The issuer people sign in at, and what we are to it.

    ``client_secret`` is a shared secret or a private key in PEM; ``organisation`` says how the issuer
    names the organisation a person comes for.
    """

    issuer: str
    client_id: str
    client_secret: str
    organisation: str = "none"


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
    public_url: str | None = None
    trusted_proxies: str = ""
    erasure_journal: Path | None = None
    signing_key_file: Path | None = None
    openid_issuer: str | None = None
    openid_client_id: str | None = None
    openid_client_secret: str | None = None
    openid_organisation: str = "none"
    personas: bool = False
    webhooks_loopback: bool = False

    @property
    def openid(self) -> OpenId | None:
        """The issuer people sign in at; None when none is configured."""
        if not (self.openid_issuer and self.openid_client_id and self.openid_client_secret):
            return None
        return OpenId(
            issuer=self.openid_issuer,
            client_id=self.openid_client_id,
            client_secret=self.openid_client_secret,
            organisation=self.openid_organisation,
        )

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
        name: value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value and name not in OF_SENDERS
    }
    problems = [_unknown(name) for name in sorted(given) if name not in KNOWN]
    values = dict(DEFAULTS)
    for name in DEFAULTS:
        try:
            values[name] = _given_value(name, given) or values[name]
            _check(name, values[name])
        except SettingsError as problem:
            problems.append(str(problem))
    if not problems:
        problems = list(_together(values))
    if problems:
        raise SettingsError("\n".join(problems))
    return _settings(values)


def _settings(values: Mapping[str, str]) -> Settings:
    """What was checked, each in its type; an empty value is none."""
    return Settings(
        data=Path(values["HUB_DATA"]).expanduser().absolute(),
        postgres_url=values["HUB_POSTGRES_URL"] or None,
        vault_url=values["HUB_VAULT_URL"] or None,
        nats_url=values["HUB_NATS_URL"] or None,
        vault_key_file=_path(values["HUB_VAULT_KEY_FILE"]),
        erasure_journal=_path(values["HUB_ERASURE_JOURNAL"]),
        listen_host=values["HUB_LISTEN_HOST"],
        port=int(values["HUB_PORT"]),
        log_level=values["HUB_LOG_LEVEL"].lower(),
        public_url=values["HUB_PUBLIC_URL"].rstrip("/") or None,
        trusted_proxies=values["HUB_TRUSTED_PROXIES"],
        signing_key_file=_path(values["HUB_SIGNING_KEY_FILE"]),
        openid_issuer=values["HUB_OPENID_ISSUER"] or None,
        openid_client_id=values["HUB_OPENID_CLIENT_ID"] or None,
        openid_client_secret=values["HUB_OPENID_CLIENT_SECRET"] or None,
        openid_organisation=values["HUB_OPENID_ORGANISATION"],
        personas=values["HUB_PERSONAS"] == "yes",
        webhooks_loopback=values["HUB_WEBHOOKS_LOOPBACK"] == "yes",
    )


def _path(value: str) -> Path | None:
    return Path(value) if value else None


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
    if name == "HUB_PUBLIC_URL" and value:
        _check_address(name, value, host_only=True)
    if name == "HUB_OPENID_ISSUER" and value:
        _check_address(name, value, host_only=False)
    if name == "HUB_TRUSTED_PROXIES":
        _check_networks(name, value)
    if name == "HUB_OPENID_ORGANISATION" and value not in NAMINGS:
        raise SettingsError(f"HUB_OPENID_ORGANISATION must be one of {', '.join(NAMINGS)}.")
    if name in ("HUB_PERSONAS", "HUB_WEBHOOKS_LOOPBACK") and value not in ("yes", "no"):
        raise SettingsError(f"{name} must be yes or no, not '{value}'.")
    if name == "HUB_PORT" and not (
        value.isascii() and value.isdecimal() and 0 < int(value) < 2**16
    ):
        raise SettingsError(f"HUB_PORT must be a number from 1 to 65535, not '{value}'.")
    if name == "HUB_LOG_LEVEL" and value.lower() not in LOG_LEVELS:
        raise SettingsError(f"HUB_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not '{value}'.")


def _check_networks(name: str, value: str) -> None:
    for one in filter(None, map(str.strip, value.split(","))):
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise SettingsError(
                f"{name} names '{one}', which is no address and no network. Write addresses or networks "
                "such as 10.0.0.0/8, separated by commas."
            ) from None


def _check_address(name: str, address: str, *, host_only: bool) -> None:
    """Only over TLS, for people's sessions travel there; on this machine there is nobody between."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise SettingsError(f"{name} must be an address such as https://hub.example.org.")
    if host_only and parts.path.strip("/"):
        raise SettingsError(f"{name} must have no path: pages begin at the root of their host.")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            f"{name} must begin with https://; http:// will do on this machine only."
        )


def _together(values: Mapping[str, str]) -> Iterator[str]:
    """What is wrong between settings that are right in themselves."""
    missing = [name for name in OPENID if not values[name]]
    openid = not missing
    if not openid and any(values[name] for name in OPENID[:3]):
        yield (
            f"{' and '.join(missing)} must be set too: for people to sign in, {', '.join(OPENID)} "
            "are needed together."
        )
        return
    local = is_loopback(values["HUB_LISTEN_HOST"])
    if values["HUB_PERSONAS"] == "yes":
        yield from _personas(values, openid=openid, local=local)
    elif not local and not openid:
        yield (
            f"HUB_LISTEN_HOST is '{values['HUB_LISTEN_HOST']}', but until people can sign in the hub "
            f"listens on this machine only. Set {', '.join(OPENID)}, or use 127.0.0.1, and a tunnel "
            "such as `ssh -L` to reach it from elsewhere."
        )


def _personas(values: Mapping[str, str], *, openid: bool, local: bool) -> Iterator[str]:
    """Personas let anybody be anybody, so they are for a demo on one machine and nowhere else."""
    public = values["HUB_PUBLIC_URL"]
    if not local or (public and not is_loopback(urlsplit(public).hostname or "")):
        yield (
            "HUB_PERSONAS is yes, but the hub would be reached from other machines "
            f"({public or values['HUB_LISTEN_HOST']}): anyone could sign in there as anybody. "
            "Unset HUB_PERSONAS, or listen on 127.0.0.1 only."
        )
    if openid:
        yield (
            f"HUB_PERSONAS is yes, but people sign in at {values['HUB_OPENID_ISSUER']}: personas "
            "would open what it guards. Unset HUB_PERSONAS, or the HUB_OPENID_ settings."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches this host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _shown(name: str, value: object) -> str:
    if value is None:
        return "(embedded)" if name in SERVERS else "(none)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "HUB_OPENID_CLIENT_SECRET":
        return "***"
    return mask(str(value)) if name in SECRETS else str(value)


def mask(address: str) -> str:
    """`address` without its passwords and tokens; the user's name stays where there is one."""
    return PASSWORD_PARAMETER.sub(r"\1***", SIGN_IN.sub(_mask_sign_in, address))


def _mask_sign_in(found: re.Match[str]) -> str:
    user, colon, _ = found[1].partition(":")
    return f"://{user}:***@" if colon else "://***@"
