"""``hub import``: take registers over into the log."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import hub_core.contexts  # noqa: F401 - registers every command
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.pools import open_pool
from hub_core.settings import Settings
from hub_core.vault.keys import VaultKeys, read_master_key
from hub_core.vault.vault import Vault
from services.platform.addresses import reachable, vault_key_file
from services.platform.commands.running import Failure, as_json, run, settings
from services.platform.gias_import.files import CannotImport
from services.platform.gias_import.findings import Findings
from services.platform.gias_import.importing import Imported, import_gias
from services.platform.schema import bring_up_to_date
from services.platform.statistics_import import import_statistics


@click.group("import")
def imports() -> None:
    """Take registers over into the log. Importing again changes nothing."""


@imports.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write every row that could not be used to this CSV file.",
)
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def gias(files: tuple[Path, ...], report: Path | None, for_program: bool) -> None:
    """Take institutions over from the downloads of Get Information about Schools (GIAS).

    Give the establishments and the links between them together, in any order: then a school that became
    an academy keeps its history. Files are recognised by their columns.
    """
    imported, findings = run(_gias(settings(), files, report))
    if for_program:
        click.echo(as_json(imported))
    else:
        _show(imported, findings, report)


@imports.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Say in a file of your own which column holds what (docs/statistics.md).",
)
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def statistics(files: tuple[Path, ...], mapping: Path | None, for_program: bool) -> None:
    """Take statistics over that others publish, for context: NEET, participation, destinations.

    They stand beside the figures of hubs and are never mixed into them. Files are recognised by their
    columns.
    """
    taken_over = run(import_statistics(settings(), files, mapping))
    if for_program:
        click.echo(as_json(taken_over))
        return
    for one in taken_over:
        click.echo(
            f"{one.file}: {one.figures:,} figures of {one.collection}, {len(one.set_aside):,} rows set aside."
        )
        if one.lacking:
            click.echo(f"  It has no column for {', '.join(one.lacking)}.")
        for row in one.set_aside:
            click.echo(f"  line {row.line}, {row.place or 'no place'}: {row.why}")


async def _gias(
    chosen: Settings, files: tuple[Path, ...], report: Path | None
) -> tuple[Imported, Findings]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with ExitStack() as open_files:
        written = None
        if report is not None:
            # The mark at the beginning tells spreadsheets that it is UTF-8.
            written = open_files.enter_context(report.open("w", encoding="utf-8-sig", newline=""))
        bar = open_files.enter_context(
            Progress(*columns, console=Console(stderr=True), transient=True)
        )
        task = bar.add_task("Recognising", total=None)
        async with _platform(chosen) as platform:
            try:
                return await import_gias(
                    files,
                    platform,
                    report=written,
                    progress=lambda doing, done, total: bar.update(
                        task, description=doing, completed=done, total=total
                    ),
                )
            except CannotImport as refusal:
                raise Failure(str(refusal)) from refusal


@asynccontextmanager
async def _platform(chosen: Settings) -> AsyncIterator[Platform]:
    """What commands need, on the servers the settings lead to."""
    async with reachable(chosen) as addresses:
        await bring_up_to_date(addresses)
        keys = VaultKeys(read_master_key(vault_key_file(chosen)))
        async with (
            open_pool(addresses.postgres_url, min_size=1, max_size=4) as pool,
            open_pool(addresses.vault_url, min_size=1, max_size=2) as vault_pool,
            Writer(Ledger(pool)) as writer,
        ):
            vault = Vault(vault_pool, keys)
            await vault.check_key()
            yield Platform(ledger=Ledger(pool), writer=writer, vault=vault)


def _show(imported: Imported, findings: Findings, report: Path | None) -> None:
    console = Console(highlight=False)
    console.print(
        f"{imported.registered:,} registered, {imported.changed:,} changed, "
        f"{imported.unchanged:,} unchanged, {imported.refused:,} refused; "
        f"{imported.linked:,} joined by links alone."
    )
    if not findings.total:
        return
    shown = Table(
        "File", "Line", "Column", "Value", "Why, and what to do", box=None, pad_edge=False
    )
    for finding in findings.first:
        shown.add_row(
            *(
                console.render_str(cell, markup=False)
                for cell in (
                    Path(finding.file).name,
                    str(finding.line),
                    finding.column,
                    finding.value,
                    f"{finding.reason} {finding.remedy}",
                )
            )
        )
    console.print()
    console.print(shown)
    console.print(f"\n{findings.total:,} rows or cells could not be used, by reason:")
    for reason, count in findings.by_reason():
        console.print(f"{count:>8,}  {reason}", markup=False)
    if report is not None:
        console.print(f"All of them are in {report}.", markup=False)
    elif findings.total > len(findings.first):
        console.print("See all of them with --report FILE.csv.")
