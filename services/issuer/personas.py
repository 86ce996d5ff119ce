"""The invented people of a demo, one for each role.

The rule: they are this table; names are made up, and what each may do follows from the role alone.
"""

import csv
from functools import cache
from importlib.resources import files

import msgspec

from hub_core.access import Role


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """One of them: what the issuer calls the account, the name, the role, and what they do in words."""

    subject: str
    name: str
    role: Role
    what: str


@cache
def personas() -> tuple[Persona, ...]:
    """All of them, in the order they are shown."""
    text = (files("services.issuer") / "personas.csv").read_text(encoding="utf-8")
    return tuple(
        Persona(subject=row["subject"], name=row["name"], role=Role(row["role"]), what=row["what"])
        for row in csv.DictReader(text.splitlines())
    )
