"""The digest of the code and data files that decide what a release says.

The rule: the same digest and the same log give the same figures.
"""

import hashlib
from importlib import resources
from importlib.resources.abc import Traversable

#: The packages whose files decide what a release says.
_CODE = (
    "hub_core.disclosure",
    "hub_core.evaluations",
    "hub_core.open_data",
    "hub_core.reference",
    "hub_core.rollups",
    "projections.benchmark_progress",
    "projections.hub_dashboard",
    "projections.national_rollup",
)


def code_digest() -> str:
    """The digest of the code and data files that decide what a release says."""
    digest = hashlib.sha256()
    for package in _CODE:
        for name, content in sorted(_files(resources.files(package), package)):
            digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _files(entry, f"{name}/{entry.name}") if entry.name != "__pycache__" else []
        elif entry.name.endswith((".py", ".csv")):
            found.append((f"{name}/{entry.name}", entry.read_bytes()))
    return found
