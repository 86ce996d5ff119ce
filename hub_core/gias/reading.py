"""Recognising a GIAS file and walking its rows in bounded memory.

The caller opens the file, in binary and seekable; nothing here knows where it lies. The rule: only
one row is held at a time, and the URNs already met.
"""

import codecs
import csv
from collections.abc import Iterator
from typing import IO

from hub_core.files.text import as_text, is_utf_8
from hub_core.gias.cells import Cells
from hub_core.gias.establishments import record_of, status_of
from hub_core.gias.layouts import LAYOUTS, FileKind, NotAGiasFile, kind_of
from hub_core.gias.links import link_of
from hub_core.gias.records import GiasLink, GiasRecord, RowProblem
from hub_core.membership.codes import InstitutionStatus

Row = GiasRecord | GiasLink | RowProblem


class GiasFile:
    """A recognised file: what it is, how it is encoded, and, by iterating, what its rows say.

    Iterating starts again from the first row each time. Problems come before the record they are
    about. ``complete`` says whether a blank cell means "none" (the full download) or "not told".
    """

    def __init__(self, stream: IO[bytes], *, kind: FileKind, encoding: str) -> None:
        self.kind = kind
        self.encoding = encoding
        self.complete = kind in LAYOUTS and LAYOUTS[kind].complete
        self._stream = stream

    def __iter__(self) -> Iterator[Row]:
        met: dict[str, int] = {}
        for cells in self._cells():
            if isinstance(cells, RowProblem):
                yield cells
            else:
                yield from self._told_by(cells, met)

    def glance(self) -> Iterator[tuple[str, InstitutionStatus | None]]:
        """URN and status of every row of establishments, without what the rest would take to read."""
        layout = LAYOUTS[self.kind]
        for cells in self._cells():
            if isinstance(cells, Cells):
                yield cells.text(layout.urn), status_of(cells, layout)

    def _cells(self) -> Iterator[Cells | RowProblem]:
        with as_text(self._stream, self.encoding, errors="replace") as text:
            rows = _rows(text)
            header = _header(rows)
            places = {column: place for place, column in enumerate(header)}
            for line, row in rows:
                if isinstance(row, str):
                    yield _unreadable(line, reason=row)
                elif len(row) != len(header):
                    counts = f"{len(row)} cells where the header has {len(header)}"
                    yield _unreadable(line, reason=f"The row has {counts}.")
                else:
                    yield Cells(line=line, places=places, row=row)

    def _told_by(self, cells: Cells, met: dict[str, int]) -> Iterator[Row]:
        if self.kind is FileKind.LINKS:
            yield from link_of(cells)
            return
        for told in record_of(cells, LAYOUTS[self.kind]):
            if isinstance(told, GiasRecord):
                first = met.setdefault(told.urn, told.line)
                if first != told.line:
                    told = _repeated(told, first=first)
            yield told


def recognise(stream: IO[bytes]) -> GiasFile:
    """Which GIAS file this is, from its first line.

    ``stream`` must be seekable and stay open while the file is iterated. Raises ``NotAGiasFile``
    with a sentence for whoever sent the file.
    """
    stream.seek(0)
    start = stream.read(4)
    if start.startswith(b"PK"):
        raise NotAGiasFile(
            "This is a zip archive or an Excel workbook. Unpack the download and import the .csv "
            "file inside it unchanged."
        )
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotAGiasFile(
            "This file is encoded as UTF-16, as some spreadsheets save it. Download it again and "
            "import it without opening it first."
        )
    encoding = "utf-8-sig" if is_utf_8(stream) else "cp1252"
    with as_text(stream, encoding, errors="replace") as text:
        header = _header(_rows(text))
    return GiasFile(stream, kind=kind_of(header), encoding=encoding)


def _rows(text: IO[str]) -> Iterator[tuple[int, list[str] | str]]:
    """The rows, header first, each with the line it begins on, or a sentence where it is broken."""
    reader = csv.reader(text)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            yield line, f"The row is not CSV: {broken}."
        else:
            if row:
                yield line, row


def _header(rows: Iterator[tuple[int, list[str] | str]]) -> list[str]:
    _, first = next(rows, (1, list[str]()))
    if isinstance(first, str):
        raise NotAGiasFile(f"This is not a CSV file. {first}")
    return [column.strip() for column in first]


def _unreadable(line: int, *, reason: str) -> RowProblem:
    return RowProblem(
        line=line,
        column="",
        value="",
        reason=reason,
        remedy="A comma, quotation mark or line break inside a cell is probably not quoted. "
        "Download the file again and import it unchanged.",
        row_taken=False,
    )


def _repeated(record: GiasRecord, *, first: int) -> RowProblem:
    return RowProblem(
        line=record.line,
        column="URN",
        value=record.urn,
        reason=f"URN {record.urn} stands on line {first} already; that row was taken.",
        remedy="Leave one row for each URN.",
        row_taken=False,
    )
