"""What makes a list of learners doubtful, and how its sender says that it is meant all the same.

The rule: a doubt is told before anything is recorded, and each is accepted by the one field that names it,
the same at every door through which a list comes.
"""

from uuid import UUID

import msgspec

from hub_core.refusals import Problem
from hub_core.work import Command

#: The fields that accept a doubt, as the API spells them.
YEAR_GROUPS_CHECKED = "yearGroupsChecked"
LEAVERS_CHECKED = "leaversChecked"


class Doubt(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``reason`` says what would happen, ``remedy`` what to do if it should not; ``accepted_by`` is the
    field which says that it should. ``problems`` tell it year group by year group."""

    kind: str
    reason: str
    remedy: str
    accepted_by: str
    problems: tuple[Problem, ...] = ()


class Checked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the sender of a list has looked at and means. ``year_groups_checked``: whole year groups are in
    another year than before. ``leavers_checked``: most learners on roll have left."""

    year_groups_checked: bool = False
    leavers_checked: bool = False

    def accepts(self, doubt: Doubt) -> bool:
        """Whether the sender has looked into this doubt, and means what was sent."""
        return {
            YEAR_GROUPS_CHECKED: self.year_groups_checked,
            LEAVERS_CHECKED: self.leavers_checked,
        }[doubt.accepted_by]


class CheckedCommand(Command, frozen=True, kw_only=True):
    """A command that brings a list of an institution's learners; fields as in ``Checked``."""

    institution: UUID
    year_groups_checked: bool = False
    leavers_checked: bool = False

    @property
    def checked(self) -> Checked:
        """What its sender has looked at and means."""
        return Checked(
            year_groups_checked=self.year_groups_checked, leavers_checked=self.leavers_checked
        )


def open_doubts(doubts: list[Doubt], checked: Checked) -> list[Doubt]:
    """The doubts that their sender has not accepted."""
    return [one for one in doubts if not checked.accepts(one)]
