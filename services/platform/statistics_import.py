"""What ``hub import statistics`` does: files that others publish, read by their mapping and kept apart.

The rule: all files are read before any is kept, so that one that cannot be read changes nothing.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hub_core.settings import Settings
from hub_core.statistics.mapping import BadMapping, Collection, collections, parsed
from hub_core.statistics.reading import CannotRead, FileRead, SetAside, read
from hub_core.statistics.store import StatisticsStore
from services.platform.commands.running import Failure, open_ledger


class TakenOver(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was taken over."""

    file: str
    collection: str
    figures: int
    set_aside: tuple[SetAside, ...]
    lacking: tuple[str, ...]


async def import_statistics(
    chosen: Settings, files: Sequence[Path], mapping: Path | None
) -> list[TakenOver]:
    """Keep what these files say. Raises ``Failure`` for one that cannot be read."""
    known = _known(mapping)
    found = [(path.name, _read(path, list(known.values()))) for path in files]
    async with open_ledger(chosen) as (ledger, _):
        store = StatisticsStore(ledger.pool)
        for _, one in found:
            await store.keep(known[one.collection], one)
    return [
        TakenOver(
            file=name,
            collection=one.collection,
            figures=len(one.figures),
            set_aside=one.set_aside,
            lacking=one.lacking,
        )
        for name, one in found
    ]


def _known(mapping: Path | None) -> dict[str, Collection]:
    """The collections that come with the platform; the operator's own, where given, is tried first."""
    if mapping is None:
        return dict(collections())
    try:
        own = parsed(mapping.read_text("utf-8"), mapping.name)
    except (BadMapping, UnicodeDecodeError) as problem:
        raise Failure(str(problem)) from problem
    return {own.code: own} | {code: one for code, one in collections().items() if code != own.code}


def _read(path: Path, among: list[Collection]) -> FileRead:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return read(lines, among)
    except (CannotRead, UnicodeDecodeError) as problem:
        raise Failure(
            f"{path.name} was not taken over, nor was any other file. {problem}"
        ) from problem
