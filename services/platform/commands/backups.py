"""``hub backup`` and ``hub restore``, for a hub on embedded servers.

Rule: servers that somebody named are left to their own means; docs/recovery.md says what to do there.
"""

from importlib.metadata import version
from pathlib import Path

import rich_click as click

from hub_core.settings import Settings
from services.platform.addresses import erasure_journal, named, reachable, vault_key_place
from services.platform.backup import Manifest, back_up, read_backup
from services.platform.commands.running import Failure, as_json, progress_bar, run, settings
from services.platform.restoring import Restored
from services.platform.restoring import restore as put_back
from services.platform.schema import make_ready

folder = click.Path(path_type=Path, file_okay=False)
for_program_option = click.option(
    "--json", "for_program", is_flag=True, help="Print one JSON object."
)


@click.command()
@click.argument("log_folder", type=folder)
@click.argument("vault_folder", type=folder)
@for_program_option
def backup(log_folder: Path, vault_folder: Path, for_program: bool) -> None:
    """Back the log up into one folder and the vault into another, while the hub runs.

    Neither holds the vault's master key or the journal of erasures: keep copies of those apart from both.
    """
    chosen = settings()
    _only_embedded(chosen)
    made = run(_backup(chosen, log_folder, vault_folder))
    if for_program:
        click.echo(as_json(made))
        return
    journal = erasure_journal(chosen)
    click.echo(
        f"The log up to position {made.head:,} is in {log_folder}, its vault in {vault_folder}."
    )
    click.echo("Keep copies of these apart from both, or the backups are of no use:")
    click.echo(f"  the vault's master key       {vault_key_place(chosen)}")
    click.echo(f"  the journal of erasures      {journal.path if journal else ''}")


@click.command()
@click.argument("log_folder", type=folder)
@click.argument("vault_folder", type=folder)
@click.option(
    "--replace", is_flag=True, help="Put the backup in the place of a log that holds events."
)
@for_program_option
def restore(log_folder: Path, vault_folder: Path, replace: bool, for_program: bool) -> None:
    """Put the hub back from its backups; no hub may run meanwhile.

    What was erased since is erased again, the log begins a new life, its stream is filled and proved equal.
    Read models are built anew at the next start.
    """
    chosen = settings()
    _only_embedded(chosen)
    restored = run(_restore(chosen, log_folder, vault_folder, replace=replace))
    if for_program:
        click.echo(as_json(restored))
        return
    click.echo(f"The log stands at position {restored.head:,} again; the stream holds the same.")
    click.echo(f"Erased again since the backup: {restored.erased_again:,}.")
    click.echo("Start the hub: it builds its read models anew.")


def _only_embedded(chosen: Settings) -> None:
    if named(chosen, vault=False) is not None:
        raise Failure(
            "HUB_POSTGRES_URL names a server of your own: back it up and restore it with its own means. "
            "docs/recovery.md says what to do before and after."
        )


async def _backup(chosen: Settings, log: Path, vault: Path) -> Manifest:
    async with reachable(chosen) as addresses:
        await make_ready(chosen, addresses)
        return await back_up(addresses, log=log, vault=vault, release=version("careers-hub"))


async def _restore(chosen: Settings, log: Path, vault: Path, *, replace: bool) -> Restored:
    of_log, of_vault = read_backup(log, holds="log"), read_backup(vault, holds="vault")
    with progress_bar("Filling the stream") as progress:
        return await put_back(
            chosen, log=of_log, vault=of_vault, replace=replace, progress=progress
        )
