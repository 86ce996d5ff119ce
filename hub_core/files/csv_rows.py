"""Reading CSV, whatever parts its columns: each record with the line it begins on.

The rule: what csv would make of a file is what comes out, also of plain files, which are only split because
that is twice as fast.
"""

import csv
from collections.abc import Iterator
from typing import IO

import msgspec

from hub_core.files.limits import Faults, FileLimits, UnreadableFile
from hub_core.files.table import DELIMITERS, Findings, Row, Table, too_long, too_many
from hub_core.files.text import TextFound, as_text

_CHUNK = 1 << 18
_QUOTE = (
    "A comma, quotation mark or line break inside a cell is probably not quoted. Mend the row, or export "
    "the file again and send it unchanged."
)


def read_csv(content: IO[bytes], found: TextFound, limits: FileLimits) -> Table:
    """A table whose first row with anything in it names the columns."""
    head = _head(content, found, limits)
    rows = _plain_rows if found.plain else _quoted_rows
    return Table(
        columns=head.columns,
        findings=Findings(
            encoding=found.encoding,
            delimiter=head.delimiter,
            byte_order_mark=found.byte_order_mark,
            renamed=head.renamed,
        ),
        faults_at_most=limits.faults,
        walk=lambda faults: rows(content, found, head, limits, faults),
    )


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """The line with the column names: where it ends, and what it says."""

    delimiter: str
    last_line: int
    columns: tuple[str, ...]
    renamed: tuple[str, ...]


def _head(content: IO[bytes], found: TextFound, limits: FileLimits) -> _Head:
    """The delimiter that gives the first row most cells; a ``sep=`` line before it has the last word."""
    told = _told_delimiter(content, found)
    best = max(
        (_first_row(content, found, delimiter) for delimiter in ([told] if told else DELIMITERS)),
        key=lambda one: len(one[1]),
    )
    delimiter, cells, last_line = best
    if len(cells) > limits.columns:
        raise UnreadableFile(
            f"Line {last_line} gives {len(cells):,} columns, and at most {limits.columns} are read. "
            "Check that the first row holds the column names."
        )
    columns, renamed = named_once(cells)
    return _Head(delimiter=delimiter, last_line=last_line, columns=columns, renamed=renamed)


def _told_delimiter(content: IO[bytes], found: TextFound) -> str | None:
    """What Excel's own first line ``sep=;`` says, which is not part of the table."""
    with as_text(content, found.encoding) as text:
        first = text.readline(16).rstrip("\r\n")
    return first[4:] if first[:4].lower() == "sep=" and first[4:] in DELIMITERS else None


def _first_row(content: IO[bytes], found: TextFound, delimiter: str) -> tuple[str, list[str], int]:
    with as_text(content, found.encoding) as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                told = reader.line_num == 1 and _is_told(row, delimiter)
                if not told and any(cell.strip() for cell in row):
                    return delimiter, _trimmed(row), reader.line_num
        except csv.Error as broken:
            raise UnreadableFile(
                f"The column names on line {reader.line_num} are not CSV: {broken}. "
                "Check its quotation marks."
            ) from broken
    raise UnreadableFile("The file has no column names. Its first row has to name the columns.")


def _is_told(row: list[str], delimiter: str) -> bool:
    return delimiter.join(row).lower() == f"sep={delimiter}"


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at the end that a spreadsheet leaves."""
    width = len(row)
    while not row[width - 1].strip():
        width -= 1
    return row[:width]


def named_once(cells: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names, each once, and which of them were not so in the file."""
    columns: dict[str, None] = {}
    renamed = []
    taken = {cell.strip() for cell in cells}
    for place, cell in enumerate(cells, start=1):
        wanted = name = cell.strip() or f"Column {place}"
        again = 1
        while name in columns or (name != cell.strip() and name in taken):
            again += 1
            name = f"{wanted} ({again})"
        if name != cell.strip():
            renamed.append(name)
        columns[name] = None
    return tuple(columns), tuple(renamed)


def _plain_rows(
    content: IO[bytes], found: TextFound, head: _Head, limits: FileLimits, faults: Faults
) -> Iterator[Row]:
    """Where each line is a row, splitting gives what csv would, in half the time."""
    width, delimiter, taken = len(head.columns), head.delimiter, 0
    with as_text(content, found.encoding) as text:
        for _ in range(head.last_line):
            text.readline()
        line = head.last_line
        for lines in _lines_in_chunks(text):
            for written in lines:
                line += 1
                row = written.split(delimiter)
                if len(row) != width:
                    row = _mended(row, width, limits.cell, line, line, faults)
                if row and (row[0] or any(row)):
                    taken += 1
                    if taken > limits.rows:
                        raise too_many(limits.rows)
                    yield line, row


def _lines_in_chunks(text: IO[str]) -> Iterator[list[str]]:
    unended = ""
    while chunk := text.read(_CHUNK):
        lines = (unended + chunk).replace("\r\n", "\n").split("\n")
        unended = lines.pop()
        yield lines
    yield [unended]


def _quoted_rows(
    content: IO[bytes], found: TextFound, head: _Head, limits: FileLimits, faults: Faults
) -> Iterator[Row]:
    width, longest, taken = len(head.columns), limits.cell, 0
    with as_text(content, found.encoding) as text:
        reader = csv.reader(text, delimiter=head.delimiter, strict=True)
        while reader.line_num < head.last_line:
            next(reader)
        line = head.last_line + 1
        while True:
            try:
                for row in reader:
                    if len(row) != width or max(map(len, row)) > longest:
                        row = _mended(row, width, longest, line, reader.line_num, faults)
                    if row and (row[0] or any(row)):
                        taken += 1
                        if taken > limits.rows:
                            raise too_many(limits.rows)
                        yield line, row
                    line = reader.line_num + 1
                return
            except csv.Error as broken:
                faults.tell(line, reader.line_num, f"The row is not CSV: {broken}.", _QUOTE)
                line = reader.line_num + 1


def _mended(
    row: list[str], width: int, longest: int, line: int, last_line: int, faults: Faults
) -> list[str]:
    """The row in the shape of the columns when only empty cells are too many; otherwise none, and told."""
    kept = row[:width] if not any(row[width:]) else row
    if not any(kept):
        return []
    if len(kept) != width:
        reason = f"The row has {len(row)} cells, and there are {width} columns."
        faults.tell(line, last_line, reason, _QUOTE)
        return []
    if (length := max(map(len, kept))) > longest:
        faults.tell(line, last_line, too_long(length, longest), _QUOTE)
        return []
    return kept
