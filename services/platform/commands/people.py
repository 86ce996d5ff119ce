"""``hub people``: invite the first administrator of a fresh installation, and see who is who.

Rule: the link of an invitation goes to standard output, once and alone; everything else is said beside it.
"""

from typing import Any
from uuid import UUID

import rich_click as click
from rich.console import Console
from rich.table import Column, Table

from hub_core.access import Role
from services.platform.commands.organisation_option import named_by, organisation_options
from services.platform.commands.running import as_json, run, settings
from services.platform.commands.shown_once import secret_stays_out_of_logs
from services.platform.keeping_people import (
    Line,
    invite_somebody,
    people_at,
    sweep_all,
    withdraw_one,
)

_json = click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")


@click.group()
def people() -> None:
    """Invite people, and see who is in which role."""


@people.command()
@click.option("--role", type=click.Choice([one.value for one in Role]), required=True)
@organisation_options
@click.option("--email", required=True, metavar="ADDRESS", help="Whom the invitation is for.")
@_json
def invite(role: str, email: str, for_program: bool, **named: str | None) -> None:
    """Invite somebody to a role at an organisation.

    The link to join is printed alone on standard output, this once. Send it to the person yourself:
    nothing is sent from here. It stands for 14 days and lets one person in.
    """
    secret_stays_out_of_logs("LINK=$(hub people invite …)")
    at = named_by(named, why_one="an invitation is to one role at one of them")
    made = run(invite_somebody(settings(), Role(role), at, email))
    if for_program:
        click.echo(as_json(made))
        return
    click.echo(
        f"Invited: {made.role} at {made.organisation}. Whoever opens this link up to "
        f"{made.expires_on} and signs in has the role. It is shown this once:",
        err=True,
    )
    click.echo(made.link)


@people.command()
@click.argument("invitation", type=click.UUID)
def withdraw(invitation: UUID) -> None:
    """Withdraw an invitation, by the id that `hub people list` shows. Its link opens nothing any more."""
    run(withdraw_one(settings(), invitation))
    click.echo("The invitation is withdrawn: its link opens nothing from this moment.")


@people.command()
def sweep() -> None:
    """Forget the addresses of invitations that nobody accepted in time. Run it once a day."""
    gone = run(sweep_all(settings()))
    click.echo(f"{gone} invitation{'' if gone == 1 else 's'} expired; the addresses are destroyed.")


@people.command("list")
@organisation_options
@_json
def list_people(for_program: bool, **named: Any) -> None:
    """List who has which role at an organisation, or at the platform itself, and who is invited."""
    at = named_by(named, why_one="people are listed by organisation")
    found = run(people_at(settings(), at))
    if for_program:
        click.echo(as_json(found))
    elif not found:
        click.echo(
            "Nobody has a role there yet. Invite somebody with `hub people invite --role …`."
        )
    else:
        _table(found)


def _table(found: list[Line]) -> None:
    table = Table("who", "role", "stands", Column("id", no_wrap=True), box=None, pad_edge=False)
    for line in found:
        table.add_row(line.who or "not shown", ", ".join(line.roles), line.stands, str(line.id))
    Console(highlight=False, markup=False).print(table)
