"""``hub``: everything an operator does, from one command line.

Rule: a person sees a plain sentence and exit status 1 when something is wrong, never a traceback for
what they can mend themselves.
"""

import os
import sys
from importlib.metadata import version

import rich_click as click
import structlog
from rich.console import Console

from hub_core.embedded import EmbeddedServerError
from hub_core.migrations import MigrationError
from hub_core.refusals import Refusal
from hub_core.settings import SettingsError
from services.platform.addresses import MissingAddress
from services.platform.commands import (
    bench,
    config,
    demo,
    doctor,
    generate,
    imports,
    log,
    migrate,
    serve,
    workers,
)
from services.platform.commands.running import Failure

#: What a person can mend: told in a sentence.
PLAIN = (EmbeddedServerError, Failure, MigrationError, MissingAddress, Refusal, SettingsError)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("careers-hub"), prog_name="hub")
def hub() -> None:
    """The careers hub platform: one event log, read models that follow it, and the pages on top.

    Begin with `hub demo`. HUB_DATA names the folder that holds everything (`.hub` by default);
    HUB_POSTGRES_URL, HUB_VAULT_URL and HUB_NATS_URL point any command at servers of your own.
    """


for command in (
    demo.demo,
    serve.up,
    serve.serve,
    workers.relay,
    workers.project,
    workers.rebuild,
    migrate.migrate,
    generate.generate,
    imports.imports,
    log.log,
    doctor.doctor,
    bench.bench,
    config.config,
):
    hub.add_command(command)


def main() -> None:
    """Run ``hub`` and end the process with its exit status."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
            if not sys.stderr.isatty()
            else structlog.dev.ConsoleRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    try:
        hub.main(standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except PLAIN as error:
        Console(stderr=True, highlight=False).print(str(error), style="bold red", markup=False)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`hub log tail | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
