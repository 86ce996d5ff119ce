"""The digest of the code and data files that decide what a release says.

The rule: the same digest and the same log give the same figures. What decides is found and not listed: all
that reading, making and writing out a release imports, and the data files that lie beside it.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

#: Where the project's packages lie side by side.
ROOT = Path(__file__).parents[3]
#: A release is read, made and written out here.
MAKERS = (
    "services.platform.rollups.reading",
    "hub_core.rollups.release",
    "hub_core.rollups.export",
)


def code_digest(root: Path = ROOT, makers: Sequence[str] = MAKERS) -> str:
    """The digest of the code and data files that decide what a release says."""
    digest = hashlib.sha256()
    modules = deciding(root, makers)
    for file in sorted({*modules.values(), *_data(modules.values())}):
        name = file.relative_to(root).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def deciding(root: Path = ROOT, makers: Sequence[str] = MAKERS) -> dict[str, Path]:
    """The modules of the project that these import, and those import in turn, by name with their files."""
    found: dict[str, Path] = {}
    left = list(makers)
    while left:
        name = left.pop()
        if name not in found and (file := _file(root, name)) is not None:
            found[name] = file
            left += _imported(file)
            if package := name.rpartition(".")[0]:
                left.append(package)
    return found


def _file(root: Path, name: str) -> Path | None:
    """A module's file; None for what is no module of the project, as a name that a module gives."""
    place = root.joinpath(*name.split("."))
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in candidates if file.is_file()), None)


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _data(modules: Iterable[Path]) -> Iterator[Path]:
    """What lies beside these modules, in folders without code too, and is no code."""
    for folder in {file.parent for file in modules}:
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name != "__pycache__" and not any(entry.rglob("*.py")):
                yield from (one for one in entry.rglob("*") if one.is_file())
            elif entry.is_file() and entry.suffix != ".py":
                yield entry
