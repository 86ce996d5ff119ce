"""``hub up`` and ``hub serve SERVICE``: answer requests, all services in one process or one alone.

The rule: settings are read, and refused, before the services are imported: that takes seconds, and
``hub --help`` needs none of them.
"""

import rich_click as click

from services.platform.commands.running import run_until_told, settings
from services.platform.service_names import SERVICES


@click.command()
@click.option("--port", type=int, help="Port to listen on (HUB_PORT; 8400).")
def up(port: int | None) -> None:
    """Run every service in this process until told to stop."""
    _answer(port, None)


@click.command(epilog=f"SERVICE is one of {', '.join(SERVICES)}.")
@click.argument("name", metavar="SERVICE", type=click.Choice(SERVICES))
@click.option("--port", type=int, help="Port to listen on (HUB_PORT; 8400).")
def serve(name: str, port: int | None) -> None:
    """Run one service alone until told to stop."""
    _answer(port, name)


def _answer(port: int | None, name: str | None) -> None:
    chosen = settings(port=port)
    from services.platform.answering import answer

    run_until_told(answer(chosen, name))
