"""``hub gatsby``: another threshold tried over the log, as a hub's members or one institution would stand.

Rule: what is tried is a file on this machine and stays there; nothing is stored, and numbers are protected.
"""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import rich_click as click
from rich.console import Console
from rich.table import Table

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.belonging import members_of
from hub_core.execute import ENGLAND
from hub_core.gatsby.tried import base_of, tried_edition
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.institution import Institution
from hub_core.membership.keys import hub_slug_key, urn_key
from hub_core.settings import Settings
from projections.benchmark_progress.queries import Queries
from projections.benchmark_progress.trial import Trial, trial_over
from services.platform.commands.running import Failure, as_json, open_ledger, run, settings


@click.group()
def gatsby() -> None:
    """The Gatsby Benchmarks: try another threshold."""


@gatsby.command("try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--hub", metavar="SLUG", help="Over the members of this hub.")
@click.option("--institution", metavar="URN", help="Over this institution alone.")
@click.option(
    "--as-at",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="As at the last month's end by this day; today by default.",
)
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def try_(
    file: Path, hub: str | None, institution: str | None, day: datetime | None, for_program: bool
) -> None:
    """Show who would achieve a criterion, and who no more, with the thresholds of an altered edition FILE.

    Begin with a copy of a file of hub_core/gatsby/editions. Nothing is stored.
    """
    if (hub is None) == (institution is None):
        raise Failure("Name one: --hub SLUG or --institution URN.")
    key = hub_slug_key(hub) if hub else urn_key(institution or "")
    as_at = day.date() if day else datetime.now(ENGLAND).date()
    found = run(_tried(settings(), _text(file), key, as_at, of_hub=hub is not None))
    if for_program:
        click.echo(as_json(found))
        return
    _show(found)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as problem:
        raise Failure(
            f"{file} is no text. Give an edition's file, such as a copy of ours."
        ) from problem


async def _tried(chosen: Settings, text: str, key: str, as_at: date, *, of_hub: bool) -> Trial:
    tried = tried_edition(text)
    async with open_ledger(chosen) as (ledger, _):
        known = await load_many(ledger, Institution, await _named(ledger, key, of_hub=of_hub))
        return await trial_over(
            Queries(ledger.pool),
            {one.id: one.details.name for one in known.values() if one.exists},
            base=base_of(tried),
            tried=tried,
            as_at=as_at,
        )


async def _named(ledger: Ledger, key: str, *, of_hub: bool) -> list[UUID]:
    found = (await ledger.holders([key])).get(key)
    if found is None:
        what = "hub of this slug" if of_hub else "institution of this URN"
        raise Failure(f"There is no {what}. `hub doctor` shows which log this is.")
    return await members_of(ledger, found) if of_hub else [found]


def _show(found: Trial) -> None:
    if not found.criteria:
        click.echo(f"No threshold differs from {found.edition}: nothing would change.")
        return
    console = Console(highlight=False, markup=False)
    table = Table("criterion", "threshold", "achieved", "of", "withheld", box=None, pad_edge=False)
    for one in found.criteria:
        before, after = one.threshold_before or "none", one.threshold_after or "none"
        table.add_row(
            one.criterion,
            f"{before} → {after}",
            f"{one.achieved_before} → {one.achieved_after}",
            str(one.members),
            str(one.withheld),
        )
    console.print(table)
    for member in found.institutions:
        changes = [f"gains {', '.join(member.gains)}"] if member.gains else []
        changes += [f"loses {', '.join(member.loses)}"] if member.loses else []
        console.print(f"{member.name}: {'; '.join(changes)}")
    console.print(f"As at {found.as_at}, from protected percentages. Nothing was stored.")
