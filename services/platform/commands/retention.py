"""``hub retention``: learners who left so long ago that they are to be forgotten, and forgetting them.

Rule: what would be forgotten is shown before anybody is asked, and nothing is forgotten that was not
asked for.
"""

import rich_click as click
from rich.console import Console
from rich.table import Column, Table

from hub_core.rosters.retention import months_kept
from services.platform.commands.running import agreed, as_json, progress_bar, run, settings
from services.platform.keeping_retention import Due, erase_due, everybody_due

_institution = click.option(
    "--institution", "urn", metavar="URN", help="One school or college alone."
)
_json = click.option("--json", "for_program", is_flag=True, help="Print one JSON list.")


@click.group()
def retention() -> None:
    """Forget learners who left so long ago that the rules of retention ask for it.

    How long is data, with its sources: hub_core/rosters/retention.csv.
    """


@retention.command("list")
@_institution
@_json
def list_(urn: str | None, for_program: bool) -> None:
    """Show how many learners are to be forgotten, by institution. Nothing is changed."""
    found = _look(urn)
    if for_program:
        click.echo(as_json(found))
    elif not found:
        click.echo(_nobody())
    else:
        _table(found)
        click.echo("Forget them with `hub retention erase`.", err=True)


@retention.command()
@_institution
@click.option("--yes", is_flag=True, help="Forget them without asking, as for a monthly job.")
@_json
def erase(urn: str | None, yes: bool, for_program: bool) -> None:
    """Forget them: show how many, ask, and destroy their references and every text about them.

    Figures stay as they are, about numbers that lead to nobody. If it breaks off, run it again: it goes
    on with whoever is left.
    """
    found = _look(urn)
    if found and not for_program:
        _table(found)
    if found and not (yes or _may_forget(found)):
        click.echo("Nobody was forgotten.", err=True)
        return
    with progress_bar("Forgetting") as progress:
        erased = run(erase_due(settings(), found, progress)) if found else []
    if for_program:
        click.echo(as_json(erased))
    elif not found:
        click.echo(_nobody())
    else:
        click.echo(f"Forgotten: {_learners(erased)}.")


def _look(urn: str | None) -> list[Due]:
    with progress_bar("Looking through rosters") as progress:
        return run(everybody_due(settings(), urn, progress))


def _may_forget(found: list[Due]) -> bool:
    return agreed(
        f"Forget {_learners(found)} for good? It cannot be undone",
        unasked=f"Nobody was forgotten: {_learners(found)} are due, and there is nobody to ask here. "
        "Type `hub retention erase --yes` to forget them without being asked.",
    )


def _learners(found: list[Due]) -> str:
    learners, institutions = sum(one.learners for one in found), len(found)
    return (
        f"{learners:,} learner{'' if learners == 1 else 's'} of {institutions:,} "
        f"institution{'' if institutions == 1 else 's'}"
    )


def _nobody() -> str:
    return f"Nobody is to be forgotten: no learner left more than {months_kept()} months ago."


def _table(found: list[Due]) -> None:
    table = Table(
        Column("learners", justify="right"), "institution", Column("id", no_wrap=True), box=None,
        pad_edge=False, title=f"Left before {found[0].left_before:%-d %B %Y}", title_justify="left",
    )  # fmt: skip
    for one in found:
        table.add_row(f"{one.learners:,}", one.name, str(one.institution))
    Console(highlight=False, markup=False).print(table)
