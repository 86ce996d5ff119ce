"""Which key signs the tokens of machines, and under which name the hub gives them.

The rule: an embedded hub makes its key at first use, beside the vault's; for servers that somebody
named none is ever made: without HUB_SIGNING_KEY_FILE such a hub takes API keys and gives no tokens.
"""

from contextlib import suppress
from pathlib import Path

from hub_core.identity.machines.signing_keys import make_signing_keys
from hub_core.settings import Settings


def signing_key_place(settings: Settings) -> Path | None:
    """Where the signing key is, or will be; None for a hub that gives no tokens."""
    if settings.signing_key_file is not None:
        return settings.signing_key_file
    if settings.postgres_url:
        return None
    return settings.data / "secrets" / "signing-keys.json"


def signing_key_file(settings: Settings) -> Path | None:
    """The same, made at first use for an embedded hub."""
    file = signing_key_place(settings)
    if file is not None and settings.signing_key_file is None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):  # another process of this hub was faster
            make_signing_keys(file)
    return file


def public_url(settings: Settings) -> str:
    """The address the hub is reached at, without a slash at its end: the issuer of its tokens."""
    if settings.public_url is not None:
        return settings.public_url
    host = f"[{settings.listen_host}]" if ":" in settings.listen_host else settings.listen_host
    return f"http://{host}:{settings.port}"
