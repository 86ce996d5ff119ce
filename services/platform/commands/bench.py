"""``hub bench NAME``: measure beside a peer and a limit, in the same run, on servers of its own."""

import importlib
from importlib.util import find_spec

import rich_click as click
from rich.console import Console
from rich.table import Table

from services.platform.commands.running import Failure, as_json, run

BENCHES = (
    "append", "relay", "rebuild", "rows", "gatsby", "sync", "year", "follow", "rollup", "pages",
)  # fmt: skip
#: Those that measure all of England, and can measure a share of it.
SIZED = ("year", "follow", "pages")


@click.command()
@click.argument("name", type=click.Choice(BENCHES))
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    help="Of `year`, `follow` and `pages`: this part of their size, such as 0.05. Whole, they take long.",
)
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def bench(name: str, share: float, for_program: bool) -> None:
    """Measure one part of the platform."""
    if find_spec("psycopg") is None:
        raise Failure(
            "The benches measure peers that only the development set-up has. Run `make test` once, "
            "or: uv pip install -r requirements-dev.lock."
        )
    if share != 1 and name not in SIZED:
        raise Failure(
            f"`hub bench {name}` has one size. `--share` is for {', '.join(SIZED[:-1])} and {SIZED[-1]}."
        )
    module = importlib.import_module(f"benchmarks.{name}")
    with Console(stderr=True).status(f"Measuring {name}: this takes a minute or two"):
        found = run(module.main(share) if name in SIZED else module.main())
    if for_program:
        click.echo(as_json(found))
        return
    table = Table("metric", "value", "unit", "peer", "× peer", "limit", "of limit", "MB", box=None)
    for figure in found.results:
        table.add_row(
            figure.metric,
            *(
                "" if value is None else str(value)
                for value in (
                    figure.value,
                    figure.unit,
                    figure.peer,
                    figure.times_peer,
                    figure.limit,
                    figure.of_limit,
                    figure.peak_rss_mb,
                )
            ),
        )
    Console().print(table)
    if found.finding is not None:
        click.echo(found.finding)
