"""What was published, to be listed, taken away as files and compared.

The rule: only what the log says was published is shown, as it was published.
"""

from datetime import date

from hub_core.gatsby.edition import edition_in_use
from hub_core.rollups.differences import Difference, differences
from hub_core.settings import Settings
from hub_core.snapshots.store import PublishedSnapshot, SnapshotStore
from services.platform.commands.running import Failure, open_ledger


async def published(chosen: Settings) -> list[PublishedSnapshot]:
    """Every snapshot that is out, in the order of publication."""
    async with open_ledger(chosen) as (ledger, _):
        return await SnapshotStore(ledger.pool).published()


async def taken_away(
    chosen: Settings, measure_date: date, edition: str | None, version: int | None
) -> tuple[PublishedSnapshot, dict[str, bytes]]:
    """A published snapshot and its files; the newest version unless one is named."""
    async with open_ledger(chosen) as (ledger, _):
        store = SnapshotStore(ledger.pool)
        found = _chosen(await store.published(), measure_date, edition, version)
        return found, await store.files(found.snapshot)


async def difference(
    chosen: Settings,
    first: tuple[date, int | None],
    second: tuple[date, int | None],
    edition: str | None,
) -> list[Difference]:
    """What a second snapshot says otherwise than a first one, cell by cell; both are of one edition."""
    async with open_ledger(chosen) as (ledger, _):
        store = SnapshotStore(ledger.pool)
        out = await store.published()
        before, after = (_chosen(out, day, edition, version) for day, version in (first, second))
        if before.edition != after.edition:
            raise Failure(
                f"{before.measure_date:%-d %B %Y} is of {before.edition}, {after.measure_date:%-d %B %Y} is "
                f"of {after.edition}: their criteria differ, so no difference is told across editions. "
                "Name one with --edition where both days have figures of it."
            )
        return differences(*[await store.files(one.snapshot) for one in (before, after)])


def _chosen(
    out: list[PublishedSnapshot], measure_date: date, edition: str | None, version: int | None
) -> PublishedSnapshot:
    code = edition or edition_in_use(measure_date).code
    of = [one for one in out if (one.measure_date, one.edition) == (measure_date, code)]
    found = [one for one in of if version in (None, one.version)]
    if not found:
        what = f"Version {version} of the figures" if of else "Figures"
        raise Failure(
            f"{what} as at {measure_date:%-d %B %Y} under {code} were never published. "
            "`hub rollup list` shows what was; `hub rollup publish` publishes."
        )
    return found[-1]
