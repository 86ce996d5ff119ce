"""The command line knows the services by name, and loads none before it is asked to."""

import subprocess
import sys

from services.platform.composition import APIS
from services.platform.service_names import SERVICES

LOADED = """
import sys
from rich_click import Context
from services.platform.cli import hub
for name in hub.list_commands(Context(hub)):
    assert hub.get_command(Context(hub), name) is not None
print(*{"litestar", "httpx", "jinja2"} & sys.modules.keys())
"""


def test_the_names_are_those_of_the_services_there_are() -> None:
    assert (*APIS, "web") == SERVICES


def test_help_loads_no_service_and_no_http() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
