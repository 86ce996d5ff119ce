"""A table that was sent: named columns, what was found out about the file, and its rows one at a time.

The rule: no row is lost in silence. It comes out as it stands in the file, with the line it begins on, or
is among the ``faults`` with its sentence.
"""

from collections.abc import Callable, Iterator

import msgspec

from hub_core.files.limits import Faults, UnreadableFile

Row = tuple[int, list[str]]
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about a file. ``renamed`` are column names that stood there twice or not at all.

    ``delimiter`` is None when each line is a JSON object.
    """

    encoding: str
    delimiter: str | None
    byte_order_mark: bool = False
    renamed: tuple[str, ...] = ()

    def sentence(self) -> str:
        """For whoever sent the file."""
        columns = (
            "one JSON object a line"
            if self.delimiter is None
            else f"columns parted by {DELIMITERS[self.delimiter]}"
        )
        mark = " with a byte-order mark" if self.byte_order_mark else ""
        names = f" Columns were named: {', '.join(self.renamed)}." if self.renamed else ""
        return f"Read as {self.encoding.upper()}{mark}, {columns}.{names}"


class Table:
    """Named columns and, by ``rows()``, the rows below them; each call starts again from the first.

    ``faults`` are the rows of the latest reading that could not be read, complete when it has ended.
    """

    def __init__(
        self,
        *,
        columns: tuple[str, ...],
        findings: Findings,
        faults_at_most: int,
        walk: Callable[[Faults], Iterator[Row]],
    ) -> None:
        self.columns = columns
        self.findings = findings
        self.faults = Faults(faults_at_most)
        self._faults_at_most = faults_at_most
        self._walk = walk

    def rows(self) -> Iterator[Row]:
        """Line number and cells of every row that is not empty, as many cells as there are columns."""
        self.faults = Faults(self._faults_at_most)
        return self._walk(self.faults)


def too_long(length: int, longest: int) -> str:
    """The reason why a row with an over-long cell is not taken."""
    return f"A cell holds {length:,} characters, and at most {longest:,} are read."


def too_many(most: int) -> UnreadableFile:
    """The refusal of a file with more rows than are read at once."""
    return UnreadableFile(
        f"The file has more than {most:,} rows, which is as many as are read at once. Send it in parts."
    )
