"""Scopes: what a key may be used for, in groups a person can choose between.

The rule: a scope only narrows what the key's role may do; the groups are the file ``scopes.csv`` beside
this module, and any single operation of the matrix is a scope by its own name.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from hub_core.access import Role
from hub_core.access.matrix import matrix


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """A group of operations."""

    name: str
    label: str
    operations: frozenset[str]


@cache
def scopes() -> Mapping[str, Scope]:
    """Every group, by name."""
    text = (files("hub_core.identity.machines") / "scopes.csv").read_text(encoding="utf-8")
    return {
        row["scope"]: Scope(
            name=row["scope"],
            label=row["label"],
            operations=frozenset(row["operations"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    }


def operations_in(names: Iterable[str]) -> frozenset[str]:
    """The operations these scopes permit; a scope this release does not know permits none."""
    found: set[str] = set()
    for name in names:
        if name in scopes():
            found |= scopes()[name].operations
        elif name in matrix():
            found.add(name)
    return frozenset(found)


def is_useful(scope: str, role: Role) -> bool:
    """Whether there is anything in this scope that the role may do."""
    return any(role in matrix().get(operation, {}) for operation in operations_in([scope]))


def useful_scopes(role: Role) -> tuple[str, ...]:
    """The groups of which this role may do something, in the file's order."""
    return tuple(name for name in scopes() if is_useful(name, role))
