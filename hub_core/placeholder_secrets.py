"""Secrets that are none: placeholders left in a configuration, and passwords too short to be secret.

The rule: a server somebody named is not used with one; the sentence says which setting, never its value.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from hub_core.settings import Settings, SettingsError

#: Characters; 24 hexadecimal ones hold 96 bits. Source: NCSC, "Password administration for system owners".
SHORTEST = 12
#: Words that stand where a secret should: people leave them, and attackers try them first.
PLACEHOLDERS = (
    "admin",
    "changeit",
    "changeme",
    "default",
    "demo",
    "dummy",
    "example",
    "hub",
    "letmein",
    "password",
    "passwort",
    "placeholder",
    "postgres",
    "qwerty",
    "replaceme",
    "sample",
    "secret",
    "test",
    "todo",
    "topsecret",
    "yoursecret",
)
_NOT_LETTERS = re.compile(r"[^a-z]+")
_PRIVATE_KEY = "-----BEGIN "


def is_placeholder(secret: str) -> bool:
    """Whether anybody would try it: too short, one character over and over, words for a secret."""
    if secret.startswith(_PRIVATE_KEY):
        return False
    if len(secret) < SHORTEST or len(set(secret)) < 5:
        return True
    words = _NOT_LETTERS.split(secret.lower())
    left = "".join(words)
    for placeholder in sorted(PLACEHOLDERS, key=len, reverse=True):
        left = left.replace(placeholder, "")
    # What is left once such words are gone decides: digits and marks around them make no secret.
    return len(left) < 6 and not _holds_many_digits(secret)


def refuse_placeholders(settings: Settings) -> None:
    """Raise ``SettingsError`` when a named server or issuer is to be used with a placeholder."""
    if problems := list(_problems(settings)):
        raise SettingsError("\n".join(problems))


def _problems(settings: Settings) -> Iterator[str]:
    given = {
        "HUB_POSTGRES_URL": _passwords(settings.postgres_url),
        "HUB_VAULT_URL": _passwords(settings.vault_url),
        "HUB_NATS_URL": _passwords(settings.nats_url),
        "HUB_OPENID_CLIENT_SECRET": filter(None, [settings.openid_client_secret]),
    }
    for name, secrets in given.items():
        if any(map(is_placeholder, secrets)):
            yield (
                f"The secret in {name} is a placeholder or shorter than {SHORTEST} characters. "
                "Make one with `openssl rand -hex 24` and give it to the server too."
            )


def _passwords(addresses: str | None) -> Iterator[str]:
    """The passwords in the addresses of one setting; none where the server knows us otherwise."""
    for address in (addresses or "").split(","):
        try:
            parts = urlsplit(address)
        except ValueError:
            continue  # the server's driver will say what is wrong with it
        if parts.password:
            yield unquote(parts.password)
        yield from parse_qs(parts.query).get("password", ())


def _holds_many_digits(secret: str) -> bool:
    """Hexadecimal and numeric secrets: as many different digits as chance would give."""
    digits = [character for character in secret if character.isdigit()]
    return len(digits) >= 8 and len(set(digits)) >= 5
