"""The operations of the typed client, generated from the API's description as it is committed.

Renew them with: .venv/bin/python -m tests.builders.client_operations
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import Any

from tests.builders.client_types import (
    SHARED,
    STANDARD,
    Schemas,
    documented,
    head,
    name_of,
    pythonic,
    references,
)

PROJECT = Path(__file__).parents[2]
COMMITTED = PROJECT / "client" / "careers_hub_client"
DOCUMENT = PROJECT / "docs" / "openapi.json"
RENEW = ".venv/bin/python -m tests.builders.client_operations"

JSON = "application/json"
#: Headers the client itself sees to.
ITS_OWN = frozenset({"Idempotency-Key", "If-None-Match"})


class Operation:
    """One operation of the document, and the function that makes a call of it."""

    def __init__(self, path: str, method: str, described: dict[str, Any], schemas: Schemas) -> None:
        self.path, self.method, self.described, self.schemas = path, method, described, schemas
        self.id: str = described["operationId"]
        self.service, self.part = service_and_part(described)
        parameters = described.get("parameters", [])
        self.in_path = [one for one in parameters if one["in"] == "path"]
        self.in_query = [one for one in parameters if one["in"] == "query"]
        self.in_headers = [
            one for one in parameters if one["in"] == "header" and one["name"] not in ITS_OWN
        ]

    @property
    def short_name(self) -> str:
        """Without its part: ``encounters_confirm_encounter`` is ``confirm_encounter``."""
        return self.id.partition("_")[2] or self.id

    def source(self, name: str) -> str:
        """The function, called ``name``."""
        told = self._answer()
        items = self._items()
        call = f"PagedCall[{told}, {items[1]}]" if items else f"Call[{told}]"
        lines = [
            f"return {'PagedCall' if items else 'Call'}(",
            f'    operation="{self.id}",',
            f'    method="{self.method.upper()}",',
            f"    path={self._path()},",
            # `types` may hold aliases that are no classes; the decoder takes either.
            f"    answer={told},",
            *self._given("query", self.in_query),
            *self._given("headers", self.in_headers),
            *self._sent(),
            *([f'    items="{items[0]}",'] if items else []),
            ")",
        ]
        said = ".\n\n".join(
            part.strip().rstrip(".")
            for part in (self.described["summary"], self.described.get("description", ""))
            if part.strip()
        )
        text = documented(f"{said}.", []) + "\n" + "\n".join(lines)
        return f"def {name}({', '.join(self._arguments())}) -> {call}:\n{indent(text, '    ')}"

    def _path(self) -> str:
        path = self.path
        for one in self.in_path:
            path = path.replace(f"{{{one['name']}}}", f"{{{pythonic(one['name'])}}}")
        return f'f"{path}"' if self.in_path else f'"{path}"'

    def _arguments(self) -> Iterator[str]:
        for one in self.in_path:
            yield f"{pythonic(one['name'])}: {self.schemas.kind(one['schema'])}"
        yield from self._body_argument()
        named = [*self.in_query, *self.in_headers]
        if named:
            yield "*"
        for one in sorted(named, key=lambda one: not one.get("required", False)):
            kind = self.schemas.kind(one["schema"])
            optional = "" if one.get("required") else " | None = None"
            yield f"{pythonic(one['name'])}: {kind}{optional}"

    @property
    def _body(self) -> tuple[str, dict[str, Any]] | None:
        """The media type of its body and its schema."""
        content = self.described.get("requestBody", {}).get("content", {})
        if JSON in content:
            return JSON, content[JSON]["schema"]
        return next(((media, one.get("schema", {})) for media, one in content.items()), None)

    def _body_argument(self) -> Iterator[str]:
        body = self._body
        if body is None or self._is_empty(body[1]):
            return
        media, schema = body
        kind = self.schemas.kind(schema) if media == JSON else "bytes"
        needed = self.described["requestBody"].get("required", False) or media != JSON
        yield f"body: {kind}" + ("" if needed else " | None = None")

    def _is_empty(self, schema: dict[str, Any]) -> bool:
        if "$ref" not in schema:
            return False
        return not self.schemas.components[name_of(schema)].get("properties", True)

    def _sent(self) -> Iterator[str]:
        body = self._body
        if self.method == "get":
            return
        if body is None or self._is_empty(body[1]):
            yield "    body={},"
        elif body[0] != JSON:
            yield "    body=body,"
            yield f'    content_type="{body[0]}",'
        elif self.described["requestBody"].get("required", False):
            yield "    body=body,"
        else:
            yield "    body={} if body is None else body,"

    def _given(self, place: str, parameters: list[dict[str, Any]]) -> Iterator[str]:
        if parameters:
            pairs = (f'"{one["name"]}": {pythonic(one["name"])}' for one in parameters)
            yield f"    {place}={{{', '.join(pairs)}}},"

    @property
    def _success(self) -> dict[str, Any]:
        content: dict[str, Any] = next(
            response.get("content", {})
            for status, response in sorted(self.described["responses"].items())
            if status.startswith("2")
        )
        return content

    def _answer(self) -> str:
        content = self._success
        return self.schemas.kind(content[JSON]["schema"]) if JSON in content else "bytes"

    @property
    def named_items(self) -> tuple[str, ...]:
        """The type of a page's items, which only the page itself names."""
        items = self._items()
        return (items[1],) if items else ()

    def _items(self) -> tuple[str, str] | None:
        """Where a page holds its items, and their type; None when it does not come in pages."""
        if not any(one["name"] == "cursor" for one in self.in_query) or JSON not in self._success:
            return None
        page = self.schemas.components[name_of(self._success[JSON]["schema"])]
        lists = [name for name, one in page["properties"].items() if one.get("type") == "array"]
        if len(lists) != 1 or "next" not in page["properties"]:
            raise ValueError(f"{self.id} has a cursor, but its page has no one list and a next")
        return pythonic(lists[0]), self.schemas.kind(page["properties"][lists[0]]["items"])


