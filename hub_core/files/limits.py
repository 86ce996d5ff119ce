"""How large a file may be before it is refused, and the refusal.

The rule: every limit is a number here, and reading holds one row at a time, so that no file, however it
was made, takes more memory than its longest row.
"""

from typing import ClassVar

import msgspec

from hub_core.refusals import Invalid

_MEBIBYTE = 1 << 20


class FileLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a table may be at most.

    ``cell`` is in characters; ``faults`` is the number of rows that may be out of shape before the whole
    file is taken for something else. csv itself stops at cells of 131,072 characters.
    """

    most_bytes: int = 512 * _MEBIBYTE
    rows: int = 2_000_000
    columns: int = 500
    cell: int = 10_000
    faults: int = 1_000


class BundleLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a zip archive of tables may be at most.

    ``ratio`` is unpacked to packed size: rosters pack 5 to 20 to 1, bombs 1,000 to 1 and more.
    ``directory`` is the size in bytes of the archive's list of contents, which is read as a whole.
    """

    members: int = 100
    unpacked: int = 512 * _MEBIBYTE
    ratio: int = 200
    directory: int = 64 << 10


class UnreadableFile(Invalid):
    """The file cannot be read as a whole. Says what it is, where it breaks, and how to mend it."""

    KIND: ClassVar[str] = "unreadable-file"
    TITLE: ClassVar[str] = "This file cannot be read"


class RowFault(msgspec.Struct, frozen=True, kw_only=True):
    """A row that could not be read, from ``line`` to ``last_line`` of the file. None of it was taken."""

    line: int
    last_line: int
    reason: str
    remedy: str


class Faults(list[RowFault]):
    """The rows of one reading that could not be read; past the limit the file is refused."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def tell(self, line: int, last_line: int, reason: str, remedy: str) -> None:
        """Keep one. Raises ``UnreadableFile`` when there are too many to be slips."""
        if len(self) == self._most:
            raise UnreadableFile(
                f"More than {self._most:,} rows of this file cannot be read. The first is on line "
                f"{self[0].line}: {self[0].reason} {self[0].remedy}"
            )
        self.append(RowFault(line=line, last_line=last_line, reason=reason, remedy=remedy))
