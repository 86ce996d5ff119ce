"""``hub config show``: what this process would run with, secrets masked."""

import rich_click as click
from rich.console import Console
from rich.table import Table

from services.platform.commands.running import as_json, settings


@click.group()
def config() -> None:
    """Look at the settings."""


@config.command()
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def show(for_program: bool) -> None:
    """Show every setting; passwords are masked."""
    shown = settings().masked()
    if for_program:
        click.echo(as_json(shown))
        return
    table = Table("setting", "value", box=None)
    for name, value in shown.items():
        table.add_row(name, value)
    Console().print(table)
