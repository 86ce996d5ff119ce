"""The options that name an organisation on the command line, the same for every command.

Rule: one organisation at most, by what its own people call it: a slug, a URN, a number, a code.
"""

from collections.abc import Callable, Mapping

import rich_click as click

from hub_core.access import OrganisationKind
from services.platform.commands.running import Failure

_NAMING = {
    "institution": ("URN", OrganisationKind.INSTITUTION, "The school, college or service"),
    "hub": ("SLUG", OrganisationKind.HUB, "The careers hub"),
    "employer": ("COMPANY-NUMBER", OrganisationKind.EMPLOYER, "The employer, by it or by its id"),
    "trust": ("GROUP-ID", OrganisationKind.TRUST, "The academy trust"),
    "local_authority": ("CODE", OrganisationKind.LOCAL_AUTHORITY, "The local authority"),
}


def organisation_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name an organisation, one of each kind."""
    for option, (shown, _, told) in reversed(_NAMING.items()):
        flag = f"--{option.replace('_', '-')}"
        command = click.option(flag, option, metavar=shown, help=f"{told}.")(command)
    return command


def named_by(
    given: Mapping[str, str | None], *, why_one: str
) -> tuple[OrganisationKind, str] | None:
    """The organisation that was named, None without one. Raises ``Failure`` for two of them."""
    said = {option: value for option, value in given.items() if value}
    if len(said) > 1:
        raise Failure(f"Name one organisation: {why_one}.")
    return next(((_NAMING[option][1], value) for option, value in said.items()), None)
