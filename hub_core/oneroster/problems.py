"""What is wrong with rows of a bundle, told to the school that sent it.

The rule: a row with a problem is not taken and each is told with its file, line, column and remedy; the
others are. Nothing here holds a name: only what a roster needs is ever looked at.
"""

from collections.abc import Iterator, Sequence
from typing import IO

import msgspec

from hub_core.files.bundles import Bundle
from hub_core.files.limits import FileLimits, UnreadableFile
from hub_core.files.reading import read_table

_LIMITS = FileLimits(rows=500_000, columns=100)


class RowProblem(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing wrong with one row of one file; the row was not taken."""

    file: str
    line: int
    column: str = ""
    value: str = ""
    reason: str
    remedy: str


def rows_of(
    bundle: Bundle, name: str, columns: Sequence[str], problems: list[RowProblem]
) -> Iterator[tuple[int, list[str]]]:
    """The cells of these columns in each row of a file, trimmed; whatever else a row says is dropped.

    Raises ``UnreadableFile`` when the file has no such columns.
    """
    file = f"{name}.csv"
    with bundle.member(file) as content:
        yield from _chosen(content, file, columns, problems)


def _chosen(
    content: IO[bytes], file: str, columns: Sequence[str], problems: list[RowProblem]
) -> Iterator[tuple[int, list[str]]]:
    try:
        table = read_table(content, limits=_LIMITS)
    except UnreadableFile as unreadable:
        raise UnreadableFile(f"{file}: {unreadable.detail}") from unreadable
    places = {column.casefold(): place for place, column in enumerate(table.columns)}
    if missing := [column for column in columns if column.casefold() not in places]:
        raise UnreadableFile(
            f"{file} has no column {' and no column '.join(f'“{one}”' for one in missing)}. "
            "Export it as OneRoster 1.2 and send it unchanged."
        )
    wanted = [places[column.casefold()] for column in columns]
    for line, row in table.rows():
        yield line, [row[place].strip() for place in wanted]
    problems.extend(
        RowProblem(file=file, line=fault.line, reason=fault.reason, remedy=fault.remedy)
        for fault in table.faults
    )
