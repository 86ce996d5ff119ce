"""Who may do what, as people read it: made from the matrix, and as it is committed.

Renew the committed one with: .venv/bin/python -m tests.builders.access_document
"""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from hub_core.access import Role
from hub_core.access.matrix import Reach, matrix
from hub_core.access.roles import HELD_AT
from hub_core.work import operations
from tests.builders.openapi_document import todays_document

COMMITTED = Path(__file__).parents[2] / "docs" / "access.md"
RENEW = ".venv/bin/python -m tests.builders.access_document"

#: Up to so many who may not are named instead of all who may.
_FEW = 3

_BEGINNING = """# Who may do what

This page is made from `hub_core/access/matrix.csv`, which decides. What is not listed here nobody may do.

Three rules hold whatever the tables say:

- A role counts at the organisation it is held at, and you act for one organisation at a time.
- What belongs to somebody you have nothing to do with is answered like something that is not there.
- Keys, tokens and links are narrower than the role behind them: they never permit more.

"""
_BEHALF = """## Acting for a member institution

The people of a hub may act for an institution while it is a member, and only once they have said so. They
plan; they never confirm, dispute, or see or send learners. Every record says on whose behalf it was.

| What | Why |
|---|---|
"""


def as_text() -> str:
    """The page as it is committed."""
    return _BEGINNING + "".join(_roles()) + "".join(_tables()) + _BEHALF + "".join(_behalf())


def _roles() -> Iterator[str]:
    yield "## The roles\n\n| Role | Held at |\n|---|---|\n"
    yield from (f"| {role.label} | {HELD_AT[role].label} |\n" for role in Role)
    yield "\n"


def _tables() -> Iterator[str]:
    """A table for each context, its actions in the order of the matrix."""
    said = _sentences()
    contexts = dict.fromkeys(action.partition(".")[0] for action in matrix())
    for context in contexts:
        yield f"## {context.capitalize()}\n\n"
        yield "| What | For their own organisation | For those that belong to it | For everybody |\n"
        yield "|---|---|---|---|\n"
        for action, roles in matrix().items():
            if action.startswith(f"{context}."):
                cells = (_listed(roles, reach) for reach in Reach)
                yield f"| {said.get(action, _spoken(action))} | {' | '.join(cells)} |\n"
        yield "\n"


def _listed(roles: Mapping[Role, Reach], reach: Reach) -> str:
    found = [role.label for role, far in roles.items() if far is reach]
    others = [role.label for role in Role if role.label not in found]
    if len(others) <= _FEW:
        return f"everybody{' but ' if others else ''}{', '.join(others)}"
    return ", ".join(found) or "–"


def _sentences() -> dict[str, str]:
    """What each action is called where it is described to programmers, or in its command."""
    commands = {
        name: (command.__doc__ or "").partition("\n")[0].rstrip(".").replace("`", "")
        for name, command in operations().items()
    }
    described = {
        operation["operationId"].replace("_", ".", 1): operation["summary"]
        for item in todays_document()["paths"].values()
        for operation in item.values()
    }
    reads = {name: f"See: {text[0].lower()}{text[1:]}" for name, text in described.items()}
    return reads | commands


def _spoken(action: str) -> str:
    return f"See: {action.partition('.')[2].replace('_', ' ')}"


def _behalf() -> Iterator[str]:
    said = _sentences()
    path = files("hub_core.identity.people") / "on_behalf.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield f"| {said.get(row['operation'], _spoken(row['operation']))} | {row['why']} |\n"


if __name__ == "__main__":
    COMMITTED.write_text(as_text())
    print(f"Wrote {COMMITTED.name}. Read the difference: it is who may do what.")
