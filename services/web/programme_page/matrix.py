"""The programme as a table that hides no gap: every taught year group and every subject that is asked for.

The rule: a year group nobody said anything of is named, and Years 7 and 8 first of all. Pure.
"""

from collections.abc import Iterable, Sequence

import msgspec

from hub_core.gatsby.edition import editions
from hub_core.gatsby.measures import CurriculumCoverage
from hub_core.gatsby.setting import Setting
from hub_core.programme.codes import NEVER_EMPTY
from hub_core.programme.curriculum import CurriculumCell
from hub_core.programme.programme import CareersProgramme
from hub_core.values import listed, year_group_label
from services.web.words import counted

#: The edition whose criterion 4.1 asks for careers in every subject.
EDITION, CRITERION = "GATSBY-2024", "4.1"
#: From so many activities a cell is as dark as it gets.
MANY = 3


class YearRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one year group is to learn; ``empty`` where nobody has said, ``must`` where somebody has to."""

    year_group: int
    label: str
    aims: tuple[str, ...]
    outcomes: tuple[str, ...]
    empty: bool
    must: bool


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One subject in one year group; ``shade`` is 0 for none to 3 for many."""

    label: str
    words: str
    shade: int


class SubjectRow(msgspec.Struct, frozen=True, kw_only=True):
    """One subject across the year groups."""

    label: str
    cells: tuple[Cell, ...]


def year_rows(programme: CareersProgramme, setting: Setting) -> tuple[YearRow, ...]:
    """Every taught year group, those without aims too."""
    return tuple(
        YearRow(
            year_group=one,
            label=year_group_label(one),
            aims=tuple(aim.label for aim in programme.aims.get(one, ((), ()))[0]),
            outcomes=tuple(outcome.label for outcome in programme.aims.get(one, ((), ()))[1]),
            empty=one not in programme.aims,
            must=one not in programme.aims and one in NEVER_EMPTY,
        )
        for one in sorted(setting.year_groups)
    )


def headline(rows: Sequence[YearRow]) -> str:
    """What is missing, Years 7 and 8 before all others."""
    must = tuple(one.label for one in rows if one.must)
    if must:
        have = "has" if len(must) == 1 else "have"
        return (
            f"{listed(must)} {have} no aims yet. The programme cannot be published before "
            f"{'it has' if len(must) == 1 else 'they have'}."
        )
    if empty := tuple(one.label for one in rows if one.empty):
        return (
            f"Nobody has said what {listed(empty)} {'is' if len(empty) == 1 else 'are'} to learn."
        )
    return "Every year group has its aims." if rows else "No year groups are taught here."


def asked() -> CurriculumCoverage:
    """Which subjects and year groups criterion 4.1 asks for."""
    for _, criterion in editions()[EDITION].criteria():
        if criterion.code == CRITERION and isinstance(criterion.measure, CurriculumCoverage):
            return criterion.measure
    raise LookupError(f"{EDITION} has no criterion {CRITERION} about the curriculum")


def subject_rows(cells: Iterable[CurriculumCell]) -> tuple[SubjectRow, ...]:
    """Subjects down, year groups across."""
    rows: dict[str, list[CurriculumCell]] = {}
    for cell in cells:
        rows.setdefault(cell.subject.label, []).append(cell)
    return tuple(
        SubjectRow(label=label, cells=tuple(map(_cell, found))) for label, found in rows.items()
    )


def filled(cells: Sequence[CurriculumCell]) -> str:
    """How much of the table is filled, in a sentence."""
    if not cells:
        return "No year group taught here is asked about careers in subjects."
    done = sum(bool(cell.activities) for cell in cells)
    if done == len(cells):
        return "Every subject is linked to careers in every year group."
    if not done:
        return "No subject is linked to careers in any year group yet."
    return (
        f"{done} of {counted(len(cells), 'pair')} of a subject and a year group "
        f"{'has' if done == 1 else 'have'} a lesson linked to careers."
    )


def _cell(cell: CurriculumCell) -> Cell:
    year = year_group_label(cell.year_group)
    return Cell(
        label=year,
        words=str(cell.activities) if cell.activities else "none",
        shade=min(cell.activities, MANY),
    )
