"""The API's schemas as the Python source of the client's types.

The rule: a type stands once, in the module of the one part of a service that uses it, else in the
service's ``shared``, else in the ``shared`` of all. Names are the document's own, fields are spelt as
Python spells them.
"""

import keyword
import re
from collections.abc import Iterator
from textwrap import dedent, indent, wrap
from typing import Any

#: Module of types that several parts of a service use, and of those that several services use.
SHARED = "shared"
_REFERENCE = "#/components/schemas/"


class Schemas:
    """Every schema of a document, and in which module each has its place."""

    def __init__(self, components: dict[str, Any], used_by: dict[str, set[str]]) -> None:
        """``used_by`` says, by part of a service (``training.quality``), which schemas it names."""
        self.components = components
        users: dict[str, set[str]] = {}
        for part, names in used_by.items():
            for name in self._reached(names):
                users.setdefault(name, set()).add(part)
        self.place = {name: _place(parts) for name, parts in sorted(users.items())}

    def modules(self) -> dict[str, str]:
        """The source of each module of types, by its dotted name."""
        return {
            module: self._module(module, [n for n, at in self.place.items() if at == module])
            for module in sorted(set(self.place.values()))
        }

    def kind(self, schema: dict[str, Any]) -> str:
        """A schema as a type expression."""
        if "$ref" in schema:
            return name_of(schema)
        if "anyOf" in schema:
            return " | ".join(self.kind(one) for one in schema["anyOf"])
        if "enum" in schema:
            return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
        match schema.get("type"):
            case "array" if "prefixItems" in schema:
                return f"tuple[{', '.join(self.kind(one) for one in schema['prefixItems'])}]"
            case "array":
                return f"tuple[{self.kind(schema.get('items') or {})}, ...]"
            case "object":
                return f"dict[str, {self.kind(schema.get('additionalProperties') or {})}]"
            case "string":
                return _TEXTS.get(schema.get("format", ""), "str")
            case kind if kind in _PLAIN:
                return _PLAIN[kind]
        return "Any"

    def _reached(self, names: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = sorted(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += references(self.components[name])
        return found

    def _module(self, module: str, names: list[str]) -> str:
        body = "\n\n\n".join(self._definition(name) for name in names)
        elsewhere: dict[str, set[str]] = {}
        for name in names:
            for other in references(self.components[name]):
                if self.place[other] != module:
                    elsewhere.setdefault(self.place[other], set()).add(other)
        imports = "\n".join(
            f"from careers_hub_client.types.{place} import {', '.join(sorted(others))}"
            for place, others in sorted(elsewhere.items())
        )
        opening = head(f"Types of {_whose(module)}.")
        return f"{opening}\n{STANDARD}\nimport msgspec\n{imports}\n\n\n{body}\n"

    def _definition(self, name: str) -> str:
        schema = self.components[name]
        if "enum" in schema:
            values = ", ".join(repr(one) for one in schema["enum"])
            said = comment(schema.get("description", ""))
            return f"{said}{name} = Literal[{values}]"
        if schema.get("type") != "object" or "properties" not in schema:
            return f"{name} = {self.kind(schema)}"
        fields = list(self._fields(schema))
        text = documented(schema.get("description", name), fields)
        settings = 'frozen=True, kw_only=True, rename="camel", omit_defaults=True'
        return f"class {name}(msgspec.Struct, {settings}):\n{indent(text, '    ')}"

    def _fields(self, schema: dict[str, Any]) -> Iterator[str]:
        for outside, one in schema["properties"].items():
            inside = pythonic(outside)
            default = None
            if outside not in schema.get("required", ()):
                default = repr(_frozen(one["default"])) if "default" in one else "None"
            kind = self.kind(one)
            if default == "None" and "None" not in kind:
                kind += " | None"
            if camel(inside) != outside:
                given = f"default={default}, " if default is not None else ""
                yield f'{inside}: {kind} = msgspec.field({given}name="{outside}")'
            else:
                yield f"{inside}: {kind}" + (f" = {default}" if default is not None else "")


def _place(parts: set[str]) -> str:
    """The module of a type that these parts of services use."""
    if len(parts) == 1:
        return next(iter(parts))
    services = {part.partition(".")[0] for part in parts}
    return f"{services.pop()}.{SHARED}" if len(services) == 1 else SHARED


def _whose(module: str) -> str:
    service, _, part = module.partition(".")
    match part:
        case "":
            return "several services"
        case "shared":
            return f"several parts of the service {service}"
        case _:
            return f"{part}, of the service {service}"


_TEXTS = {"uuid": "UUID", "date": "date", "date-time": "datetime"}
_PLAIN = {"integer": "int", "number": "float", "boolean": "bool", "null": "None"}
STANDARD = """\
from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
"""


def head(said: str) -> str:
    """How a generated module opens."""
    return f'"""{said}\n\nGenerated from docs/openapi.json: change the API, not this file.\n"""\n'


def name_of(reference: dict[str, Any]) -> str:
    """The name of the schema a reference leads to."""
    return str(reference["$ref"]).removeprefix(_REFERENCE)


def references(value: Any) -> list[str]:
    """Every schema that something names, in order."""
    if isinstance(value, list):
        return [name for inner in value for name in references(inner)]
    if not isinstance(value, dict):
        return []
    own = [name_of(value)] if isinstance(value.get("$ref"), str) else []
    return own + [name for inner in value.values() for name in references(inner)]


def pythonic(outside: str) -> str:
    """A name as Python spells it: ``plannedFor`` and ``If-Match`` become ``planned_for``, ``if_match``."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", outside).replace("-", "_")
    name = re.sub(r"\W", "_", apart).lower()
    return f"{name}_" if keyword.iskeyword(name) else name


def camel(inside: str) -> str:
    """How msgspec spells a name outside."""
    first, *others = inside.split("_")
    return first + "".join(part.title() for part in others)


def documented(said: str, lines: list[str]) -> str:
    """A docstring, and the lines after it."""
    text = dedent(said).strip().replace("\\", "\\\\").replace('"""', "'''") or "As the API has it."
    folded = "\n\n".join(
        "\n".join(wrap(" ".join(paragraph.split()), 92)) for paragraph in text.split("\n\n")
    )
    end = "\n" if "\n" in folded else ""
    after = "\n\n" + "\n".join(lines) if lines else ""
    return f'"""{folded}{end}"""{after}'


def comment(said: str) -> str:
    """The same for what can have no docstring."""
    return "".join(f"#: {line}\n" for line in wrap(" ".join(said.split()), 92))


def _frozen(default: Any) -> Any:
    return tuple(default) if isinstance(default, list) else default
