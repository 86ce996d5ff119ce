"""Reading NDJSON, one JSON object a line, as the same table that a CSV file gives.

The rule: a value becomes the text a CSV file would have had for it, so that whatever reads rows need not
know which it was; what no cell can hold (a list, an object) is a fault of its row.
"""

from collections.abc import Iterator
from typing import IO

import msgspec

from hub_core.files.limits import Faults, FileLimits, UnreadableFile
from hub_core.files.table import Findings, Row, Table, too_long, too_many
from hub_core.files.text import TextFound, as_text

_OBJECT = msgspec.json.Decoder(dict[str, str | int | float | bool | None])
_REMEDY = (
    "Write each row as one JSON object on a line of its own, with text, numbers and true or false."
)


def is_json_lines(content: IO[bytes], found: TextFound) -> bool:
    """Whether the text begins as a JSON object does. Raises ``UnreadableFile`` for a JSON list."""
    with as_text(content, found.encoding) as text:
        start = text.read(256).lstrip()
    if start.startswith("["):
        raise UnreadableFile(
            "This is a JSON list, which has to be read as a whole. Send NDJSON: one object a line, without "
            "brackets around them."
        )
    return start.startswith("{")


def read_json_lines(content: IO[bytes], found: TextFound, limits: FileLimits) -> Table:
    """A table whose columns are all names that occur, in the order they are met."""
    columns: dict[str, None] = {}
    for _, told in _objects(content, found, limits, Faults(limits.faults)):
        if not columns.keys() >= told.keys():
            columns.update(dict.fromkeys(told))
            if len(columns) > limits.columns:
                raise UnreadableFile(
                    f"The objects of this file have more than {limits.columns} different names."
                )
    names = tuple(columns)
    return Table(
        columns=names,
        findings=Findings(
            encoding=found.encoding, delimiter=None, byte_order_mark=found.byte_order_mark
        ),
        faults_at_most=limits.faults,
        walk=lambda faults: _walk(content, found, names, limits, faults),
    )


def _walk(
    content: IO[bytes], found: TextFound, names: tuple[str, ...], limits: FileLimits, faults: Faults
) -> Iterator[Row]:
    for line, told in _objects(content, found, limits, faults):
        row = [_cell(told.get(name)) for name in names]
        if (length := max(map(len, row), default=0)) > limits.cell:
            faults.tell(line, line, too_long(length, limits.cell), "Shorten the text.")
        elif any("\0" in cell for cell in row):
            faults.tell(line, line, "A value holds a NUL character, which no text has.", _REMEDY)
        elif any(row):
            yield line, row


def _objects(
    content: IO[bytes], found: TextFound, limits: FileLimits, faults: Faults
) -> Iterator[tuple[int, dict[str, str | int | float | bool | None]]]:
    with as_text(content, found.encoding) as text:
        for line, written in enumerate(text, start=1):
            if line > limits.rows:
                raise too_many(limits.rows)
            if written.isspace():
                continue
            try:
                told = _OBJECT.decode(written)
            except msgspec.ValidationError:
                reason = "The row holds a list or an object where a cell should be."
                faults.tell(line, line, reason, _REMEDY)
            except msgspec.DecodeError as broken:
                faults.tell(line, line, f"The row is not JSON: {broken}.", _REMEDY)
            else:
                yield line, told


def _cell(value: str | int | float | bool | None) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