def sources(document: dict[str, Any]) -> dict[str, str]:
    """Every generated file by its path below the package, as ruff lays it out."""
    found = [
        (path, method, described)
        for path, item in document["paths"].items()
        for method, described in item.items()
    ]
    used: dict[str, set[str]] = {}
    for _, _, described in found:
        # What is refused is the same everywhere, and the client's own business (``problems``).
        named = {
            **described,
            "responses": {s: r for s, r in described["responses"].items() if s < "300"},
        }
        used.setdefault(".".join(service_and_part(described)), set()).update(references(named))
    schemas = Schemas(document["components"]["schemas"], used)
    operations = [Operation(*one, schemas) for one in found]
    types = {f"types/{path_of(at)}": text for at, text in schemas.modules().items()}
    return laid_out(types | _type_packages(schemas) | _operation_packages(operations, schemas))


def service_and_part(described: dict[str, Any]) -> tuple[str, str]:
    """Which service answers an operation, and the part of it that its name begins with."""
    return described["tags"][0], described["operationId"].partition("_")[0]


def path_of(module: str) -> str:
    """Where a module of this dotted name stands."""
    return f"{module.replace('.', '/')}.py"


def _operation_packages(operations: list[Operation], schemas: Schemas) -> dict[str, str]:
    """A package for each service, which has every function; a module for each part of it."""
    made: dict[str, str] = {}
    services = sorted({one.service for one in operations})
    for service in services:
        own = [one for one in operations if one.service == service]
        names = _names(own)
        functions: dict[str, list[str]] = {}
        for part in sorted({one.part for one in own}):
            of_part = {names[one.id]: one for one in own if one.part == part}
            # Not the part's own name: a function may have it, and the package has the functions.
            module = f"{service}.{part}_calls"
            functions[module] = sorted(of_part)
            made[f"operations/{path_of(module)}"] = _module(service, part, of_part, schemas)
        made[f"operations/{service}/__init__.py"] = _package(
            f"Calls of the service {service}.", "operations", functions
        )
    made["operations/__init__.py"] = (
        head("Every operation of the API, a package for each service.")
        + f"\nfrom careers_hub_client.operations import {', '.join(services)}\n"
        + f"\n__all__ = [{', '.join(repr(one) for one in services)}]\n"
    )
    return made


