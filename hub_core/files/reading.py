"""Reading a file that was sent: bytes in, rows and sentences out, for every door that takes a table.

The rule: what a file is follows from its bytes alone, never from its name or what the sender calls it.
"""

from typing import IO

from hub_core.files.csv_rows import read_csv
from hub_core.files.json_lines import is_json_lines, read_json_lines
from hub_core.files.limits import FileLimits, RowFault, UnreadableFile
from hub_core.files.table import Findings, Table
from hub_core.files.text import examine

__all__ = ["FileLimits", "Findings", "RowFault", "Table", "UnreadableFile", "read_table"]
_USUAL = FileLimits()


def read_table(content: IO[bytes], *, limits: FileLimits = _USUAL) -> Table:
    """A table from a seekable file that stays open while it is read: CSV, or one JSON object a line.

    Takes UTF-8 with and without a mark, UTF-16 and Windows' cp1252, parted by comma, semicolon or tab.
    Raises ``UnreadableFile``, here or while rows are read, with a sentence for whoever sent it.
    """
    found = examine(content, limits)
    if is_json_lines(content, found):
        return read_json_lines(content, found, limits)
    return read_csv(content, found, limits)
