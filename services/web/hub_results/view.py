"""What became of a file of results, in words: a headline, the rows that stand, the rows to mend.

The rule: it says first whether anything was recorded, and a person's name is never quoted back.
"""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from hub_core.evaluations.members_file import MembersFileTaken
from hub_core.evaluations.members_results import RowOutcome, RowProblem, RowTaken
from hub_core.values import listed
from hub_core.workforce.members_contacts import ContactTaken, MembersContactsTaken
from services.web.words import counted


class RowShown(msgspec.Struct, frozen=True, kw_only=True):
    """A row that stands."""

    line: int
    href: str
    name: str
    says: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs of a file that was read."""

    recorded: bool
    headline: str
    rows: tuple[RowShown, ...]
    problems: tuple[RowProblem, ...]
    ignored: str
    read_as: str


Found = MembersFileTaken | MembersContactsTaken


def told(found: Found, names: Mapping[UUID, str], *, here: str) -> Told:
    """The answer of the command as a page says it. ``here`` is the address of the hub's members."""
    return Told(
        recorded=found.recorded and bool(found.taken),
        headline=headline(found),
        rows=tuple(
            RowShown(
                line=one.line,
                href=f"{here}/{one.institution}",
                name=names[one.institution],
                says=_says(one),
            )
            for one in found.taken
        ),
        problems=found.problems,
        ignored=listed(tuple(f"“{one}”" for one in found.ignored)),
        read_as=found.read_as,
    )


def headline(found: Found) -> str:
    """What was recorded, or that nothing was and why."""
    wrong = len({one.line for one in found.problems})
    if not found.taken and not wrong:
        return "Nothing was recorded: the file has headings and no rows"
    if not found.recorded or not found.taken:
        return (
            f"Nothing was recorded: {counted(wrong, 'row')} of "
            f"{wrong + len(found.taken)} to be mended first"
        )
    new = sum(_is_new(one) for one in found.taken)
    said = f"{counted(new, 'row')} recorded" if new else "Every row was recorded already"
    return said + (f", {counted(wrong, 'row')} left out" if wrong else "")


def _is_new(row: RowTaken | ContactTaken) -> bool:
    if isinstance(row, ContactTaken):
        return row.new
    return row.outcome is not RowOutcome.UNCHANGED or row.appointed


def _says(row: RowTaken | ContactTaken) -> str:
    if isinstance(row, ContactTaken):
        return "New in this role" if row.new else "It is recorded already"
    leader = "; careers leader named" if row.appointed else ""
    return f"{row.outcome.label}. {row.achieved} of 8 benchmarks achieved{leader}"
