"""``hub rollup``: national figures, looked at, published, restated and compared.

Rule: publishing says first what would be withheld, on request; what is out is never changed, only restated.
"""

from datetime import date, datetime
from typing import Any

import rich_click as click
from rich.console import Console
from rich.table import Table

from hub_core.snapshots.codes import RestatementReason
from services.platform.commands.running import Failure, as_json, run, settings
from services.platform.rollups import looking, publishing
from services.platform.rollups.publishing import Outcome, Withholding

_json = click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
_edition = click.option(
    "--edition", metavar="CODE", help="Of the benchmarks; by default the one in use that day."
)
_measure_date = click.option(
    "--measure-date",
    "measured",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DAY",
    help="31 December, 31 March or 31 July, such as 2026-03-31.",
)


@click.group()
def rollup() -> None:
    """National figures from official results: preview, publish, restate, compare."""


@rollup.command()
@_measure_date
@_edition
@_json
def preview(measured: datetime, edition: str | None, for_program: bool) -> None:
    """Show how much would be published of a measure date, and how much withheld. Publishes nothing."""
    _show(run(publishing.preview(settings(), measured.date(), edition)), for_program=for_program)


@rollup.command()
@_measure_date
@_edition
@_json
def publish(measured: datetime, edition: str | None, for_program: bool) -> None:
    """Publish the figures of a measure date. Refused while any institution is parked.

    They stand from then on: other figures of the same date are published by `hub rollup restate` alone.
    """
    made = run(publishing.publish(settings(), measured.date(), edition))
    _show(made, for_program=for_program)


@rollup.command()
@_measure_date
@_edition
@click.option(
    "--reason", type=click.Choice([one.value for one in RestatementReason]), required=True
)
@_json
def restate(measured: datetime, edition: str | None, reason: str, for_program: bool) -> None:
    """Publish other figures in place of those of a measure date, for a reason.

    Whoever kept the earlier ones can subtract: where only a few institutions changed, the groups they
    are in are withheld, England among them. `hub rollup preview` shows that first.
    """
    why = RestatementReason(reason)
    made = run(publishing.publish(settings(), measured.date(), edition, why))
    _show(made, for_program=for_program)


@rollup.command("list")
@_json
def list_(for_program: bool) -> None:
    """Show every snapshot that was published, oldest first."""
    found = run(looking.published(settings()))
    if for_program:
        click.echo(as_json(found))
        return
    if not found:
        click.echo("Nothing was published yet. `hub rollup publish --measure-date DAY` does.")
        return
    table = Table(
        "measure date", "edition", "version", "published", "why", box=None, pad_edge=False
    )
    for one in found:
        why = one.reason.label if one.reason else ""
        cells = (one.measure_date, one.edition, one.version, one.published_on, why)
        table.add_row(*(str(cell) for cell in cells))
    Console(highlight=False, markup=False).print(table)


@rollup.command()
@_measure_date
@_edition
@click.option("--version", type=int, help="Of that date; by default the one before the newest.")
@click.option(
    "--with",
    "other",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Another measure date, whose newest version to compare with.",
)
@_json
def difference(
    measured: datetime,
    edition: str | None,
    version: int | None,
    other: datetime | None,
    for_program: bool,
) -> None:
    """Show what a measure date's newest figures, or another date's, say otherwise, cell by cell."""
    day = measured.date()
    found = run(_difference(day, edition, version, other.date() if other else None))
    if for_program:
        click.echo(as_json(found))
        return
    for one in found:
        click.echo(
            f"{one.table}  {one.about}  {one.indicator}: {_cell(one.before)} -> {_cell(one.after)}"
        )
    click.echo(f"{len(found):,} cells differ.")


async def _difference(
    day: date, edition: str | None, version: int | None, other: date | None
) -> list[Any]:
    chosen = settings()
    if other is None and version is None:
        newest, _ = await looking.taken_away(chosen, day, edition, None)
        if newest.version == 1:
            raise Failure(
                f"The figures as at {day:%-d %B %Y} were published once, so there is nothing to compare "
                "them with. Name another measure date: --with DAY."
            )
        version = newest.version - 1
    return await looking.difference(chosen, (day, version), (other or day, None), edition)


def _cell(value: str | None) -> str:
    return "not there" if value is None else value


def _show(made: Outcome, *, for_program: bool) -> None:
    if for_program:
        click.echo(as_json(made))
        return
    told = made.institutions_contributing
    click.echo(
        f"National figures as at {made.measure_date:%-d %B %Y} under {made.edition}, "
        f"as the log stood at position {made.position:,}: "
        f"{'withheld' if told is None else f'{told:,}'} of {made.institutions_eligible:,} "
        "institutions contributing."
    )
    _show_withheld("official results of", made.levels)
    _show_withheld("groups with figures of", made.subjects)
    if made.noughts_meet:
        click.echo(
            f"True noughts are kept. Where they meet, {made.noughts_meet:,} benchmarks of single "
            "institutions follow from several of them together (decision 36)."
        )
    if made.out_already:
        click.echo("These figures are out already: nothing changed.")
    elif made.snapshot is not None:
        click.echo(
            f"Published. `hub export rollup --measure-date {made.measure_date} --to FOLDER` writes the "
            "files."
        )


def _show_withheld(of: str, kinds: list[Withholding]) -> None:
    """How many groups are shown, kind after kind, and why the others are not."""
    table = Table(of, "shown", "withheld, and why", box=None, pad_edge=False)
    for one in kinds:
        withheld = sum(one.withheld.values())
        why = "; ".join(f"{number:,} {reason.lower()}" for reason, number in one.withheld.items())
        table.add_row(one.kind, f"{one.groups - withheld:,} of {one.groups:,}", why)
    Console(highlight=False, markup=False).print(table)
