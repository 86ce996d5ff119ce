"""``hub export``: what leaves the platform as files.

Rule: only what was published is exported, as it was published, and into a new folder.
"""

from datetime import datetime
from pathlib import Path

import rich_click as click

from services.platform.commands.running import Failure, as_json, run, settings
from services.platform.rollups import looking


@click.group()
def export() -> None:
    """Take published figures away as files."""


@export.command()
@click.option(
    "--measure-date",
    "measured",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DAY",
    help="Of the figures, such as 2026-03-31.",
)
@click.option("--edition", metavar="CODE", help="By default the one in use that day.")
@click.option("--version", type=int, help="By default the newest.")
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, metavar="FOLDER")
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def rollup(
    measured: datetime, edition: str | None, version: int | None, folder: Path, for_program: bool
) -> None:
    """Write published national figures into a new folder.

    Pairs of files for DfE's "Explore education statistics", definitions, what describes them for
    programs (CSVW and a data package), the licence and checksums.
    """
    snapshot, files = run(looking.taken_away(settings(), measured.date(), edition, version))
    write(folder, files)
    if for_program:
        click.echo(as_json({"snapshot": snapshot, "files": sorted(files)}))
    else:
        click.echo(
            f"{len(files)} files of the figures as at {snapshot.measure_date:%-d %B %Y}, version "
            f"{snapshot.version}, are in {folder}. Begin with about.txt."
        )


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder that is new or empty. Raises ``Failure`` for any other."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(f"{folder} is there and not empty. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
