"""The matrix: for every action the roles that may take it, and how far each reaches.

The rule: the matrix is the file ``matrix.csv`` beside this module, one row an action, one column a role.
An empty cell is a no, and so is a row that is not there. Source: domain A.5.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from hub_core.access.roles import Role
from hub_core.reference.labelled import Labelled


class Reach(Labelled):
    """How far a permission reaches."""

    OWN = "own", "What is its own organisation's"
    WITHIN = "within", "What belongs to its organisation: a hub's members, a trust's schools"
    ANY = "any", "Everybody's"


@cache
def matrix() -> Mapping[str, Mapping[Role, Reach]]:
    """Every action with the roles that may take it."""
    text = (files("hub_core.access") / "matrix.csv").read_text(encoding="utf-8")
    return {
        row["action"]: {
            Role(role): Reach(row[role]) for role in row if role in set(Role) and row[role]
        }
        for row in csv.DictReader(text.splitlines())
    }


def reaches(action: str, roles: Iterable[Role]) -> Iterator[Reach]:
    """How far each of these roles reaches with this action."""
    permitted = matrix().get(action, {})
    return (permitted[role] for role in roles if role in permitted)
