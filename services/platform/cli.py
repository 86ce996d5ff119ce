"""``hub``: everything an operator does, from one command line.

Rule: a person sees a plain sentence and exit status 1 when something is wrong, never a traceback for
what they can mend themselves.
"""

import importlib
import logging
import os
import signal
import sys

import rich_click as click
import structlog
from rich.console import Console

#: Where each command is. Imported when asked for: the relay needs nothing of the web.
COMMANDS = {
    "demo": "services.platform.commands.demo:demo",
    "up": "services.platform.commands.serve:up",
    "serve": "services.platform.commands.serve:serve",
    "relay": "services.platform.commands.workers:relay",
    "project": "services.platform.commands.workers:project",
    "react": "services.platform.commands.react:react",
    "rebuild": "services.platform.commands.workers:rebuild",
    "migrate": "services.platform.commands.migrate:migrate",
    "generate": "services.platform.commands.generate:generate",
    "import": "services.platform.commands.imports:imports",
    "sync": "services.platform.commands.sync:sync",
    "retention": "services.platform.commands.retention:retention",
    "log": "services.platform.commands.log:log",
    "parked": "services.platform.commands.parked:parked",
    "backup": "services.platform.commands.backups:backup",
    "restore": "services.platform.commands.backups:restore",
    "people": "services.platform.commands.people:people",
    "keys": "services.platform.commands.keys:keys",
    "links": "services.platform.commands.links:links",
    "audit": "services.platform.commands.audit:audit",
    "doctor": "services.platform.commands.doctor:doctor",
    "gatsby": "services.platform.commands.gatsby:gatsby",
    "rollup": "services.platform.commands.rollup:rollup",
    "export": "services.platform.commands.export:export",
    "metrics": "services.platform.commands.metrics:metrics",
    "bench": "services.platform.commands.bench:bench",
    "config": "services.platform.commands.config:config",
}


class CommandsOnDemand(click.RichGroup):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of a life with the platform."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=CommandsOnDemand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="careers-hub", prog_name="hub")
def hub() -> None:
    """The careers hub platform: one event log, read models that follow it, and the pages on top.

    Begin with `hub demo`. HUB_DATA names the folder that holds everything (`.hub` by default);
    HUB_POSTGRES_URL, HUB_VAULT_URL and HUB_NATS_URL point any command at servers of your own.
    """


def main() -> None:
    """Run ``hub`` and end the process with its exit status."""
    _say_what_happens()
    try:
        hub.main(standalone_mode=False)
    except click.Abort:
        sys.exit(128 + signal.SIGINT)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (`hub log tail | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        sys.exit(_exit_status(error))


def _exit_status(error: Exception) -> int:
    """Say what a person can mend in a sentence; anything else is a fault of ours, and raised."""
    from services.platform.commands.running import Stopped, is_plain

    if isinstance(error, Stopped):
        return error.exit_status
    if not is_plain(error):
        raise error
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(str(error), style="bold red", markup=False)
    return 1


def _say_what_happens() -> None:
    """Log to standard error: lines for a person at a terminal, key and value for a file."""
    wanted = os.environ.get("HUB_LOG_LEVEL", "").upper()
    level = logging.getLevelNamesMapping().get(wanted, logging.INFO)
    renderer = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.getLogger("asyncpg.pool").addFilter(_in_one_line)


def _in_one_line(record: logging.LogRecord) -> bool:
    """A pool whose server is away tries again; its traceback says nothing more."""
    if record.exc_info:
        record.msg, record.args = f"{record.getMessage()}: {record.exc_info[1]}", ()
        record.exc_info = None
    return True
