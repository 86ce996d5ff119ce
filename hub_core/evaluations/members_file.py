"""A hub tells its members' Compass results and careers leaders in one file.

The rule: bytes in, sentences out. What a cell of the file cannot be is told beside what the state of
things does not allow, so that one reading shows everything there is to mend.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.evaluations.members_results import MOST_BYTES, RowProblem, RowTaken, taken
from hub_core.evaluations.result_rows import read_rows
from hub_core.work import Answer, Command, Work, handles


class RecordMembersFile(Command, frozen=True, kw_only=True):
    """Record Compass results and careers leaders of a hub's members from a CSV file. With ``check``
    nothing is recorded, with ``whole`` nothing while a single row has to be mended."""

    OPERATION: ClassVar[str] = "evaluations.record_members_file"
    hub: UUID
    file: Annotated[
        bytes,
        msgspec.Meta(min_length=1, max_length=MOST_BYTES, description="The CSV file, as base64"),
    ]
    check: bool = False
    whole: bool = False


class MembersFileTaken(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of every row. ``recorded`` is false where nothing was, ``ignored`` are columns nobody
    reads, and ``read_as`` says how the file was understood."""

    recorded: bool
    taken: tuple[RowTaken, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    read_as: str


@handles(RecordMembersFile)
async def record_members_file(command: RecordMembersFile, work: Work) -> MembersFileTaken:
    """Each row that is in order is recorded as a whole; every other one is told with line, column, value,
    reason and remedy. A file sent again appends nothing."""
    file = read_rows(command.file)
    check = command.check or (command.whole and bool(file.problems))
    found = await taken(command.hub, file.rows, work, check=check, whole=command.whole)
    return MembersFileTaken(
        recorded=found.recorded,
        taken=found.taken,
        problems=tuple(sorted((*file.problems, *found.problems), key=lambda one: one.line)),
        ignored=file.ignored,
        read_as=file.sentence,
    )
