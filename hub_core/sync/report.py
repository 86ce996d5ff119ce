"""What a check found, in numbers; and how the file was read, which quotes its headings and is sealed.

The rule: rows add up. Every row is taken, held or refused; a remark on a row that is taken counts beside.
"""

from datetime import date

import msgspec

from hub_core.rosters.doubt import Doubt
from hub_core.sync.mapping import Mapping


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``rows`` were read; ``new`` to ``held_activities`` are what committing would do to activities (or
    learners, of a roster). ``left_as_they_stand`` are activities with faulty rows.

    ``otherwise`` are learners of whom neither cohort nor programme would change on that day but a group, a
    registration, or a programme that does not run then.
    ``chunks`` up to that number are to be committed, the first as ``first_chunk``, the source then being
    of version ``rests_on`` and the chunk's number. ``recorded`` to ``kept`` say what committing did.
    A roster holds from ``as_of`` on, rests on that version of the institution's roster, and is committed in
    spite of ``doubts`` only when its sender says so.
    """

    rows: int
    taken: int
    held: int
    refused: int
    noticed: int
    problems: int
    problems_by_code: dict[str, int]
    new: int = 0
    changed: int = 0
    otherwise: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    held_activities: int = 0
    left_as_they_stand: int = 0
    first_chunk: int = 0
    chunks: int = 0
    rests_on: int = 0
    recorded: int = 0
    corrected: int = 0
    taken_back: int = 0
    kept: int = 0
    as_of: date | None = None
    doubts: tuple[Doubt, ...] = ()


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a file was read: its ``columns``, the ``mapping`` used or suggested, the columns nobody reads."""

    columns: tuple[str, ...]
    reading: str
    mapping: Mapping
    unread: tuple[str, ...]
