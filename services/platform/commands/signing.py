"""``hub keys signing``: the key that signs the tokens of OAuth2 clients.

Rule: nothing here ever overwrites a key, and a new one is published before it signs.
"""

from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from hub_core.identity.machines.signing_keys import (
    HEAD_START,
    TOKEN_LIFE,
    make_signing_keys,
    rotate_signing_keys,
)
from services.platform.commands.running import Failure, settings
from services.platform.signing import signing_key_place


@click.group()
def signing() -> None:
    """The key that signs tokens. An embedded hub makes its own."""


@signing.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def new(file: Path) -> None:
    """Make FILE with a new key in it, for servers of your own: name it in HUB_SIGNING_KEY_FILE."""
    try:
        make_signing_keys(file)
    except FileExistsError:
        raise Failure(
            f"{file} is there already and stays as it is. Add a key to it with `hub keys signing "
            "rotate`, or name another file."
        ) from None
    click.echo(f"{file} holds a new key. Give every service HUB_SIGNING_KEY_FILE with its path.")


@signing.command()
def rotate() -> None:
    """Add a new key: published at once, in use in five minutes; the old one stays while tokens of it do."""
    file = signing_key_place(settings())
    if file is None or not file.exists():
        raise Failure(
            "There is no signing key to rotate. Name its file in HUB_SIGNING_KEY_FILE, or make one "
            "with `hub keys signing new FILE`."
        )
    now = datetime.now(UTC)
    added = rotate_signing_keys(file, now).keys[-1]
    over = now + HEAD_START + TOKEN_LIFE
    click.echo(
        f"{file} holds a new key, {added.kid}: it signs from {added.signs_from:%H:%M} UTC, and the old "
        f"one is published until {over:%H:%M}. Where services read copies of the file, renew them now."
    )
