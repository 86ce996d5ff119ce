"""The domain decides and does nothing else: no I/O, no clock, no randomness in its modules."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import hub_core

CONTEXTS = (
    "access",
    "activities",
    "employers",
    "encounters",
    "evaluations",
    "gatsby",
    "guidance",
    "identity/people",
    "matching",
    "membership",
    "oneroster",
    "open_data",
    "partnerships",
    "programme",
    "provider_access",
    "disclosure",
    "returns",
    "rollups",
    "rosters",
    "quality",
    "training",
    "workforce",
)
#: Of packages that keep secrets as well, the modules that decide.
DECIDING = (
    *(f"calendars/{name}" for name in ("commands", "entries", "events", "feed")),
    *(f"identity/links/{name}" for name in ("commands", "deeds", "purposes", "signed_link")),
    *(
        f"webhooks/{name}"
        for name in (
            "addresses",
            "codes",
            "commands",
            "events",
            "schedule",
            "signing",
            "subscription",
            "topics",
        )
    ),
    *(f"snapshots/{name}" for name in ("codes", "commands", "events", "snapshot")),
    *(f"identity/machines/{name}" for name in ("commands", "machine", "scopes")),
    *(
        f"sync/{name}"
        for name in ("cells", "commands", "differences", "events", "fields", "grouping")
    ),
    *(f"sync/{name}" for name in ("mapping", "problems", "report", "roster_rows", "source")),
)
ROOT = Path(hub_core.__file__).parent
MODULES = [path for context in CONTEXTS for path in sorted((ROOT / context).rglob("*.py"))] + [
    ROOT / f"{module}.py" for module in DECIDING
]
FORBIDDEN_MODULES = {
    "asyncio",
    "asyncpg",
    "httpx",
    "nats",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "time",
}
FORBIDDEN_CALLS = {"now", "utcnow", "uuid1", "uuid4", "open", "urandom"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_a_module_takes_time_chance_and_the_world_from_outside(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not _imported(tree) & FORBIDDEN_MODULES
    assert not _called(tree) & FORBIDDEN_CALLS


def test_knowing_every_command_and_event_needs_no_database_driver() -> None:
    check = "import sys, hub_core.contexts; print(sorted({'asyncpg', 'nats', 'litestar'} & set(sys.modules)))"
    shown = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "[]"


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def _called(tree: ast.Module) -> set[str]:
    called: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
                called.add(name)
    return called