def _names(operations: list[Operation]) -> dict[str, str]:
    """What the functions of one service are called, by operation: short where that is clear."""
    short = [one.short_name for one in operations]
    return {
        one.id: one.short_name if short.count(one.short_name) == 1 else one.id for one in operations
    }


def _module(service: str, part: str, operations: dict[str, Operation], schemas: Schemas) -> str:
    functions = [one.source(name) for name, one in operations.items()]
    imports: dict[str, set[str]] = {}
    for one in operations.values():
        for name in (*references(one.described), *one.named_items):
            if name in schemas.place:
                imports.setdefault(schemas.place[name], set()).add(name)
    lines = "\n".join(
        f"from careers_hub_client.types.{place} import {', '.join(sorted(names))}"
        for place, names in sorted(imports.items())
    )
    return (
        f"{head(f'Calls of {part}, of the service {service}.')}\n{STANDARD}\n"
        f"from careers_hub_client.call import Call, PagedCall\n{lines}\n\n\n"
        + "\n\n\n".join(functions)
        + "\n"
    )


def _type_packages(schemas: Schemas) -> dict[str, str]:
    """A package for each service, which has every type of its own; and the package of them all."""
    by_service: dict[str, dict[str, list[str]]] = {}
    for name, place in schemas.place.items():
        service = place.partition(".")[0]
        by_service.setdefault(service, {}).setdefault(place, []).append(name)
    made = {
        f"types/{service}/__init__.py": _package(f"Types of the service {service}.", "types", own)
        for service, own in by_service.items()
        if service != SHARED
    }
    made["types/__init__.py"] = _package(
        "Every type of the API.",
        "types",
        {
            service: [n for names in own.values() for n in names]
            for service, own in by_service.items()
        },
    )
    return made


def _package(said: str, below: str, names: dict[str, list[str]]) -> str:
    """A package that has what its modules have; ``names`` by module."""
    lines = "\n".join(
        f"from careers_hub_client.{below}.{module} import {', '.join(own)}"
        for module, own in sorted(names.items())
    )
    every = ", ".join(repr(name) for name in sorted(n for own in names.values() for n in own))
    return f"{head(said)}\n{lines}\n\n__all__ = [{every}]\n"


def laid_out(made: dict[str, str]) -> dict[str, str]:
    """The same, with unused imports left out and laid out as the project lays out its source."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in made.items():
            written(root / name, text)
        settings = ["--config", str(PROJECT / "pyproject.toml"), "--no-cache", "--quiet", folder]
        known = ["--config", 'lint.isort.known-first-party=["careers_hub_client"]']
        ruff = [sys.executable, "-m", "ruff"]
        only = ["--select", "F401,I001,RUF022,UP", "--fix-only"]
        subprocess.run([*ruff, "check", *only, *known, *settings], check=True)
        subprocess.run([*ruff, "format", *settings], check=True)
        return {name: (root / name).read_text() for name in sorted(made)}


def todays_sources() -> dict[str, str]:
    """What the committed description makes of the client."""
    return sources(json.loads(DOCUMENT.read_text()))


def committed_sources() -> dict[str, str]:
    """The generated files as they are committed."""
    return {
        str(file.relative_to(COMMITTED)): file.read_text()
        for folder in ("operations", "types")
        for file in sorted((COMMITTED / folder).rglob("*.py"))
    }


def written(file: Path, text: str) -> None:
    """Write a file, in a folder that may not be there yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


if __name__ == "__main__":
    made = todays_sources()
    for gone in committed_sources().keys() - made.keys():
        (COMMITTED / gone).unlink()
    for name, text in made.items():
        written(COMMITTED / name, text)
    print(f"Wrote {len(made)} modules of the client.")
