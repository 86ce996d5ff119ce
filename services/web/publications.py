"""What was published, as pages and downloads ask for it: releases, their files, and their tables as figures.

The rule: only what the log says was published is there. A snapshot never changes, so what was read of one
is kept.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

import asyncpg

from hub_core.open_data.published import PublishedTable, published_table, table_names
from hub_core.snapshots.store import PublishedSnapshot, SnapshotStore

#: Releases whose files are kept at most, about a megabyte each, and tables read from them.
MOST_RELEASES, MOST_TABLES = 24, 48

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Publications:
    """Published snapshots over a pool of connections."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._store = SnapshotStore(pool)
        self._files: OrderedDict[UUID, Mapping[str, bytes]] = OrderedDict()
        self._tables: OrderedDict[tuple[UUID, str], PublishedTable] = OrderedDict()

    async def releases(self) -> list[PublishedSnapshot]:
        """Every release, in the order of publication."""
        return await self._store.published()

    async def files(self, release: PublishedSnapshot) -> Mapping[str, bytes]:
        """The files of a release by name."""
        found = self._files.get(release.snapshot)
        if found is None:
            found = await self._store.files(release.snapshot)
        _keep(self._files, release.snapshot, found, MOST_RELEASES)
        return found

    async def table(self, release: PublishedSnapshot, name: str) -> PublishedTable | None:
        """One table of a release; None where it has no such table."""
        files = await self.files(release)
        if f"{name}.meta.csv" not in files:
            return None
        key = (release.snapshot, name)
        found = self._tables.get(key) or published_table(files, name)
        _keep(self._tables, key, found, MOST_TABLES)
        return found

    async def tables(self, release: PublishedSnapshot) -> list[PublishedTable]:
        """Every table of a release, by name."""
        files = await self.files(release)
        found = [await self.table(release, name) for name in table_names(files)]
        return [one for one in found if one is not None]


def newest_versions(releases: Iterable[PublishedSnapshot]) -> list[PublishedSnapshot]:
    """The releases that stand: of each measure date and edition the last version, newest date first."""
    standing = {(one.measure_date, one.edition): one for one in releases}
    return sorted(standing.values(), key=lambda one: (one.measure_date, one.edition), reverse=True)


def _keep(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
