"""``hub keys``: let machines in, give them new secrets, shut them out.

Rule: a secret goes to standard output, once and alone; everything else is said beside it. Where both
lead to the same file, as a service's log does, nothing is issued at all.
"""

from datetime import date, timedelta
from typing import Any

import rich_click as click
from rich.console import Console
from rich.table import Column, Table

from hub_core.access import Role
from hub_core.identity.machines.scopes import scopes as known_scopes
from services.platform.commands.organisation_option import named_by, organisation_options
from services.platform.commands.running import as_json, run, settings
from services.platform.commands.shown_once import secret_stays_out_of_logs
from services.platform.commands.signing import signing
from services.platform.keeping_keys import (
    Asked,
    Line,
    Made,
    end_key,
    keys_of,
    make_key,
    renew_key,
)

#: How long a former secret works beside the new one, in days, unless said otherwise.
OVERLAP_DAYS = 7

_ONE = "a key acts for one, and another needs one of its own"

_json = click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")


@click.group()
def keys() -> None:
    """Let machines in: API keys and OAuth2 clients. What a key may do, docs/machines.md lists."""


@keys.command()
@click.option("--role", type=click.Choice([one.value for one in Role]), required=True)
@organisation_options
@click.option(
    "--scope", "scopes", multiple=True, metavar="SCOPE", help="What it is for; all it may, if none."
)
@click.option("--label", default="", help="What people know it by. No names of persons.")
@click.option("--expires-on", type=click.DateTime(["%Y-%m-%d"]), help="Last day; a year from now.")
@click.option("--client", is_flag=True, help="An OAuth2 client, which asks for tokens.")
@_json
def issue(
    role: str,
    scopes: tuple[str, ...],
    label: str,
    expires_on: Any,
    client: bool,
    for_program: bool,
    **named: str | None,
) -> None:
    """Issue a key to a machine that acts in a role at an organisation.

    Its secret is printed alone on standard output, this once: KEY=$(hub keys issue …).
    """
    secret_stays_out_of_logs("KEY=$(hub keys issue …)")
    asked = Asked(
        role=Role(role),
        organisation=named_by(named, why_one=_ONE),
        scopes=scopes,
        label=label,
        expires_on=expires_on.date() if expires_on else None,
        client=client,
    )
    _show(run(make_key(settings(), asked)), for_program=for_program)


@keys.command("list")
@organisation_options
@_json
def list_keys(for_program: bool, **named: str | None) -> None:
    """List the keys there are, of one organisation or of all."""
    found = run(keys_of(settings(), named_by(named, why_one=_ONE)))
    if for_program:
        click.echo(as_json(found))
    elif not found:
        click.echo("There are no keys. Issue one with `hub keys issue --role …`.")
    else:
        _table(found)


@keys.command()
@click.argument("key")
@click.option(
    "--overlap",
    type=click.IntRange(0, 90),
    default=OVERLAP_DAYS,
    show_default=True,
    help="Days for which the former secret works too; 0 ends it at once.",
)
@_json
def rotate(key: str, overlap: int, for_program: bool) -> None:
    """Give a key a new secret, good for a year.

    KEY is its id, or the beginning of any of its secrets: chk_3fZq81LmXa.
    """
    secret_stays_out_of_logs("KEY=$(hub keys issue …)")
    _show(run(renew_key(settings(), key, timedelta(days=overlap))), for_program=for_program)


@keys.command()
@click.argument("key")
def revoke(key: str) -> None:
    """Shut a machine out, at once and for good.

    KEY is its id, or the beginning of any of its secrets: chk_3fZq81LmXa.
    """
    line = run(end_key(settings(), key))
    click.echo(f"{line.begins} is revoked: it opens nothing from this moment.")


@keys.command("scopes")
@_json
def list_scopes(for_program: bool) -> None:
    """List the scopes a key can be given. A single operation is a scope too, by its own name."""
    found = list(known_scopes().values())
    if for_program:
        click.echo(as_json(found))
        return
    table = Table("scope", "lets a machine", box=None, pad_edge=False)
    for scope in found:
        table.add_row(scope.name, scope.label)
    Console(highlight=False).print(table)


def _show(made: Made, *, for_program: bool) -> None:
    if for_program:
        click.echo(as_json(made))
        return
    line = made.line
    click.echo(
        f"{line.kind} {line.id}: {line.role} at {line.organisation}, for {', '.join(line.scopes)}, "
        f"until {_day(line.expires_on)}.\nIts secret is shown this once. Keep it where you keep passwords:",
        err=True,
    )
    click.echo(made.secret)


def _table(found: list[Line]) -> None:
    # What is copied from here (its beginning) and compared (the day) stays in one piece.
    table = Table(
        Column("begins", no_wrap=True),
        *("acts as", "at", "scopes"),
        Column("until", no_wrap=True),
        *("last used", "stands", "label"),
        box=None,
        pad_edge=False,
    )
    for line in found:
        used = f"{line.last_used_at:%Y-%m-%d %H:%M}" if line.last_used_at else "never"
        table.add_row(
            line.begins,
            line.role,
            line.organisation,
            " ".join(line.scopes),
            line.expires_on.isoformat(),
            used,
            line.stands,
            line.label,
        )
    Console(highlight=False, markup=False).print(table)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


keys.add_command(signing)
